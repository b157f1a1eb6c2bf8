"""The answer page."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lotsa.core.guide.situation import Situation, places_of
from lotsa.core.guide.sorting import Standing
from lotsa.domain.desks.rules import rules_for
from lotsa.domain.measures.selectors import CurrentCatalogue, catalogue
from lotsa.foundation.access import Role, open_to
from lotsa.foundation.clock import today
from lotsa.foundation.ui import components
from lotsa.usecases.guide.answers import TONES, AnswerPage, Entry, Group
from lotsa.usecases.guide.answers import answer as build
from lotsa.web.public import visit
from lotsa.web.public.pictures import timeline_picture
from lotsa.web.public.situation_lines import lead, need_names, situation_lines


@dataclass(frozen=True)
class List:
    """One list of the page, with its words."""

    anchor: str
    heading: str
    words: str
    tone: components.Tone
    group: Group


@open_to(Role.PUBLIC)
@require_safe
def answer(request: HttpRequest) -> HttpResponse:
    """What the company can get now, what someone decides, maybe, later, nearly and not."""
    current = catalogue()
    situation = visit.situation_of(request)
    language = get_language() or "sv"
    if situation.empty:
        return render(request, "public/answer_empty.html", {"counts": current.counts(today())})
    page = build(situation, current, today(), language)
    lists = _lists(page)
    changed = _changed(request, page)
    return render(
        request,
        "public/answer.html",
        {
            "page": page,
            "lists": lists,
            "not_possible": page.groups[Standing.NOT],
            "tiles": _tiles(page),
            "lines": situation_lines(situation, current, today(), language),
            "lead": lead(situation, current, today(), language),
            "needs": need_names(situation, current, language),
            "picture": timeline_picture(page.timeline, language),
            "within": _contact_within(situation, current),
            "changed": changed.id if changed else "",
            "not_open": changed is not None and changed.standing is Standing.NOT,
            "not_listed": changed is None and "changed" in request.GET,
            "status": _status(page, changed) if "changed" in request.GET else "",
        },
    )


def _contact_within(situation: Situation, current: CurrentCatalogue) -> int:
    """Working days within which a company is contacted where this one is."""
    tree = current.registry.trees.get("places")
    if tree is None:
        return rules_for("", "").contact_within
    towns, regions = places_of(situation.facts_for(current.registry), tree)
    return rules_for(next(iter(towns), ""), next(iter(regions), "")).contact_within


def _changed(request: HttpRequest, page: AnswerPage) -> Entry | None:
    """The measure that the visitor has just answered a question about."""
    wanted = request.GET.get("changed", "")
    entries = (entry for group in page.groups.values() for entry in group.entries)
    return next((entry for entry in entries if entry.id == wanted), None)


def _status(page: AnswerPage, changed: Entry | None) -> str:
    """What an answer changed, said to those who hear the page: the measure first, then the sums."""
    now, waiting = page.groups[Standing.NOW].count, page.groups[Standing.MAYBE].count
    sums = _("%(now)s, %(waiting)s.") % {
        "now": ngettext(
            "%(number)d kind of support can be applied for now",
            "%(number)d kinds of support can be applied for now",
            now,
        )
        % {"number": now},
        "waiting": ngettext(
            "%(number)d needs more answers", "%(number)d need more answers", waiting
        )
        % {"number": waiting},
    }
    if changed is None:
        return sums
    where = {
        Standing.NOW: _("can be applied for now"),
        Standing.DECIDED: _("can be applied for, someone decides"),
        Standing.MAYBE: _("needs more answers"),
        Standing.LATER: _("opens later"),
        Standing.ONE_AWAY: _("one condition away"),
        Standing.NOT: _("not possible now"),
    }[changed.standing]
    return f"{changed.name}: {where}. {sums}"


def _lists(page: AnswerPage) -> tuple[List, ...]:
    words = {
        Standing.NOW: (
            "now",
            _("Can be applied for now"),
            _("You meet what is required, as far as you have told us."),
        ),
        Standing.DECIDED: (
            "decided",
            _("Can be applied for, someone decides"),
            _("You meet what can be checked. The provider decides the rest."),
        ),
        Standing.MAYBE: (
            "maybe",
            _("Perhaps, your answers decide"),
            _("We do not know enough yet. Those that need the fewest answers come first."),
        ),
        Standing.LATER: (
            "later",
            _("Opens later"),
            _("Not open yet, but nothing you have told us rules you out."),
        ),
        Standing.ONE_AWAY: (
            "near",
            _("One condition away"),
            _("A single condition is not met, and it is one that can change."),
        ),
    }
    return tuple(
        List(anchor, heading, text, TONES[standing], page.groups[standing])
        for standing, (anchor, heading, text) in words.items()
        if page.groups[standing].count
    )


def _tiles(page: AnswerPage) -> tuple[components.Tile, ...]:
    labels = {
        Standing.NOW: ("now", _("can be applied for now")),
        Standing.DECIDED: ("decided", _("someone decides")),
        Standing.MAYBE: ("maybe", _("need more answers")),
        Standing.LATER: ("later", _("open later")),
        Standing.ONE_AWAY: ("near", _("one condition away")),
    }
    return tuple(
        components.Tile(page.groups[standing].count, label, f"#{anchor}", TONES[standing])
        for standing, (anchor, label) in labels.items()
    )
