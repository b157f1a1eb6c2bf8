"""``lotsa population make``: synthetic companies in a Parquet file."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any


def add_parser(verbs: Any) -> None:
    """Add the verb to the command."""
    parser = verbs.add_parser("population", help="make synthetic companies")
    actions = parser.add_subparsers(dest="action", required=True)
    make = actions.add_parser(
        "make",
        help="draw companies from published and approximate shares",
        description=(
            "Writes companies without names or numbers to a Parquet file. The same seed gives "
            "the same companies. The file itself says that they are synthetic and which shares "
            "are approximate."
        ),
    )
    make.add_argument("--companies", type=int, required=True, metavar="N", help="how many")
    make.add_argument("--seed", type=int, default=1, metavar="S", help="any whole number (1)")
    make.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    make.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the file; 1 when it cannot be written, 2 when a number is out of bounds."""
    from lotsa.core.population import make_companies, parse_shares  # noqa: PLC0415 - heavy
    from lotsa.foundation.reference import read_reference, rows  # noqa: PLC0415

    shares = parse_shares(
        rows(read_reference("company_size_classes.csv")),
        rows(read_reference("company_sni_sections.csv")),
        rows(read_reference("sni2007.csv")),
        rows(read_reference("postal_codes.csv")),
    )
    try:
        companies, notes = make_companies(shares, arguments.companies, arguments.seed)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    try:
        companies.write_parquet(arguments.output, metadata=notes)
    except OSError as error:
        print(f"{arguments.output}: cannot be written: {error.strerror}", file=sys.stderr)
        return 1
    print(f"{arguments.output}: {companies.height} synthetic companies, seed {arguments.seed}")
    print(f"Approximate or assumed: {', '.join(_approximate(notes))}.")
    return 0


def _approximate(notes: dict[str, str]) -> list[str]:
    return list(json.loads(notes["lotsa.approximate"]))
