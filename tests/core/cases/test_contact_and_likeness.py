import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsa.core.cases.contact import plain_phone
from lotsa.core.cases.likeness import REPEAT_WITHIN, Likeness, Shared, Told, likes

AT = datetime.datetime(2020, 5, 4, 9, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("070-174 06 00", "0701740600"),
        ("+46 70-174 06 00", "0701740600"),
        ("+46 (0)70-174 06 00", "0701740600"),
        ("0046701740600", "0701740600"),
        ("+358 40 123 45", "+3584012345"),
        ("00358 40 123 45", "+3584012345"),
        ("växel 016-710 00 00", "0167100000"),
        ("ring mig", ""),
        ("", ""),
        ("+", ""),
    ],
)
def test_a_phone_number_is_kept_in_one_form(written, plain):
    assert plain_phone(written) == plain


@given(st.text(max_size=60))
def test_a_plain_number_stays_as_it_is(text):
    once = plain_phone(text)

    assert plain_phone(once) == once
    assert set(once) <= set("+0123456789")


def told(key=1, *, needs=("rent",), is_open=True, at=AT, **given):
    known = {"company": None, "email": "", "phone": "", "name": ""} | given
    return Told(key=key, needs=frozenset(needs), is_open=is_open, at=at, **known)


def test_an_open_case_of_the_same_company_is_a_duplicate_and_a_closed_one_a_repeat():
    new = told(9, company=1)
    found = likes(new, [told(1, company=1, is_open=False, at=AT - 10 * DAY), told(2, company=1)])

    assert [(like.key, like.likeness) for like in found] == [
        (2, Likeness.DUPLICATE),
        (1, Likeness.REPEAT),
    ]


@pytest.mark.parametrize(
    ("new", "other"),
    [
        (told(9, email="a@example.com"), told(1, email="b@example.com")),
        (told(9), told(1)),
        (told(9, company=1, email="a@example.com"), told(1, company=2, email="a@example.com")),
        (
            told(9, company=1),
            told(1, company=1, is_open=False, at=AT - REPEAT_WITHIN - DAY),
        ),
        (told(9, company=1), told(9, company=1)),
    ],
    ids=[
        "another address",
        "nothing known",
        "two companies of one accountant",
        "long ago",
        "itself",
    ],
)
def test_what_is_not_alike(new, other):
    assert likes(new, [other]) == ()


def test_what_two_cases_share_is_said_the_most_telling_first():
    new = told(9, company=1, email="a@example.com", phone="070", name="Exempel AB")
    other = told(
        1, company=1, email="a@example.com", phone="070", name="EXEMPEL AB", needs=("law",)
    )
    (like,) = likes(new, [other])

    assert like.shared == tuple(Shared)
    assert not like.same_needs
    assert likes(new, [told(1, name="Exempel AB", needs=())])[0].same_needs
