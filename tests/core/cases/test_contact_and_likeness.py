import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsa.core.cases.contact import dialled_phone, grouped_phone, is_phone, phones_in, plain_phone
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
        ("0046 (0)701740600", "0701740600"),
        ("٠٧٠١٧٤٠٦٠٠", "0701740600"),
        # More than one number's figures: nothing that was written is lost.
        ("016-710 00 00 ankn 12", "016-710 00 00 ankn 12"),
        ("070-174 06 00 / 016-710 00 00", "070-174 06 00 / 016-710 00 00"),
        ("112", "112"),
        ("ring mig ", "ring mig"),
        ("", ""),
    ],
)
def test_a_phone_number_is_kept_in_one_form(written, plain):
    assert plain_phone(written) == plain


@given(st.text(max_size=60))
def test_a_plain_number_stays_as_it_is(text):
    once = plain_phone(text)

    assert plain_phone(once) == once
    assert plain_phone(grouped_phone(once)) == once


@given(st.from_regex(r"(\+|00)?[0-9][0-9 ()-]{3,18}", fullmatch=True))
def test_a_number_survives_being_grouped_and_kept(text):
    once = plain_phone(text)

    assert plain_phone(once) == once
    assert plain_phone(grouped_phone(once)) == once


@pytest.mark.parametrize(
    ("kept", "grouped", "dialled"),
    [
        ("0701740600", "070-174 06 00", "+46701740600"),
        ("084650040", "08-465 00 40", "+4684650040"),
        ("+4722123456", "+47 22 12 34 56", "+4722123456"),
        ("016-710 00 00 ankn 12", "016-710 00 00 ankn 12", "+46167100000"),
        ("112", "112", "112"),
        ("", "", ""),
    ],
)
def test_a_kept_number_is_shown_in_groups_and_dialled_from_anywhere(kept, grouped, dialled):
    assert grouped_phone(kept) == grouped
    assert dialled_phone(kept) == dialled


@pytest.mark.parametrize(
    ("text", "callable_"),
    [
        ("070-174 06 00", True),
        ("016-710 00 00 ankn 12", True),
        ("+47 22 12 34 56", True),
        ("12 34", False),
        ("ring mig", False),
        ("", False),
    ],
)
def test_what_nobody_can_call_is_no_number(text, callable_):
    assert is_phone(text) is callable_


def test_certain_numbers_are_found_in_a_text():
    text = "Ring 070-174 06 00 före 2020-05-04, orgnr 556000-0000."

    assert phones_in(text) == (("070-174 06 00", "0701740600"),)


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
