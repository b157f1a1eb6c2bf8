"""Builds the hearing lexicon from the data files."""

import csv
from functools import cache
from typing import Any

import snowballstemmer

from lotsa.core.hearing.lexicon import LINE, Lexicon, Place, Stem, Trade, build_trades, name_forms
from lotsa.foundation.text.sources import HEARING, REFERENCE, read_yaml

_SHORT_NAME = 3
_CLASS_LEVEL = 4
_SHORTEST, _LONGEST = 5, 3
_STEMMERS = {"sv": "swedish", "en": "english", "fi": "finnish", "ar": "arabic"}


def _rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _stemmers() -> dict[str, Stem]:
    return {code: snowballstemmer.stemmer(name).stemWord for code, name in _STEMMERS.items()}


def _listed(document: Any) -> dict[str, dict[str, dict[str, list[str]]]]:
    return {
        code: {
            kind: {
                language: [word.strip() for word in text.split(",")]
                for language, text in by.items()
            }
            for kind, by in kinds.items()
        }
        for code, kinds in document["trades"].items()
    }


def _official_names(trades: dict[str, Trade]) -> None:
    """Add the names of SNI classes themselves, for those who know what theirs is called."""
    for row in _rows("sni2007.csv"):
        if int(row["level"]) < _CLASS_LEVEL:
            continue
        for name in (row["name_sv"], row["name_en"]):
            plain = name.lower().strip()
            if _is_everyday(plain):
                trades.setdefault(plain, Trade(row["code"], LINE))


def _is_everyday(name: str) -> bool:
    """Whether someone might call their trade so: short, and no heading of leftovers."""
    words = name.split()
    return (
        len(name) > _SHORTEST
        and len(words) <= _LONGEST
        and not {"övrig", "övriga", "övrigt", "other", "annan"} & set(words)
    )


def _places() -> dict[str, Place]:
    document = read_yaml(HEARING / "places.yaml")
    common = {name.strip() for name in document["common_words"].split(",")}
    places: dict[str, Place] = {}
    rows = _rows("municipalities.csv")
    for row in rows:
        # Official names first: "Habo" must not be taken for "Håbo" without its ring.
        name = row["name_sv"].lower()
        places[name] = Place(
            "municipality", row["code"], name in common or len(name) <= _SHORT_NAME
        )
    for row in rows:
        name = row["name_sv"]
        place = Place("municipality", row["code"], name.lower() in common)
        for form in name_forms(name):
            risky = form in common or len(form) <= _SHORT_NAME
            places.setdefault(form, Place("municipality", row["code"], place.common_word or risky))
    for row in _rows("regions.csv"):
        place = Place("region", row["code"], common_word=False)
        full = row["county_name_sv"].lower()
        for name in (full, row["region_name_sv"].lower(), f"{row['name_sv'].lower()} län"):
            places.setdefault(name, place)
        for form in name_forms(row["name_sv"]):
            places.setdefault(form, Place("region", row["code"], form in common))
    for field in ("municipality", "region"):
        for code, names in document[field].items():
            for name in names.split(","):
                for form in name_forms(name.strip()):
                    places.setdefault(form, Place(field, code, form in common))
    return places


@cache
def lexicon() -> Lexicon:
    """Trades and places, read once per process."""
    document = read_yaml(HEARING / "trades.yaml")
    stemmers = _stemmers()
    trades, stems = build_trades(_listed(document), stemmers)
    heads = {head: trades[head] for head in sorted(document["heads_sv"], key=len, reverse=True)}
    _official_names(trades)
    return Lexicon(
        trades=trades,
        stems=stems,
        stemmers=stemmers,
        heads=heads,
        not_trades=frozenset(document["not_trades_sv"]),
        places=_places(),
        region_of={row["code"]: row["county_code"] for row in _rows("municipalities.csv")},
    )
