"""Tags of the adviser pages: the flags, and instants in words."""

import datetime
from typing import Final

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from lotsa.foundation.ui import formatting
from lotsa.web.adviser import words

register = template.Library()


_START: Final = (
    '<svg class="flag" viewBox="0 0 30 20" width="21" height="14" aria-hidden="true" '
    'focusable="false">'
)
# Fixed markup of our own, drawn for every row of a list.
_FLAGS: Final = {
    "g": SafeString(
        f'{_START}<rect class="flag-yellow" width="30" height="20"/>'
        '<path class="flag-blue" d="M5 0h5v20H5zM15 0h5v20h-5zM25 0h5v20h-5z"/></svg>'
    ),
    "h": SafeString(
        f'{_START}<rect class="mark-hoist" x=".5" y=".5" width="29" height="19"/>'
        '<path class="mark-fly" d="M15 .5h14.5v19H15z"/></svg>'
    ),
}


@register.simple_tag
def flag(name: str) -> SafeString:
    """The signal flag of a state: "g", a pilot is wanted; "h", one is on board; else nothing.

    Only for the eye: the state's words stand beside it.
    """
    return _FLAGS.get(name, SafeString(""))


@register.filter
def moment(value: datetime.datetime, now: datetime.datetime) -> str:
    """An instant: "10.42" when it was today, "4 maj 10.42" otherwise."""
    return words.at(value, now)


@register.filter
def on_day(value: datetime.datetime) -> str:
    """The day of an instant in Sweden, with its year: "4 maj 2020"."""
    return formatting.date(timezone.localdate(value), get_language() or "sv", None)


@register.filter
def file_size(value: int) -> str:
    """The size of a file: "1,4 MB"."""
    return filesizeformat(value)


@register.filter
def dialled(number: str) -> str:
    """A phone number as a link dials it: digits and a leading plus."""
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")
