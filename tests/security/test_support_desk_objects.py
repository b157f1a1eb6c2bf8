"""What belongs to another organisation or territory is not there, on any page that takes an id.

The routes are read from the address table: a new one with an argument this file does not know fails
until it is told what stands behind it.
"""

import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lotsa.domain.actors.models import Invitation, Member
from lotsa.domain.cases.models import Referral
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.talking import attach
from lotsa.domain.places.models import Territory
from lotsa.foundation.access import Role
from lotsa.foundation.files.models import StoredFile
from lotsa.usecases.directory.brought import KIND
from tests.support.factories import (
    AT,
    ActorFactory,
    CaseFactory,
    DeskFactory,
    MemberFactory,
    ReferralFactory,
    TaskFactory,
    TeamAbsenceFactory,
    TeamFactory,
)
from tests.support.staff import signed_in
from tests.support.troubled import bounced_mail
from tests.support.uploads import pdf, upload

pytestmark = pytest.mark.usefixtures("facts")

STAFF_FACES = ("adviser", "coordinator", "manager", "desks", "people")
KEEPERS = (Role.ADVISER, Role.ACTOR_MANAGER, Role.COORDINATOR)
"""The administrator may reach every organisation; everyone else only the own or the territory's."""


@dataclass
class World:
    """One organisation in Sörmland with a member of every kind and one of everything."""

    owner: Member
    referral: Referral
    by_argument: dict[str, Any]


@pytest.fixture
def theirs():
    actor = ActorFactory(territory="04")
    team = TeamFactory(actor=actor, areas=["rent"])
    sormland = Territory.objects.get(code="04")
    owner = MemberFactory(
        actor=actor,
        adviser=True,
        manager=True,
        coordinator=True,
        teams=[team],
        territories=[sormland],
    )
    colleague = MemberFactory(actor=actor, adviser=True, teams=[team])
    case = CaseFactory(region_code="04", municipality_code="0484")
    other = CaseFactory(region_code="04", municipality_code="0484", company=case.company)
    referral = ReferralFactory(case=case, team=team, accepted=True, adviser=owner)
    kept = attach(case.pk, upload(pdf(), "plan.pdf"), internal=False, by=By.system(), now=AT)
    sheet = StoredFile.objects.create(
        about_kind=KIND,
        about_id=str(owner.pk),
        name="teams.csv",
        media_type="text/csv",
        size=4,
        sha256="x",
        content=b"Team",
        created_at=AT,
    )
    invitation = Invitation.objects.create(
        actor=actor, email="ny@example.se", token_sha256="x", created_at=AT, expires_at=AT
    )
    return World(
        owner,
        referral,
        {
            "reference": case.reference,
            "into": other.reference,
            "referral": referral.pk,
            "referral_id": referral.pk,
            "task_id": TaskFactory(case=case, member=owner).pk,
            "key": "employees",
            "message": bounced_mail(case).pk,
            "absence_id": TeamAbsenceFactory(team=team).pk,
            "area": "rent",
            "code": "04",
            "member_id": colleague.pk,
            "invitation_id": invitation.pk,
            "adviser:file_id": kept.file.public_id,
            "manager:file_id": sheet.public_id,
            "manager:slug": actor.slug,
            "manager:team": team.slug,
            "people:slug": actor.slug,
            "desks:slug": DeskFactory(actor=actor, territory=sormland).slug,
        },
    )


def routes_with_objects(resolver=None, face=""):
    """Every address of the staff faces that takes an argument: name, arguments, where it is."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes_with_objects(entry, entry.namespace or face)
        elif isinstance(entry, URLPattern) and face in STAFF_FACES:
            arguments = tuple(entry.pattern.converters)
            if arguments:
                yield f"{face}:{entry.name}", arguments


ROUTES = sorted(routes_with_objects())


def address(world, name, arguments):
    """The route with the ids of somebody's own things."""
    face, known = name.partition(":")[0], world.by_argument
    kwargs = {one: known.get(one, known.get(f"{face}:{one}")) for one in arguments}
    if face == "manager" and not name.startswith(OF_AN_ORGANISATION) and "slug" in kwargs:
        kwargs["slug"] = known["manager:team"]
    assert None not in kwargs.values(), f"say what stands behind {name}"
    return reverse(name, kwargs=kwargs)


