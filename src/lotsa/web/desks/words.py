"""How well a need area is covered, in words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from lotsa.core.directory.coverage import Covered

COVERED: Final[Mapping[Covered, str | Promise]] = {
    Covered.NONE: gettext_lazy("Nobody helps"),
    Covered.GAP: gettext_lazy("Only some companies, or not now"),
    Covered.ONE: gettext_lazy("One team"),
    Covered.SEVERAL: gettext_lazy("Several teams"),
}


def covered_words(state: Covered) -> str:
    """One state in words."""
    return str(COVERED[state])
