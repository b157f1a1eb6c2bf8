"""Why a file is not taken in."""

from enum import Enum

from django.utils.translation import gettext_lazy as _


class Reason(Enum):
    """What is wrong, as a sentence for the one who brought the file."""

    EMPTY = _("The file is empty.")
    TOO_LARGE = _("The file is larger than 10 MB. Make it smaller or divide it.")
    TOO_MANY = _("There are already 20 files here, which is the most there can be.")
    TYPE = _(
        "This kind of file cannot be taken in. Use PDF, PNG, JPEG, text, CSV, Word (.docx), "
        "Excel (.xlsx) or OpenDocument (.odt, .ods)."
    )
    EXTENSION = _(
        "The file's name ends as another kind of file than it is. Save it anew from the program "
        "it was made in."
    )
    ACTIVE = _(
        "The file holds macros, scripts or attached files, which can do harm. Save it without "
        "them, for instance as a plain PDF."
    )
    LOCKED = _("The file is protected by a password. Save it without one.")
    BROKEN = _("The file cannot be read. Open it, save it anew and try again.")
    INFECTED = _("The virus scanner found something harmful in the file, so it was not taken in.")
    UNSCANNED = _("The file cannot be checked for viruses right now. Try again in a while.")


class FileFault(ValueError):
    """The file is not taken in; the text of the error is the reason's sentence.

    Attributes:
        reason: which it is.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return str(self.reason.value)
