"""The reasons for one team in one case, those that decide first."""

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from lotsa.core.criteria.compiled import Node, gather_unknown, parts_of, truth_of
from lotsa.core.criteria.conditions import Condition, Leaf, Not
from lotsa.core.criteria.logic import Truth
from lotsa.core.criteria.registry import LANGUAGES
from lotsa.core.criteria.sentences import value_text
from lotsa.core.criteria.wording import day, each, either, number
from lotsa.core.routing.asked import AskedCase, Fit
from lotsa.core.routing.compiled import NOTHING, CompiledTeam, part_key
from lotsa.core.routing.directory import Absence
from lotsa.core.routing.languages import ALWAYS_SPOKEN, language_name
from lotsa.core.routing.reasons import Reason, Side, Words
from lotsa.core.routing.territory import Coverage, Level

NO, UNKNOWN, YES = Truth.NO, Truth.UNKNOWN, Truth.YES

_MAX_NAMED: Final = 4
"""More places than this are counted instead of named."""
_WHEN_NO: Final = (Side.AGAINST, Side.UNKNOWN, Side.NOTE, Side.FOR)
_ELSE: Final = (Side.FOR, Side.UNKNOWN, Side.AGAINST, Side.NOTE)
_MORE: Final = {"sv": "{} till", "en": "{} more"}
_FIRM: Final = {"sv": " (företaget: {})", "en": " (the company: {})"}
_REQUIRED: Final = {"sv": "Krav", "en": "Requirement"}
_REQUIRED_BY: Final = {"sv": "Krav från {}", "en": "Requirement of {}"}
_REQUIRED_FOR: Final = {"sv": "Krav för {}", "en": "Requirement for {}"}
_UNTIL: Final = {"sv": "till och med {}", "en": "up to and including {}"}
_FURTHER: Final = {"sv": "tills vidare", "en": "until further notice"}
_CASES: Final = {"sv": ("ärende", "ärenden"), "en": ("case", "cases")}

_Told: TypeAlias = dict[str, str | int | Words]


def reasons_for(case: AskedCase, number_: int) -> tuple[Reason, ...]:
    """Every reason for and against the team with the number."""
    explainer = _Explainer(case, number_)
    order = _ELSE if number_ in case.fits else _WHEN_NO
    return tuple(sorted(explainer.all(), key=lambda reason: order.index(reason.side)))


