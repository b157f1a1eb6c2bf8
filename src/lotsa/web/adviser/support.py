"""What the company in a case could get, by the catalogue, told shortly for the adviser."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from lotsa.core.guide.situation import Situation
from lotsa.core.guide.sorting import Standing
from lotsa.domain.cases.models import Case
from lotsa.domain.measures.selectors import CurrentCatalogue
from lotsa.usecases.guide.answers import Entry, groups
from lotsa.usecases.guide.wording import in_language
from lotsa.web.public.situation_lines import SituationLine, situation_lines


@dataclass(frozen=True)
class Measure:
    """One measure, as far as an adviser needs to know while talking with the company.

    Attributes:
        ask: the question whose answer would settle it; empty when there is none.
        ask_key: names that question.
        suggested: the company has been pointed to it.
    """

    id: str
    name: str
    who: str
    when: str
    ask: str
    ask_key: str
    suggested: bool


@dataclass(frozen=True)
class Support:
    """The measures by how they stand: can be applied for now, maybe, later."""

    now: tuple[Measure, ...]
    maybe: tuple[Measure, ...]
    later: tuple[Measure, ...]

    @property
    def anything(self) -> bool:
        """Is there anything at all to tell?"""
        return bool(self.now or self.maybe or self.later)


def situation_of(case: Case, areas: Collection[str]) -> Situation:
    """What is known of the company and what it needs, as the guide reads it."""
    told = Situation.from_json(case.facts).with_needs(areas)
    if case.municipality_code and "municipality" not in told.facts:
        return told.told({"municipality": [case.municipality_code]})
    return told


def support_for(
    situation: Situation, suggested: Collection[str], catalogue: CurrentCatalogue, as_of: date
) -> Support:
    """The measures for a company's needs, as the guide would tell it today."""
    shown = (Standing.NOW, Standing.DECIDED, Standing.MAYBE, Standing.LATER)
    found = groups(situation, catalogue, as_of, get_language() or "sv", shown)

    def measures(*standings: Standing) -> tuple[Measure, ...]:
        entries = [entry for standing in standings for entry in found[standing].entries]
        return tuple(_measure(entry, suggested) for entry in entries)

    return Support(
        now=measures(Standing.NOW, Standing.DECIDED),
        maybe=measures(Standing.MAYBE),
        later=measures(Standing.LATER),
    )


def fact_lines(
    situation: Situation, catalogue: CurrentCatalogue, as_of: date
) -> tuple[SituationLine, ...]:
    """What is known of the company, a line for each fact."""
    return situation_lines(situation, catalogue, as_of, get_language() or "sv")


def measure_names(catalogue: CurrentCatalogue, as_of: date) -> Mapping[str, str]:
    """The names of all measures, by id."""
    documents = catalogue.rules(as_of).documents
    return {
        name: in_language(document, "name", get_language() or "sv")
        for name, document in documents.items()
    }


def _measure(entry: Entry, suggested: Collection[str]) -> Measure:
    ask = entry.ask or entry.asked_above
    return Measure(
        id=entry.id,
        name=entry.name,
        who=entry.who,
        when=entry.when,
        ask=ask.text if ask else "",
        ask_key=ask.key if ask else "",
        suggested=entry.id in suggested,
    )
