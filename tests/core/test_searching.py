"""Words, nearness, compounds, synonyms and building, each by its law."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsa.core.searching.building import build
from lotsa.core.searching.compounds import split
from lotsa.core.searching.documents import SearchDocument
from lotsa.core.searching.similarity import (
    accents_agree,
    allowed_edits,
    closeness,
    edit_distance,
    nearest_by_trigrams,
    trigrams,
)
from lotsa.core.searching.snippets import highlight_spans
from lotsa.core.searching.synonyms import SynonymFault, Synonyms
from lotsa.core.searching.text import fold, hyphenated, name_key, stem, words

letters = st.text("abcdeåö", max_size=9)


@pytest.mark.parametrize(
    "family",
    [
        ("hyra", "hyran", "hyres"),
        ("moms", "momsen"),
        ("lån", "lånen", "lånet"),
        ("skatt", "skatter", "skatterna", "skatte"),
        ("gåva", "gåvor", "gåvorna"),
        ("omställning", "omställnings", "omställningen"),
    ],
)
def test_inflections_share_a_stem(family):
    assert len({stem(word, "sv") for word in family}) == 1


def test_different_words_keep_different_stems():
    assert len({stem(word, "sv") for word in ("lån", "län", "lön", "hyra", "moms")}) == 5


@given(st.text(), st.sampled_from(["sv", "en", "fi"]))
def test_stemming_is_settled_and_never_empties_a_word(text, language):
    for word in words(text):
        once = stem(word, language)
        assert once
        assert len(once) <= len(word)


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_words_of_a_text():
    assert words("EKN:s garanti – 2020, à la carte!") == ["ekn", "garanti", "2020", "la", "carte"]
    assert hyphenated("växa-stöd och a-kassa") == ["växastöd", "akassa"]
    assert name_key("Växa-stöd ") == name_key("vaxa stod") == "vaxastod"


@given(letters, letters)
def test_distance_is_symmetric_and_zero_only_for_the_same(left, right):
    distance = edit_distance(left, right, 9)
    assert distance == edit_distance(right, left, 9)
    assert (distance == 0) == (left == right)
    assert distance <= max(len(left), len(right))


@given(letters, letters, st.integers(0, 4))
def test_distance_with_a_limit_is_cut_there(left, right, limit):
    assert edit_distance(left, right, limit) == min(edit_distance(left, right, 9), limit + 1)


def test_a_swap_of_neighbours_is_one_mistake():
    assert edit_distance("permittera", "premittera", 3) == 1


@given(letters, letters)
def test_closeness_stays_between_nothing_and_the_same(left, right):
    assert 0.0 <= closeness(left, right) <= 1.0
    if left != right:
        assert closeness(left, right) < 1.0


def test_a_misspelling_is_nearer_than_a_shared_beginning():
    right = "omstallningsstod"
    assert closeness("omstallningstod", right) > closeness("omstallning", right) > 0.45
    assert closeness("omstallningstod", right) > 0.8
    assert closeness("2020", "2021") == 0.0


def test_short_words_are_not_guessed():
    assert allowed_edits(3) == 0
    assert closeness("lan", "lon") == 0.0


def test_accents_count_when_they_were_written():
    assert accents_agree("lan", "lån")
    assert accents_agree("lan", "län")
    assert not accents_agree("lån", "län")


def test_trigrams_find_the_nearest_first():
    assert trigrams("lan") == ["lan"]
    found = nearest_by_trigrams("garanit", ["garage", "garanti", "hyra"], 2)
    assert found == ["garanti", "garage"]


def test_compounds_come_apart_into_known_words():
    known = {stem(word, "sv") for word in ("lokal", "hyra", "rabatt", "arbete", "korttid")}
    assert split("lokalhyra", known.__contains__) == ("lokal", "hyr")
    assert split("korttidsarbetet", known.__contains__) == ("korttid", "arbet")
    assert split("lokalhyresrabatten", known.__contains__) == ("lokal", "hyr", stem("rabatt", "sv"))
    assert split("fiskare", known.__contains__) == ()


def groups(*raw):
    return {"version": 1, "groups": list(raw)}


def test_synonyms_survive_a_round_trip():
    document = groups(
        {"words": {"sv": ["permittera", "korttid"], "en": ["furlough"]}},
        {"words": {"sv": ["pengar slut"]}, "leads_to": {"sv": ["likviditet"]}},
    )
    read = Synonyms.from_document(document)
    assert Synonyms.from_document(read.to_document()) == read
    assert read.groups[0].leads_to == read.groups[0].words
    assert [phrase.text for phrase in read.groups[1].leads_to] == ["likviditet"]


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (None, "version"),
        ({"version": 2, "groups": []}, "version"),
        ({"version": 1, "groups": [], "more": 1}, "unknown keys"),
        ({"version": 1, "groups": {}}, "must be a list"),
        (groups("moms"), "group 1"),
        (groups({"words": {}}), "no words"),
        (groups({"words": {"sv": ["moms"]}}), "leads nowhere"),
        (groups({"words": {"sv": ["moms", "moms"]}}), "twice"),
        (groups({"words": {"sv": ["moms", True]}}), "not text"),
        (groups({"words": {"sv": ["moms", "och att"]}}), "leaves out"),
        (groups({"words": {"sv": "moms"}}), "list of words"),
        (groups({"words": {"sv": ["moms", "VAT"]}, "to": {}}), "nothing else"),
    ],
)
def test_a_faulty_synonym_list_says_where(document, says):
    with pytest.raises(SynonymFault, match=says):
        Synonyms.from_document(document)


def test_documents_with_one_key_are_one_entry_numbered_by_title():
    content = build(
        [
            SearchDocument("b", "sv", "Öppet lån"),
            SearchDocument("a", "sv", "Anstånd", aliases=("respit",)),
            SearchDocument("a", "en", "Deferral"),
        ]
    )
    assert [(entry.id, entry.key) for entry in content.entries] == [(1, "a"), (2, "b")]
    assert {(name.key, name.entry, name.rank) for name in content.names} == {
        ("oppetlan", 2, 3),
        ("anstand", 1, 3),
        ("respit", 1, 2),
        ("deferral", 1, 3),
    }
    weights = {posting.weight for posting in content.postings}
    assert all(0 < weight < 1 for weight in weights)


def test_the_title_weighs_more_than_the_details_and_rare_words_more_than_common():
    content = build(
        [
            SearchDocument("a", "sv", "Hyresrabatt", details="garanti stöd"),
            SearchDocument("b", "sv", "Garanti", details="hyresrabatt stöd"),
        ]
    )
    terms = {term.id: term for term in content.terms}
    weight = {(terms[row.term].stem, row.entry): row.weight for row in content.postings}
    keys = {entry.key: entry.id for entry in content.entries}
    assert weight[("garanti", keys["b"])] > weight[("garanti", keys["a"])]
    alone = build([SearchDocument("a", "sv", "unik"), SearchDocument("b", "sv", "annan")])
    both = build([SearchDocument("a", "sv", "unik"), SearchDocument("b", "sv", "unik")])
    rarity = {term.stem: term.rarity for term in alone.terms}
    assert rarity["unik"] > {term.stem: term.rarity for term in both.terms}["unik"] > 0


def test_spans_mark_whole_words_of_the_shown_text():
    text = "Rabatt på hyran, även Hyror."
    spans = highlight_spans(text, "sv", {fold(stem("hyra", "sv"))})
    assert [text[start:end] for start, end in spans] == ["hyran", "Hyror"]
