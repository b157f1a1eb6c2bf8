"""The answer page."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lotsa.core.guide.sorting import Standing
from lotsa.domain.measures.selectors import catalogue
from lotsa.foundation.access import Role, open_to
from lotsa.foundation.clock import today
from lotsa.foundation.ui import components
from lotsa.usecases.guide.answers import TONES, AnswerPage, Ask, Group
from lotsa.usecases.guide.answers import answer as build
from lotsa.usecases.guide.wording import in_language
from lotsa.web.public import visit
from lotsa.web.public.forms.answers import draw
from lotsa.web.public.pictures import timeline_picture
from lotsa.web.public.situation_lines import lead, situation_lines


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
            "needs": [
                in_language(current.need_by_id[need].document, "name", language)
                for need in situation.needs
                if need in current.need_by_id
            ],
            "picture": timeline_picture(page.timeline, language),
        },
    )


def drawn_ask(ask: Ask, language: str) -> components.Field:
    """A question drawn small enough to stand among the answers."""
    return draw(ask.field, catalogue().registry, ask.text, None, language)


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
            _("One answer decides"),
            _("We do not know enough yet. Answer here, or ask the provider."),
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
        Standing.MAYBE: ("maybe", _("need one more answer")),
        Standing.LATER: ("later", _("open later")),
        Standing.ONE_AWAY: ("near", _("one condition away")),
    }
    return tuple(
        components.Tile(page.groups[standing].count, label, f"#{anchor}", TONES[standing])
        for standing, (anchor, label) in labels.items()
    )
