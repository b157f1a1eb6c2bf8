"""``lotsa judge CATALOGUE``: the verdicts of companies given as JSON lines."""

import argparse
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from lotsa.core.catalogue.faults import CatalogueRefused
from lotsa.core.catalogue.files import Catalogue
from lotsa.core.catalogue.inherit import resolve_on
from lotsa.core.catalogue.versions import holds_on
from lotsa.core.criteria.facts import parse_facts
from lotsa.core.criteria.faults import CatalogueFault, FactFault
from lotsa.core.criteria.measures import RuleBook, TimeState, parse_measures
from lotsa.core.criteria.periods import read_day
from lotsa.core.criteria.questions import next_question
from lotsa.core.criteria.registry import Registry
from lotsa.core.criteria.verdicts import Judge, MeasureVerdict, WindowVerdict
from lotsa.foundation.catalogue_folder import read_folder
from lotsa.foundation.reference import trees
from lotsa.ops.lines import answer_lines


def add_parser(verbs: Any) -> None:
    """Add the verb to the command."""
    parser = verbs.add_parser(
        "judge",
        help="judge companies by a catalogue",
        description=(
            'Reads JSON lines {"id", "as_of", "facts", "facts_by_window"?, "measures"?, "needs"?} '
            "and writes one JSON line of verdicts each."
        ),
    )
    parser.add_argument("catalogue", type=Path, help="a folder with fields.yaml and measures.yaml")
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Judge every line of standard input; 2 when the catalogue cannot be read."""
    try:
        judges = Judges(read_folder(arguments.catalogue))
    except CatalogueRefused as refused:
        for fault in refused.faults:
            print(
                f"{fault.file} {fault.path}: {fault.message_en} {fault.remedy_en}", file=sys.stderr
            )
        return 2
    except CatalogueFault as fault:
        print(f"{fault}", file=sys.stderr)
        return 2
    for name in judges.registry.not_derived:
        print(
            f"fields.yaml {name}: derived_from is in a form that is not known; "
            "the fact is used only when it is given.",
            file=sys.stderr,
        )
    return answer_lines(judges.answer, expected=(FactFault, CatalogueFault))


class Judges:
    """Judges made from one catalogue, one for each set of versions that holds on a date.

    Raises:
        CatalogueFault: a document that cannot be read as rules.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._items = catalogue.items("measures.yaml")
        self.registry = Registry.from_document(catalogue.fields, trees())
        self._made: dict[tuple[int, ...], Judge] = {}
        if not any("valid_from" in item or "valid_to" in item for item in self._items):
            self.on(date.min)

    def on(self, as_of: date) -> Judge:
        """The judge by the versions that hold on ``as_of``."""
        holding = tuple(index for index, item in enumerate(self._items) if holds_on(item, as_of))
        if holding not in self._made:
            rows = resolve_on(self._items, as_of)
            self._made[holding] = Judge(RuleBook(self.registry, parse_measures(rows)))
        return self._made[holding]

    def answer(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to one line.

        Raises:
            FactFault: the line does not fit the catalogue.
        """
        as_of = _date(line.get("as_of"))
        facts = parse_facts(_object(line, "facts"), self.registry, line.get("facts_by_window"))
        judge = self.on(as_of)
        known = {measure.id for measure in judge.rulebook.measures}
        wanted = _names(line, "measures")
        if wanted is not None and (strange := [name for name in wanted if name not in known]):
            raise FactFault("measures", f"the catalogue has no measure {strange[0]!r} on {as_of}")
        verdicts = judge.judge(facts, as_of, wanted)
        question = next_question(verdicts, self.registry, needs=_names(line, "needs") or ())
        answer: dict[str, Any] = {
            "id": line.get("id"),
            "measures": [_measure(verdict) for verdict in verdicts],
            "next_question": question.field if question else None,
        }
        if question is not None:
            answer["next_question_settles"] = list(question.settles)
            answer["next_question_windows"] = ["/".join(key) for key in question.asked_for]
        known_windows = {
            (measure.id, window.id)
            for measure in judge.rulebook.measures
            for window in measure.windows
        }
        astray = ["/".join(key) for key in facts.by_window if key not in known_windows]
        if facts.ignored or astray:
            answer["ignored"] = [*facts.ignored, *astray]
        return answer


def _date(raw: Any) -> date:
    if isinstance(raw, str):
        try:
            return read_day(raw)
        except ValueError:
            pass
    raise FactFault("as_of", "needs a date (year-month-day)")


def _object(line: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    raw = line.get(key)
    if raw is None:
        return {}
    if not isinstance(raw, Mapping):
        raise FactFault(key, "must be an object of field and value")
    return raw


def _names(line: Mapping[str, Any], key: str) -> list[str] | None:
    raw = line.get(key)
    if raw is None:
        return None
    if not isinstance(raw, list) or not all(isinstance(name, str) for name in raw):
        raise FactFault(key, "must be a list of ids")
    return raw


def _measure(verdict: MeasureVerdict) -> dict[str, Any]:
    return {
        "measure": verdict.measure.id,
        "answer": verdict.answer.word,
        "decided_by": verdict.decided_by,
        **_time(verdict.time),
        "missing": list(verdict.missing),
        "failed": list(verdict.failed),
        "windows": [_window(window) for window in verdict.windows],
    }


def _window(verdict: WindowVerdict) -> dict[str, Any]:
    return {
        "window": verdict.window.id,
        "answer": verdict.answer.word,
        **_time(verdict.time),
        "missing": list(verdict.missing),
        "failed": list(verdict.failed),
    }


def _time(state: TimeState) -> dict[str, Any]:
    days = {"opens_on": state.opens_on, "closes_on": state.closes_on}
    return {
        "time": state.time.value,
        **{name: day.isoformat() for name, day in days.items() if day is not None},
    }
