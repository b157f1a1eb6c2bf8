"""The first page: what is it about? In own words or by choosing needs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lotsa.domain.measures.selectors import Need, catalogue
from lotsa.foundation.access import Role, open_to
from lotsa.foundation.clock import today
from lotsa.foundation.ratelimit.limiter import limited
from lotsa.foundation.ui import components
from lotsa.usecases.guide.wording import in_language
from lotsa.web.public import visit


@open_to(Role.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@limited("start", "60/m", looking=False)
def start(request: HttpRequest) -> HttpResponse:
    """Ask what it is about; own words lead to what was heard, chosen needs to the questions."""
    current = catalogue()
    situation = visit.situation_of(request)
    error = ""
    words = visit.own_words(request)
    chosen = situation.needs
    if request.method == "POST":
        words = request.POST.get("words", "").strip()
        chosen = tuple(n for n in request.POST.getlist("needs") if n in current.need_by_id)
        if words or chosen:
            visit.keep_words(request, words)
            visit.keep(request, situation.with_needs(chosen))
            return redirect("public:heard" if words else "public:question")
        error = _("Write a few words, or choose at least one of the alternatives.")
    language = get_language() or "sv"
    faults = [components.Fault("id_words", error)] if error else []
    return render(
        request,
        "public/start.html",
        {
            "words": components.Field(
                name="words",
                label=_("In your own words"),
                kind="textarea",
                hint=" ".join(
                    (
                        _(
                            "For example: We run a restaurant in Eskilstuna with 12 employees and "
                            "have lost 60 per cent of our turnover."
                        ),
                        _("Do not write names or personal identity numbers."),
                    )
                ),
                value=words,
                error=error,
            ),
            "needs": need_choices(current.needs, set(chosen), language),
            "faults": faults,
            "counts": current.counts(today()),
            "situation": situation,
        },
        status=422 if error else 200,
    )


@open_to(Role.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@limited("forget", "60/m", looking=False)
def forget(request: HttpRequest) -> HttpResponse:
    """Ask whether to forget what the visitor has told; forget it at once when told so."""
    if request.method != "POST":
        return render(request, "public/forget.html")
    visit.forget(request)
    messages.success(request, _("Everything you told us in this visit is forgotten."))
    return redirect("public:start")


def need_choices(
    needs: tuple[Need, ...], chosen: set[str], language: str, name: str = "needs"
) -> components.Field:
    """The need areas as tiles to tick."""
    return components.Field(
        name=name,
        label=_("Or choose what it is about"),
        kind="checkboxes",
        columns=3,
        choices=tuple(
            components.Choice(
                need.id,
                in_language(need.document, "tile", language)
                or in_language(need.document, "name", language),
                hint=in_language(need.document, "hint", language),
                chosen=need.id in chosen,
            )
            for need in needs
        ),
    )
