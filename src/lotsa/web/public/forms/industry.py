"""The question for the industry: words to search by, and what they find to choose among."""

from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lotsa.core.criteria.registry import Field
from lotsa.core.criteria.trees import CodeTree
from lotsa.foundation.ui import components
from lotsa.usecases.guide.industries import industries

LONGEST_QUERY: Final = 80


@dataclass(frozen=True)
class IndustryQuestion:
    """What `public/_industry.html` draws. Its button posts `search`, and the page is drawn anew.

    Attributes:
        text: the question.
        query: the words it was searched by.
        chosen: the industries known or found, as a field; it is drawn only when there are any.
        query_name: the name of the box for the words.
        heading: whether the question is the heading of its page.
        optional: whether the page says that it need not be answered.
        focus: the page starts at what was found, so that it is met first.
    """

    by_search: ClassVar = True

    text: str
    query: str
    chosen: components.Field
    query_name: str = "query"
    heading: bool = False
    optional: bool = False
    focus: bool = False

    @property
    def query_id(self) -> str:
        """The id of the box."""
        return f"id_{self.query_name}"

    @property
    def found(self) -> bool:
        """Whether there is anything to choose."""
        return bool(self.chosen.choices)

    @property
    def error(self) -> components.Text:
        """What is wrong with the answer."""
        return self.chosen.error

    @property
    def id(self) -> str:
        """The control that an error is about."""
        return self.chosen.id if self.found else self.query_id


def is_industry(field: Field) -> bool:
    """Whether a fact is an industry, which is searched for rather than picked from a list."""
    return field.tree == "sni2007"


def industry_field(
    tree: CodeTree,
    value: Any,
    query: str,
    *,
    name: str = "answer",
    label: str = "",
    error: str = "",
    choose_first: bool = True,
) -> components.Field:
    """The industries known already, and then those that the words find.

    Args:
        tree: gives the names.
        value: the earlier answer.
        query: the words searched by.
        name: of the field.
        label: "Choose the closest" when empty.
        error: what is wrong with the answer.
        choose_first: whether the one found first is chosen when none was known.
    """
    language = get_language() or "sv"
    held = [value] if isinstance(value, str) else list(value) if isinstance(value, list) else []
    choices = [
        components.Choice(code, tree.label(code, language), hint=code, chosen=True) for code in held
    ]
    choices += [
        components.Choice(
            one.code,
            one.name,
            hint=f"{one.code} · {one.within}" if one.within else one.code,
            chosen=choose_first and not held and index == 0,
        )
        for index, one in enumerate(industries(query, language) if query.strip() else ())
        if one.code not in held
    ]
    return components.Field(
        name=name,
        label=label or _("Choose the closest"),
        kind="checkboxes",
        error=error,
        choices=tuple(choices),
    )
