"""Opening a case: one page, from the guide, from a desk, or from nothing at all."""

from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from lotsa.core.guide.situation import Situation, places_of
from lotsa.domain.cases.access import link_token
from lotsa.domain.cases.enums import Origin
from lotsa.domain.cases.services.opening import Draft
from lotsa.domain.desks.models import Desk
from lotsa.domain.desks.rules import rules_for
from lotsa.domain.measures.selectors import CurrentCatalogue, Need, catalogue
from lotsa.foundation.access import Role, open_to
from lotsa.foundation.clock import moment, now, today
from lotsa.foundation.ratelimit.limiter import limited
from lotsa.foundation.ui.components import Fault
from lotsa.usecases.support.asking import ask as send
from lotsa.web.company import consent
from lotsa.web.company.forms import drawn
from lotsa.web.company.forms.ask import LANGUAGES, Typed, faults, without_personal_number
from lotsa.web.company.forms.signed import TRAP, Form, is_suspected, new_form, read_form
from lotsa.web.public import visit
from lotsa.web.public.situation_lines import situation_lines
from lotsa.web.public.views.resume import private


@dataclass(frozen=True)
class Asked:
    """The page as it stands: what is typed, at which desk, about which situation."""

    typed: Typed
    form: Form
    desk: Desk | None
    situation: Situation
    current: CurrentCatalogue


@open_to(Role.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@private
@limited("ask", "60/h", looking=False)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask a question with what is already known following along; a sent one becomes a case."""
    current = catalogue()
    if request.method != "POST":
        return _page(request, _opened(request, current))
    typed = Typed.from_post(request.POST, current.need_by_id)
    form = read_form(request.POST.get("form", ""))
    asked = Asked(
        typed,
        form or new_form(now()),
        _desk(typed.desk),
        visit.situation_of(request),
        current,
    )
    if "change" in request.POST:
        visit.keep_question(request, without_personal_number(typed).as_json())
        return redirect(_where_to_change(asked, request.POST["change"]))
    if "remove" in request.POST:
        return _page(request, _without(request, asked))
    languages = (*LANGUAGES, *(asked.desk.languages if asked.desk else ()))
    errors = faults(typed, _municipalities(current), languages)
    if errors:
        return _page(request, replace(asked, typed=without_personal_number(typed)), errors)
    suspected = is_suspected(form, request.POST.get(TRAP, ""), now=now())
    case = send(_draft(asked), form_id=asked.form.id, suspected=suspected, now=moment())
    visit.forget_question(request)
    return redirect("company:receipt", token=link_token(case, now=now()))


def _opened(request: HttpRequest, current: CurrentCatalogue) -> Asked:
    """The page as it is first seen: what was typed before something was changed, or the visit's."""
    situation = visit.situation_of(request)
    typed = Typed.from_json(visit.question(request))
    slug = request.GET.get("desk", "")
    if typed is None or (slug and slug != typed.desk):
        typed = Typed(
            description=visit.own_words(request),
            needs=tuple(need for need in situation.needs if need in current.need_by_id),
            language=get_language() or "sv",
            desk=slug,
        )
    return Asked(typed, new_form(now()), _desk(typed.desk), situation, current)


def _desk(slug: str) -> Desk | None:
    """The open desk; None when none is named. Raises Http404 for one that is not open."""
    if not slug:
        return None
    desk: Desk | None = Desk.objects.open().select_related("territory").filter(slug=slug).first()
    if desk is None:
        raise Http404
    return desk


def _where_to_change(asked: Asked, key: str) -> str:
    lines = situation_lines(asked.situation, asked.current, today(), get_language() or "sv")
    address = next((line.address for line in lines if line.key == key), None)
    return f"{address}?then=ask" if address else reverse("company:ask")


def _without(request: HttpRequest, asked: Asked) -> Asked:
    """The same page without one of the facts, which is gone from the visit too."""
    rulebook = asked.current.rules(today()).rulebook
    situation = asked.situation.without(request.POST["remove"], rulebook)
    visit.keep(request, situation)
    return replace(asked, situation=situation)


def _municipalities(current: CurrentCatalogue) -> dict[str, str | None]:
    tree = current.registry.trees.get("places")
    return dict(tree.parents) if tree else {}


def _places(asked: Asked) -> tuple[str, str]:
    """The company's municipality and region, as far as they are known."""
    registry = asked.current.registry
    tree = registry.trees.get("places")
    if tree is None:
        return "", ""
    towns, regions = places_of(_told(asked).facts_for(registry), tree)
    return next(iter(towns), ""), next(iter(regions), "")


def _told(asked: Asked) -> Situation:
    """The situation with the municipality that was chosen on this page."""
    chosen = asked.typed.municipality
    return asked.situation.told({"municipality": [chosen]}) if chosen else asked.situation


def _draft(asked: Asked) -> Draft:
    typed, registry = asked.typed, asked.current.registry
    sensitive = frozenset(field.id for field in registry.fields.values() if field.sensitive)
    kept = visit.without_sensitive(_told(asked), sensitive).as_json()
    del kept["needs"]
    town, region = _places(asked)
    return Draft(
        description=typed.description,
        needs=typed.needs,
        company_name=typed.company_name,
        organisation_number="" if typed.anonymous else typed.organisation_number,
        contact_name=typed.contact_name,
        contact_email=typed.contact_email,
        contact_phone=typed.contact_phone,
        anonymous=typed.anonymous,
        language=typed.language,
        facts=kept,
        municipality_code=town,
        region_code=region,
        origin=Origin.DESK.value if asked.desk else Origin.GUIDE.value,
        desk_id=asked.desk.pk if asked.desk else None,
        consent_text=consent.VERSION,
    )


def _page(request: HttpRequest, asked: Asked, errors: dict[str, str] | None = None) -> HttpResponse:
    errors = errors or {}
    typed, desk, current = asked.typed, asked.desk, asked.current
    language = get_language() or "sv"
    town, region = _places(asked)
    place_known = bool(town or region) and not typed.municipality
    chosen, others = drawn.needs(typed, _areas(asked), language)
    return render(
        request,
        "company/ask.html",
        {
            "form": asked.form,
            "trap": TRAP,
            "desk": desk,
            "desk_name": _name(desk, language),
            "has_desks": desk is None and Desk.objects.open().exists(),
            "description": drawn.description(typed, errors.get("description", "")),
            "chosen_needs": chosen,
            "other_needs": others,
            "lines": situation_lines(asked.situation, current, today(), language),
            "how": drawn.how(typed),
            "contact": drawn.contact(typed, errors),
            "company": drawn.company(typed, errors),
            "language": drawn.spoken(
                typed, desk.languages if desk else (), language, errors.get("language", "")
            ),
            "municipality": None
            if place_known or "municipality" not in current.registry.fields
            else drawn.municipality(typed, current, language, errors.get("municipality", "")),
            "consent": drawn.consent(typed, errors.get("consent", "")),
            "sentences": consent.sentences(),
            "within": rules_for(town, region).contact_within,
            "faults": [Fault(f"id_{name}", text) for name, text in errors.items()],
        },
        status=422 if errors else 200,
    )


def _areas(asked: Asked) -> tuple[Need, ...]:
    """The need areas to choose among: the desk's, when it is for some only."""
    areas = asked.current.needs
    if asked.desk is None or not asked.desk.areas:
        return areas
    wanted = {*asked.desk.areas, *asked.typed.needs}
    return tuple(area for area in areas if area.id in wanted)


def _name(desk: Desk | None, language: str) -> str:
    if desk is None:
        return ""
    return desk.name_sv if language == "sv" else desk.name_en or desk.name_sv
