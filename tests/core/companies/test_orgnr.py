"""Organisation numbers: which are valid and what they tell. Every number here is made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from lotsa.core.companies.orgnr import read_organisation_number as read


def made_up(nine):
    """A valid number from nine digits that belong to nobody we know of."""
    return nine + luhn.calc_check_digit(nine)


@pytest.mark.parametrize(
    ("nine", "person", "forms"),
    [
        ("212000999", False, ("offentlig",)),
        ("559999999", False, ("aktiebolag",)),
        ("662000999", False, ("enkelt_bolag",)),
        ("769999999", False, ("ekonomisk_forening",)),
        ("802000999", False, ("ideell_forening", "stiftelse")),
        ("969999999", False, ("handelsbolag", "kommanditbolag")),
        ("332000999", False, ()),
        ("000101999", True, ("enskild_firma",)),
        ("991231999", True, ("enskild_firma",)),
        ("550161999", True, ("enskild_firma",)),  # a co-ordination number: the day plus 60
    ],
)
def test_the_digits_tell_the_form(nine, person, forms):
    found = read(made_up(nine))
    assert (found.is_person, found.legal_forms) == (person, forms)


NUMBER = made_up("559999999")


@pytest.mark.parametrize(
    "written",
    [
        NUMBER,
        f"{NUMBER[:6]}-{NUMBER[6:]}",
        f" {NUMBER[:6]} {NUMBER[6:]} ",
        f"{NUMBER[:6]}\u2011{NUMBER[6:]}",
        f"{NUMBER[:6]}–{NUMBER[6:]}",
        f"{NUMBER[:6]}\u00a0{NUMBER[6:]}\n",
        f"16{NUMBER}",
        f"16{NUMBER[:6]}-{NUMBER[6:]}",
        f"SE{NUMBER}01",
        f"se {NUMBER[:6]}-{NUMBER[6:]} 01",
    ],
)
def test_it_may_be_written_in_many_ways(written):
    assert read(written) == read(NUMBER)
    assert read(written).legal_forms == ("aktiebolag",)


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        NUMBER[:-1],
        NUMBER + "1",
        NUMBER[:-1] + str((int(NUMBER[-1]) + 1) % 10),
        f"17{NUMBER}",
        f"SE{NUMBER}",
        f"SE{NUMBER}02",
        NUMBER.translate({ord("5"): "٥"}),
        NUMBER.replace("9", "x"),
        "aktiebolag",
        "0" * 3000,
    ],
)
def test_anything_else_is_not_a_number(written):
    assert read(written) is None


@given(st.text(max_size=20))
def test_any_text_gives_an_answer(written):
    found = read(written)
    assert found is None or found.is_person == (found.legal_forms == ("enskild_firma",))


@given(st.integers(0, 999_999_999), st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(nine, place, change):
    number = made_up(f"{nine:09d}")
    wrong = (int(number[place]) + change) % 10
    assert read(f"{number[:place]}{wrong}{number[place + 1 :]}") is None
