"""``lotsa route DIRECTORY``: who should take each case, given as JSON lines."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from lotsa.core.catalogue.faults import CatalogueRefused
from lotsa.core.catalogue.reading import MAX_BYTES, read_yaml
from lotsa.core.criteria.facts import parse_facts
from lotsa.core.criteria.faults import CatalogueFault, FactFault
from lotsa.core.criteria.periods import read_day
from lotsa.core.criteria.registry import LANGUAGES, Registry, texts_of
from lotsa.core.routing.directory import Directory
from lotsa.core.routing.reading import identity, rows
from lotsa.core.routing.reasons import sentence
from lotsa.core.routing.routing import Request, Router
from lotsa.foundation.catalogue_folder import packaged
from lotsa.foundation.reference import trees
from lotsa.ops.lines import answer_lines

_REQUIRED: Final = ("fields.yaml", "directory.yaml")
_NEEDS: Final = "needs.yaml"
_LARGEST_LOAD: Final = 1_000_000_000


def add_parser(verbs: Any) -> None:
    """Add the verb to the command."""
    parser = verbs.add_parser(
        "route",
        help="rank the teams of a directory for each case",
        description=(
            'Reads JSON lines {"id", "as_of", "need": {"areas", "language"?, "desk"?}, "company", '
            '"load"?} and writes one JSON line each: every team ranked, with reasons.'
        ),
    )
    parser.add_argument("directory", type=Path, help="a folder with fields.yaml and directory.yaml")
    parser.add_argument(
        "--language", choices=LANGUAGES, default="sv", help="language of the reasons (sv)"
    )
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Route every line of standard input; 2 when the directory cannot be read."""
    try:
        router, areas = read_router(arguments.directory)
    except CatalogueRefused as refused:
        for fault in refused.faults:
            print(f"{fault.place()}: {fault.message_en} {fault.remedy_en}", file=sys.stderr)
        return 2
    except (CatalogueFault, OSError, RecursionError) as fault:
        print(f"{fault}", file=sys.stderr)
        return 2
    language: str = arguments.language
    return answer_lines(
        lambda line: _answer(line, router, areas, language), expected=(FactFault, CatalogueFault)
    )


def read_router(folder: Path) -> tuple[Router, frozenset[str] | None]:
    """The router by the files of ``folder``, and the need areas if the folder lists them.

    Raises:
        CatalogueRefused: a file that cannot be read as YAML.
        CatalogueFault: a file that cannot be read as a directory.
        OSError: a file that is not there or cannot be opened.
    """
    documents = {name: _document(folder / name) for name in _REQUIRED}
    registry = Registry.from_document(documents["fields.yaml"], trees())
    listed = (folder / _NEEDS).is_file()
    areas = _areas(_document(folder / _NEEDS) if listed else packaged().documents[_NEEDS])
    try:
        directory = Directory.from_document(
            documents["directory.yaml"], registry, areas if listed else None
        )
    except CatalogueFault as fault:
        raise CatalogueFault(f"directory.yaml {fault.path}".strip(), fault.message) from fault
    named = Directory(directory.actors, directory.desks, areas)
    return Router(named, registry), frozenset(areas) if listed else None


def _document(path: Path) -> Mapping[str, Any]:
    with path.open("rb") as file:
        read = read_yaml(path.name, file.read(MAX_BYTES + 1))
    if read.faults:
        raise CatalogueRefused(read.faults)
    if not isinstance(read.value, Mapping):
        raise CatalogueFault(path.name, "must be a mapping of keys and values")
    return read.value


def _areas(document: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    listed = enumerate(rows(document.get("needs"), "needs.yaml needs"))
    return {
        identity(row, f"needs.yaml needs[{index}]"): texts_of(row, "name") for index, row in listed
    }


def _answer(
    line: Mapping[str, Any], router: Router, areas: frozenset[str] | None, language: str
) -> dict[str, Any]:
    load, astray = _load(line, router)
    request, ignored = _request(line, router, areas, load)
    routing = router.route(request)
    answer: dict[str, Any] = {
        "id": line.get("id"),
        "ranked": [
            {
                "team": one.team,
                "answer": one.answer.value,
                "score": one.score,
                "reasons": [sentence(reason, language) for reason in one.reasons],
            }
            for one in routing.ranked
        ],
        "uncovered": routing.uncovered,
    }
    if routing.uncovered_areas:
        answer["uncovered_areas"] = list(routing.uncovered_areas)
    if ignored or astray:
        answer["ignored"] = [*ignored, *astray]
    return answer


def _request(
    line: Mapping[str, Any],
    router: Router,
    known: frozenset[str] | None,
    load: Mapping[str, int],
) -> tuple[Request, tuple[str, ...]]:
    need = _object(line, "need")
    areas = need.get("areas")
    if areas is not None and (
        not isinstance(areas, list) or not all(isinstance(one, str) for one in areas)
    ):
        raise FactFault("need.areas", "must be a list of ids")
    if known is not None and (strange := [one for one in areas or () if one not in known]):
        raise FactFault("need.areas", f"needs.yaml has no need area {strange[0]!r}")
    required = need.get("language_required")
    if required is not None and not isinstance(required, bool):
        raise FactFault("need.language_required", "must be true or false")
    facts = parse_facts(_object(line, "company"), router.registry)
    request = Request(
        areas=tuple(areas or ()),
        facts=facts,
        as_of=_date(line.get("as_of")),
        language=_text(need, "language"),
        language_required=bool(required),
        desk=_text(need, "desk"),
        load=load,
    )
    return request, facts.ignored


def _load(line: Mapping[str, Any], router: Router) -> tuple[dict[str, int], list[str]]:
    """Open cases of the directory's teams, and the names that no team has."""
    found: dict[str, int] = {}
    astray = []
    for team, count in _object(line, "load").items():
        if isinstance(count, bool) or not isinstance(count, int):
            raise FactFault("load", f"the number of open cases of {team!r} must be a whole number")
        if not 0 <= count <= _LARGEST_LOAD:
            raise FactFault("load", f"the number of open cases of {team!r} is out of range")
        if team in router.directory.teams:
            found[team] = count
        else:
            astray.append(team)
    return found, astray


def _object(line: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    raw = line.get(key)
    if raw is None:
        return {}
    if not isinstance(raw, Mapping):
        raise FactFault(key, "must be an object")
    return raw


def _text(need: Mapping[str, Any], key: str) -> str | None:
    raw = need.get(key)
    if raw is None:
        return None
    if not isinstance(raw, str) or not raw.strip():
        raise FactFault(f"need.{key}", "must be text")
    return raw.strip()


def _date(raw: Any) -> Any:
    if isinstance(raw, str):
        try:
            return read_day(raw)
        except ValueError:
            pass
    raise FactFault("as_of", "needs a date (year-month-day)")
