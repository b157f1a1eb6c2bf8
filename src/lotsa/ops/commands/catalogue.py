"""``lotsa catalogue check|import|export PATH``: a whole catalogue as files."""

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lotsa.core.catalogue.faults import CatalogueRefused, Fault, errors

_PLAIN_WORDS = {
    "sv": {
        "remedy": "Gör så här",
        "error": "fel",
        "warning": "varning",
        "fine": "Katalogen har inga fel.",
        "faulty": "Katalogen har fel.",
        "refused": "Katalogen har fel. Ingenting togs in.",
        "imported": "Katalogen är intagen som utgåva {revision}: {measures} nya insatser, "
        "{versions} nya versioner, {withdrawn} tillbakadragna.",
        "same": "Katalogen fanns redan (utgåva {revision}). Ingenting ändrades.",
        "exported": "Skrev {files} filer till {path}.",
        "empty": "Databasen har ingen katalog. Kör först: lotsa catalogue import MAPP",
        "unwritable": "Det gick inte att skriva till {path}: {reason}",
        "database": "Databasen går inte att använda: {reason} Kör först: manage.py migrate",
    },
    "en": {
        "remedy": "Remedy",
        "error": "error",
        "warning": "warning",
        "fine": "The catalogue has no errors.",
        "faulty": "The catalogue has errors.",
        "refused": "The catalogue has errors. Nothing was taken in.",
        "imported": "The catalogue is taken in as revision {revision}: {measures} new measures, "
        "{versions} new versions, {withdrawn} withdrawn.",
        "same": "The catalogue was there already (revision {revision}). Nothing was changed.",
        "exported": "Wrote {files} files to {path}.",
        "empty": "The database has no catalogue. Run first: lotsa catalogue import FOLDER",
        "unwritable": "Could not write to {path}: {reason}",
        "database": "The database cannot be used: {reason} Run first: manage.py migrate",
    },
}


def add_parser(subparsers: Any) -> None:
    """Add the verb to the ``lotsa`` command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "catalogue",
        help="check, take in or give out a whole catalogue as files",
        description=(
            "A catalogue is a folder with fields.yaml and measures.yaml; needs.yaml, actors.yaml "
            "and synonyms.yaml if there are any. Checking needs no database. Importing is all or "
            "nothing."
        ),
    )
    parser.add_argument("action", choices=("check", "import", "export"))
    parser.add_argument("path", type=Path, metavar="PATH", help="the folder")
    parser.add_argument("--lang", choices=("sv", "en"), default="en", help="language of the answer")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Do it. Returns 0 when the catalogue is fine, 1 when it is not or could not be handled."""
    action = {"check": _check, "import": _import, "export": _export}[args.action]
    try:
        return action(args)
    except CatalogueRefused as refused:
        _tell_faults(refused.faults, args)
        if args.format == "text":
            _say(args, "faulty" if args.action == "check" else "refused")
        return 1


def _check(args: argparse.Namespace) -> int:
    from lotsa.core.criteria.checks import check  # noqa: PLC0415 - help and export start without it
    from lotsa.foundation.catalogue_folder import read_folder  # noqa: PLC0415
    from lotsa.foundation.reference import trees  # noqa: PLC0415

    faults = check(read_folder(args.path), trees())
    _tell_faults(faults, args)
    refused = bool(errors(faults))
    if args.format == "text":
        _say(args, "faulty" if refused else "fine")
    return int(refused)


def _import(args: argparse.Namespace) -> int:
    from lotsa.foundation.catalogue_folder import read_folder  # noqa: PLC0415

    catalogue = read_folder(args.path)
    _start_django()
    from django.db import DatabaseError  # noqa: PLC0415

    from lotsa.usecases.catalogue import import_catalogue  # noqa: PLC0415

    try:
        done = import_catalogue(catalogue)
    except DatabaseError as error:
        return _fail(args, "database", reason=_sentence(error))
    told = {
        "revision": done.revision,
        "measures": done.published.measures,
        "versions": done.published.versions,
        "withdrawn": done.published.withdrawn,
    }
    if args.format == "json":
        faults = [_as_json(fault, args.lang) for fault in done.warnings]
        print(json.dumps({"changed": done.changed, **told, "faults": faults}, ensure_ascii=False))
        return 0
    _tell_faults(done.warnings, args)
    _say(args, "imported" if done.changed else "same", **told)
    return 0


def _export(args: argparse.Namespace) -> int:
    _start_django()
    from django.db import DatabaseError  # noqa: PLC0415

    from lotsa.foundation.catalogue_folder import write_folder  # noqa: PLC0415
    from lotsa.usecases.catalogue import export_catalogue  # noqa: PLC0415

    try:
        catalogue = export_catalogue()
    except DatabaseError as error:
        return _fail(args, "database", reason=_sentence(error))
    if not catalogue.documents:
        return _fail(args, "empty")
    try:
        written = write_folder(args.path, catalogue)
    except OSError as error:
        return _fail(args, "unwritable", path=args.path, reason=error.strerror or str(error))
    if args.format == "json":
        print(json.dumps({"files": [path.name for path in written]}))
    else:
        _say(args, "exported", files=len(written), path=args.path)
    return 0


def _start_django() -> None:
    import django  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    # The settings lie beside the package in a checkout, wherever the command is run from.
    root = str(Path(__file__).resolve().parents[4])
    if root not in sys.path:
        sys.path.append(root)
    django.setup()


def _tell_faults(faults: tuple[Fault, ...], args: argparse.Namespace) -> None:
    if args.format == "json":
        told = {
            "ok": not errors(faults),
            "faults": [_as_json(fault, args.lang) for fault in faults],
        }
        print(json.dumps(told, ensure_ascii=False))
        return
    words = _PLAIN_WORDS[args.lang]
    for fault in faults:
        print(f"{fault.place()}")
        print(f"  {words[fault.severity]}: {fault.message(args.lang)}")
        print(f"  {words['remedy']}: {fault.remedy(args.lang)}")


def _as_json(fault: Fault, language: str) -> dict[str, Any]:
    told = asdict(fault)
    told["message"] = fault.message(language)
    told["remedy"] = fault.remedy(language)
    return told


def _say(args: argparse.Namespace, key: str, **told: Any) -> None:
    print(_PLAIN_WORDS[args.lang][key].format(**told))


def _fail(args: argparse.Namespace, key: str, **told: Any) -> int:
    sentence = _PLAIN_WORDS[args.lang][key].format(**told)
    if args.format == "json":
        print(json.dumps({"ok": False, "error": sentence}, ensure_ascii=False))
    else:
        print(sentence, file=sys.stderr)
    return 1


def _sentence(error: Exception) -> str:
    text = str(error).strip().splitlines()
    return (text[0] if text else type(error).__name__).rstrip(".") + "."
