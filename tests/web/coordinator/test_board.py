import datetime

import pytest

from lotsa.core.cases.states import CaseState
from lotsa.domain.cases.boards import working_days_ago
from lotsa.domain.cases.models import CaseNeed
from tests.support.factories import AT, CaseFactory, ReferralFactory
from tests.support.queries import queries_of

pytestmark = pytest.mark.usefixtures("the_story", "facts")

DAY = datetime.timedelta(days=1)
HERE = {"municipality_code": "0484", "region_code": "04"}


def moving(**given):
    """A case that a team has and in which something has just happened: on no list."""
    late = AT + 30 * DAY
    return CaseFactory(
        **{
            "state": CaseState.IN_PROGRESS,
            "promised_at": late,
            "first_contact_at": AT,
            "updated_at": AT,
            **HERE,
            **given,
        }
    )


def attended(case):
    return ReferralFactory(
        case=case, started=True, due_at=AT + 30 * DAY, reply_due_at=AT + 30 * DAY
    ).case


def unanswered():
    case = moving(state=CaseState.REFERRED)
    return ReferralFactory(case=case, reply_due_at=AT - DAY).case


def late():
    return moving(state=CaseState.TRIAGE, first_contact_at=None, promised_at=AT - DAY)


def quiet():
    return attended(moving(updated_at=AT - 30 * DAY))


def declined():
    return moving(state=CaseState.TRIAGE, warnings=["declined"])


def unreachable():
    return attended(moving(unreachable=True))


def unattended():
    case = attended(moving())
    CaseNeed.objects.create(case=case, area="rent", created_at=AT)
    return case


def gap():
    case = moving(state=CaseState.TRIAGE, uncovered=True)
    case.needs.update(uncovered=True)
    return case


KINDS = {
    "unanswered": unanswered,
    "late": late,
    "quiet": quiet,
    "declined": declined,
    "unreachable": unreachable,
    "unattended": unattended,
    "gaps": gap,
}


def on(room, **query):
    """The lists of the board that are not empty: their numbers of cases, with the rows' names."""
    page = room.get("board", **query)
    return {
        one.key: [row.reference or row.name for row in one.rows] for one in page.context["listings"]
    }


@pytest.mark.parametrize("kind", KINDS)
def test_each_way_of_being_forgotten_has_its_list_and_a_next_step(room, kind):
    attended(moving())
    case = KINDS[kind]()
    CaseFactory(
        **{
            **{
                f.attname: getattr(case, f.attname)
                for f in case._meta.fields
                if f.attname
                in ("state", "uncovered", "unreachable", "updated_at", "warnings", "promised_at")
            },
            "region_code": "01",
            "municipality_code": "0180",
        }
    )

    found = on(room)

    assert list(found) == [kind]
    assert len(found[kind]) == 1
    page = room.get("board")
    tiles = {
        tile.address.split("list=")[1].split("&")[0]: tile.number for tile in page.context["tiles"]
    }
    assert tiles == {**dict.fromkeys(KINDS, 0), kind: 1}
    (row,) = page.context["listings"][0].rows
    step = row.post.address if row.post else row.go
    if row.post:
        assert room.client.post(step).status_code == 302
    else:
        assert room.client.get(step).status_code == 200


def test_a_list_alone_is_the_same_list_whole(swedish):
    cases = [late() for _ in range(7)]

    assert len(on(swedish)["late"]) == 5
    assert set(on(swedish, list="late")["late"]) == {case.reference for case in cases}


def test_gaps_are_counted_by_need_and_place(swedish):
    for _ in range(3):
        gap()
    other = moving(state=CaseState.TRIAGE, uncovered=True, municipality_code="0480")
    other.needs.update(uncovered=True)

    page = swedish.get("board")

    (listing,) = page.context["listings"]
    assert [(row.place, row.what.split()[0]) for row in listing.rows] == [
        ("Eskilstuna", "3"),
        ("Nyköping", "1"),
    ]
    shown = swedish.client.get(listing.rows[0].go.replace("/en/", "/"))
    assert len(shown.context["lines"]) == 3


def test_how_long_is_quiet_is_chosen(swedish):
    attended(moving(updated_at=AT - 6 * DAY))

    assert list(on(swedish, days="3")) == ["quiet"]
    assert on(swedish, days="10") == {}


def test_everything_moves(room):
    attended(moving())

    assert on(room) == {}


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        # Monday 4 May 2020; the 1st was free.
        ((2020, 5, 4), 1, (2020, 5, 3)),
        ((2020, 5, 4), 2, (2020, 4, 29)),
        ((2020, 5, 4), 5, (2020, 4, 26)),
        ((2020, 5, 7), 3, (2020, 5, 4)),
    ],
)
def test_working_days_ago(day, days, expected):
    assert working_days_ago(datetime.date(*day), days) == datetime.date(*expected)


def test_the_board_takes_as_many_queries_for_twenty_rows_as_for_one(swedish):
    def queries():
        return queries_of(lambda: swedish.get("board"))

    for make in KINDS.values():
        make()
    one = queries()
    for make in KINDS.values():
        for _ in range(4):
            make()

    assert queries() == one
    assert one <= 30
