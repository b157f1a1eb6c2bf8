"""The directory's codes in words: places, languages, hours, channels and criteria."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotsa.core.criteria.conditions import conjuncts
from lotsa.core.criteria.registry import Registry
from lotsa.core.criteria.sentences import sentence
from lotsa.core.criteria.wording import capitalised, each, lowered
from lotsa.core.directory.places import Area
from lotsa.core.routing.languages import language_name
from lotsa.domain.actors.directory import UNREADABLE, condition_of
from lotsa.domain.actors.models import Actor, Team
from lotsa.foundation.reference import trees

CHANNELS: Final[Mapping[str, str | Promise]] = {
    "phone": gettext_lazy("Phone"),
    "mail": gettext_lazy("Mail"),
    "video": gettext_lazy("Video meeting"),
    "visit": gettext_lazy("Visit"),
}
"""How a team meets companies."""

DAYS: Final[Mapping[str, str | Promise]] = {
    "mon": gettext_lazy("Monday"),
    "tue": gettext_lazy("Tuesday"),
    "wed": gettext_lazy("Wednesday"),
    "thu": gettext_lazy("Thursday"),
    "fri": gettext_lazy("Friday"),
    "sat": gettext_lazy("Saturday"),
    "sun": gettext_lazy("Sunday"),
}
"""The days of opening hours, in order."""


def area_of_actor(actor: Actor) -> Area | None:
    """Where an actor works: by its own word, else by the catalogue's."""
    return Area.of(actor.territory or actor.as_document().get("territory"))


def area_of_team(team: Team) -> Area | None:
    """Where a team works: its own territory, else its actor's."""
    return Area.of(team.territory) or area_of_actor(team.actor)


def languages_of_actor(actor: Actor) -> tuple[str, ...]:
    """Languages an actor helps in: by its own word, else by the catalogue's."""
    return tuple(actor.languages or actor.as_document().get("languages") or ())


def territory_words(area: Area | None, language: str) -> str:
    """A territory in words; empty when none is stated."""
    return area.words(trees()["places"], language) if area else ""


def language_words(codes: Iterable[str], language: str) -> str:
    """Languages in words: "svenska, arabiska och somaliska". Swedish always goes with them."""
    names = dict.fromkeys(language_name(code, language) for code in ("sv", *codes))
    return capitalised(each(list(names), language))


def channel_words(codes: Iterable[str], language: str) -> str:
    """Channels in words."""
    known = [str(CHANNELS[code]) for code in CHANNELS if code in set(codes)]
    return capitalised(each([name.lower() for name in known], language)) if known else ""


def hour_lines(hours: Mapping[str, Sequence[str]]) -> tuple[tuple[str, str], ...]:
    """Opening hours as lines, days with the same hours together: ("Monday–Friday", "08:00–16:30")."""
    lines: list[tuple[str, str, str]] = []
    days = list(DAYS)
    for number, day in enumerate(days):
        span = hours.get(day)
        if not span:
            continue
        told = "–".join(span)
        name = str(DAYS[day])
        if lines and lines[-1][2] == told and number and days[number - 1] in hours:
            lines[-1] = (lines[-1][0], name, told)
        else:
            lines.append((name, name, told))
    return tuple(
        (first if first == last else f"{first}–{last.lower()}", told) for first, last, told in lines
    )


def criteria_lines(raw: Any, registry: Registry, language: str) -> tuple[str, ...]:
    """Each thing that criteria require, as a sentence without a full stop; nothing for none."""
    condition = condition_of(raw)
    if condition is None:
        return ()
    try:
        return tuple(sentence(part, registry, language) for part in conjuncts(condition))
    except (KeyError, ValueError):
        return (sentence(UNREADABLE, registry, language),)


def coming_cases(
    team: Team,
    competences: Iterable[tuple[str, Sequence[str]]],
    shared: Sequence[str],
    language: str,
) -> tuple[str, ...]:
    """Which cases would come to a team, a sentence for each thing it helps with.

    Args:
        team: with its actor.
        competences: name of each need area, with what is required for it alone.
        shared: what the team and its actor require of every company.
        language: of the sentences.
    """
    area = area_of_team(team)
    where = territory_words(area, language)
    if area is not None and area.country:
        where = lowered(where)
    found = []
    for name, own in competences:
        told = {"area": name, "where": where}
        if where:
            text = _("%(area)s, for companies in %(where)s") % told
        else:
            text = _("%(area)s, when somebody has asked where the company is") % told
        required = [lowered(line) for line in (*shared, *own)]
        if required:
            text = _("%(text)s: %(required)s") % {
                "text": text,
                "required": each(required, language),
            }
        found.append(text)
    return tuple(found)
