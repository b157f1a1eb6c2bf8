import time

import pytest

from lotsa.foundation.files.faults import FileFault, Reason
from lotsa.foundation.files.scanning import scan
from tests.support.clamd import clamd

CONTENT = b"x" * 200_000


@pytest.mark.parametrize("parts", [(b"stream: OK\0",), (b"stream:", b" OK", b"\0")])
def test_a_clean_file_is_let_through_after_all_of_it_was_scanned(settings, parts):
    with clamd(*parts) as scanner:
        settings.LOTSA_CLAMD = scanner.address
        scan(CONTENT)

    assert scanner.scanned == [CONTENT]


@pytest.mark.parametrize("prefix", ["", "unix:"])
def test_a_scanner_behind_a_unix_socket(settings, tmp_path, prefix):
    with clamd(b"stream: OK\0", path=str(tmp_path / "clamd")) as scanner:
        settings.LOTSA_CLAMD = prefix + scanner.address
        scan(CONTENT)

    assert scanner.scanned == [CONTENT]


def test_an_infected_file_is_refused(settings):
    with clamd(b"stream: Eicar-Test-Signature FOUND\0") as scanner:
        settings.LOTSA_CLAMD = scanner.address
        with pytest.raises(FileFault) as caught:
            scan(CONTENT)

    assert caught.value.reason is Reason.INFECTED


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\0",
        b"ERROR\0",
        b"stream: OK FOUND?\0",
        b"stream: ",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"OK",
    ],
)
def test_an_answer_that_is_not_understood_lets_nothing_through(settings, answer):
    with clamd(answer) as scanner:
        settings.LOTSA_CLAMD = scanner.address
        with pytest.raises(FileFault) as caught:
            scan(CONTENT)

    assert caught.value.reason is Reason.UNSCANNED


def test_a_scanner_that_takes_no_file_so_large_lets_nothing_through(settings):
    with clamd(b"stream: OK\0", most=1000) as scanner:
        settings.LOTSA_CLAMD = scanner.address
        with pytest.raises(FileFault) as caught:
            scan(CONTENT * 20)

    assert caught.value.reason is Reason.UNSCANNED


ANSWER = b"stream: OK\0"


@pytest.mark.parametrize(
    ("parts", "pause"), [([ANSWER], 6), ([ANSWER[n : n + 1] for n in range(11)], 0.5)]
)
def test_a_slow_scanner_is_not_waited_for_and_lets_nothing_through(settings, parts, pause):
    """Slow to answer, and answering a letter at a time."""
    with clamd(*parts, pause=pause) as scanner:
        settings.LOTSA_CLAMD = scanner.address
        started = time.perf_counter()
        with pytest.raises(FileFault) as caught:
            scan(CONTENT, patience=0.4)

    assert caught.value.reason is Reason.UNSCANNED
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/no/such/socket", "nonsense", "host:port"])
def test_no_scanner_where_one_should_be_lets_nothing_through(settings, address):
    settings.LOTSA_CLAMD = address

    with pytest.raises(FileFault) as caught:
        scan(CONTENT)

    assert caught.value.reason is Reason.UNSCANNED


def test_without_a_scanner_files_are_let_through(settings):
    settings.LOTSA_CLAMD = ""

    assert scan(CONTENT) is None
