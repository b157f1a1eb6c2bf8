"""What the coordinators' templates need besides the components."""

from datetime import date, datetime

from django import template

from lotsa.web.coordinator import words

register = template.Library()


@register.filter
def local_day(moment: datetime) -> date:
    """The day of a moment in Sweden, to be written by `day` or `day_with_year`."""
    return words.local_day(moment)
