"""Reads the parts of a directory's document, and says where one cannot be read."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from lotsa.core.criteria.compiled import LeafTable
from lotsa.core.criteria.conditions import Condition, parse_condition
from lotsa.core.criteria.faults import CatalogueFault
from lotsa.core.criteria.periods import read_day
from lotsa.core.criteria.registry import Registry, texts_of
from lotsa.core.routing.territory import MUNICIPALITY, NATIONAL, REGION, Territory

_COUNTRY_LENGTH: Final = 2
_LARGEST_CAPACITY: Final = 1_000_000


def rows(raw: Any, path: str) -> list[Mapping[str, Any]]:
    """The mappings of a list; nothing when it is left out.

    Raises:
        CatalogueFault: it is no list, or something in it is no mapping.
    """
    if raw is None:
        return []
    if not isinstance(raw, list):
        raise CatalogueFault(path, "must be a list")
    for index, row in enumerate(raw):
        if not isinstance(row, Mapping):
            raise CatalogueFault(f"{path}[{index}]", "must be a mapping of keys and values")
    return raw


def identity(row: Mapping[str, Any], path: str) -> str:
    """The id of a row.

    Raises:
        CatalogueFault: it has none, or it is not text.
    """
    found = row.get("id")
    if not isinstance(found, str) or not found.strip():
        raise CatalogueFault(f"{path}.id", "needs an id that is text")
    return found


def name_of(row: Mapping[str, Any], path: str) -> str:
    """The name of a row: ``name``, else the Swedish ``name_sv``, else its id.

    Raises:
        CatalogueFault: the name is not text.
    """
    for key in ("name", "name_sv", "name_en"):
        found = row.get(key)
        if found is None:
            continue
        if not isinstance(found, str) or not found.strip():
            raise CatalogueFault(f"{path}.{key}", "must be text")
        return found
    return identity(row, path)


def words_of(row: Mapping[str, Any], name: str) -> dict[str, str]:
    """The texts ``name_sv``, ``name_en``, … that are written, by language."""
    return {language: text for language, text in texts_of(row, name).items() if text.strip()}


def texts(raw: Any, path: str) -> tuple[str, ...]:
    """A list of texts, each once; nothing when it is left out.

    Raises:
        CatalogueFault: it is no list of texts.
    """
    if raw is None:
        return ()
    if not isinstance(raw, list):
        raise CatalogueFault(path, "must be a list")
    for index, one in enumerate(raw):
        if not isinstance(one, str) or not one.strip():
            raise CatalogueFault(f"{path}[{index}]", "must be text")
    return tuple(dict.fromkeys(raw))


def languages(raw: Any, path: str) -> tuple[str, ...]:
    """Language codes in lower case, without their country: ``sv``, ``ar``.

    Raises:
        CatalogueFault: it is no list of texts.
    """
    return tuple(dict.fromkeys(language_code(one) for one in texts(raw, path)))


def language_code(raw: str) -> str:
    """The bare code of a language: ``sv`` of ``sv-SE``."""
    return raw.strip().lower().replace("_", "-").partition("-")[0]


def flag(row: Mapping[str, Any], key: str, path: str, *, default: bool) -> bool:
    """A key that is true or false.

    Raises:
        CatalogueFault: it is anything else.
    """
    found = row.get(key)
    if found is None:
        return default
    if not isinstance(found, bool):
        raise CatalogueFault(f"{path}.{key}", "must be true or false")
    return found


def capacity(raw: Any, path: str) -> int | None:
    """Open cases at a time; ``None`` when it is not stated.

    Raises:
        CatalogueFault: it is no whole number from 0.
    """
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw <= _LARGEST_CAPACITY:
        raise CatalogueFault(path, f"must be a whole number from 0 to {_LARGEST_CAPACITY}")
    return raw


def optional_day(raw: Any, path: str) -> date | None:
    """A date, or ``None`` when it is left out.

    Raises:
        CatalogueFault: it is no date.
    """
    if raw is None or type(raw) is date:
        return raw
    if isinstance(raw, str):
        try:
            return read_day(raw)
        except ValueError:
            pass
    raise CatalogueFault(path, "must be a date (year-month-day)")


class Criteria:
    """Reads conditions, each held against the registry at once."""

    def __init__(self, registry: Registry) -> None:
        self._table = LeafTable(registry)

    def read(self, raw: Any, path: str) -> Condition | None:
        """The condition; ``None`` when nothing is required.

        Raises:
            CatalogueFault: it cannot be read, or does not fit the registry.
        """
        if raw is None:
            return None
        condition = parse_condition(raw, path)
        self._table.compile(condition, path)
        return condition


def territory(raw: Any, path: str, registry: Registry) -> Territory | None:
    """A territory: a country code, or ``{regions, municipalities}``; ``None`` if not stated.

    Raises:
        CatalogueFault: it is in another form, names no place, or a code is not in the list of
            places that the registry's facts belong to.
    """
    if raw is None:
        return None
    if isinstance(raw, str):
        if raw == "national" or (len(raw) == _COUNTRY_LENGTH and raw.isalpha() and raw.isupper()):
            return NATIONAL
        raise CatalogueFault(path, f"{raw!r} is not a country code, e.g. SE")
    if not isinstance(raw, Mapping):
        raise CatalogueFault(path, "must be a country code or {regions, municipalities}")
    if strange := [key for key in raw if key not in {"regions", "municipalities"}]:
        raise CatalogueFault(f"{path}.{strange[0]}", "only regions and municipalities may be named")
    regions = _places(raw.get("regions"), f"{path}.regions", registry, REGION)
    towns = _places(raw.get("municipalities"), f"{path}.municipalities", registry, MUNICIPALITY)
    if not regions and not towns:
        raise CatalogueFault(path, "names no region and no municipality")
    return Territory.of(regions, towns)


def _places(raw: Any, path: str, registry: Registry, field: str) -> Sequence[str]:
    if isinstance(raw, list):
        # 19 without quotation marks is a number in the file.
        raw = [str(one) if type(one) is int else one for one in raw]
    codes = texts(raw, path)
    tree = registry.tree_of(field)
    for index, code in enumerate(codes):
        if tree is None:
            continue
        if code not in tree or tree.is_leaf(code) != (field == MUNICIPALITY):
            raise CatalogueFault(f"{path}[{index}]", f"{code!r} is not the code of a {field}")
    return codes
