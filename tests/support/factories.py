"""People, organisations, desks and cases for the tests, all invented.

Each factory gives a valid row with as little as possible; a trait gives it a part to play:
`MemberFactory(coordinator=True)`, `CaseFactory(closed=True)`. Times are those of the story: give
`at=` (a datetime with zone) for a row of another day.
"""

import datetime
import json

import factory
from factory.django import DjangoModelFactory

from lotsa.core.cases.states import CaseState, Outcome, ReferralState
from lotsa.domain.actors.models import (
    Actor,
    Invitation,
    Member,
    MemberAbsence,
    MemberRole,
    Team,
    TeamAbsence,
    TeamCompetence,
)
from lotsa.domain.cases.models import Case, CaseNeed, Message, Note, Referral, Task
from lotsa.domain.companies.models import Company
from lotsa.domain.desks.models import Desk, ReceptionRules
from lotsa.domain.people.models import User
from lotsa.domain.places.models import Territory
from lotsa.foundation.access import Role

AT = datetime.datetime(2020, 5, 4, 8, 0, tzinfo=datetime.UTC)
"""The morning of the day the demo stands at."""

_PARTS = (
    "Adeln",
    "Bergström-Exempel",
    "Dalsjö-Exempel",
    "Ekeblad-Exempel",
    "Fors-Exempel",
)


STAFF_TRAITS = {
    Role.ADVISER: "adviser",
    Role.ACTOR_MANAGER: "manager",
    Role.COORDINATOR: "coordinator",
    Role.EDITOR: "editor",
    Role.ANALYST: "analyst",
    Role.ADMINISTRATOR: "administrator",
}


class _At(DjangoModelFactory):
    class Meta:
        abstract = True

    class Params:
        at = AT


