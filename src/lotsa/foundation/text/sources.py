"""Reads the hearing data files (prototypes, keywords) that ship with the package."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from lotsa.core.hearing.needs import NO_NEED, KeywordRule, keyword_rule

DATA = Path(str(files("lotsa"))) / "data"
HEARING = DATA / "hearing"
REFERENCE = DATA / "reference"


@dataclass(frozen=True, slots=True)
class NeedSources:
    """Need ids in list order, prototype sentences per need, and the keyword rules.

    Attributes:
        presentations: sentences that only say who one is, and name no need.
    """

    order: tuple[str, ...]
    prototypes: Mapping[str, tuple[str, ...]]
    keywords: tuple[KeywordRule, ...]
    presentations: tuple[str, ...] = ()

    @property
    def classes(self) -> Mapping[str, tuple[str, ...]]:
        """The sentences of each need, in the order of the list, and last those that name none."""
        return {need: self.prototypes[need] for need in self.order} | {NO_NEED: self.presentations}


def read_yaml(path: Path) -> Any:
    """One YAML file as plain Python values (the fast C reader where it is built)."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader


@cache
def need_sources() -> NeedSources:
    """Prototypes and keywords of every need area.

    Raises:
        ValueError: when a file names an unknown need, or a need has no prototype.
    """
    known = [need["id"] for need in read_yaml(DATA / "catalogue" / "needs.yaml")["needs"]]
    written = read_yaml(HEARING / "prototypes.yaml")
    prototypes = {
        need: _in_all_languages(sentences) for need, sentences in written["prototypes"].items()
    }
    keywords = read_yaml(HEARING / "keywords.yaml")["keywords"]
    stray = (set(prototypes) ^ set(known)) | (set(keywords) - set(known))
    if stray:
        raise ValueError(f"needs and hearing data disagree about {', '.join(sorted(stray))}")
    rules = tuple(
        keyword_rule(need, entry["words"], float(entry["weight"]))
        for need, entries in keywords.items()
        for entry in entries
    )
    presentations = _in_all_languages(written["presentations"])
    return NeedSources(tuple(known), prototypes, rules, presentations)


def _in_all_languages(sentences: Mapping[str, list[str]]) -> tuple[str, ...]:
    return tuple(sentence for listed in sentences.values() for sentence in listed)
