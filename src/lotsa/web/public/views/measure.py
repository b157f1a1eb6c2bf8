"""The page of one measure."""

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lotsa.domain.measures.selectors import catalogue
from lotsa.foundation.access import Role, open_to
from lotsa.foundation.clock import today
from lotsa.foundation.ui import components
from lotsa.usecases.browse.measure import measure_page, version_rows
from lotsa.usecases.browse.structured import as_script, measure_data
from lotsa.usecases.guide.wording import in_language
from lotsa.web.public import visit


@open_to(Role.PUBLIC)
@require_safe
def measure(request: HttpRequest, measure_id: str) -> HttpResponse:
    """What one measure is, who may get it, how and when; as it reads today or on ``?datum=``."""
    current = catalogue()
    language = get_language() or "sv"
    asked, as_of, fault = _as_of(request)
    address = settings.LOTSA_ORIGIN + reverse("public:measure", args=[measure_id])
    shown: dict[str, object] = {
        "as_of": as_of,
        "asked": asked,
        "date_fault": fault,
        "canonical": address,
        "here": reverse("public:measure", args=[measure_id]),
    }
    page = measure_page(measure_id, current, as_of, language, visit.situation_of(request))
    if page is None:
        versions = current.versions_of(measure_id)
        if not versions:
            raise Http404
        name = in_language(versions[0].document, "name", language) or measure_id
        context: dict[str, object] = {
            "name": name,
            "crumbs": _crumbs(name),
            "versions": version_rows(versions, as_of),
        }
        return render(request, "public/measure_not_then.html", {**shown, **context})
    data = as_script(measure_data(page, current, address, language))
    full: dict[str, object] = {"page": page, "crumbs": _crumbs(page.name), "data": data}
    return render(request, "public/measure.html", {**shown, **full})


def _as_of(request: HttpRequest) -> tuple[bool, date, bool]:
    """Whether another day was asked for, the day to show, and whether the one asked is no day."""
    written = request.GET.get("datum", "")
    if not written:
        return False, today(), False
    try:
        return True, date.fromisoformat(written), False
    except ValueError:
        return False, today(), True


def _crumbs(name: str) -> tuple[components.Crumb, ...]:
    return (
        components.Crumb(_("Support A–Z"), reverse("public:catalogue")),
        components.Crumb(name),
    )