class UserFactory(DjangoModelFactory):
    """A person who may sign in."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.se")
    name = factory.Sequence(lambda n: f"Påhittad {_PARTS[n % len(_PARTS)]} {n}")
    password = "!no-password-at-all"

    class Params:
        demo = factory.Trait(is_demo=True)
        gone = factory.Trait(is_active=False, left_at=AT)


class TerritoryFactory(DjangoModelFactory):
    """A region; `municipality=True` for a municipality. An existing code gives that row."""

    class Meta:
        model = Territory
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"{70 + n % 29:02d}")
    kind = Territory.Kind.REGION
    name_sv = factory.LazyAttribute(lambda o: f"Plats {o.code}")
    name_en = factory.LazyAttribute(lambda o: f"Place {o.code}")
    full_name_sv = factory.LazyAttribute(lambda o: f"Plats {o.code}s län")

    class Params:
        municipality = factory.Trait(
            kind=Territory.Kind.MUNICIPALITY,
            code=factory.Sequence(lambda n: f"99{n % 100:02d}"),
            full_name_sv=factory.LazyAttribute(lambda o: f"Plats {o.code}s kommun"),
        )


class ActorFactory(_At):
    """An organisation of the directory."""

    class Meta:
        model = Actor

    slug = factory.Sequence(lambda n: f"organisation-{n}")
    name = factory.Sequence(lambda n: f"Organisation {n}")
    type = "business_support"
    position = factory.Sequence(lambda n: 10_000 + n)
    origin = Actor.Origin.DIRECTORY
    territory = "SE"
    recorded_at = factory.SelfAttribute("at")
    # What was read of the directory is kept until an entry has changed: no two share a moment.
    updated_at = factory.Sequence(lambda n: AT + datetime.timedelta(milliseconds=n))
    document = factory.LazyAttribute(
        lambda o: json.dumps(
            {"id": o.slug, "name": o.name, "type": o.type, "territory": o.territory},
            ensure_ascii=False,
        )
    )

    class Params:
        withdrawn = factory.Trait(withdrawn_at=AT)


class TeamFactory(_At):
    """A team that takes every company in the country. `areas=("liquidity", …)` for competences."""

    class Meta:
        model = Team
        skip_postgeneration_save = True

    actor = factory.SubFactory(ActorFactory)
    slug = factory.Sequence(lambda n: f"team-{n}")
    name = factory.Sequence(lambda n: f"Team {n}")
    email = factory.LazyAttribute(lambda o: f"{o.slug}@example.se")
    created_at = factory.SelfAttribute("at")
    updated_at = factory.SelfAttribute("at")
    confirmed_at = factory.SelfAttribute("at")

    class Params:
        closed = factory.Trait(is_active=False)

    @factory.post_generation
    def areas(self, _made, extracted, **_kwargs):
        for area in extracted or ():
            TeamCompetence.objects.create(team=self, area=area)


class TeamAbsenceFactory(DjangoModelFactory):
    """A team away on the day of the demo."""

    class Meta:
        model = TeamAbsence

    team = factory.SubFactory(TeamFactory)
    first = AT.date()
    last = AT.date() + datetime.timedelta(days=7)


class MemberFactory(_At):
    """A person's place in an organisation, with the roles named: `MemberFactory(adviser=True)`.

    `teams=[…]` puts it in teams; an adviser without any is put in a new team of the organisation.
    `territories=[…]` says where a coordinator coordinates; without, the whole country.
    """

    class Meta:
        model = Member
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    actor = factory.SubFactory(ActorFactory)
    title = "Handläggare"
    created_at = factory.SelfAttribute("at")
    reviewed_at = factory.SelfAttribute("at")

    adviser = manager = coordinator = editor = analyst = administrator = False
    teams = ()
    territories = ()

    class Params:
        ended = factory.Trait(ended_at=AT)

    @classmethod
    def _create(cls, model_class, *args, **given):
        roles = [role for role, name in STAFF_TRAITS.items() if given.pop(name)]
        teams, territories = given.pop("teams"), given.pop("territories")
        member = super()._create(model_class, *args, **given)
        for role in roles:
            for territory in (role == Role.COORDINATOR and territories) or (None,):
                MemberRole.objects.create(member=member, role=role, territory=territory)
        if Role.ADVISER in roles and not teams:
            teams = (TeamFactory(actor=member.actor),)
        member.teams.set(teams)
        return member


class MemberAbsenceFactory(DjangoModelFactory):
    """A member away on the day of the demo."""

    class Meta:
        model = MemberAbsence

    member = factory.SubFactory(MemberFactory)
    first = AT.date()
    last = AT.date() + datetime.timedelta(days=7)


class InvitationFactory(_At):
    """An open invitation; its token is known to nobody."""

    class Meta:
        model = Invitation
        skip_postgeneration_save = True

    actor = factory.SubFactory(ActorFactory)
    email = factory.Sequence(lambda n: f"invited{n}@example.se")
    name = factory.Sequence(lambda n: f"Inbjuden Påhitt {n}")
    roles = factory.LazyFunction(lambda: [{"role": Role.ADVISER.value}])
    token_sha256 = factory.Sequence(lambda n: f"{n:064x}")
    created_at = factory.SelfAttribute("at")
    expires_at = factory.LazyAttribute(lambda o: o.at + datetime.timedelta(days=14))


def organisation_number(n):
    """A limited company's number with its check digit, of a series that is not given out."""
    digits = f"5599{n % 100_000:05d}"
    doubled = (int(d) * (2 - i % 2) for i, d in enumerate(digits))
    total = sum(value // 10 + value % 10 for value in doubled)
    return f"{digits}{-total % 10}"


class CompanyFactory(_At):
    """A company with a valid, invented organisation number."""

    class Meta:
        model = Company

    name = factory.Sequence(lambda n: f"Exempelbolaget {n} AB")
    organisation_number = factory.Sequence(organisation_number)
    created_at = factory.SelfAttribute("at")
    last_active_at = factory.SelfAttribute("at")


class DeskFactory(_At):
    """An open desk for the whole country."""

    class Meta:
        model = Desk
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"desk-{n}")
    name_sv = factory.Sequence(lambda n: f"Företagsstödet {n}")
    name_en = factory.Sequence(lambda n: f"The business support {n}")
    actor = factory.SubFactory(ActorFactory)
    is_open = True
    created_at = factory.SelfAttribute("at")
    updated_at = factory.SelfAttribute("at")

    class Params:
        closed = factory.Trait(is_open=False)

    @factory.post_generation
    def teams(self, _made, extracted, **_kwargs):
        self.teams.set(extracted or ())


class ReceptionRulesFactory(_At):
    """How a territory receives cases: by itself, contact within two working days."""

    class Meta:
        model = ReceptionRules
        django_get_or_create = ("territory",)

    territory = factory.SubFactory(TerritoryFactory)
    updated_at = factory.SelfAttribute("at")

    class Params:
        holding = factory.Trait(default_mode=ReceptionRules.Mode.HOLD)


