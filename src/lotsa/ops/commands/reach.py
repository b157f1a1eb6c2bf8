"""``lotsa reach CATALOGUE``: how many companies each measure reaches."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lotsa.core.catalogue.faults import CatalogueRefused
from lotsa.core.criteria.faults import CatalogueFault, FactFault

if TYPE_CHECKING:
    import polars

    from lotsa.core.criteria.measures import RuleBook
    from lotsa.core.criteria.population import Reach

STATES: Final = ("yes", "manual", "maybe", "no")
_EXPLAINED: Final = (
    "yes: may apply on the date. manual: only a person's decision is left. "
    "maybe: something is not known. no: may not apply on the date."
)


class WrongUseError(ValueError):
    """The command was asked for something that cannot be done; says what."""


@dataclass(frozen=True)
class Told:
    """What the population's file says of itself.

    Attributes:
        synthetic: its companies are made up.
        notice: what to keep in mind, in a sentence.
        approximate: facts whose shares are approximate or assumed.
    """

    synthetic: bool = False
    notice: str = ""
    approximate: tuple[str, ...] = ()


def add_parser(verbs: Any) -> None:
    """Add the verb to the command."""
    parser = verbs.add_parser(
        "reach",
        help="count whom the measures of a catalogue reach",
        description=(
            "Judges every company in a Parquet file by a catalogue and counts yes, manual, maybe "
            "and no for each measure. Columns are named by field; intervals as FIELD_min and "
            "FIELD_max; a fact for one window only as FIELD@MEASURE/WINDOW."
        ),
        epilog=_EXPLAINED,
    )
    parser.add_argument("catalogue", type=Path, help="a folder with fields.yaml and measures.yaml")
    parser.add_argument("--population", type=Path, required=True, metavar="FILE.parquet")
    parser.add_argument("--as-of", required=True, metavar="DATE", help="the day to judge on")
    parser.add_argument(
        "--by",
        default="",
        metavar="FIELD,…",
        help="group by fields, e.g. region or sni:division or employees:0/1/10/50",
    )
    parser.add_argument(
        "--measure", action="append", metavar="ID", help="only this; may be given again"
    )
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table")
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the counts; 2 when the catalogue, the file or the question cannot be used."""
    try:
        reach, told = count(
            arguments.catalogue,
            arguments.population,
            arguments.as_of,
            [part.strip() for part in arguments.by.split(",") if part.strip()],
            arguments.measure,
        )
    except CatalogueRefused as refused:
        for fault in refused.faults:
            print(
                f"{fault.file} {fault.path}: {fault.message_en} {fault.remedy_en}", file=sys.stderr
            )
        return 2
    except (CatalogueFault, FactFault, WrongUseError) as error:
        print(error, file=sys.stderr)
        return 2
    {"json": _print_json, "csv": _print_csv, "table": _print_table}[arguments.format](reach, told)
    return 0


def count(
    catalogue: Path,
    population: Path,
    as_of: str,
    by: Sequence[str],
    measures: Sequence[str] | None,
) -> tuple[Reach, Told]:
    """Count, and tell what the population says of itself.

    Raises:
        CatalogueRefused, CatalogueFault: the catalogue cannot be read as rules.
        FactFault: a value does not fit its field, or a grouping cannot be made.
        WrongUseError: the date, the file or a measure is not to be found.
    """
    try:
        day = date.fromisoformat(as_of)
    except ValueError:
        raise WrongUseError(f"--as-of: {as_of!r} is not a date (year-month-day)") from None
    rulebook = _rulebook(catalogue, day)
    wanted = list(dict.fromkeys(measures)) if measures else None
    known = {measure.id for measure in rulebook.measures}
    if strange := [one for one in wanted or () if one not in known]:
        raise WrongUseError(f"--measure: the catalogue has no measure {strange[0]!r} on {day}")

    from lotsa.core.criteria.population import Reacher, ignored_columns  # noqa: PLC0415 - heavy

    reacher = Reacher(rulebook)
    data, told, columns = _read(population, reacher.columns_used, by)
    reach = reacher.count(data, day, wanted, by)
    return replace(reach, ignored=ignored_columns(columns, rulebook.registry)), told


def _rulebook(folder: Path, day: date) -> RuleBook:
    from lotsa.core.catalogue.inherit import resolve_on  # noqa: PLC0415
    from lotsa.core.criteria.measures import RuleBook, parse_measures  # noqa: PLC0415
    from lotsa.core.criteria.registry import Registry  # noqa: PLC0415
    from lotsa.foundation.catalogue_folder import read_folder  # noqa: PLC0415
    from lotsa.foundation.reference import trees  # noqa: PLC0415

    catalogue = read_folder(folder)
    registry = Registry.from_document(catalogue.fields, trees())
    rows = resolve_on(catalogue.items("measures.yaml"), day)
    return RuleBook(registry, parse_measures(rows))


