"""Two who take the same invitation at once: on PostgreSQL, where they truly run side by side."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from lotsa.domain.actors import invitations
from lotsa.domain.actors.invitations import AlreadyMember, InvitationOver
from lotsa.domain.actors.models import Invitation, Member
from lotsa.domain.people.models import User
from lotsa.foundation import clock
from tests.support.factories import ActorFactory, UserFactory

AT_ONCE = 20


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("known", [False, True])
def test_an_invitation_taken_many_times_at_once_gives_one_place(known):
    row = invitations.invite(
        ActorFactory().pk, "ny@example.se", "", [{"role": "adviser", "territory": ""}], (),
        language="sv", by=UserFactory(), now=clock.now(),
    )  # fmt: skip
    users = [UserFactory() if known else None for _ in range(AT_ONCE)]
    gate = Barrier(AT_ONCE)

    def take(user):
        gate.wait(30)
        try:
            return invitations.accept(row, user, now=clock.now()).pk
        except (InvitationOver, AlreadyMember):
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as many:
        taken = [pk for pk in many.map(take, users) if pk]

    assert len(taken) == 1
    assert Member.objects.count() == 1
    assert Invitation.objects.get().accepted_at
    assert User.objects.filter(email="ny@example.se").count() == (0 if known else 1)
