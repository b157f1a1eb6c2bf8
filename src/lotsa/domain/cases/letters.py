"""What mail about cases says. Called when a mail goes, with the reader's language active."""

from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lotsa.core.criteria.wording import lowered
from lotsa.domain.cases.access import link_token
from lotsa.domain.cases.models import Case, Referral
from lotsa.domain.measures.selectors import catalogue
from lotsa.foundation import clock
from lotsa.foundation.outbox.letters import Letter, Link, Occasion, Recipient, absolute
from lotsa.foundation.ui import formatting

_OWN_PAGE: Final = "company:case"


def case_of(occasion: Occasion) -> Case | None:
    """The case a notice is about, or where it was merged to; None when it is erased or held."""
    if occasion.about is None:
        return None
    case = Case.objects.select_related("merged_into").filter(pk=occasion.about.id).first()
    if case is not None and case.merged_into is not None:
        case = case.merged_into
    return None if case is None or case.held_as_spam else case


def day(moment: datetime | date) -> str:
    """A day with its weekday, such as "tisdag 5 maj"; local time."""
    local = timezone.localdate(moment) if isinstance(moment, datetime) else moment
    written = formatting.date(local, get_language() or "sv", local.year)
    return f"{WEEKDAYS[local.weekday()]} {written}"


def company_link(case: Case, label: str, page: str = _OWN_PAGE, query: str = "") -> Link:
    """A new link to the company's own page of its case."""
    token = link_token(case, now=clock.now())
    return Link(label, absolute(reverse(page, args=[token]) + query))


def staff_link(case: Case, label: str, page: str = "adviser:case") -> Link:
    """A link to the case for somebody at work; it opens after sign-in."""
    return Link(label, absolute(reverse(page, args=[case.reference])))


def areas_of(case: Case) -> str:
    """The case's needs in words within a sentence, or that none is named."""
    names = {need.id: need.name for need in catalogue().needs}
    language = get_language() or "sv"
    found = [
        lowered(names[need.area].get(language, need.area))
        for need in case.needs.all()
        if need.area in names
    ]
    return ", ".join(found) or lowered(_("No need named"))


def referral_of(occasion: Occasion) -> Referral | None:
    """The referral a notice names, when it is still there."""
    key = occasion.data.get("referral")
    found = Referral.objects.select_related("team__actor", "adviser__user").filter(pk=key)
    return found.first() if key is not None else None


def received(occasion: Occasion, _to: Recipient) -> Letter | None:
    """The receipt; nothing when the question has been taken back already."""
    case = case_of(occasion)
    if case is None or case.closed_at is not None:
        return None
    promise = (
        _("Somebody will contact you by %(day)s at the latest.") % {"day": day(case.promised_at)}
        if case.promised_at
        else _("Somebody will contact you.")
    )
    return Letter(
        paragraphs=(
            _("Thank you, your question has reached us. Its number is %(reference)s.")
            % {"reference": case.reference},
            promise,
        ),
        action=company_link(case, _("Open your case")),
        after=(
            _(
                "On the page you see who has your case. You can write to us, add files, change"
                " your details or take the question back."
            ),
            _("The link is yours alone. Do not pass it on."),
        ),
        reference=case.reference,
    )


def accepted(occasion: Occasion, _to: Recipient) -> Letter | None:
    """Who has the case, and when they will be in touch."""
    case, referral = case_of(occasion), referral_of(occasion)
    if case is None or referral is None or referral.state not in {"accepted", "in_progress"}:
        return None
    who = referral.team.actor.name
    adviser = referral.adviser.user.name if referral.adviser else ""
    first = (
        _("%(adviser)s at %(actor)s has taken your case.") % {"adviser": adviser, "actor": who}
        if adviser
        else _("%(actor)s has taken your case.") % {"actor": who}
    )
    paragraphs = [first]
    if referral.due_at and referral.first_contact_at is None:
        paragraphs.append(
            _("You will be contacted by %(day)s at the latest.") % {"day": day(referral.due_at)}
        )
    return Letter(
        paragraphs=tuple(paragraphs),
        action=company_link(case, _("Open your case")),
        reference=case.reference,
    )


def message(occasion: Occasion, _to: Recipient) -> Letter | None:
    """That there is something new to read; the text itself stays on the page."""
    case = case_of(occasion)
    if case is None:
        return None
    return Letter(
        paragraphs=(_("There is something new to read in your case."),),
        action=company_link(case, _("Read and answer")),
        reference=case.reference,
    )


