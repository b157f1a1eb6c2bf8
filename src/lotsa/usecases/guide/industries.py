"""The packaged words for industries, and the search over them."""

from collections.abc import Mapping
from functools import cache

from lotsa.core.guide.industries import Industry, find_industries
from lotsa.foundation.reference import trees
from lotsa.foundation.text.sources import HEARING, read_yaml


@cache
def everyday_words() -> Mapping[str, tuple[str, ...]]:
    """Everyday words for what a company does, by code."""
    found: dict[str, tuple[str, ...]] = {}
    for code, senses in read_yaml(HEARING / "trades.yaml")["trades"].items():
        texts = [text for sense in senses.values() for text in sense.values()]
        found[str(code)] = tuple(
            word.strip() for text in texts for word in text.split(",") if word.strip()
        )
    return found


def industries(query: str, language: str) -> tuple[Industry, ...]:
    """The industries that a company may mean by ``query``."""
    return find_industries(query, trees()["sni2007"], everyday_words(), language)
