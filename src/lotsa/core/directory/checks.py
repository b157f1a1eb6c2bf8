"""Is what somebody wrote about whom they take, and where, something the routing can use?"""

import json
from collections.abc import Mapping
from typing import Any, Final

from lotsa.core.catalogue.faults import Fault
from lotsa.core.catalogue.files import Catalogue
from lotsa.core.criteria.check_conditions import ConditionCheck
from lotsa.core.criteria.check_report import Report
from lotsa.core.criteria.conditions import All
from lotsa.core.criteria.registry import LANGUAGES, Registry

LONGEST: Final = 20_000
"""Characters of criteria written by hand; the longest real ones have under 3 000."""
FILE: Final = "directory"


class NotJson(ValueError):
    """Criteria written by hand that are not JSON.

    Attributes:
        line: the line where the reading stopped, from 1.
    """

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}: not JSON")
        self.line = line


def read_json(text: str) -> Mapping[str, Any] | None:
    """Criteria written by hand; None when nothing is written.

    Raises:
        NotJson: it is not JSON, is no mapping, or is too long.
    """
    if not text.strip():
        return None
    if len(text) > LONGEST:
        raise NotJson(1)
    try:
        found = json.loads(text, parse_constant=_refuse)
    except (json.JSONDecodeError, RecursionError, ValueError) as error:
        raise NotJson(getattr(error, "lineno", 1)) from None
    if not isinstance(found, Mapping):
        raise NotJson(1)
    return found


def check_criteria(raw: Mapping[str, Any] | None, registry: Registry) -> tuple[Fault, ...]:
    """Everything that is wrong with some criteria: what cannot be read, and what can never hold.

    Nobody who writes that they take no company at all means it; a team is closed instead.
    """
    if raw is None:
        return ()
    report = Report(Catalogue({FILE: {}}))
    place = report.about(FILE)
    check = ConditionCheck(registry, LANGUAGES)
    condition = check.read(dict(raw), "", place)
    if not report.has_errors and condition != All(()):
        check.together(condition, "", place)
    return tuple(fault for fault in report.faults() if fault.severity == "error")


def _refuse(_constant: str) -> Any:
    raise ValueError("NaN and Infinity are no numbers")
