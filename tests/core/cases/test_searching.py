"""However a number was typed in a search, it is the one that cases keep."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsa.core.cases.searching import search_words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Hyresverket AB", ("hyresverket", "ab")),
        ("556000-0000", ("5560000000",)),
        ("16556000-0000 hyra", ("5560000000", "hyra")),
        ("5560000000", ("5560000000",)),
        ("070-174 06 00", ("0701740600",)),
        ("+46 70-174 06 00", ("0701740600",)),
        ("Anna 0046 70 174 06 00 hyra", ("anna", "0701740600", "hyra")),
        ("+47 22 12 34 56", ("+4722123456",)),
        ("070-174", ("070174",)),
        ("016-710 00", ("01671000",)),
        ("2020-05-04", ("2020-05-04",)),
        ("hyra hyra", ("hyra",)),
        ("  ", ()),
    ],
)
def test_numbers_are_looked_for_as_they_are_kept(typed, words):
    assert search_words(typed) == words


@given(st.text(max_size=80))
def test_words_are_in_lower_case_once_and_without_space(text):
    found = search_words(text)

    assert len(set(found)) == len(found)
    assert all(word and word == word.casefold() and not word.isspace() for word in found)
