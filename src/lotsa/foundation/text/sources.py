"""Reads the hearing data files (prototypes, keywords) that ship with the package."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from lotsa.core.hearing.needs import KeywordRule, keyword_rule

DATA = Path(str(files("lotsa"))) / "data"
HEARING = DATA / "hearing"
REFERENCE = DATA / "reference"


@dataclass(frozen=True, slots=True)
class NeedSources:
    """Need ids in list order, prototype sentences per need, and the keyword rules."""

    order: tuple[str, ...]
    prototypes: Mapping[str, tuple[str, ...]]
    keywords: tuple[KeywordRule, ...]


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
    prototypes = {
        need: tuple(sentence for sentences in by_language.values() for sentence in sentences)
        for need, by_language in read_yaml(HEARING / "prototypes.yaml")["prototypes"].items()
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
    return NeedSources(tuple(known), prototypes, rules)
