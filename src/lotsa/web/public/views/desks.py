"""The desks: entrances for some companies or some needs, with their own questions."""

from dataclasses import dataclass, replace
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lotsa.core.calendar.opening_hours import in_lines, is_open
from lotsa.core.criteria.registry import Field
from lotsa.core.routing.languages import language_name
from lotsa.domain.desks.models import Desk
from lotsa.domain.desks.public import open_desk, open_desks
from lotsa.domain.measures.selectors import CurrentCatalogue, catalogue
from lotsa.domain.places.selectors import regions
from lotsa.foundation.access import Role, open_to
from lotsa.foundation.clock import moment
from lotsa.foundation.ratelimit.limiter import limited
from lotsa.foundation.ui import components
from lotsa.usecases.guide.wording import in_language
from lotsa.web.public import visit
from lotsa.web.public.forms.industry import IndustryQuestion
from lotsa.web.public.forms.several import (
    IndustrySearch,
    Question,
    can_ask,
    draw_several,
    read_several,
    written,
)

NO_SEARCH: Final = IndustrySearch()


@dataclass(frozen=True)
class Entrance:
    """A desk as it is shown.

    Attributes:
        areas: what it is for, in words; empty is everything.
        languages: names of the languages one can get help in.
        hours: when one can call, a line for each.
        open_now: whether somebody answers the phone now.
    """

    slug: str
    name: str
    introduction: str
    place: str
    areas: tuple[str, ...]
    languages: tuple[str, ...]
    phone: str
    hours: tuple[str, ...]
    open_now: bool


@open_to(Role.PUBLIC)
@require_safe
def desks(request: HttpRequest) -> HttpResponse:
    """Every open desk, or those for one county or one need; both stand in the address."""
    current, language = catalogue(), get_language() or "sv"
    place, need = request.GET.get("place", ""), request.GET.get("need", "")
    found = open_desks(region=place, need=need)
    return render(
        request,
        "public/desks.html",
        {
            "desks": [_shown(desk, current, language) for desk in found],
            "filtered": bool(place or need),
            "places": components.Field(
                "place", _("Where is the company?"), "select", choices=_places(place, language)
            ),
            "needs": components.Field(
                "need", _("What is it about?"), "select", choices=_needs(need, current, language)
            ),
        },
    )


@open_to(Role.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@limited("desk", "60/h", looking=False)
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """One desk: what it is, when one can call, and its questions on the way to asking it."""
    found = open_desk(slug)
    if found is None:
        raise Http404
    current = catalogue()
    fields = _questions(found, current)
    situation = visit.situation_of(request)
    if request.method != "POST":
        return _page(request, found, fields, situation.facts)
    search = IndustrySearch.in_form(fields, request.POST)
    facts, errors = read_several(fields, current.registry, request.POST)
    if errors or search.wanted:
        told = {**situation.facts, **facts}
        return _page(request, found, fields, told, {} if search.wanted else errors, search)
    if facts:
        visit.keep(request, situation.told(facts))
    return redirect(f"{reverse('company:ask')}?desk={found.slug}")


def _page(
    request: HttpRequest,
    found: Desk,
    fields: tuple[Field, ...],
    facts: Any,
    errors: dict[str, str] | None = None,
    search: IndustrySearch = NO_SEARCH,
) -> HttpResponse:
    current, language = catalogue(), get_language() or "sv"
    errors = errors or {}
    drawn = draw_several(fields, current.registry, facts, language, errors, search)
    if request.method == "POST":
        drawn = [
            _as_written(one, field, request.POST) for one, field in zip(drawn, fields, strict=True)
        ]
    return render(
        request,
        "public/desk.html",
        {
            "desk": _shown(found, current, language),
            "actors": tuple(dict.fromkeys(team.actor for team in found.teams.all())),
            "runs": found.actor,
            "questions": drawn,
            "industry": any(isinstance(one, IndustryQuestion) for one in drawn),
            "faults": [components.Fault(one.id, str(one.error)) for one in drawn if one.error],
        },
        status=422 if errors else 200,
    )


def _as_written(drawn: Question, field: Field, posted: QueryDict) -> Question:
    if isinstance(drawn, IndustryQuestion) or drawn.choices:
        return drawn
    return replace(drawn, value=written(field, posted))


def _questions(found: Desk, current: CurrentCatalogue) -> tuple[Field, ...]:
    known = (current.registry.fields.get(key) for key in found.questions)
    return tuple(field for field in known if field is not None and can_ask(field))


def _shown(found: Desk, current: CurrentCatalogue, language: str) -> Entrance:
    swedish = language == "sv"
    place = found.territory
    return Entrance(
        slug=found.slug,
        name=found.name_sv if swedish else found.name_en or found.name_sv,
        introduction=found.intro_sv if swedish else found.intro_en or found.intro_sv,
        place=place.full_name if place else _("All of Sweden"),
        areas=tuple(
            in_language(current.need_by_id[area].document, "name", language)
            for area in found.areas
            if area in current.need_by_id
        ),
        languages=tuple(language_name(code, language) for code in found.languages),
        phone=found.phone,
        hours=tuple(_hours(found)) if found.phone else (),
        open_now=bool(found.phone) and is_open(found.opening_hours, moment()),
    )


def _hours(found: Desk) -> list[str]:
    lines = []
    for days in in_lines(found.opening_hours):
        first, last = str(WEEKDAYS[days.first]), str(WEEKDAYS[days.last])
        named = first if days.first == days.last else f"{first}–{last}"
        lines.append(f"{named} {days.opens:%H.%M}–{days.closes:%H.%M}")
    return lines


def _places(chosen: str, language: str) -> tuple[components.Choice, ...]:
    return (
        components.Choice("", _("Anywhere"), chosen=not chosen),
        *(
            components.Choice(
                one.code,
                one.full_name_sv if language == "sv" else one.name_en,
                chosen=one.code == chosen,
            )
            for one in regions()
        ),
    )


def _needs(chosen: str, current: CurrentCatalogue, language: str) -> tuple[components.Choice, ...]:
    return (
        components.Choice("", _("Anything"), chosen=not chosen),
        *(
            components.Choice(
                area.id, in_language(area.document, "name", language), chosen=area.id == chosen
            )
            for area in current.needs
        ),
    )
