"""Questions outside the guide: several on one page, or one of a case."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from lotsa.core.criteria.registry import Field, Registry
from lotsa.core.criteria.sentences import question as question_text
from lotsa.foundation.ui import components
from lotsa.web.public.forms.answers import AnswerFault, draw, read_answer
from lotsa.web.public.forms.industry import (
    LONGEST_QUERY,
    IndustryQuestion,
    industry_field,
    is_industry,
)

_PREFIX = "fact_"
Question = components.Field | IndustryQuestion


@dataclass(frozen=True)
class IndustrySearch:
    """The words for an industry in a posted page of questions.

    Attributes:
        query: the words; empty when there are none.
        wanted: whether to show what they find rather than take the answers: the button was
            pressed, or the words have changed since they were last searched by.
    """

    query: str = ""
    wanted: bool = False

    @classmethod
    def in_form(cls, fields: Iterable[Field], posted: QueryDict) -> "IndustrySearch":
        """What was posted, where one of the questions is the industry."""
        if not any(is_industry(field) for field in fields):
            return cls()
        query = posted.get("query", "")[:LONGEST_QUERY].strip()
        changed = bool(query) and query != posted.get("searched", "")
        return cls(query, "search" in posted or changed)


def can_ask(field: Field) -> bool:
    """Whether the fact can be asked for on its own: not about some months, and not sensitive."""
    return not (field.per_window or field.sensitive or field.type == "series")


def draw_one(
    field: Field,
    registry: Registry,
    question: str,
    value: Any,
    language: str,
    *,
    query: str = "",
    error: str = "",
) -> Question:
    """The question as a form field; an industry is searched for by the words in `query`."""
    if not is_industry(field):
        return draw(field, registry, question, value, language, error=error)
    found = industry_field(registry.trees["sni2007"], value, query, error=error)
    return IndustryQuestion(question, query, found)


def draw_several(
    fields: Iterable[Field],
    registry: Registry,
    facts: Any,
    language: str,
    errors: dict[str, str],
    search: IndustrySearch,
) -> list[Question]:
    """The questions of one page, each posted under a name of its own; none has to be answered.

    `facts` are the answers so far as JSON values, and `errors` what is wrong, both by the facts' ids.
    """
    drawn: list[Question] = []
    for field in fields:
        name, text = _PREFIX + field.id, question_text(field, language, None)
        one = draw_one(
            field,
            registry,
            text,
            facts.get(field.id),
            language,
            query=search.query,
            error=errors.get(field.id, ""),
        )
        if isinstance(one, IndustryQuestion):
            chosen = replace(one.chosen, name=name, optional=True)
            one = replace(one, chosen=chosen, optional=True, focus=search.wanted)
            drawn.append(one)
        else:
            drawn.append(replace(one, name=name, optional=True))
    return drawn


def read_several(
    fields: Iterable[Field], registry: Registry, posted: QueryDict
) -> tuple[dict[str, Any], dict[str, str]]:
    """The answers given, and what is wrong with others, both by the facts' ids."""
    facts: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for field in fields:
        given = [one for one in posted.getlist(_PREFIX + field.id) if one.strip()]
        if not given:
            continue
        answer = QueryDict(mutable=True)
        answer.setlist("answer", given)
        try:
            facts[field.id] = read_answer(field, registry, answer)
        except AnswerFault as fault:
            errors[field.id] = str(fault)
    return facts, errors


def written(field: Field, posted: QueryDict) -> str:
    """What stood in a question's box, for showing it again."""
    return posted.get(_PREFIX + field.id, "")[:80]
