"""How a day is written to companies and staff, in mails and on their pages."""

import datetime

import pytest
from django.utils import translation

from lotsa.domain.cases.letters import day

LATE_IN_THE_EVENING = datetime.datetime(2020, 5, 5, 22, 30, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("moment", "language", "written"),
    [
        (datetime.date(2020, 5, 6), "sv", "onsdag 6\u00a0maj"),
        (datetime.date(2020, 5, 6), "en", "Wednesday 6\u00a0May"),
        (LATE_IN_THE_EVENING, "sv", "onsdag 6\u00a0maj"),  # half past midnight in Sweden
        (datetime.date(2021, 1, 1), "sv", "fredag 1\u00a0januari"),
    ],
)
def test_a_day_with_its_weekday(moment, language, written):
    with translation.override(language):
        assert day(moment) == written