def _read(path: Path, used: Any, by: Sequence[str]) -> tuple[polars.DataFrame, Told, list[str]]:
    import polars as pl  # noqa: PLC0415

    if not path.is_file():
        raise WrongUseError(f"{path}: there is no such file")
    try:
        notes: Mapping[str, str] = pl.read_parquet_metadata(path)
        columns = pl.read_parquet_schema(path)
        needed = used(columns, by)
        if needed:
            return pl.read_parquet(path, columns=list(needed)), _told(notes), list(columns)
        rows = pl.scan_parquet(path).select(pl.len()).collect().item()
    except (pl.exceptions.PolarsError, OSError) as error:
        reason = str(error).splitlines()[0] if str(error) else "not readable"
        raise WrongUseError(f"{path}: cannot be read as Parquet ({reason})") from None
    return pl.DataFrame({"": pl.Series([None] * rows, dtype=pl.Null)}), _told(notes), list(columns)


def _told(notes: Mapping[str, str]) -> Told:
    if notes.get("lotsa.synthetic") != "true":
        return Told()
    try:
        approximate = json.loads(notes.get("lotsa.approximate", "[]"))
    except ValueError:
        approximate = []
    names = tuple(str(one) for one in approximate) if isinstance(approximate, list) else ()
    return Told(True, notes.get("lotsa.notice", ""), names)  # noqa: FBT003


def _rows(reach: Reach) -> Iterator[tuple[str, tuple[str, ...], int, tuple[int, ...]]]:
    from lotsa.core.criteria.population import Standing  # noqa: PLC0415

    order = [Standing[state.upper()] for state in STATES]
    for index, measure in enumerate(reach.measures):
        for place, group in enumerate(reach.groups):
            counts = tuple(int(reach.counts[index, place, state]) for state in order)
            yield measure, group, int(reach.companies[place]), counts


def _base(reach: Reach, told: Told) -> list[str]:
    lines = [f"{int(reach.companies.sum())} companies, judged as of {reach.as_of}."]
    if told.synthetic:
        lines.append(told.notice or "Synthetic companies. Shares are approximate.")
        lines.append(f"Approximate or assumed: {', '.join(told.approximate)}.")
    if reach.unknown_fields:
        lines.append(f"Nothing is known of: {', '.join(reach.unknown_fields)}.")
    if reach.ignored:
        lines.append(f"Columns the catalogue has no field for: {', '.join(reach.ignored)}.")
    return lines


def _print_table(reach: Reach, told: Told) -> None:
    head = ("measure", *reach.by, *(("companies",) if reach.by else ()), *STATES)
    body = [
        (measure, *group, *((str(base),) if reach.by else ()), *map(str, counts))
        for measure, group, base, counts in _rows(reach)
    ]
    widths = [max(len(row[column]) for row in (head, *body)) for column in range(len(head))]
    texts = 1 + len(reach.by)
    for line in _base(reach, told):
        print(line)
    print(_EXPLAINED, end="\n\n")
    for row in (head, *body):
        cells = [
            cell.ljust(width) if column < texts else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())


def _print_csv(reach: Reach, told: Told) -> None:
    for line in _base(reach, told):
        print(line, file=sys.stderr)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["measure", *reach.by, "companies", *STATES])
    for measure, group, base, counts in _rows(reach):
        writer.writerow([measure, *group, base, *counts])


def _print_json(reach: Reach, told: Told) -> None:
    measures: dict[str, dict[str, Any]] = {}
    for measure, group, base, counts in _rows(reach):
        entry = measures.setdefault(
            measure,
            {"measure": measure, **dict.fromkeys(STATES, 0)} | ({"groups": []} if reach.by else {}),
        )
        for state, number in zip(STATES, counts, strict=True):
            entry[state] += number
        if reach.by:
            entry["groups"].append(
                {
                    "group": dict(zip(reach.by, group, strict=True)),
                    "companies": base,
                    **dict(zip(STATES, counts, strict=True)),
                }
            )
    document = {
        "as_of": reach.as_of.isoformat(),
        "companies": int(reach.companies.sum()),
        "synthetic": told.synthetic,
        "notice": told.notice or None,
        "approximate": list(told.approximate),
        "nothing_known_of": list(reach.unknown_fields),
        "ignored_columns": list(reach.ignored),
        "by": list(reach.by),
        "measures": list(measures.values()),
    }
    print(json.dumps(document, ensure_ascii=False))
