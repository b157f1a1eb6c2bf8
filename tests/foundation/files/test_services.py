import datetime
import hashlib
import threading

import pytest
from django.db import connection

from lotsa.foundation import clock
from lotsa.foundation.files.faults import FileFault, Reason
from lotsa.foundation.files.models import StoredFile
from lotsa.foundation.files.responses import download
from lotsa.foundation.files.selectors import files_about
from lotsa.foundation.files.services import MOST_FILES, About, delete_about, keep
from lotsa.foundation.retention.services import purge_expired
from tests.support.clamd import clamd
from tests.support.uploads import PNG, docx, upload

NOON = datetime.datetime(2020, 5, 4, 10, 0, tzinfo=datetime.UTC)
CASE = About("case", "17")


def test_a_file_is_kept_with_what_it_belongs_to(db):
    stored = keep(upload(PNG, "../bild\u202e.png"), about=CASE, now=NOON)
    stored.refresh_from_db()

    assert stored.name == "bild.png"
    assert stored.media_type == "image/png"
    assert stored.size == len(PNG)
    assert stored.sha256 == hashlib.sha256(PNG).hexdigest()
    assert bytes(stored.content) == PNG
    assert (stored.about_kind, stored.about_id) == ("case", "17")
    assert stored.created_at == NOON


def test_a_file_that_was_read_before_is_kept_whole(db):
    file = upload(PNG, "a.png")
    file.read()

    assert keep(file, about=CASE, now=NOON).size == len(PNG)


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.txt", Reason.EMPTY),
        (PNG, "a.svg", Reason.TYPE),
        (docx(word__vbaProject_DOT_bin=b"x"), "a.docx", Reason.ACTIVE),
        (b"x" * (10 * 1024 * 1024 + 1), "a.txt", Reason.TOO_LARGE),
    ],
)
def test_nothing_is_kept_of_a_file_that_is_refused(db, content, name, reason):
    with pytest.raises(FileFault) as caught:
        keep(upload(content, name), about=CASE, now=NOON)

    assert caught.value.reason is reason
    assert not StoredFile.objects.exists()


def test_nothing_is_kept_of_an_infected_file(db, settings):
    with clamd(b"stream: Eicar FOUND\0") as scanner:
        settings.LOTSA_CLAMD = scanner.address
        with pytest.raises(FileFault):
            keep(upload(), about=CASE, now=NOON)

    assert not StoredFile.objects.exists()


def test_twenty_files_and_no_more(db):
    for _ in range(MOST_FILES):
        keep(upload(), about=CASE, now=NOON)

    with pytest.raises(FileFault) as caught:
        keep(upload(), about=CASE, now=NOON)

    assert caught.value.reason is Reason.TOO_MANY
    assert keep(upload(), about=About("case", "18"), now=NOON)


def test_files_go_with_what_they_belong_to(db):
    for about in (CASE, CASE, About("case", "18"), About("message", "17")):
        keep(upload(), about=about, now=NOON)

    assert delete_about("case", "17") == 2
    assert [(f.about_kind, f.about_id) for f in StoredFile.objects.all()] == [
        ("case", "18"),
        ("message", "17"),
    ]
    assert delete_about("case", "17") == 0


def test_a_list_of_files_asks_once_and_loads_no_content(db, django_assert_num_queries):
    for number in range(3):
        keep(upload(name=f"{number}.txt"), about=About("case", str(number)), now=NOON)

    with django_assert_num_queries(1) as queries:
        names = [file.name for file in files_about("case", ["0", "2"])]

    assert names == ["0.txt", "2.txt"]
    assert '"content"' not in queries.captured_queries[0]["sql"]


def test_a_file_left_behind_goes_in_the_end(db):
    now = clock.now()
    keep(upload(), about=CASE, now=now - datetime.timedelta(days=1096))
    keep(upload(), about=CASE, now=now - datetime.timedelta(days=1094))

    assert purge_expired()["files.StoredFile"] == 1
    assert StoredFile.objects.count() == 1


def test_a_file_is_saved_and_never_shown_guessed_at_or_kept(db):
    response = download(keep(upload(PNG, "bild å.png"), about=CASE, now=NOON))

    assert response.content == PNG
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''bild%20%C3%A5.png"
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_thirty_at_the_same_time_leave_twenty():
    outcomes = []

    def hand_in():
        try:
            keep(upload(), about=CASE, now=NOON)
            outcomes.append("kept")
        except FileFault as fault:
            outcomes.append(fault.reason)
        finally:
            connection.close()

    threads = [threading.Thread(target=hand_in) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert outcomes.count("kept") == MOST_FILES == StoredFile.objects.count()
    assert outcomes.count(Reason.TOO_MANY) == 10
