"""Acting for another person: for a reason, a while, within limits, and seen."""

import datetime

import pytest
from django.urls import reverse

from lotsa.domain.actors.viewers import viewer_of
from lotsa.domain.people.models import ActingFor
from lotsa.foundation import clock
from lotsa.foundation.access import Role, permissions
from lotsa.foundation.audit.models import AuditEvent
from lotsa.usecases.staff import acting
from lotsa.usecases.staff.acting import MayNotActFor
from tests.support.factories import MemberFactory
from tests.support.staff import signed_in

pytestmark = pytest.mark.django_db

REASON = "Hjälper till med ett ärende"


@pytest.fixture
def administrator():
    return MemberFactory(administrator=True, user__name="Stöd Påhitt")


@pytest.fixture
def manager():
    return MemberFactory(
        adviser=True,
        manager=True,
        user__name="Hjälpt Påhitt",
        actor__slug="partner",
        actor__name="Partnern",
    )


@pytest.fixture
def client(administrator, manager):
    client = signed_in(administrator)
    answer = client.post(reverse("people:act_for", args=[manager.pk]), {"reason": REASON})
    assert answer.url == reverse("account:home")
    return client


def a_page(client):
    return client.get(reverse("manager:actor", args=["partner"]))


def events():
    return list(
        AuditEvent.objects.filter(name__startswith="act_for").values_list("name", flat=True)
    )


def test_every_page_says_for_whom_and_until_when(client, manager):
    spell = ActingFor.objects.get()
    page = a_page(client).content.decode()

    assert "Hjälpt Påhitt" in page
    assert reverse("account:end_acting") in page
    assert spell.ends_at - spell.started_at == datetime.timedelta(minutes=30)
    assert events() == ["act_for.started"]


def test_what_only_the_person_should_do_does_not_exist_meanwhile(client, manager):
    for name, kwargs in (
        ("people:organisations", {}),
        ("people:members", {"slug": "partner"}),
        ("people:act_for", {"member_id": manager.pk}),
        ("manager:export", {}),
        ("account:own", {}),
        ("account:second_factor", {}),
        ("account:absence", {}),
        ("mfa_activate_totp", {}),
    ):
        assert client.get(reverse(name, kwargs=kwargs)).status_code == 404, name


def test_no_page_leads_to_taking_the_directory_out_meanwhile(client, manager):
    for route, args in (("directory", []), ("actor", ["partner"]), ("import_sheet", [])):
        address = reverse(f"manager:{route}", args=args)
        assert reverse("manager:export") not in client.get(address, follow=True).content.decode()
        own = signed_in(manager).get(address, follow=True)
        assert reverse("manager:export") in own.content.decode(), route


def test_no_permission_that_is_for_the_person_alone_is_had_while_acting(administrator):
    member = MemberFactory(
        **dict.fromkeys(("adviser", "manager", "coordinator", "administrator"), True)
    )
    viewer, borrowed = viewer_of(member), viewer_of(member, acting_by=administrator.user_id)
    for one in permissions.all_permissions():
        assert borrowed.may(one.name) == (viewer.may(one.name) and one.while_acting)
    alone = {one.name for one in permissions.all_permissions() if not one.while_acting}
    assert {"people.manage", "act_for", "account.own"} <= alone
    assert {"case.export", "case.register", "directory.export"} <= alone


def test_it_ends_when_told_to(client, administrator):
    client.post(reverse("account:end_acting"))

    assert administrator.user.name in client.get(reverse("account:own")).content.decode()
    assert sorted(events()) == ["act_for.ended", "act_for.started"]


def test_it_ends_by_itself_and_that_is_logged(client, administrator):
    began = clock.now() - datetime.timedelta(minutes=31)
    ActingFor.objects.update(started_at=began, ends_at=began + acting.LONGEST)

    assert a_page(client).status_code == 200  # an administrator may keep every entry
    assert "Stöd Påhitt" in client.get(reverse("account:own")).content.decode()
    assert acting.end_those_over(now=clock.now()) == 1
    assert acting.end_those_over(now=clock.now()) == 0
    assert sorted(events()) == ["act_for.ended", "act_for.started"]


def test_it_ends_when_the_administrator_is_one_no_more(client, administrator):
    administrator.roles.all().delete()

    assert a_page(client).status_code == 404


def test_it_ends_when_the_place_does(client, manager):
    manager.ended_at = clock.now()
    manager.save()

    assert "Stöd Påhitt" in client.get(reverse("account:own")).content.decode()


def test_signing_out_ends_it_for_the_session(client, administrator):
    client.post(reverse("account:sign_out"))
    signed_in(administrator, client=client)

    assert client.get(reverse("account:own")).status_code == 200


def test_the_person_sees_who_it_was_and_why(client, manager):
    page = signed_in(manager).get(reverse("account:own")).content.decode()

    assert "Stöd Påhitt" in page
    assert REASON in page


@pytest.mark.parametrize("reason", ["", "    ", "hej"])
def test_a_reason_is_asked_for(administrator, manager, reason):
    answer = signed_in(administrator).post(
        reverse("people:act_for", args=[manager.pk]), {"reason": reason}
    )

    assert answer.status_code == 422
    assert ActingFor.objects.count() == 0


def test_nobody_acts_for_an_administrator_for_themselves_or_for_one_who_has_left(administrator):
    other = MemberFactory(administrator=True)
    elsewhere = MemberFactory(adviser=True, user=other.user)
    for member in (other, elsewhere, administrator, MemberFactory(adviser=True, ended=True)):
        with pytest.raises(MayNotActFor):
            acting.begin(administrator.user, member.pk, REASON, now=clock.now())


def test_a_new_spell_ends_the_one_before(administrator, manager):
    first = acting.begin(administrator.user, manager.pk, REASON, now=clock.now())
    acting.begin(administrator.user, MemberFactory(adviser=True).pk, REASON, now=clock.now())

    first.refresh_from_db()
    assert first.ended_at


@pytest.mark.parametrize(
    "role", sorted(set(Role) - {Role.ADMINISTRATOR, Role.PUBLIC, Role.COMPANY})
)
def test_a_spell_put_into_another_persons_session_gives_nothing(administrator, manager, role):
    from lotsa.usecases.staff.presence import ACTING  # noqa: PLC0415
    from tests.support.staff import member_of  # noqa: PLC0415

    spell = acting.begin(administrator.user, manager.pk, REASON, now=clock.now())
    thief = member_of(role)
    client = signed_in(thief)
    session = client.session
    session[ACTING] = [spell.pk, manager.pk]
    session.save()

    assert thief.actor.name in client.get(reverse("account:own")).content.decode()
