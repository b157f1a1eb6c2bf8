"""A company's matter and everything that belongs to it."""

from lotsa.domain.cases.models.case import Case, CaseNeed
from lotsa.domain.cases.models.figures import CaseFigure
from lotsa.domain.cases.models.referral import Referral
from lotsa.domain.cases.models.talk import Attachment, Message, Note, Suggestion, Task
from lotsa.domain.cases.models.trace import CaseEvent, CaseReading, FollowUp

__all__ = [
    "Attachment",
    "Case",
    "CaseEvent",
    "CaseFigure",
    "CaseNeed",
    "CaseReading",
    "FollowUp",
    "Message",
    "Note",
    "Referral",
    "Suggestion",
    "Task",
]
