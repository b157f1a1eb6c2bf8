import argparse
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lotsa.core.catalogue.files import write_catalogue
from lotsa.domain.measures.models import CatalogueRevision, Measure
from lotsa.foundation.catalogue_folder import packaged, read_texts, write_folder
from lotsa.ops.commands import catalogue as verb
from tests.support.catalogues import catalogue, leaf, measure

ROOT = Path(__file__).parents[2]
PACKAGED = str(ROOT / "src" / "lotsa" / "data" / "catalogue")


def main(arguments):
    parser = argparse.ArgumentParser()
    verb.add_parser(parser.add_subparsers())
    chosen = parser.parse_args(arguments)
    return chosen.func(chosen)


@pytest.fixture
def folder(tmp_path):
    """Write measures as a catalogue folder and return its path as text."""

    def write(*measures):
        write_folder(tmp_path / "catalogue", catalogue(*measures))
        return str(tmp_path / "catalogue")

    return write


WRONG = measure(id="b", criteria={"all": [leaf("employes", "lte", 5)]})


def test_check_says_in_swedish_that_the_packaged_catalogue_is_fine(capsys):
    assert main(["catalogue", "check", PACKAGED, "--lang", "sv"]) == 0
    assert capsys.readouterr().out.endswith("Katalogen har inga fel.\n")


def test_check_needs_neither_database_nor_settings(folder):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DJANGO")}
    environment["DATABASE_URL"] = "postgres://nobody@localhost:1/none"
    code = (
        "import sys; from lotsa.ops.commands import catalogue as c; import argparse;"
        "p = argparse.ArgumentParser(); c.add_parser(p.add_subparsers());"
        "a = p.parse_args(sys.argv[1:]); status = a.func(a);"
        "assert 'django' not in sys.modules; sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "catalogue", "check", folder(measure(), WRONG)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode == 1


def test_check_lists_file_line_measure_path_and_remedy(folder, capsys):
    assert main(["catalogue", "check", folder(measure(), WRONG)]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("measures.yaml:")
    assert told[0].endswith(" b criteria.all[0].field")
    assert "did you mean employees?" in told[2]
    assert told[-1] == "The catalogue has errors."


def test_check_as_json_is_one_object(folder, capsys):
    path = folder(measure(), WRONG)
    assert main(["catalogue", "check", path, "--format", "json", "--lang", "sv"]) == 1
    told = json.loads(capsys.readouterr().out)
    (fault,) = told["faults"]
    assert told["ok"] is False
    assert (fault["code"], fault["measure"], fault["file"]) == (
        "unknown-field",
        "b",
        "measures.yaml",
    )
    assert fault["remedy"] == fault["remedy_sv"]


@pytest.mark.parametrize("action", ["check", "import"])
def test_a_folder_that_is_not_there_is_said_in_a_sentence(action, tmp_path, capsys):
    assert main(["catalogue", action, str(tmp_path / "nowhere")]) == 1
    assert "does not exist" in capsys.readouterr().out


def test_a_broken_file_is_said_with_its_line(tmp_path, capsys):
    (tmp_path / "fields.yaml").write_text("fields: []\n")
    (tmp_path / "measures.yaml").write_text("measures:\n  - id: a\n   id: b\n")
    assert main(["catalogue", "check", str(tmp_path)]) == 1
    assert capsys.readouterr().out.startswith("measures.yaml:3\n")


@pytest.mark.django_db
def test_import_and_export_give_the_same_bytes(tmp_path, capsys):
    assert main(["catalogue", "import", PACKAGED, "--lang", "sv"]) == 0
    assert "70 nya insatser" in capsys.readouterr().out
    assert main(["catalogue", "export", str(tmp_path / "out")]) == 0
    assert read_texts(tmp_path / "out") == read_texts(Path(PACKAGED))
    assert main(["catalogue", "import", str(tmp_path / "out"), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["changed"] is False


@pytest.mark.django_db
def test_import_of_a_faulty_catalogue_takes_in_nothing(folder, capsys):
    assert main(["catalogue", "import", folder(measure(), WRONG)]) == 1
    assert "Nothing was taken in." in capsys.readouterr().out
    assert not Measure.objects.exists()


@pytest.mark.django_db
def test_import_refuses_to_edit_what_is_published(folder, capsys):
    assert main(["catalogue", "import", folder(measure())]) == 0
    path = folder(measure(short_sv="Ändrat."))
    assert main(["catalogue", "import", path, "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert [fault["code"] for fault in told["faults"]] == ["published-version-edited"]


@pytest.mark.django_db
def test_export_of_nothing_and_to_nowhere_are_said_in_a_sentence(tmp_path, capsys):
    assert main(["catalogue", "export", str(tmp_path / "out")]) == 1
    assert "no catalogue" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    call_command("load_catalogue", verbosity=0)
    (tmp_path / "file").write_text("x")
    assert main(["catalogue", "export", str(tmp_path / "file"), "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["ok"] is False


@pytest.mark.django_db
def test_loading_shows_each_step_and_the_second_time_says_as_before(django_assert_max_num_queries):
    out = io.StringIO()
    call_command("load_reference", stdout=out)
    call_command("load_catalogue", stdout=out)
    assert "territories: 312 of 312" in out.getvalue()
    assert "312 new" in out.getvalue()
    assert "Checking the catalogue" in out.getvalue()
    again = io.StringIO()
    with django_assert_max_num_queries(5):
        call_command("load_reference", stdout=again)
        call_command("load_catalogue", stdout=again)
    assert "0 new, 0 changed, 312 as before" in again.getvalue()
    assert "as before (revision" in again.getvalue()
    assert CatalogueRevision.objects.count() == 1


@pytest.mark.django_db
def test_loading_a_faulty_folder_fails_with_the_faults(folder):
    err = io.StringIO()
    with pytest.raises(CommandError, match="Nothing was taken in"):
        call_command("load_catalogue", folder(WRONG), stderr=err, verbosity=0)
    assert "did you mean employees?" in err.getvalue()
    assert not Measure.objects.exists()


def test_the_packaged_files_are_in_the_settled_form():
    texts = {name: text.encode() for name, text in write_catalogue(packaged()).items()}
    assert texts == read_texts(Path(PACKAGED))
