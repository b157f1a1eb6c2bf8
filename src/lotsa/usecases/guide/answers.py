"""The answer page: every relevant measure in its list, with reasons and what to do next."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lotsa.core.catalogue.inherit import replaced_by_local_form
from lotsa.core.criteria.facts import Facts
from lotsa.core.criteria.measures import Time
from lotsa.core.criteria.questions import Question, ranked_questions
from lotsa.core.criteria.registry import Field, Registry
from lotsa.core.criteria.sentences import question as question_text
from lotsa.core.criteria.verdicts import WindowVerdict
from lotsa.core.guide.people import advisers_first
from lotsa.core.guide.situation import Situation, places_of
from lotsa.core.guide.sorting import Placed, Standing, sort_out
from lotsa.core.guide.timeline import Stretch, Timeline, lay_out
from lotsa.domain.actors.selectors import ActorCard, serving
from lotsa.domain.measures.selectors import CurrentCatalogue
from lotsa.foundation.reference import trees
from lotsa.foundation.ui import components
from lotsa.usecases.guide.wording import (
    condition_lines,
    decided_line,
    in_language,
    provider_names,
    when,
)

TONES: Mapping[Standing, components.Tone] = {
    Standing.NOW: "yes",
    Standing.DECIDED: "yes",
    Standing.MAYBE: "ask",
    Standing.LATER: "later",
    Standing.ONE_AWAY: "near",
    Standing.NOT: "no",
}
MAX_PEOPLE = 6
_MET_SHOWN = 2
"""More conditions met than this are folded where something else is still open."""
_OPEN_SHOWN = 3
"""More conditions than this that wait for answers are folded together with those met."""
_COMPETENCES_NAMED = 3


@dataclass(frozen=True)
class Ask:
    """A question that can be answered on the spot.

    Attributes:
        key: names the question.
        field: the fact it asks for.
        text: the question.
        effect: what the answer would settle.
    """

    key: str
    field: Field
    text: str
    effect: str


@dataclass(frozen=True)
class Entry:
    """One measure as listed on the answer page."""

    id: str
    name: str
    standing: Standing
    who: str
    when: str
    period: str
    short: str
    amount: str
    conditions: tuple[components.Condition, ...]
    met: tuple[components.Condition, ...]
    ask: Ask | None
    asked_above: Ask | None
    upcoming: tuple[str, ...]
    about_people: bool

    @property
    def many(self) -> bool:
        """Do so many conditions wait for answers that a sum says more than the list?"""
        waiting = self.standing in {Standing.MAYBE, Standing.LATER}
        return waiting and len(self.conditions) > _OPEN_SHOWN

    @property
    def counted(self) -> tuple[int, int]:
        """How many conditions are met, and how many are not settled."""
        lines = (*self.conditions, *self.met)
        met = sum(line.state == "yes" for line in lines)
        return met, len(lines) - met


@dataclass(frozen=True)
class Person:
    """An actor to talk with, and what it can help with in a few words."""

    slug: str
    name: str
    helps_with: str


@dataclass(frozen=True)
class Group:
    """One list of the answer page."""

    standing: Standing
    entries: tuple[Entry, ...]

    @property
    def count(self) -> int:
        """How many measures it holds."""
        return len(self.entries)


@dataclass(frozen=True)
class AnswerPage:
    """Everything the answer page shows.

    Attributes:
        groups: the lists, by standing.
        people: actors to talk with, for the company's needs and place.
        timeline: the windows laid out in time.
        next_ask: the question that would settle most, if any.
        tested: how many measures were judged in all.
    """

    groups: Mapping[Standing, Group]
    people: tuple[Person, ...]
    timeline: Timeline
    next_ask: Ask | None
    tested: int


def answer(
    situation: Situation, catalogue: CurrentCatalogue, as_of: date, language: str
) -> AnswerPage:
    """Judge the situation by the catalogue as it reads on ``as_of``."""
    judged = _Judged(situation, catalogue, as_of, language)
    return AnswerPage(
        groups=judged.groups(tuple(Standing)),
        people=_people(catalogue, situation.needs, judged.municipalities, judged.regions, language),
        timeline=lay_out(judged.shaper.stretches(judged.placed), as_of),
        next_ask=judged.asks.first(),
        tested=judged.tested,
    )


def groups(
    situation: Situation,
    catalogue: CurrentCatalogue,
    as_of: date,
    language: str,
    standings: Collection[Standing],
) -> Mapping[Standing, Group]:
    """Some of the lists of the answer, for who does not show the rest."""
    return _Judged(situation, catalogue, as_of, language).groups(standings)


class _Judged:
    """A situation judged, before anything is put in words."""

    def __init__(
        self, situation: Situation, catalogue: CurrentCatalogue, as_of: date, language: str
    ) -> None:
        rules = catalogue.rules(as_of)
        registry = rules.rulebook.registry
        facts = situation.facts_for(registry)
        verdicts = rules.judge.judge(facts, as_of)
        self.tested = len(verdicts)
        self.municipalities, self.regions = places_of(facts, trees()["places"])
        replaced = replaced_by_local_form(
            rules.documents.values(), self.municipalities, self.regions
        )
        self.placed = sort_out(verdicts, registry, needs=situation.needs, replaced=replaced)
        self.asks = _Asks(
            ranked_questions(
                [one.verdict for one in self.placed],
                registry,
                unanswerable=situation.not_to_ask(registry),
                with_later=True,
            ),
            language,
            registry,
        )
        self.shaper = _Shaper(catalogue, facts, as_of, language, self.asks)

    def groups(self, standings: Collection[Standing]) -> Mapping[Standing, Group]:
        """The lists by standing, in the order of the answer page: it decides where one asks."""
        return {
            standing: Group(
                standing,
                tuple(self.shaper.entry(one) for one in self.placed if one.standing is standing),
            )
            for standing in Standing
            if standing in standings
        }


def next_ask(
    situation: Situation, catalogue: CurrentCatalogue, as_of: date, language: str
) -> Ask | None:
    """The question to ask now; ``None`` when no answer can change anything for these needs."""
    rules = catalogue.rules(as_of)
    registry = rules.rulebook.registry
    facts = situation.facts_for(registry)
    replaced = replaced_by_local_form(
        rules.documents.values(), *places_of(facts, trees()["places"])
    )
    verdicts = [
        verdict for verdict in rules.judge.judge(facts, as_of) if verdict.measure.id not in replaced
    ]
    ranked = ranked_questions(
        verdicts,
        registry,
        needs=situation.needs,
        unanswerable=situation.not_to_ask(registry),
        with_later=True,
    )
    return _Asks(ranked, language, registry).first()


def ask_for(question: Question, field: Field, language: str) -> Ask:
    """A question with its words and what it would settle."""
    if settled := len(question.settles):
        effect = ngettext(
            "The answer settles %(number)d measure.",
            "The answer settles %(number)d measures.",
            settled,
        ) % {"number": settled}
    else:
        affected = len(question.affects)
        effect = ngettext(
            "The answer matters for %(number)d measure.",
            "The answer matters for %(number)d measures.",
            affected,
        ) % {"number": affected}
    text = question_text(field, language, question.window)
    return Ask(question.key, field, text, effect)


class _Asks:
    """Hands out each question once a page; later measures refer to it."""

    def __init__(self, ranked: tuple[Question, ...], language: str, registry: Registry) -> None:
        self._ranked = ranked
        self._language = language
        self._registry = registry
        self._asked: dict[str, Ask] = {}

    def first(self) -> Ask | None:
        """The question that settles most."""
        return self._ask(self._ranked[0]) if self._ranked else None

    def for_measure(self, measure_id: str) -> tuple[Ask | None, Ask | None]:
        """The question that settles a measure, and whether it has been asked above on the page."""
        for question in self._ranked:
            if measure_id in question.affects:
                if question.key in self._asked:
                    return None, self._asked[question.key]
                self._asked[question.key] = self._ask(question)
                return self._asked[question.key], None
        return None, None

    def _ask(self, question: Question) -> Ask:
        return ask_for(question, self._registry.fields[question.field], self._language)


class _Shaper:
    """Shapes placed measures into what the page shows."""

    def __init__(
        self,
        catalogue: CurrentCatalogue,
        facts: Facts,
        as_of: date,
        language: str,
        asks: _Asks,
    ) -> None:
        self._actors = catalogue.actor_by_slug
        self._rules = catalogue.rules(as_of)
        self._facts = facts
        self._as_of = as_of
        self._language = language
        self._asks = asks

    def entry(self, placed: Placed) -> Entry:
        """One measure as the page lists it."""
        document = self._rules.documents[placed.measure_id]
        ask, asked_above = None, None
        if placed.standing in {Standing.MAYBE, Standing.LATER}:
            ask, asked_above = self._asks.for_measure(placed.measure_id)
        window = placed.window
        lines = self._conditions(placed)
        met = tuple(line for line in lines if line.state == "yes")
        if placed.standing in {Standing.NOW, Standing.DECIDED} or len(met) <= _MET_SHOWN:
            met = ()
        open_lines = tuple(line for line in lines if not met or line.state != "yes")
        return Entry(
            id=placed.measure_id,
            name=in_language(document, "name", self._language),
            standing=placed.standing,
            who=provider_names(document, self._actors),
            when=self._when(placed),
            period=self._period(placed),
            short=in_language(document, "short", self._language),
            amount=self._amount(document, window.window.document if window else {}),
            conditions=open_lines,
            met=met,
            ask=ask,
            asked_above=asked_above,
            upcoming=self._upcoming(placed),
            about_people=placed.about_people,
        )

    def stretches(self, placed: tuple[Placed, ...]) -> list[Stretch]:
        """The windows worth a place in the picture of time."""
        found = []
        for one in placed:
            if one.standing in {Standing.NOT, Standing.ONE_AWAY} or one.window is None:
                continue
            name = in_language(self._rules.documents[one.measure_id], "name", self._language)
            shown = one.upcoming if one.standing is Standing.LATER else (one.window,)
            for verdict in shown[:2]:
                window = verdict.window
                tone = "later" if verdict.time.time is Time.OPENS else TONES[one.standing]
                found.append(
                    Stretch(
                        label=self._named(name, one, verdict),
                        tone=tone,
                        start=window.apply_from,
                        end=window.apply_to,
                        end_known=window.open_ended or window.apply_to is not None,
                        key=one.measure_id,
                    )
                )
        return found

    def _named(self, name: str, placed: Placed, verdict: WindowVerdict) -> str:
        """The measure's name, with the window's where it has several."""
        if len(placed.verdict.windows) == 1:
            return name
        label = in_language(verdict.window.document, "label", self._language)
        return f"{name}: {label}" if label else name

    def _conditions(self, placed: Placed) -> tuple[components.Condition, ...]:
        window = placed.window.window if placed.window else None
        parts = self._rules.judge.explain(
            self._facts, self._as_of, placed.measure_id, window.id if window else None
        )
        lines = condition_lines(parts, self._rules.rulebook.registry, self._language, window)
        decided_by = placed.verdict.measure.decided_by
        if decided_by and placed.standing not in {Standing.NOT, Standing.ONE_AWAY}:
            name = self._actors[decided_by].name if decided_by in self._actors else decided_by
            lines = (*lines, decided_line(name, manual=False))
        if placed.verdict.measure.planned:
            lines = (
                *lines,
                components.Condition("unknown", _("Planned; not known to have started")),
            )
        return lines

    def _when(self, placed: Placed) -> str:
        if placed.window is None:
            return ""
        return when(placed.window.time, self._as_of, self._language)

    def _period(self, placed: Placed) -> str:
        """The window's name, where the measure has several."""
        if placed.window is None or len(placed.verdict.windows) == 1:
            return ""
        return in_language(placed.window.window.document, "label", self._language)

    def _amount(self, measure: Mapping[str, Any], window: Mapping[str, Any]) -> str:
        return in_language(window, "amount", self._language) or in_language(
            measure, "amount", self._language
        )

    def _upcoming(self, placed: Placed) -> tuple[str, ...]:
        """Later windows than the one shown, each with its dates."""
        return tuple(
            f"{in_language(one.window.document, 'label', self._language)}: "
            f"{when(one.time, self._as_of, self._language)}"
            for one in placed.upcoming
            if placed.window is None or one.window.id != placed.window.window.id
        )


def _people(
    catalogue: CurrentCatalogue,
    needs: Collection[str],
    municipalities: Collection[str],
    regions: Collection[str],
    language: str,
) -> tuple[Person, ...]:
    """Actors with a competence the company needs that serve its place, the nearest first."""
    found: dict[str, ActorCard] = {}
    for need in needs:
        for actor in serving(
            catalogue.actors, competence=need, municipalities=municipalities, regions=regions
        ):
            found.setdefault(actor.slug, actor)
    nearest = advisers_first(found.values(), needs, municipalities)
    return tuple(
        Person(actor.slug, actor.name, _helps_with(actor, catalogue, needs, language))
        for actor in nearest[:MAX_PEOPLE]
    )


def _helps_with(
    actor: ActorCard, catalogue: CurrentCatalogue, needs: Collection[str], language: str
) -> str:
    """The actor's competences in words, those the company needs first."""
    ordered = sorted(actor.competences, key=lambda need: need not in needs)
    known = [catalogue.need_by_id[need] for need in ordered if need in catalogue.need_by_id]
    return ", ".join(
        in_language(need.document, "name", language) for need in known[:_COMPETENCES_NAMED]
    )
