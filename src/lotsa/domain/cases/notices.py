"""The notices about cases: to the company, and to people at work."""

from django.utils.translation import gettext_lazy as _

from lotsa.domain.cases import letters, staff_letters
from lotsa.domain.cases.models import Case
from lotsa.domain.cases.services.bounced import note_bounced
from lotsa.foundation.outbox.letters import Recipient
from lotsa.foundation.outbox.registry import notice, on_bounce, recipient_kind


def find(case_id: str) -> Recipient | None:
    """Address, name and language of the company behind a case; None when there is none any more."""
    case = Case.objects.filter(pk=case_id).exclude(contact_email="").first()
    return Recipient(case.contact_email, case.contact_name, case.language) if case else None


recipient_kind("case", find=find)
on_bounce("case", note_bounced)

for name, sentence, subject, build in (
    ("case.received", _("The receipt for a question"), _("We have your question – %(reference)s"), letters.received),
    ("case.accepted", _("Somebody has taken the case"), _("Your case %(reference)s has been taken"), letters.accepted),
    ("case.message", _("Something new to read in the case"), _("New in your case %(reference)s"), letters.message),
    ("case.delayed", _("A promised contact is late"), _("Your case %(reference)s is late"), letters.delayed),
    ("case.unreachable", _("The company could not be reached"), _("We have tried to reach you – %(reference)s"), letters.unreachable),
    ("case.closed", _("The case is closed"), _("Your case %(reference)s is closed"), letters.closed),
    ("case.withdrawn", _("The question has been taken back"), _("Your case %(reference)s has been taken back"), letters.withdrawn),
    ("case.link", _("A new link to the case"), _("New link to your case %(reference)s"), letters.new_link),
):  # fmt: skip
    notice(name, sentence=sentence, subject=subject, audience="company", build=build)

for name, sentence, subject, build in (
    ("case.follow_up", _("How it went"), _("How did it go? – %(reference)s"), letters.follow_up),
    ("case.follow_up_later", _("How it went, five months later"), _("How are things now? – %(reference)s"), letters.follow_up_later),
):  # fmt: skip
    notice(
        name,
        sentence=sentence,
        subject=subject,
        audience="company",
        build=build,
        opt_out=True,
        template="cases/follow_up.html",
    )

for name, sentence, subject, build in (
    ("referral.sent", _("A case has come to my team"), _("New case %(reference)s"), staff_letters.sent),
    ("referral.handed_over", _("A case has been handed over to my team"), _("Case handed over: %(reference)s"), staff_letters.handed_over),
    ("referral.assigned", _("A colleague has given me a case"), _("Case %(reference)s is yours"), staff_letters.assigned),
    ("case.company_wrote", _("The company has written in its case"), _("The company has written – %(reference)s"), staff_letters.company_wrote),
    ("case.withdrawn_staff", _("The company has taken its question back"), _("Case %(reference)s withdrawn"), staff_letters.withdrawn),
    ("case.follow_up_answered", _("The company has told how it went"), _("How it went in case %(reference)s"), staff_letters.answered),
    ("case.triage", _("A case waits to be sorted"), _("To sort: case %(reference)s"), staff_letters.to_sort),
    ("task.due", _("Something I am to do is due"), _("To do in case %(reference)s"), staff_letters.task_due),
):  # fmt: skip
    notice(
        name,
        sentence=sentence,
        subject=subject,
        audience="staff",
        build=build,
        opt_out=True,
        digest=True,
    )

for name, sentence, subject, build in (
    ("referral.reminder", _("My team is late"), _("Reminder: case %(reference)s"), staff_letters.reminder),
    ("referral.escalated", _("A team has gone silent"), _("Gone silent: case %(reference)s"), staff_letters.escalated),
    ("case.erasure_waits", _("A company wants its case deleted, and it is not registered yet"), _("To register: case %(reference)s"), staff_letters.erasure_waits),
    ("case.expiring", _("A case will be deleted by age"), _("Deleted soon: case %(reference)s"), staff_letters.expiring),
    ("case.uncovered", _("Nobody covers a need"), _("Nobody covers case %(reference)s"), staff_letters.uncovered),
    ("case.declined_by_all", _("Nobody has a case any more"), _("Nobody has case %(reference)s"), staff_letters.nobody_left),
):  # fmt: skip
    notice(name, sentence=sentence, subject=subject, audience="staff", build=build, digest=True)