OF_AN_ORGANISATION = ("manager:actor", "manager:history", "manager:team_new")
WITHOUT_WORDS = {"adviser:suggest", "people:act_for"}
"""Those that answer 404 to their own people too: a form without anything, an administrator's."""


NOT_THERE = ((404, 404), (404, 405), (405, 404))


@contextmanager
def rolled_back():
    """Undo what was done inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def answers(client, path):
    """The statuses of a look and of a form without anything in it."""
    return client.get(path).status_code, client.post(path).status_code


def strangers():
    """One of another organisation and county with each role there."""
    jamtland = Territory.objects.get(code="23")
    actor = ActorFactory(territory="23")
    yield MemberFactory(actor=actor, adviser=True)
    yield MemberFactory(actor=actor, manager=True)
    yield MemberFactory(actor=actor, coordinator=True, territories=[jamtland])
    yield MemberFactory(
        actor=actor, adviser=True, manager=True, coordinator=True, territories=[jamtland]
    )


def test_the_faces_have_addresses_with_objects():
    assert len(ROUTES) > 60
    assert {name.partition(":")[0] for name, _ in ROUTES} == set(STAFF_FACES)


def of_face(face):
    return [(name, arguments) for name, arguments in ROUTES if name.startswith(f"{face}:")]


@pytest.mark.parametrize("face", STAFF_FACES)
def test_what_belongs_to_others_is_not_there(theirs, face):
    clients = [(stranger, signed_in(stranger)) for stranger in strangers()]
    reached = [
        (name, stranger)
        for name, arguments in of_face(face)
        for stranger, client in clients
        if answers(client, address(theirs, name, arguments)) not in NOT_THERE
    ]

    assert reached == []


@pytest.mark.parametrize("face", STAFF_FACES)
def test_the_same_addresses_are_there_for_their_own_people(theirs, face):
    for name, arguments in of_face(face):
        if name not in WITHOUT_WORDS:
            with rolled_back():
                found = answers(signed_in(theirs.owner), address(theirs, name, arguments))
            assert found not in NOT_THERE, name


def test_one_s_own_case_opens_nobody_else_s_part_of_another(theirs):
    """The ids of somebody else's part, task, file or case behind the number of one's own case."""
    jamtland = Territory.objects.get(code="23")
    me = MemberFactory(adviser=True, manager=True, coordinator=True, territories=[jamtland])
    mine = ReferralFactory(
        case__region_code="23", team=me.teams.first(), accepted=True, adviser=me
    ).case
    world = World(me, theirs.referral, theirs.by_argument | {"reference": mine.reference})
    client = signed_in(me)
    inner = [
        (name, arguments)
        for name, arguments in ROUTES
        if "reference" in arguments and set(arguments) - {"reference", "key"}
    ]

    assert len(inner) > 10
    for name, arguments in inner:
        assert answers(client, address(world, name, arguments)) in NOT_THERE, name


def without_tokens(page):
    """A page without what is new each time it is made."""
    return re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", page.content.decode())


def test_a_number_of_no_case_looks_like_somebody_else_s(theirs):
    client = signed_in(next(strangers()))
    hidden = client.get(reverse("adviser:case", args=[theirs.by_argument["reference"]]))
    missing = client.get(reverse("adviser:case", args=["22222222"]))

    assert hidden.status_code == missing.status_code == 404
    number = theirs.by_argument["reference"]
    assert without_tokens(hidden).replace(number, "22222222") == without_tokens(missing)
    assert client.get(reverse("adviser:file", args=["22222222", uuid4()])).status_code == 404
