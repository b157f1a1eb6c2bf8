"""How it went: asked after every closed case, and once more five months later."""

from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lotsa.core.cases.states import OPEN_CASE_STATES
from lotsa.domain.cases.models import Case, FollowUp
from lotsa.domain.cases.services.following import FIRST, HAPPENED, LATER, answer
from lotsa.foundation.access import Role, open_to
from lotsa.foundation.clock import moment
from lotsa.foundation.ratelimit.limiter import limited
from lotsa.foundation.ui.components import Choice, Fault, Field
from lotsa.foundation.web.typed import paragraphs
from lotsa.web.company.links import own_case
from lotsa.web.public.views.resume import private

LONGEST: Final = 2000
_CONTACTED: Final = {"yes": True, "no": False}
_SHORT: Final = {"yes": "3", "no": "1"}
"""What a yes or a no in the mail means on the scale of the page."""


@dataclass(frozen=True)
class Answered:
    """The page's answers, as posted, kept, or carried by the link in the mail."""

    contacted: str = ""
    useful: str = ""
    happened: str = ""
    comment: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing at all is answered."""
        return not (self.contacted or self.useful or self.happened or self.comment)


@open_to(Role.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@private
@limited("follow_up", "60/h", looking=False)
@own_case
def follow_up(request: HttpRequest, case: Case, token: str, kind: str) -> HttpResponse:
    """Three questions, filled in from the link in the mail; sent by one button, and changeable."""
    if kind not in {FIRST, LATER}:
        raise Http404
    if case.state in OPEN_CASE_STATES:
        return redirect("company:case", token=token)
    given = case.follow_ups.filter(kind=kind, answered_at__isnull=False).first()
    if request.method != "POST":
        if given is not None and "change" not in request.GET and not _carried(request.GET):
            return render(request, "company/thanks.html", {"token": token, "kind": kind})
        return _page(request, token, kind, _read(request.GET, given))
    answered = _posted(request.POST)
    if answered.empty:
        return _page(request, token, kind, answered, fault=_("Answer at least one question."))
    if len(answered.comment) > LONGEST:
        long = _("Shorten the text to %(most)s characters; it has %(now)s.") % {
            "most": LONGEST,
            "now": len(answered.comment),
        }
        return _page(request, token, kind, answered, long=long)
    answer(
        case.pk,
        kind,
        contacted=_CONTACTED.get(answered.contacted),
        useful=int(answered.useful) if answered.useful else None,
        happened=answered.happened,
        comment=answered.comment,
        now=moment(),
    )
    return redirect("company:follow_up", token=token, kind=kind)


def _carried(query: QueryDict) -> bool:
    return "contacted" in query or "useful" in query


def _read(query: QueryDict, given: FollowUp | None) -> Answered:
    """What was answered before, with the answer of the mail's link on top."""
    contacted = query.get("contacted", "")
    useful = _SHORT.get(query.get("useful", ""), "")
    kept = Answered()
    if given is not None:
        said = {True: "yes", False: "no"}.get(given.contacted, "")
        kept = Answered(said, str(given.useful or ""), given.happened, given.comment)
    return Answered(
        contacted if contacted in _CONTACTED else kept.contacted,
        useful or kept.useful,
        kept.happened,
        kept.comment,
    )


def _posted(posted: QueryDict) -> Answered:
    """The posted answers; one outside its choices counts as not given."""

    def among(name: str, choices: tuple[str, ...]) -> str:
        value = posted.get(name, "")
        return value if value in choices else ""

    return Answered(
        among("contacted", tuple(_CONTACTED)),
        among("useful", ("1", "2", "3", "4")),
        among("happened", HAPPENED),
        paragraphs(posted.get("comment", "")),
    )


def _page(
    request: HttpRequest,
    token: str,
    kind: str,
    answered: Answered,
    *,
    fault: str = "",
    long: str = "",
) -> HttpResponse:
    fields = _fields(kind, answered, fault, long)
    faults = [Fault(field.id, str(field.error)) for field in fields if field.error]
    return render(
        request,
        "company/follow_up.html",
        {"token": token, "kind": kind, "fields": fields, "faults": faults},
        status=422 if faults else 200,
    )


def _fields(kind: str, answered: Answered, fault: str, long: str) -> tuple[Field, ...]:
    contacted = Field(
        "contacted",
        _("Did anybody contact you?"),
        "radios",
        inline=True,
        error=fault,
        choices=_choices((("yes", _("Yes")), ("no", _("No"))), answered.contacted),
    )
    useful = Field(
        "useful",
        _("Was the help useful?") if kind == FIRST else _("Did the help make a difference?"),
        "radios",
        error=fault if kind == LATER else "",
        choices=_choices(
            (
                ("4", _("Yes, very much")),
                ("3", _("Yes, quite")),
                ("2", _("A little")),
                ("1", _("No, not at all")),
            ),
            answered.useful,
        ),
    )
    happened = Field(
        "happened",
        _("How are things now?"),
        "radios",
        choices=_choices(
            (
                ("solved", _("It is solved")),
                ("under_way", _("It is under way")),
                ("nothing", _("Nothing has changed")),
                ("worse", _("It has become worse")),
                ("other_help", _("We got help from somebody else")),
            ),
            answered.happened,
        ),
    )
    comment = Field(
        "comment",
        _("Is there anything you want to add?"),
        "textarea",
        hint=_("Those who had your case read it. Do not write personal identity numbers."),
        value=answered.comment,
        optional=True,
        error=long,
    )
    return (contacted, useful, happened, comment) if kind == FIRST else (useful, happened, comment)


def _choices(pairs: tuple[tuple[str, str], ...], chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(value, label, chosen=value == chosen) for value, label in pairs)
