"""The same form sent many times at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from lotsa.domain.cases.models import Case
from lotsa.domain.cases.services.opening import Draft
from lotsa.foundation import clock
from lotsa.foundation.outbox.models import OutboxMessage
from lotsa.usecases.support.asking import ask
from lotsa.web.company.forms.signed import new_form

TIMES = 20


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_one_form_sent_twenty_times_at_once_is_one_case_and_one_receipt():
    form = new_form(clock.now())
    draft = Draft(description="Hej", contact_name="Kim", contact_email="kim@example.com")

    def send(_number):
        try:
            return ask(draft, form_id=form.id, suspected=False, now=clock.moment()).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(TIMES) as pool:
        cases = set(pool.map(send, range(TIMES)))

    assert len(cases) == Case.objects.count() == 1
    assert OutboxMessage.objects.filter(notice="case.received").count() == 1
