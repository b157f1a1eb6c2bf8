"""What mail about cases says to people at work. No name of a company or person stands in it."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from lotsa.domain.cases.letters import areas_of, case_of, day, referral_of, staff_link
from lotsa.domain.cases.models import Case
from lotsa.foundation.outbox.letters import Letter, Occasion, Recipient

Build = Callable[[Occasion, Recipient], Letter | None]
_TRIAGE = "coordinator:sort"
_INBOX = "adviser:case"


def sent(occasion: Occasion, _to: Recipient) -> Letter | None:
    """A case has come to the team. Nothing when somebody has answered it already."""
    case, referral = case_of(occasion), referral_of(occasion)
    if case is None or referral is None or referral.state != "sent":
        return None
    return _letter(
        case,
        _("A new case for %(team)s: %(areas)s.")
        % {"team": referral.team.name, "areas": areas_of(case)},
        _("Accept or decline it by %(day)s.") % {"day": day(referral.reply_due_at or occasion.at)},
    )


def handed_over(occasion: Occasion, _to: Recipient) -> Letter | None:
    """A colleague in another team has passed a case on."""
    case, referral = case_of(occasion), referral_of(occasion)
    if case is None or referral is None or referral.state != "sent":
        return None
    return _letter(
        case,
        _("A case has been handed over to %(team)s: %(areas)s.")
        % {"team": referral.team.name, "areas": areas_of(case)},
        _("A note from those who had it is on the page."),
    )


def reminder(occasion: Occasion, _to: Recipient) -> Letter | None:
    """Nobody in the team has answered, or contacted the company, in time."""
    case, referral = case_of(occasion), referral_of(occasion)
    if case is None or referral is None or referral.first_contact_at or referral.ended_at:
        return None
    if referral.state == "sent":
        text = _("Nobody in %(team)s has accepted or declined this case yet.")
    else:
        text = _("The company is still waiting for a first contact from %(team)s.")
    return _letter(
        case,
        text % {"team": referral.team.name},
        _("The company has been promised a contact by %(day)s.")
        % {"day": day(referral.due_at or occasion.at)},
    )


def escalated(occasion: Occasion, _to: Recipient) -> Letter | None:
    """A team has gone silent; whoever can do something about it is told."""
    case, referral = case_of(occasion), referral_of(occasion)
    if case is None or referral is None or referral.first_contact_at or referral.ended_at:
        return None
    return _letter(
        case,
        _("%(team)s has not contacted the company in time, in spite of a reminder.")
        % {"team": referral.team.name},
        _("Contact them, send the case to somebody else or take it yourself."),
    )


def assigned(occasion: Occasion, _to: Recipient) -> Letter | None:
    """A colleague has given somebody a case; nothing when another has it by now."""
    case, referral = case_of(occasion), referral_of(occasion)
    if case is None or referral is None or referral.ended_at or referral.adviser is None:
        return None
    if str(referral.adviser.user_id) != occasion.to.id:
        return None
    return _letter(case, _("A case is yours now: %(areas)s.") % {"areas": areas_of(case)})


def company_wrote(occasion: Occasion, _to: Recipient) -> Letter | None:
    """The company has written."""
    case = case_of(occasion)
    if case is None or not case.messages.filter(from_company=True, read_at=None).exists():
        return None
    return _letter(case, _("The company has written in its case."))


def withdrawn(occasion: Occasion, _to: Recipient) -> Letter | None:
    """The company has taken its question back; nothing when it is open again."""
    case = case_of(occasion)
    if case is None or case.closed_at is None:
        return None
    return _letter(case, _("The company has taken its question back. You need do nothing more."))


def answered(occasion: Occasion, _to: Recipient) -> Letter | None:
    """The company has said how it went."""
    case = case_of(occasion)
    if case is None:
        return None
    return _letter(case, _("The company has told how it went."))


def to_sort(occasion: Occasion, _to: Recipient) -> Letter | None:
    """A case waits for the coordinator."""
    case = case_of(occasion)
    if case is None or case.state not in {"new", "triage"}:
        return None
    return _letter(
        case, _("A case waits to be sorted: %(areas)s.") % {"areas": areas_of(case)}, page=_TRIAGE
    )


def uncovered(occasion: Occasion, _to: Recipient) -> Letter | None:
    """Nobody in the directory can take a need."""
    case = case_of(occasion)
    if case is None or not case.uncovered:
        return None
    return _letter(
        case,
        _("Nobody in the directory covers this: %(areas)s.") % {"areas": areas_of(case)},
        _("Find somebody who can help, and see whether the directory lacks somebody."),
        page=_TRIAGE,
    )


def nobody_left(occasion: Occasion, _to: Recipient) -> Letter | None:
    """Everyone who was asked has declined or stopped, and a need is left."""
    case = case_of(occasion)
    if case is None or case.state != "triage":
        return None
    return _letter(
        case,
        _("Nobody has this case any more: %(areas)s.") % {"areas": areas_of(case)},
        _("Send it to somebody else, or tell the company how things stand."),
        page=_TRIAGE,
    )


def erasure_waits(occasion: Occasion, _to: Recipient) -> Letter | None:
    """A company's wish to have its case deleted waits for the records system."""
    case = case_of(occasion)
    if case is None or case.erasure_wanted_at is None or case.registration_number:
        return None
    return _letter(
        case,
        _("The company wants its case deleted, but it must be registered first."),
        _("Take the case out as a document, register it and fill in the number."),
    )


def expiring(occasion: Occasion, _to: Recipient) -> Letter | None:
    """A case will soon be deleted by age."""
    case = case_of(occasion)
    if case is None:
        return None
    return _letter(
        case,
        _("A case will be deleted within 30 days because of its age."),
        _("Take it out as a document first if it is to be kept somewhere else."),
    )


def task_due(occasion: Occasion, _to: Recipient) -> Letter | None:
    """Something planned in a case is due, maybe by somebody one stands in for."""
    case = case_of(occasion)
    task = (
        case.tasks.filter(pk=str(occasion.data.get("task", 0)), done_at=None).first()
        if case
        else None
    )
    if case is None or task is None or task.due_on is None or case.closed_at is not None:
        return None
    by = _("Something in the case is to be done by %(day)s.") % {"day": day(task.due_on)}
    return _letter(case, by)


def _letter(case: Case, *paragraphs: str, page: str = _INBOX) -> Letter:
    return Letter(
        paragraphs=paragraphs,
        line=paragraphs[0],
        action=staff_link(case, _("Open case %(reference)s") % {"reference": case.reference}, page),
        reference=case.reference,
    )
