"""What is said, noted, planned and handed in on the case page. A double click does it once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lotsa.core.cases.contact import grouped_phone
from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.cases.access import case_for
from lotsa.domain.cases.case_page import case_page, may_act
from lotsa.domain.cases.models import Case, Task
from lotsa.domain.cases.services import reading, talking
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.common import Erased, locked
from lotsa.domain.measures.selectors import catalogue
from lotsa.foundation import clock
from lotsa.foundation.access import open_to
from lotsa.foundation.files.faults import FileFault
from lotsa.foundation.ratelimit.limiter import limited
from lotsa.web.adviser.forms import ContactForm, MessageForm, NoteForm, RegistrationForm, TaskForm
from lotsa.web.adviser.lists import company_name
from lotsa.web.adviser.shared import posted, to_case, viewer_of
from lotsa.web.adviser.views.case import colleagues, show

_REPEAT = timedelta(minutes=2)
MOST_FILES = 5


@open_to(permission="case.handle")
@require_POST
@limited("adviser_message", "120/h", each_person=True)
def message(request: HttpRequest, reference: str) -> HttpResponse:
    """Write to the company, with files."""
    viewer, case = acting(request, reference)
    form = MessageForm(request.POST, auto_id="message_%s")
    files = request.FILES.getlist("files")
    if not form.is_valid() or not (form.cleaned_data["text"].strip() or files):
        if form.is_valid():
            form.add_error("text", _("Write something first."))
        return show(request, case, viewer, faulty={"message_form": form})
    if len(files) > MOST_FILES:
        form.add_error(
            "text", _("Send at most %(number)d files at a time.") % {"number": MOST_FILES}
        )
        return show(request, case, viewer, faulty={"message_form": form})
    text, now, by = form.cleaned_data["text"].strip(), clock.moment(), By.member(viewer)
    before = case.messages.filter(member_id=viewer.member_id, text=text)
    try:
        _once(case, before, now, lambda: talking.say(case.pk, text, files, by=by, now=now))
    except FileFault as fault:
        form.add_error("text", str(fault))
        return show(request, case, viewer, faulty={"message_form": form})
    messages.success(request, _("The message is sent."))
    return to_case(reference, "talk")


@open_to(permission="case.handle")
@require_POST
@limited("adviser_note", "240/h", each_person=True)
def note(request: HttpRequest, reference: str) -> HttpResponse:
    """Write an internal note."""
    viewer, case = acting(request, reference)
    form = NoteForm(request.POST, auto_id="note_%s")
    if not form.is_valid():
        return show(request, case, viewer, faulty={"note_form": form})
    text, shared, now = (
        form.cleaned_data["text"].strip(),
        form.cleaned_data["shared"],
        clock.moment(),
    )
    by = By.member(viewer)
    before = case.notes.filter(member_id=viewer.member_id, text=text)
    _once(
        case, before, now, lambda: talking.write_note(case.pk, text, shared=shared, by=by, now=now)
    )
    messages.success(request, _("The note is saved."))
    return to_case(reference, "notes")


@open_to(permission="case.handle")
@require_POST
@limited("adviser_note", "240/h", each_person=True)
def task(request: HttpRequest, reference: str) -> HttpResponse:
    """Plan something to do, by oneself or a colleague."""
    viewer, case = acting(request, reference)
    page = case_page(case, viewer, now=clock.moment())
    form = TaskForm(request.POST, auto_id="task_%s", colleagues=colleagues(page, viewer))
    if not form.is_valid():
        return show(request, case, viewer, faulty={"task_form": form})
    told, now, by = form.cleaned_data, clock.moment(), By.member(viewer)
    title = told["title"].strip()
    before = case.tasks.filter(title=title, due_on=told["due_on"], done_at=None)
    _once(
        case,
        before,
        now,
        lambda: talking.add_task(
            case.pk,
            title,
            due_on=told["due_on"],
            member_id=int(told["member"]) if told["member"] else viewer.member_id,
            by=by,
            now=now,
        ),
    )
    messages.success(request, _("The task is added."))
    return to_case(reference, "tasks")


@open_to(permission="case.handle")
@require_POST
def finish(request: HttpRequest, reference: str, task_id: int) -> HttpResponse:
    """Tick a task off, or take the tick away."""
    viewer, case = acting(request, reference)
    mine = Task.objects.filter(pk=task_id, case=case, member__actor_id=viewer.actor_id)
    if not mine.exists():
        raise Http404
    done = request.POST.get("done") != "0"
    talking.finish_task(task_id, done=done, by=By.member(viewer), now=clock.moment())
    if request.POST.get("back") == "tasks":
        return redirect("adviser:tasks")
    return to_case(reference, "tasks")


@open_to(permission="case.handle")
@require_POST
@limited("adviser_note", "240/h", each_person=True)
def suggest(request: HttpRequest, reference: str) -> HttpResponse:
    """Point the company to a measure, with a word on why."""
    viewer, case = acting(request, reference)
    measure = request.POST.get("measure", "")
    if measure not in catalogue().rules(clock.today()).documents:
        raise Http404
    words = request.POST.get("text", "")
    talking.suggest(case.pk, measure, words, by=By.member(viewer), now=clock.moment())
    messages.success(request, _("The suggestion is shown on the company's page."))
    return to_case(reference, "support")


@open_to(permission="case.handle")
@require_POST
@limited("adviser_file", "60/h", each_person=True)
def attach(request: HttpRequest, reference: str) -> HttpResponse:
    """Add an internal file that the company does not see."""
    viewer, case = acting(request, reference)
    upload = request.FILES.get("file")
    if upload is None:
        return show(request, case, viewer, fault=_("Choose a file first."))
    try:
        talking.attach(case.pk, upload, internal=True, by=By.member(viewer), now=clock.moment())
    except FileFault as fault:
        return show(request, case, viewer, fault=str(fault))
    messages.success(request, _("The file is saved in the case. The company does not see it."))
    return to_case(reference, "notes")


@open_to(permission="case.handle")
@require_POST
def unreachable(request: HttpRequest, reference: str) -> HttpResponse:
    """Note that the company could not be reached; it gets a mail about it, once."""
    viewer, case = acting(request, reference)
    now = clock.moment()
    with transaction.atomic():
        first = not locked(case.pk).unreachable
        if first:
            talking.mark_unreachable(case.pk, by=By.member(viewer), now=now)
    if not first:
        messages.info(request, _("It is noted already that the company could not be reached."))
    elif case.contact_email:
        messages.success(request, _("Noted. The company gets a mail that you have tried."))
    else:
        messages.success(request, _("Noted. There is no address to mail the company at."))
    return to_case(reference)


@open_to(permission="case.register")
@require_POST
def registration(request: HttpRequest, reference: str) -> HttpResponse:
    """Mark the case for the records system, with its number there."""
    viewer, case = acting(request, reference)
    form = RegistrationForm(request.POST, auto_id="registration_%s")
    if not form.is_valid():
        return show(request, case, viewer, faulty={"registration_form": form})
    number = form.cleaned_data["number"].strip()
    talking.set_registration(
        case.pk,
        wanted=form.cleaned_data["wanted"] or bool(number),
        number=number,
        by=By.member(viewer),
        now=clock.moment(),
    )
    messages.success(request, _("The registration is saved."))
    return to_case(reference, "registration")


@open_to(permission="case.handle")
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, reference: str) -> HttpResponse:
    """Correct how the company is reached."""
    viewer, case = acting(request, reference)
    held = {
        "name": case.contact_name,
        "email": case.contact_email,
        "phone": grouped_phone(case.contact_phone),
    }
    form = ContactForm(posted(request), initial=held, needed=not case.anonymous)
    if request.method != "POST" or not form.is_valid():
        reading.note_reading(case, viewer, now=clock.moment())
        name = company_name(case.company_name, anonymous=case.anonymous)
        context = {"case": case, "form": form, "name": name}
        return render(request, "adviser/contact.html", context, status=422 if form.errors else 200)
    talking.change_contact(case.pk, **_only(form), by=By.member(viewer), now=clock.moment())
    messages.success(request, _("The contact details are changed."))
    return to_case(reference)


def _only(form: BaseForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("name", "email", "phone")}


def acting(request: HttpRequest, reference: str) -> tuple[Viewer, Case]:
    """The viewer and a case to act in. Raises Http404 when it may only be read."""
    viewer = viewer_of(request)
    case = case_for(viewer, reference)
    if not may_act(case, viewer):
        raise Http404
    return viewer, case


def _once(case: Case, before: QuerySet[Any], now: datetime, act: Callable[[], object]) -> None:
    """Do it, unless just the same was done a moment ago; two clicks at once are taken in turn."""
    with transaction.atomic():
        try:
            locked(case.pk)
        except Erased:
            raise Http404 from None
        if not before.filter(created_at__gte=now - _REPEAT).exists():
            act()
