"""Questions outside the guide: several on one page, or one of a case."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.http import QueryDict

from lotsa.core.criteria.registry import Field, Registry
from lotsa.core.criteria.sentences import question as question_text
from lotsa.core.criteria.trees import CodeTree
from lotsa.foundation.ui import components
from lotsa.web.public.forms.answers import AnswerFault, draw, read_answer

_PREFIX = "fact_"


def can_ask(field: Field) -> bool:
    """Whether the fact can be asked for on its own: not about some months, and not sensitive."""
    return not (field.per_window or field.sensitive or field.type == "series")


def draw_one(
    field: Field, registry: Registry, question: str, value: Any, language: str, *, error: str = ""
) -> components.Field:
    """The question as a form field. Industries are chosen among the coarse ones, under headings."""
    if field.tree != "sni2007":
        return draw(field, registry, question, value, language, error=error)
    held = {value} if isinstance(value, str) else set(value or ())
    return components.Field(
        name="answer",
        label=question,
        kind="select",
        choices=_industries(registry.trees["sni2007"], held, language),
        error=error,
    )


def draw_several(
    fields: Iterable[Field], registry: Registry, facts: Any, language: str, errors: dict[str, str]
) -> list[components.Field]:
    """The questions of one page, each posted under a name of its own; none has to be answered.

    `facts` are the answers so far as JSON values, and `errors` what is wrong, both by the facts' ids.
    """
    drawn = []
    for field in fields:
        text = question_text(field, language, None)
        one = draw_one(
            field, registry, text, facts.get(field.id), language, error=errors.get(field.id, "")
        )
        drawn.append(replace(one, name=_PREFIX + field.id, optional=True))
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


def _industries(tree: CodeTree, held: set[str], language: str) -> tuple[components.Choice, ...]:
    """Divisions (two digits) under their sections; one held that is finer stays as it is."""
    tops = sorted(code for code in tree.parents if tree.parent(code) is None)
    choices = [components.Choice("", "", chosen=not held)]
    choices += [components.Choice(code, tree.label(code, language), chosen=True) for code in held]
    for top in tops:
        group = tree.label(top, language)
        under = sorted(code for code, parent in tree.parents.items() if parent == top)
        choices += [
            components.Choice(code, tree.label(code, language), group=group)
            for code in under
            if code not in held
        ]
    return tuple(choices)
