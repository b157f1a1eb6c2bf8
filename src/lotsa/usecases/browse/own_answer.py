"""How one measure stands for the company that looks at it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lotsa.core.catalogue.inherit import replaced_by_local_form
from lotsa.core.criteria.logic import Truth
from lotsa.core.criteria.questions import ranked_questions
from lotsa.core.criteria.wording import capitalised
from lotsa.core.guide.situation import Situation, places_of
from lotsa.core.guide.sorting import Placed, Standing, place
from lotsa.domain.measures.selectors import CurrentCatalogue
from lotsa.foundation.reference import trees
from lotsa.foundation.ui import components
from lotsa.usecases.browse.requirements import Requirement, for_company
from lotsa.usecases.guide.answers import TONES, Ask, ask_for
from lotsa.usecases.guide.wording import in_language, when


@dataclass(frozen=True)
class OwnAnswer:
    """The visitor's own answer.

    Attributes:
        tone: its colour.
        text: the answer in one sentence.
        window: the period it is about, where there are several.
        when: when that period can be applied for.
        requirements: every condition with its state.
        ask: the question that would settle it, if one would.
        local_form: id and name of the local form that stands in for it here, if any.
    """

    tone: components.Tone
    text: str
    window: str
    when: str
    requirements: tuple[Requirement, ...]
    ask: Ask | None
    local_form: tuple[str, str] | None


def own_answer(
    measure_id: str,
    catalogue: CurrentCatalogue,
    situation: Situation,
    as_of: date,
    language: str,
) -> OwnAnswer:
    """Judge one measure for a situation, by the catalogue as it reads on ``as_of``.

    Raises:
        KeyError: there is no such measure on that day.
    """
    rules = catalogue.rules(as_of)
    registry = rules.rulebook.registry
    facts = situation.facts_for(registry)
    (verdict,) = rules.judge.judge(facts, as_of, [measure_id])
    placed = place(verdict, registry)
    window = placed.window.window if placed.window else None
    towns, regions = places_of(facts, trees()["places"])
    local = replaced_by_local_form(rules.documents.values(), towns, regions).get(measure_id)
    ask = None
    if placed.standing in {Standing.MAYBE, Standing.LATER}:
        ranked = ranked_questions(
            [verdict], registry, unanswerable=situation.not_to_ask(registry), with_later=True
        )
        if ranked:
            ask = ask_for(ranked[0], registry.fields[ranked[0].field], language)
    several = len(verdict.windows) > 1
    return OwnAnswer(
        tone=TONES[placed.standing],
        text=_answer(placed),
        window=in_language(window.document, "label", language) if window and several else "",
        when=capitalised(when(placed.window.time, as_of, language)) if placed.window else "",
        requirements=for_company(rules, facts, measure_id, window, as_of, language),
        ask=ask,
        local_form=(local, in_language(rules.documents[local], "name", language))
        if local
        else None,
    )


def _answer(placed: Placed) -> str:
    match placed.standing:
        case Standing.NOW:
            return _("Yes. You can apply now, as far as you have told us.")
        case Standing.DECIDED:
            return _("You can apply now. The provider decides the rest.")
        case Standing.MAYBE:
            return _("Maybe. We do not know enough to answer yet.")
        case Standing.LATER:
            return _("Later. It is not open yet, but nothing you have told us rules you out.")
        case Standing.ONE_AWAY:
            return _("Not now. One condition is not met, and it is one that can change.")
        case _:
            if placed.window is not None and placed.window.criteria is not Truth.NO:
                return _("No. It cannot be applied for now.")
            return _("No. You do not meet what is required.")