class _Explainer:
    """Says why one team got its answer."""

    def __init__(self, case: AskedCase, number_: int) -> None:
        self._case = case
        self._number = number_
        self._one: CompiledTeam = case.compiled.teams[number_]
        self._fit: Fit | None = case.fits.get(number_)
        self._registry = case.compiled.registry

    def all(self) -> Iterator[Reason]:
        yield from self._standing()
        yield from self._competence()
        yield from self._desk()
        yield from self._place()
        yield from self._criteria()
        yield from self._language()
        yield from self._room()

    # --- being there -----------------------------------------------------------------------------

    def _standing(self) -> Iterator[Reason]:
        case, teams = self._case, self._case.compiled.teams
        if not self._one.team.active:
            yield Reason("inactive", Side.AGAINST)
        absence = case.absent.get(self._number)
        if absence is not None:
            yield self._absence(absence)
        for absent in case.stands_in_for.get(self._number, ()):
            named = teams[absent].team.name
            until = self._until(case.absent[absent])
            yield Reason("stands_in", Side.FOR, {"team": named, "until": until})

    def _absence(self, absence: Absence) -> Reason:
        case = self._case
        told: _Told = {"until": self._until(absence)}
        substitute = case.substitute.get(self._number)
        if substitute is None:
            return Reason("absent", Side.AGAINST, told)
        told["substitute"] = case.compiled.teams[substitute].team.name
        code = "absent_substituted" if substitute in case.fits else "absent_unfit"
        return Reason(code, Side.AGAINST, told)

    def _until(self, absence: Absence) -> Words:
        last = absence.last
        if last is None:
            return _FURTHER
        year = last.year != self._case.request.as_of.year
        return {name: _UNTIL[name].format(day(last, name, year=year)) for name in LANGUAGES}

    # --- what it helps with ----------------------------------------------------------------------

    def _competence(self) -> Iterator[Reason]:
        case, one = self._case, self._one
        if case.areas:
            for area in case.areas:
                yield from self._area(area)
            return
        answer, covers, may_cover = case.helps(one)
        if answer is NO and case.possible and case.desk is not None:
            desk: Words = case.desk.name or {"sv": case.desk.id}
            yield Reason("no_desk_competence", Side.AGAINST, {"desk": desk})
        elif answer is NO and not one.competences:
            yield Reason("no_competence", Side.AGAINST)
        elif answer is NO:
            for area in one.competences:
                yield from self._area(area)
        elif answer is UNKNOWN:
            yield Reason("need_unknown", Side.UNKNOWN)
        for area in (*covers, *may_cover):
            yield from self._area(area)

    def _area(self, area: str) -> Iterator[Reason]:
        place = self._one.competences.get(area)
        named: Words = self._case.compiled.area_name(area)
        if place is None:
            yield Reason("competence_missing", Side.AGAINST, {"area": named}, about=area)
            return
        if self._case.rule(place) is not NO:
            yield Reason("competence", Side.FOR, {"area": named}, about=area)
        if place != NOTHING:
            yield from self._rule(place, area=area)

    def _desk(self) -> Iterator[Reason]:
        desk = self._case.desk
        if desk is None:
            return
        named: Words = desk.name or {"sv": desk.id}
        if self._case.in_desk(self._one):
            yield Reason("desk", Side.FOR, {"desk": named})
        elif self._number not in self._case.stands_in_for:
            yield Reason("desk_outside", Side.AGAINST, {"desk": named})

    # --- where ------------------------------------------------------------------------------------

    def _place(self) -> Iterator[Reason]:
        case, territory = self._case, self._one.territory
        own = case.coverage(territory)
        if self._fit is not None and self._fit.coverage is not own:
            yield self._placed(self._fit.coverage)
            return
        known = case.place_reasons.get(territory)
        if known is None:
            known = case.place_reasons[territory] = self._placed(own)
        yield known

    def _placed(self, coverage: Coverage) -> Reason:
        if coverage.truth is YES:
            return self._covered(coverage)
        if coverage.truth is NO:
            told = self._places(self._case.places.named, either)
            return Reason("place_outside", Side.AGAINST, {"place": told})
        if coverage.level is None:
            return Reason("territory_missing", Side.UNKNOWN)
        return self._where(coverage)

    def _covered(self, coverage: Coverage) -> Reason:
        if coverage.level is Level.COUNTRY:
            return Reason("place_country", Side.FOR)
        code = "place_region" if coverage.level is Level.REGION else "place_municipality"
        return Reason(code, Side.FOR, {"place": self._places(coverage.codes, each)})

    def _where(self, coverage: Coverage) -> Reason:
        """What to ask to know whether the company lies where the team works."""
        case = self._case
        codes = coverage.codes
        if not codes:
            territory = case.compiled.territories[self._one.territory]
            if territory is not None:
                codes = (*sorted(territory.regions), *sorted(territory.municipalities))
        told = self._places(codes, each)
        if not case.places.known:
            fields: tuple[str, ...] = ("municipality",)
            code = "place_unknown"
        elif coverage.level is Level.REGION:
            fields, code = ("region",), "place_astray"
        else:
            fields, code = ("municipality",), "place_coarse"
        known = tuple(name for name in fields if name in self._registry.fields)
        return Reason(code, Side.UNKNOWN, {"place": told}, fields=known)

    def _places(self, codes: Iterable[str], join: object) -> Words:
        joined = either if join is either else each
        tree = self._case.places.tree
        listed = list(codes)
        found = {}
        for language in LANGUAGES:
            named = [tree.label(code, language) if tree else code for code in listed]
            if len(named) > _MAX_NAMED:
                rest = _MORE[language].format(number(len(named) - _MAX_NAMED + 1, language))
                named = [*named[: _MAX_NAMED - 1], rest]
            found[language] = joined(named, language)
        return found

    # --- what companies it takes ------------------------------------------------------------------

    def _criteria(self) -> Iterator[Reason]:
        one, case = self._one, self._case
        if one.gate and all(case.rule(place) is YES for place in one.gate):
            yield Reason("criteria", Side.FOR)
            return
        if one.actor_rule != NOTHING:
            yield from self._rule(one.actor_rule, actor=one.actor.name)
        if one.team_rule != NOTHING:
            yield from self._rule(one.team_rule)

    def _rule(self, place: int, *, area: str = "", actor: str = "") -> Iterator[Reason]:
        """The parts of a rule that make it no; or, when none does, those that are not known."""
        case = self._case
        wanted = case.rule(place)
        if wanted is YES:
            return
        for part in parts_of(case.compiled.rules[place]):
            if truth_of(part, case.truths) is not wanted:
                continue
            key = (part_key(part), area, actor)
            known = case.rule_reasons.get(key)
            if known is None:
                known = self._part(part, wanted, area, actor)
                if known.code != "criteria_manual":  # which names the team
                    case.rule_reasons[key] = known
            yield known

    def _part(self, part: Node, truth: Truth, area: str, actor: str) -> Reason:
        compiled = self._case.compiled
        told: _Told = {
            "whose": self._whose(area, actor),
            "condition": compiled.condition(part),
        }
        if truth is NO:
            told["stated"] = self._stated(part.condition)
            return Reason("criteria_failed", Side.AGAINST, told, area)
        missing: list[str] = []
        gather_unknown(part, self._case.truths, missing, [])
        fields = tuple(dict.fromkeys(missing))
        if not fields:
            who: _Told = {"who": self._one.team.name, "condition": told["condition"]}
            return Reason("criteria_manual", Side.UNKNOWN, who, area)
        told["question"] = compiled.question(fields[0])
        return Reason("criteria_unknown", Side.UNKNOWN, told, area, fields)

    def _whose(self, area: str, actor: str) -> Words:
        if area:
            named = self._case.compiled.area_name(area)
            return {name: _REQUIRED_FOR[name].format(named[name]) for name in LANGUAGES}
        if actor:
            return {name: _REQUIRED_BY[name].format(actor) for name in LANGUAGES}
        return _REQUIRED

    def _stated(self, condition: Condition) -> Words:
        """What the company has, where a single fact decides and it is not just yes or no."""
        leaf = condition.child if isinstance(condition, Not) else condition
        value = self._case.resolver.value(leaf.field) if isinstance(leaf, Leaf) else None
        if value is None or isinstance(value, bool) or not isinstance(leaf, Leaf):
            return dict.fromkeys(LANGUAGES, "")
        asked = self._registry.fields[leaf.field]
        return {
            name: _FIRM[name].format(value_text(value, asked, self._registry, name))
            for name in LANGUAGES
        }

    # --- language and room -------------------------------------------------------------------------

    def _language(self) -> Iterator[Reason]:
        asked = self._case.language
        if asked is None or asked == ALWAYS_SPOKEN:
            return
        named = {name: language_name(asked, name) for name in LANGUAGES}
        if self._case.speaks(self._one):
            yield Reason("language", Side.FOR, {"language": named})
        else:
            stated = self._one.team.languages or self._one.actor.languages
            code = "language_missing" if stated else "language_unstated"
            yield Reason(code, Side.AGAINST, {"language": named})

    def _room(self) -> Iterator[Reason]:
        team = self._one.team
        load = self._case.request.load.get(team.id)
        if load is None:
            if team.capacity == 0:
                yield Reason("full", Side.AGAINST, self._counted(0, 0))
            return
        if team.capacity is None:
            if load:
                yield Reason("load", Side.NOTE, self._counted(load, None))
        elif self._case.room(self._one)[1]:
            yield Reason("room", Side.FOR, self._counted(load, team.capacity))
        else:
            yield Reason("full", Side.AGAINST, self._counted(load, team.capacity))

    def _counted(self, load: int, capacity: int | None) -> _Told:
        counted = load if capacity is None else capacity
        told: _Told = {
            "load": load,
            "cases": {name: _CASES[name][counted != 1] for name in LANGUAGES},
        }
        return told if capacity is None else {**told, "capacity": capacity}
