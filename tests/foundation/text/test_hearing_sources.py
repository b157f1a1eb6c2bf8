"""The data files agree with each other and with the reference lists."""

import csv

import pytest

from lotsa.foundation.text import needs as needs_module
from lotsa.foundation.text.lexicon import lexicon
from lotsa.foundation.text.sources import HEARING, REFERENCE, need_sources, read_yaml

LANGUAGES = ("sv", "en", "ar", "fi")


def test_every_need_has_prototypes_in_four_languages_and_keywords():
    prototypes = read_yaml(HEARING / "prototypes.yaml")["prototypes"]
    assert list(prototypes) == list(need_sources().order)
    for need, by_language in prototypes.items():
        assert set(by_language) >= set(LANGUAGES), need
        sentences = [s for listed in by_language.values() for s in listed]
        assert len(sentences) == len(set(sentences)) >= 12, need
    assert {rule.need for rule in need_sources().keywords} == set(prototypes)


def test_every_trade_has_a_code_of_the_classification():
    with (REFERENCE / "sni2007.csv").open(encoding="utf-8") as handle:
        codes = {row["code"] for row in csv.DictReader(handle)}
    trades = read_yaml(HEARING / "trades.yaml")["trades"]
    assert set(trades) <= codes
    words = {
        w
        for kinds in trades.values()
        for by in kinds.values()
        for t in by.values()
        for w in t.split(",")
    }
    assert len(words) > 700


def test_every_municipality_and_region_is_known_by_name():
    known = lexicon().places
    with (REFERENCE / "municipalities.csv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            assert known[row["name_sv"].lower()].code == row["code"]
    with (REFERENCE / "regions.csv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            assert known[row["county_name_sv"].lower()].code == row["code"]


@pytest.mark.parametrize(
    "name", ["vara", "ale", "mark", "berg", "mora", "boden", "åre", "kil", "lund", "sala", "nora"]
)
def test_names_that_are_words_need_a_capital(name):
    assert lexicon().places[name].common_word


def test_the_trained_weights_that_ship_are_those_of_todays_prototypes():
    """If this fails, run ``python -m lotsa.foundation.text.train``."""
    name = f"needs-{needs_module.fingerprint(need_sources())}.npy"
    assert [path.name for path in HEARING.glob("*.npy")] == [name]


def test_the_benchmark_texts_are_not_among_the_prototypes():
    held_out = HEARING.parents[3] / "benchmarks" / "data" / "hear_needs.yaml"
    texts = {t for by in read_yaml(held_out).values() for listed in by.values() for t in listed}
    prototypes = {s for listed in need_sources().prototypes.values() for s in listed}
    assert len(texts) >= 120
    assert not texts & prototypes
