"""Bookkeeping instead of questions: SIE files are read in memory and shown before they count.

Nothing is stored between the result and the visitor's yes: what was found travels in the
form, signed, and is good for an hour.
"""

from importlib.resources import files
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from lotsa.core.bookkeeping.combining import combine
from lotsa.core.bookkeeping.decoding import MAX_BYTES
from lotsa.core.bookkeeping.faults import SieFault
from lotsa.core.bookkeeping.reading import SieReading
from lotsa.core.bookkeeping.sie import read_sie
from lotsa.domain.measures.selectors import catalogue
from lotsa.foundation.access import Role, open_to
from lotsa.foundation.clock import today
from lotsa.foundation.ratelimit.limiter import limited
from lotsa.foundation.ui import components
from lotsa.usecases.guide.books import Answers, look_into, series_field, use
from lotsa.web.public import visit
from lotsa.web.public.books_shown import shown
from lotsa.web.public.uploads import MemoryIntake

FIELD: Final = "files"
MAX_FILES: Final = 4
SALT: Final = "lotsa.bookkeeping"
GOOD_FOR_SECONDS: Final = 60 * 60
_NAME_SHOWN: Final = 60


@open_to(Role.PUBLIC)
@csrf_exempt  # checked in _read: the intake must be in place before anything reads the body
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def bookkeeping(request: HttpRequest) -> HttpResponse:
    """Ask for files, or show what was found in them. GET ?demo=1 reads the demo's own file."""
    if request.method == "POST":
        return _receive(request)
    if "demo" not in request.GET:
        return _page(request)
    if not settings.LOTSA_DEMO:
        raise Http404
    invented = (files("lotsa.data") / "demo" / "restaurang.se").read_bytes()
    return _result(request, read_sie(invented), is_demo=True)


@open_to(Role.PUBLIC)
@require_POST
@limited("books_use", "60/m")
def bookkeeping_use(request: HttpRequest) -> HttpResponse:
    """Take the figures that were shown into the visitor's situation."""
    try:
        raw = signing.loads(request.POST.get("found", ""), salt=SALT, max_age=GOOD_FOR_SECONDS)
    except signing.SignatureExpired:
        return _page(request, [_("An hour has passed. Choose the files again, and we count anew.")])
    except signing.BadSignature:
        return _page(request, [_("The figures could not be read back. Choose the files again.")])
    rulebook = catalogue().rules(today()).rulebook
    situation = use(
        Answers.from_json(raw),
        visit.situation_of(request),
        rulebook,
        keep_months="keep_months" in request.POST,
        keep_legal_form="keep_legal_form" in request.POST,
    )
    visit.keep(request, situation)
    return redirect("public:question" if _then(request) == "question" else "public:answer")


@open_to(Role.PUBLIC)
@require_POST
@limited("books_use", "60/m")
def bookkeeping_forget(request: HttpRequest) -> HttpResponse:
    """Take the monthly sums out of the visitor's situation."""
    rulebook = catalogue().rules(today()).rulebook
    series = series_field(rulebook.registry)
    if series is not None:
        visit.keep(request, visit.situation_of(request).without(series.id, rulebook))
    messages.success(request, _("The monthly sums are gone."))
    return redirect("public:bookkeeping")


@limited("books", "12/m")
def _receive(request: HttpRequest) -> HttpResponse:
    intake = MemoryIntake(FIELD, MAX_FILES, MAX_BYTES)
    request.upload_handlers = [intake]
    try:
        request.POST  # noqa: B018 - reads the body
    except (SuspiciousOperation, MultiPartParserError):
        return _page(request, [_too_many()])
    if intake.body_too_large:
        return _page(request, [_("The files are too large together. Choose at most 10 MB each.")])
    return _read(request, intake)


@csrf_protect
def _read(request: HttpRequest, intake: MemoryIntake) -> HttpResponse:
    given = request.FILES.getlist(FIELD)
    if intake.too_many:
        return _page(request, [_too_many()])
    if not given:
        return _page(request, [_("Choose a SIE file first.")])
    readings, faults = [], []
    for file in given:
        try:
            readings.append(read_sie(file.read()))
        except SieFault as fault:
            faults.append(f"{_name(file)}: {_sentence(fault)}" if given[1:] else _sentence(fault))
    if faults:
        return _page(request, faults)
    try:
        return _result(request, combine(readings))
    except SieFault as fault:
        return _page(request, [_sentence(fault)])


def _result(request: HttpRequest, reading: SieReading, *, is_demo: bool = False) -> HttpResponse:
    rules = catalogue().rules(today())
    findings = look_into(reading, rules.rulebook, today())
    answers = findings.answers
    return render(
        request,
        "public/bookkeeping_result.html",
        {
            "shown": shown(findings, rules, get_language() or "sv"),
            "found": signing.dumps(answers.as_json(), salt=SALT, compress=True),
            "answers": answers,
            "upload": _upload(),
            "faults": [],
            "then": _then(request),
            "is_demo": is_demo,
        },
    )


def _page(request: HttpRequest, faults: list[str] | None = None) -> HttpResponse:
    """The page that asks for files, with what was wrong with those given."""
    rulebook = catalogue().rules(today()).rulebook
    series = series_field(rulebook.registry)
    kept = visit.situation_of(request).facts.get(series.id) if series is not None else None
    return render(
        request,
        "public/bookkeeping.html",
        {
            "upload": _upload(" ".join(faults or ())),
            "faults": [components.Fault(f"id_{FIELD}", fault) for fault in faults or ()],
            "then": _then(request),
            "has_months": bool(kept),
            "has_demo": settings.LOTSA_DEMO,
        },
        status=422 if faults else 200,
    )


def _upload(error: str = "") -> components.Field:
    return components.Field(
        name=FIELD,
        label=_("SIE files"),
        kind="file",
        hint=_("This year's and last year's, all at once. At most four files of 10 MB each."),
        accept=".se,.si,.sie",
        error=error,
    )


def _then(request: HttpRequest) -> str:
    """Where the visitor came from and wants to go back to: the questions, or the answers."""
    asked: Any = request.POST.get("then") or request.GET.get("then")
    return "question" if asked == "question" else ""


def _sentence(fault: SieFault) -> str:
    return fault.sentence_sv if get_language() == "sv" else fault.sentence_en


def _name(file: UploadedFile) -> str:
    name = file.name or ""
    return name if len(name) <= _NAME_SHOWN else f"{name[: _NAME_SHOWN - 1]}…"


def _too_many() -> str:
    return _("Choose at most four files.")
