"""The pages that `pages.py` asks for, as whom, and with which searches and filters."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Asked:
    """One page to ask for, and as whom.

    With ``post`` it is posted to and has no bar. One that is ``limited`` is asked for a few times.
    """

    role: str
    name: str
    route: str
    arguments: dict[str, Any]
    query: dict[str, str]
    post: dict[str, str] | None = None

    @property
    def limited(self) -> bool:
        """Whether the page may be asked for only some times an hour."""
        return self.route.endswith(":export")


class Desk:
    """The people and things whose pages are asked for."""

    def __init__(self) -> None:
        from lotsa.domain.actors.models import Member, Team  # noqa: PLC0415
        from lotsa.domain.cases.access import link_token  # noqa: PLC0415
        from lotsa.domain.cases.models import Case, Referral  # noqa: PLC0415
        from lotsa.domain.desks.models import Desk as Entrance  # noqa: PLC0415
        from lotsa.foundation import clock  # noqa: PLC0415
        from lotsa.foundation.access import Role  # noqa: PLC0415
        from lotsa.ops.demo.bulk import SINGLE_ROLES, address_of  # noqa: PLC0415

        self.team = Team.objects.get(slug="bulk-0")
        self.people = {
            role.value: Member.objects.select_related("user").get(user__email=address_of(role))
            for role in SINGLE_ROLES
        }
        self.people[Role.ADVISER.value] = (
            self.team.members.select_related("user").order_by("pk").first()
        )
        own = Referral.objects.filter(team=self.team).select_related("case").order_by("pk")
        self.sent = own.filter(state="sent").first()
        self.held = own.filter(state="in_progress", adviser=self.people[Role.ADVISER.value]).first()
        self.closed = own.filter(case__state="followed_up").first()
        self.triage = Case.objects.filter(state="triage", held_as_spam=False).order_by("pk")[5]
        self.spam = Case.objects.filter(held_as_spam=True).first()
        self.desk = Entrance.objects.filter(is_open=True, teams__isnull=False).first()
        self.absence = self.team.absences.first()
        self.token = link_token(self.held.case, now=clock.now())
        self.closed_token = link_token(self.closed.case, now=clock.now())


def pages(desk: Desk) -> Iterator[Asked]:
    """Every page, with searches, filters and last pages."""
    for role, name, route, arguments, *queries in table(desk):
        for query in queries or [{}]:
            yield Asked(role, name, route, arguments, query)
    taken = {"purpose": "report"}
    for query in ({"show": "waiting"}, {"show": "ongoing"}):
        yield Asked("coordinator", "export", "coordinator:export", {}, query, taken)


def table(desk: Desk) -> list[tuple[Any, ...]]:
    """Role, name, route, its arguments, and what to ask it for."""
    held, team = desk.held, desk.team
    case = {"reference": held.case.reference}
    part = case | {"referral_id": held.pk}
    new = {"reference": desk.sent.case.reference, "referral_id": desk.sent.pk}
    sort = {"reference": desk.triage.reference}
    slug, actor = {"slug": team.slug}, {"slug": team.actor.slug}
    entrance, link = {"slug": desk.desk.slug}, {"token": desk.token}
    last, many = {"page": "last"}, {"page": "9999"}
    town = held.case.municipality_code
    adviser = [
        ("inbox", "inbox", {}, *({"tab": tab} for tab in ("new", "mine", "team", "waiting"))),
        ("inbox, more", "inbox", {}, {"tab": "overdue"}, {"tab": "closed"}),
        ("inbox, filters", "inbox", {}, {"tab": "closed", "need": "liquidity", "period": "90"}),
        ("inbox, filters", "inbox", {}, {"tab": "closed", "municipality": town, "sort": "changed"}),
        ("inbox, search", "inbox", {}, {"tab": "closed", "search": "1"}),
        ("inbox, last page", "inbox", {}, {"tab": "closed"} | many),
        ("case", "case", case),
        ("case, new", "case", {"reference": new["reference"]}),
        ("case, closed", "case", {"reference": desk.closed.case.reference}),
        ("decline", "decline", new),
        ("assign", "assign", part),
        ("hand over", "hand_over", part, {}, {"q": "team 1"}),
        ("bring in", "bring_in", part),
        ("close", "close", part),
        ("tasks", "tasks", {}),
        ("phone", "phone", {}),
        ("contact", "contact", case),
        ("fact", "fact", case | {"key": "employees"}),
        ("notices", "notices", {}),
    ]
    coordinator = [
        ("queue", "triage", {}, {}, *({"show": s} for s in ("waiting", "ongoing", "closed"))),
        ("queue, spam", "triage", {}, {"show": "spam"}),
        ("queue, search", "triage", {}, {"show": "closed", "search": "1"}, {}),
        ("queue, last page", "triage", {}, {"show": "closed"} | many, many),
        ("queue, filters", "triage", {}, {"show": "closed", "need": "liquidity", "place": town}),
        ("queue, filters", "triage", {}, {"warning": "late"}, {"warning": "policy"}),
        ("queue, desk", "triage", {}, {"show": "closed", "desk": desk.desk.slug}),
        ("sort", "sort", sort, {}, {"all": ""}),
        ("sort, spam", "sort", {"reference": desk.spam.reference}),
        ("teams", "teams", sort, {}, last, {"q": "team 1", "answer": "no"}),
        ("close", "close", sort),
        ("board", "board", {}, *({"list": b} for b in ("", "late", "unanswered", "quiet", "gaps"))),
        ("board, needs", "board", {}, {"list": "unattended"}, {"list": "late"} | many),
        ("figures", "figures", {}, {}, *({"by": b} for b in ("team", "need", "place"))),
        ("figures, a year", "figures", {}, *({"by": b, **YEAR} for b in ("organisation", "place"))),
        ("figures, a year", "figures", {}, *({"by": b, **YEAR} for b in ("team", "need"))),
        ("figures, all", "figures", {}, {"scope": "all"}, {"scope": "organisation", **YEAR}),
        ("export", "export", {}, {"show": "closed"}),
        ("mail", "mail", {}),
    ]
    manager = [
        ("actor", "actor", actor),
        ("edit actor", "actor_edit", actor),
        ("places", "actor_places", actor),
        ("companies", "actor_companies", actor),
        ("history", "history", actor),
        ("team", "team", slug),
        ("edit team", "team_edit", slug),
        ("areas", "team_areas", slug),
        ("places", "team_places", slug),
        ("companies", "team_companies", slug),
        ("away", "absences", slug),
        ("close", "team_close", slug),
        ("new team", "team_new", actor),
        ("import", "import_sheet", {}),
    ]
    desks = [
        ("desks", "desks", {}),
        ("desk", "desk", entrance),
        ("edit desk", "desk_edit", entrance),
        ("desk's teams", "desk_teams", entrance, {}, {"show": "all"}),
        ("new desk", "desk_new", {}),
        ("rules", "rules", {}, {}, {"all": "1"}),
        ("rules", "rules_edit", {"code": held.case.region_code}),
        ("coverage", "coverage", {}, {}, {"area": "liquidity"}, {"show": "gaps"}),
    ]
    company = [
        ("case", "case", link),
        ("receipt", "receipt", link),
        ("facts", "facts", link),
        ("contact", "contact", link),
        ("own data", "own_data", link),
        ("follow-up", "follow_up", {"token": desk.closed_token, "kind": "first"}),
        ("ask", "ask", {}),
    ]
    person = desk.people["adviser"]
    people = [
        ("organisations", "organisations", {}, {}, {"q": "a"}),
        ("members", "members", actor),
        ("member", "member", actor | {"member_id": person.pk}),
        ("invite", "invite", actor),
        ("review", "review", actor),
    ]
    return [
        *with_role("adviser", "adviser", adviser),
        *with_role("actor_manager", "adviser", adviser[:7]),
        *with_role("coordinator", "adviser", adviser[10:13]),
        *with_role("coordinator", "coordinator", coordinator),
        *with_role("actor_manager", "coordinator", [("figures", "figures", {}, {}, YEAR)]),
        *with_role("analyst", "coordinator", [("figures", "figures", {}, {}, {"scope": "all"})]),
        *with_role("administrator", "coordinator", [("mail", "mail", {})]),
        *with_role("actor_manager", "manager", manager),
        *with_role("coordinator", "manager", [("directory", "directory", {}, {}, {"q": "a"})]),
        *with_role("coordinator", "manager", [("export", "export", {})]),
        *with_role("coordinator", "desks", desks),
        *with_role("actor_manager", "people", people[1:]),
        *with_role("administrator", "people", people),
        *with_role("adviser", "account", [("own", "own", {})]),
        *with_role("", "company", company),
        *with_role("", "public", [("desks", "desks", {}), ("desk", "desk", entrance)]),
        *with_role("", "account", [("sign in", "sign_in", {})]),
    ]


YEAR = {"from": "2019-06", "to": "2020-05"}


def with_role(role: str, face: str, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows of one face, asked for in one role."""
    return [(role, f"{face}: {name}", f"{face}:{route}", *rest) for name, route, *rest in rows]
