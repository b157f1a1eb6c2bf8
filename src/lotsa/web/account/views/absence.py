"""One's own days away, and who stands in."""

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from lotsa.domain.actors import membership
from lotsa.domain.actors.membership import WrongDays
from lotsa.domain.actors.models import Member
from lotsa.foundation import clock
from lotsa.web.account.middleware import presence
from lotsa.web.account.personal import personal


class AbsenceForm(forms.Form):
    """First and last day, both included, and who stands in."""

    first = forms.DateField(
        label=gettext_lazy("First day away"),
        widget=forms.DateInput,
        error_messages={
            "required": gettext_lazy("Write the first day."),
            "invalid": gettext_lazy("Write the day as 2020-05-04."),
        },
    )
    last = forms.DateField(
        label=gettext_lazy("Last day away"),
        required=False,
        widget=forms.DateInput,
        help_text=gettext_lazy("Leave empty if you do not know."),
        error_messages={"invalid": gettext_lazy("Write the day as 2020-05-04.")},
    )
    substitute = forms.ChoiceField(label=gettext_lazy("Who stands in"), required=False)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = (
            Member.objects.current()
            .filter(actor_id=member.actor_id)
            .exclude(pk=member.pk)
            .select_related("user")
        )
        self.fields["substitute"].choices = [
            ("", _("Nobody")),
            *((str(one.pk), one.user.name or one.user.email) for one in colleagues),
        ]

    def clean(self) -> dict[str, Any]:
        """The last day does not come before the first."""
        told: dict[str, Any] = super().clean() or {}
        first, last = told.get("first"), told.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day comes before the first."))
        return told


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: HttpRequest) -> HttpResponse:
    """One's days away at this place; POST adds some."""
    member = _member(request)
    data = request.POST if request.method == "POST" else None
    form = AbsenceForm(data, member=member, initial={"first": clock.today()})
    if data is not None and form.is_valid():
        told = form.cleaned_data
        chosen = int(told["substitute"]) if told["substitute"] else None
        try:
            membership.be_away(member, told["first"], told["last"], chosen)
        except WrongDays:
            raise Http404 from None
        messages.success(request, _("Saved."))
        return redirect("account:absence")
    rows = member.absences.select_related("substitute__user")
    context = {"form": form, "rows": [row for row in rows if _still(row.last, clock.today())]}
    return render(request, "account/absence.html", context, status=422 if data is not None else 200)


@personal
@require_POST
def absence_over(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Take days away back. 404 when they are not one's own."""
    if not membership.be_back(_member(request), absence_id):
        raise Http404
    messages.success(request, _("Saved."))
    return redirect("account:absence")


def _member(request: HttpRequest) -> Member:
    found = presence(request)
    member: Member = Member.objects.get(pk=found.viewer.member_id)
    return member


def _still(last: datetime.date | None, today: datetime.date) -> bool:
    return last is None or last >= today