def delayed(occasion: Occasion, _to: Recipient) -> Letter | None:
    """That a promise was not kept, and what is done about it."""
    case = case_of(occasion)
    if case is None or case.first_contact_at is not None or case.closed_at is not None:
        return None
    return Letter(
        paragraphs=(
            _(
                "We promised that somebody would contact you by %(day)s. That has not happened,"
                " and we are sorry."
            )
            % {"day": day(case.promised_at or occasion.at)},
            _("We have reminded those who are responsible for your case."),
        ),
        action=company_link(case, _("See where it stands")),
        reference=case.reference,
    )


def unreachable(occasion: Occasion, _to: Recipient) -> Letter | None:
    """That somebody has tried to reach the company; nothing once it has been in touch."""
    case = case_of(occasion)
    if case is None or not case.unreachable or case.closed_at is not None:
        return None
    return Letter(
        paragraphs=(
            _("We have tried to reach you without success."),
            _(
                "Write on your page when we can reach you, and check that your phone number is"
                " right."
            ),
        ),
        action=company_link(case, _("Open your case")),
        reference=case.reference,
    )


def closed(occasion: Occasion, _to: Recipient) -> Letter | None:
    """That the case is closed, and how to take it up again."""
    case = case_of(occasion)
    if case is None or case.closed_at is None:
        return None
    return Letter(
        paragraphs=(
            _("Your case is closed."),
            _("If you need more help, write on your page and we will take it up again."),
        ),
        action=company_link(case, _("Open your case")),
        reference=case.reference,
    )


def withdrawn(occasion: Occasion, _to: Recipient) -> Letter | None:
    """That the question has been taken back."""
    case = case_of(occasion)
    if case is None or case.closed_at is None:
        return None
    return Letter(
        paragraphs=(
            _("You have taken your question back. Those who had it have been told."),
            _("Your details are still here. You can have them deleted on your page."),
        ),
        action=company_link(case, _("Open your case")),
        reference=case.reference,
    )


def new_link(occasion: Occasion, _to: Recipient) -> Letter | None:
    """A new link, for one that has run out."""
    case = case_of(occasion)
    if case is None:
        return None
    return Letter(
        paragraphs=(_("Here is a new link to your case. It works for 90 days."),),
        action=company_link(case, _("Open your case")),
        after=(_("Did you not ask for it? Then you need do nothing."),),
        reference=case.reference,
    )


def follow_up(occasion: Occasion, _to: Recipient) -> Letter | None:
    """The first question after a case is closed; a click opens the page with it filled in."""
    case = _closed_and_unanswered(occasion, "first")
    if case is None:
        return None
    return Letter(
        paragraphs=(
            _("Your case was closed a while ago. How did it go?"),
            _("Did anybody contact you?"),
        ),
        after=(_("Three short questions, less than a minute. Your answers make the help better."),),
        reference=case.reference,
        extra={
            "choices": (
                _follow_up_link(case, _("Yes, we were contacted"), "first", "yes"),
                _follow_up_link(case, _("No, nobody contacted us"), "first", "no"),
            )
        },
    )


def follow_up_later(occasion: Occasion, _to: Recipient) -> Letter | None:
    """The second question, five months later; to those who were not helped too."""
    case = _closed_and_unanswered(occasion, "later")
    if case is None:
        return None
    return Letter(
        paragraphs=(
            _("Your case was closed five months ago. How are things now?"),
            _("Did the contact with us make a difference?"),
        ),
        after=(_("Three short questions, less than a minute. Your answers make the help better."),),
        reference=case.reference,
        extra={
            "choices": (
                _follow_up_link(case, _("Yes, it made a difference"), "later", "yes"),
                _follow_up_link(case, _("No, it did not"), "later", "no"),
            )
        },
    )


def _closed_and_unanswered(occasion: Occasion, kind: str) -> Case | None:
    case = case_of(occasion)
    if case is None or case.closed_at is None:
        return None
    answered = case.follow_ups.filter(kind=kind).exclude(answered_at=None)
    return None if answered.exists() else case


def _follow_up_link(case: Case, label: str, kind: str, answer: str) -> Link:
    token = link_token(case, now=clock.now())
    path = reverse("company:follow_up", args=[token, kind])
    asked = "contacted" if kind == "first" else "useful"
    return Link(label, absolute(f"{path}?{asked}={answer}"))
