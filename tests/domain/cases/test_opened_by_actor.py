"""The organisation that opened a case is kept with it."""

import importlib
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from lotsa.domain.cases.models import Case
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.opening import Draft, open_case
from tests.support.factories import AT, CaseFactory, MemberFactory

pytestmark = pytest.mark.django_db
DRAFT = Draft(company_name="Påhitt AB", contact_email="kim@example.se", needs=("rent",))


def test_a_member_opens_it_for_the_organisation():
    opener = MemberFactory(adviser=True)
    by = By(member_id=opener.pk, actor_id=opener.actor_id, user_id=opener.user_id)

    case = open_case(DRAFT, by=by, now=AT)

    assert Case.objects.get(pk=case.pk).opened_by_actor == opener.actor


def test_the_organisation_stays_when_the_member_is_no_longer_there():
    opener = MemberFactory(adviser=True)
    actor = opener.actor
    case = CaseFactory(opened_by=opener, opened_by_actor=actor)
    opener.delete()

    case.refresh_from_db()
    assert (case.opened_by, case.opened_by_actor) == (None, actor)


def test_a_company_opens_it_for_nobody_else():
    assert open_case(DRAFT, by=By.company(), now=AT).opened_by_actor is None


def test_earlier_cases_get_the_organisation_of_the_member_who_opened_them():
    opener = MemberFactory(adviser=True)
    earlier, own = CaseFactory(opened_by=opener), CaseFactory()
    migration = importlib.import_module("lotsa.domain.cases.migrations.0009_fill_opened_by_actor")

    migration.fill_in(apps, SimpleNamespace(connection=connection))

    for case, actor in ((earlier, opener.actor), (own, None)):
        case.refresh_from_db()
        assert case.opened_by_actor == actor