class CaseFactory(_At):
    """A new case about liquidity. `areas=(…)` for other needs.

    Laid straight into the tables: a test of what a service does opens its case by the service.
    """

    class Meta:
        model = Case
        skip_postgeneration_save = True

    company = factory.SubFactory(CompanyFactory)
    company_name = factory.LazyAttribute(lambda o: o.company.name if o.company else "Exempel AB")
    contact_name = "Kontakt Påhittsson"
    contact_email = factory.Sequence(lambda n: f"kontakt{n}@example.com")
    contact_phone = "070-174 06 00"
    description = "Vi behöver hjälp med likviditeten."
    search_text = factory.LazyAttribute(lambda o: o.company_name.lower())
    created_at = factory.SelfAttribute("at")
    updated_at = factory.SelfAttribute("at")
    promised_at = factory.LazyAttribute(lambda o: o.at + datetime.timedelta(days=2))
    consent_at = factory.SelfAttribute("at")
    consent_text = "test"

    class Params:
        anonymous_one = factory.Trait(
            anonymous=True, company=None, contact_name="", contact_email="", contact_phone=""
        )
        spam = factory.Trait(held_as_spam=True)
        closed = factory.Trait(
            state=CaseState.CLOSED,
            outcome=Outcome.HELPED,
            closed_at=factory.LazyAttribute(lambda o: o.at + datetime.timedelta(days=5)),
        )

    @factory.post_generation
    def areas(self, _made, extracted, **_kwargs):
        for area in extracted or ("liquidity",):
            CaseNeed.objects.create(case=self, area=area, created_at=self.created_at)


class ReferralFactory(_At):
    """A case sent to a team for all its needs, not answered yet.

    Traits: `accepted`, `started`, `declined`, `planned`. The case's own state follows.
    """

    class Meta:
        model = Referral
        skip_postgeneration_save = True

    case = factory.SubFactory(CaseFactory, at=factory.SelfAttribute("..at"))
    team = factory.SubFactory(TeamFactory)
    state = ReferralState.SENT
    created_at = factory.SelfAttribute("at")
    sent_at = factory.SelfAttribute("at")
    reply_due_at = factory.LazyAttribute(lambda o: o.at + datetime.timedelta(days=1))
    due_at = factory.LazyAttribute(lambda o: o.at + datetime.timedelta(days=2))

    class Params:
        planned = factory.Trait(
            state=ReferralState.PLANNED, turn=2, sent_at=None, reply_due_at=None, due_at=None
        )
        accepted = factory.Trait(
            state=ReferralState.ACCEPTED,
            adviser=factory.SubFactory(
                MemberFactory, actor=factory.SelfAttribute("..team.actor"), adviser=True
            ),
            accepted_at=factory.LazyAttribute(lambda o: o.at + datetime.timedelta(hours=2)),
        )
        started = factory.Trait(
            accepted=True,
            state=ReferralState.IN_PROGRESS,
            first_contact_at=factory.LazyAttribute(lambda o: o.at + datetime.timedelta(hours=4)),
        )
        declined = factory.Trait(
            state=ReferralState.DECLINED,
            decline_reason="no_time",
            ended_at=factory.LazyAttribute(lambda o: o.at + datetime.timedelta(hours=3)),
        )

    @factory.post_generation
    def rest(self, *_args, **_kwargs):
        self.needs.set(self.case.needs.all())
        if self.adviser is not None:
            self.adviser.teams.add(self.team)


class MessageFactory(_At):
    """Something the company wrote."""

    class Meta:
        model = Message

    case = factory.SubFactory(CaseFactory)
    from_company = True
    text = "Hej! När hör ni av er?"
    created_at = factory.SelfAttribute("at")


class NoteFactory(_At):
    """An internal note."""

    class Meta:
        model = Note

    case = factory.SubFactory(CaseFactory)
    member = factory.SubFactory(MemberFactory, adviser=True)
    text = "Ringde, inget svar."
    created_at = factory.SelfAttribute("at")


class TaskFactory(_At):
    """Something to do in a case."""

    class Meta:
        model = Task

    case = factory.SubFactory(CaseFactory)
    member = factory.SubFactory(MemberFactory, adviser=True)
    title = "Ring företaget"
    due_on = AT.date()
    created_at = factory.SelfAttribute("at")
