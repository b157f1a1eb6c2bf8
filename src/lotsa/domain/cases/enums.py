"""The closed sets of a case, with the words people read. The values are those of `core.cases`."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lotsa.core.cases import states


class CaseState(models.TextChoices):
    """Where a case stands."""

    NEW = states.CaseState.NEW.value, _("New")
    TRIAGE = states.CaseState.TRIAGE.value, _("Being sorted")
    REFERRED = states.CaseState.REFERRED.value, _("Referred")
    ACCEPTED = states.CaseState.ACCEPTED.value, _("Accepted")
    IN_PROGRESS = states.CaseState.IN_PROGRESS.value, _("In progress")
    CLOSED = states.CaseState.CLOSED.value, pgettext_lazy("case", "Closed")
    FOLLOWED_UP = states.CaseState.FOLLOWED_UP.value, _("Followed up")


class ReferralState(models.TextChoices):
    """Where one team's part in a case stands."""

    PLANNED = states.ReferralState.PLANNED.value, _("Next in turn")
    SENT = states.ReferralState.SENT.value, _("Waiting for an answer")
    ACCEPTED = states.ReferralState.ACCEPTED.value, _("Accepted")
    IN_PROGRESS = states.ReferralState.IN_PROGRESS.value, _("In progress")
    CLOSED = states.ReferralState.CLOSED.value, pgettext_lazy("case", "Closed")
    DECLINED = states.ReferralState.DECLINED.value, _("Declined")
    HANDED_OVER = states.ReferralState.HANDED_OVER.value, _("Handed over")
    RECALLED = states.ReferralState.RECALLED.value, _("Taken back")


class Outcome(models.TextChoices):
    """How a case or one team's part in it ended."""

    HELPED = states.Outcome.HELPED.value, _("Helped")
    PARTLY = states.Outcome.PARTLY.value, _("Partly helped")
    NOT_HELPED = states.Outcome.NOT_HELPED.value, _("Not helped")
    NOT_REACHABLE = states.Outcome.NOT_REACHABLE.value, _("Could not be reached")
    WITHDRAWN = states.Outcome.WITHDRAWN.value, _("Withdrawn by the company")
    NOT_FOR_US = states.Outcome.NOT_FOR_US.value, _("Not for the support desk")


class DeclineReason(models.TextChoices):
    """Why a team declined."""

    WRONG_COMPETENCE = states.DeclineReason.WRONG_COMPETENCE.value, _("Not what we help with")
    OUTSIDE_TERRITORY = states.DeclineReason.OUTSIDE_TERRITORY.value, _("Outside our area")
    WRONG_COMPANY = states.DeclineReason.WRONG_COMPANY.value, _("Not the kind of company we help")
    NO_TIME = states.DeclineReason.NO_TIME.value, _("We have no time now")
    CONFLICT = states.DeclineReason.CONFLICT.value, _("Conflict of interest")
    OTHER = states.DeclineReason.OTHER.value, _("Another reason")


class Origin(models.TextChoices):
    """How a case came in."""

    GUIDE = "guide", _("The guide")
    DESK = "desk", _("A desk's page")
    PHONE = "phone", _("By phone")
    ACTOR = "actor", _("From another organisation")
