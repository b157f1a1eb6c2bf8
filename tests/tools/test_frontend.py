import json
import os
import re
from pathlib import Path

import pytest

from tools import frontend


@pytest.fixture
def vendor():
    if not (frontend.VENDOR / "designsystemet.css").exists():
        pytest.skip("build/static is not built; run make frontend")
    return frontend.VENDOR


def fake_program(folder, name, says):
    file = folder / name
    file.write_text(f"#!/bin/sh\necho {says}\n")
    file.chmod(0o755)
    return file


def test_a_nodejs_that_is_too_old_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path) + os.pathsep + "/bin")
    fake_program(tmp_path, "npm", "9.2.0")
    fake_program(tmp_path, "node", "v18.19.0")
    assert frontend.machine_node() is None
    fake_program(tmp_path, "node", "v22.1.0")
    assert frontend.machine_node().binary == tmp_path / "node"


def test_a_nodejs_without_npm_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    fake_program(tmp_path, "node", "v22.1.0")
    assert frontend.machine_node() is None


def test_a_step_that_fails_shows_what_it_said(tmp_path):
    with pytest.raises(frontend.FrontendError, match=r"npm ci failed\.\nno route to registry"):
        frontend.run(["sh", "-c", "echo no route to registry >&2; exit 3"], what="npm ci")


def test_a_fault_is_one_sentence_and_no_traceback(monkeypatch, capsys):
    def broken(_node, *, wheel_only):
        raise frontend.FrontendError("npm ci failed.")

    monkeypatch.setattr(frontend, "install_packages", broken)
    assert frontend.main([]) == 1
    assert capsys.readouterr().err == "frontend: npm ci failed.\n"


def test_a_change_in_any_input_makes_a_step_run_again(tmp_path):
    file = tmp_path / "a"
    file.write_text("1")
    stamp = tmp_path / "stamp"
    assert not frontend.stamped(stamp, frontend.digest(file, "x"))
    stamp.write_text(frontend.digest(file, "x"))
    assert frontend.stamped(stamp, frontend.digest(file, "x"))
    assert not frontend.stamped(stamp, frontend.digest(file, "y"))
    file.write_text("2")
    assert not frontend.stamped(stamp, frontend.digest(file, "x"))


def test_the_lock_file_names_no_index():
    packages = json.loads(frontend.LOCK.read_text())["packages"]
    assert len(packages) > 100
    for name, package in packages.items():
        assert "resolved" not in package, name
        assert not name or package["integrity"].startswith("sha512-"), name


def test_every_file_the_sheets_ask_for_is_there(vendor):
    for sheet in vendor.glob("*.css"):
        for address in re.findall(r"url\((?!['\"]?data:)([^)]+)\)", sheet.read_text("utf-8")):
            assert (vendor / address.strip("'\"")).exists(), address


def test_our_sheet_uses_only_colours_and_sizes_that_the_tokens_define(vendor):
    own = (frontend.ROOT / "src/lotsa/foundation/ui/static/lotsa/lotsa.css").read_text("utf-8")
    known = (vendor / "designsystemet.css").read_text("utf-8") + own
    used = set(re.findall(r"var\((--(?:ds|lotsa)-[\w-]+)", own))
    assert used
    assert [name for name in sorted(used) if f"{name}:" not in known] == []


def test_our_sheet_works_from_right_to_left_too():
    own = Path(frontend.ROOT / "src/lotsa/foundation/ui/static/lotsa/lotsa.css").read_text("utf-8")
    physical = (
        r"(?<![\w-])(?:(?:(?:margin|padding|border)-)?(?:left|right|top|bottom)\s*:"
        r"|(?:text-align|float)\s*:\s*(?:left|right))"
    )
    assert re.findall(physical, "a { margin-left: 0; float: right }") != []
    assert re.findall(physical, own) == []
