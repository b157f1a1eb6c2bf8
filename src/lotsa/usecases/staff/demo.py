"""The demo's people, whom a visitor may be with one click. Never outside the demo."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from lotsa.domain.actors.models import Member, MemberRole
from lotsa.domain.actors.models.members import StaffRole
from lotsa.domain.people.models import User


@dataclass(frozen=True)
class DemoPerson:
    """One invented person of the demo.

    Attributes:
        public_id: says whom to sign in as.
        name, title, actor_name: who it is.
        roles: what the person is, in the page's language.
        places: names of the territories the person coordinates.
    """

    public_id: str
    name: str
    title: str
    actor_name: str
    roles: tuple[str, ...]
    places: tuple[str, ...]


def demo_people() -> tuple[DemoPerson, ...]:
    """Everyone a visitor of the demo may sign in as, by organisation; nobody outside the demo.

    Three queries however many they are. A person with several places stands at the first.
    """
    if not settings.LOTSA_DEMO:
        return ()
    members = (
        Member.objects.current()
        .filter(user__is_demo=True)
        .select_related("user", "actor")
        .prefetch_related("roles__territory")
        .order_by("actor__position", "actor__name", "user__name", "pk")
    )
    seen: dict[int, DemoPerson] = {}
    for member in members:
        seen.setdefault(member.user_id, _person(member))
    return tuple(seen.values())


def demo_user(public_id: str) -> User | None:
    """The demo person with this id; None for anybody else, and always outside the demo."""
    if not settings.LOTSA_DEMO:
        return None
    found: User | None = User.objects.active().filter(is_demo=True, public_id=public_id).first()
    return found


def _person(member: Member) -> DemoPerson:
    rows = list(member.roles.all())
    return DemoPerson(
        public_id=str(member.user.public_id),
        name=member.user.name,
        title=member.title,
        actor_name=member.actor.name,
        roles=_role_names(rows),
        places=tuple(row.territory.full_name for row in rows if row.territory),
    )


def _role_names(rows: Iterable[MemberRole]) -> tuple[str, ...]:
    held = {row.role for row in rows}
    return tuple(str(role.label) for role in StaffRole if role in held)
