"""Filters of the adviser pages: instants in words, sizes and numbers."""

import datetime

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import get_language

from lotsa.core.cases.contact import dialled_phone
from lotsa.foundation.ui import formatting
from lotsa.web.adviser import words

register = template.Library()


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
    """A phone number as a link dials it: "+46701234567"."""
    return dialled_phone(number)
