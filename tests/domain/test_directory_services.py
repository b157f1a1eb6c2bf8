from datetime import date, timedelta

import pytest
from django.http import Http404

from lotsa.domain.actors import access, directory, policies
from lotsa.domain.actors.models import Actor, Team
from lotsa.domain.actors.services_absences import (
    AbsenceRefused,
    WhyNot,
    add_absence,
    end_absence,
)
from lotsa.domain.actors.services_entries import (
    Competence,
    confirm_team,
    create_actor,
    create_team,
    edit_actor,
    edit_team,
    set_active,
)
from lotsa.domain.actors.viewers import viewer_of
from lotsa.domain.measures.selectors import catalogue
from lotsa.foundation.audit.models import AuditEvent
from tests.support.factories import (
    AT,
    ActorFactory,
    MemberFactory,
    TeamFactory,
    TerritoryFactory,
)

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=1)
DAY = AT.date()


@pytest.fixture
def by():
    return viewer_of(MemberFactory(administrator=True))


def changes():
    events = AuditEvent.objects.filter(name="directory.changed").order_by("id")
    return [(one.data["what"], one.data["fields"]) for one in events]


def test_an_organisation_and_its_team_are_added_and_logged(by):
    actor = create_actor("Påhittade Rådet", {"territory": "SE"}, kind="network", by=by, now=AT)
    team = create_team(actor.pk, {"name": "Team Åre"}, [Competence("rent", "Hyror")], by=by, now=AT)
    assert (actor.slug, actor.origin) == ("pahittade-radet", "directory")
    assert team.slug == "pahittade-radet-team-are"
    assert list(team.competences.values_list("area", "words_sv")) == [("rent", "Hyror")]
    assert changes() == [("actor.created", ""), ("team.created", "")]
    assert AuditEvent.objects.first().data["by"] == by.user_id


def test_two_teams_of_one_name_get_addresses_of_their_own(by):
    actor = ActorFactory()
    slugs = [create_team(actor.pk, {"name": "Lån"}, by=by, now=AT).slug for _ in range(3)]
    assert slugs == [f"{actor.slug}-lan", f"{actor.slug}-lan-2", f"{actor.slug}-lan-3"]


def test_a_change_says_which_fields_and_makes_another_stamp(by):
    team = TeamFactory(areas=["rent", "loans"])
    before = directory.state()
    changed = edit_team(
        team.pk,
        {"name": team.name, "capacity": 5},
        [Competence("rent"), Competence("insurance")],
        by=by,
        now=LATER,
    )
    assert changed == ("capacity", "competences")
    assert set(team.competences.values_list("area", flat=True)) == {"rent", "insurance"}
    assert changes() == [("team.edited", "capacity,competences")]
    assert directory.state() != before


def test_saving_what_stands_changes_and_logs_nothing(by):
    team = TeamFactory(areas=["rent"])
    before = directory.state()
    assert edit_team(team.pk, {"name": team.name}, [Competence("rent")], by=by, now=LATER) == ()
    assert edit_actor(team.actor_id, {"phone": ""}, by=by, now=LATER) == ()
    assert (changes(), directory.state()) == ([], before)


def test_closing_and_opening_again_is_done_once(by):
    team = TeamFactory()
    assert [set_active(team.pk, active=False, by=by, now=AT) for _ in range(2)] == [True, False]
    assert not Team.objects.taking_cases().exists()
    assert set_active(team.pk, active=True, by=by, now=AT)
    assert [what for what, _ in changes()] == ["team.closed", "team.opened"]


def test_confirming_writes_when(by):
    team = TeamFactory()
    confirm_team(team.pk, by=by, now=LATER)
    team.refresh_from_db()
    assert team.confirmed_at == LATER


def test_a_team_away_has_a_substitute_until_it_is_back(by):
    team, other = TeamFactory(), TeamFactory()
    absence = add_absence(team.pk, DAY, None, substitute_id=other.pk, by=by, now=LATER)
    (read,) = directory.directory().teams[team.slug].absences
    assert (read.first, read.last, read.substitute) == (DAY, None, other.slug)
    end_absence(absence.pk, DAY + timedelta(days=3), by=by, now=LATER)
    absence.refresh_from_db()
    assert absence.last == DAY + timedelta(days=3)
    end_absence(absence.pk, DAY - timedelta(days=1), by=by, now=LATER)
    assert not team.absences.exists()


def test_an_absence_that_makes_no_sense_is_refused(by):
    team, other, closed = TeamFactory(), TeamFactory(), TeamFactory(closed=True)

    def refused(who, first, last, substitute):
        with pytest.raises(AbsenceRefused) as raised:
            add_absence(who.pk, first, last, substitute_id=substitute.pk, by=by, now=LATER)
        return raised.value.why

    assert refused(team, DAY, DAY - timedelta(days=1), other) == WhyNot.BACKWARDS
    assert refused(team, DAY, None, team) == WhyNot.SELF
    assert refused(team, DAY, None, closed) == WhyNot.CLOSED
    add_absence(other.pk, DAY, DAY, substitute_id=team.pk, by=by, now=LATER)
    assert refused(team, DAY, None, other) == WhyNot.RING
    add_absence(team.pk, date(2021, 1, 1), None, substitute_id=other.pk, by=by, now=LATER)


@pytest.fixture
def places(facts):
    """A region's own actor, a town in it, a neighbour and the state, by slug of the demo."""
    return {
        slug: Actor.objects.get(slug=slug)
        for slug in ("region-sormland", "eskilstuna-kommun", "region-vastmanland", "almi")
    }


@pytest.mark.parametrize(
    ("role", "own", "may"),
    [
        ("manager", "almi", {"almi"}),
        ("adviser", "almi", set()),
        ("coordinator", "region-sormland", {"region-sormland", "eskilstuna-kommun"}),
        ("coordinator", "almi", {"region-sormland", "eskilstuna-kommun", "almi"}),
        (
            "administrator",
            "almi",
            {"region-sormland", "eskilstuna-kommun", "region-vastmanland", "almi"},
        ),
    ],
)
def test_who_may_change_whose_entry(role, own, may, places):
    where = {"territories": [TerritoryFactory(code="04")]} if role == "coordinator" else {}
    viewer = viewer_of(MemberFactory(actor=places[own], **{role: True}, **where))
    found = {slug for slug, actor in places.items() if policies.may_edit(viewer, actor)}
    assert found == may
    listed = {actor.slug for actor in policies.editable_actors(viewer)}
    assert listed & places.keys() == may
    for slug, actor in places.items():
        team = TeamFactory(actor=actor)
        if slug in may:
            assert access.actor_for(viewer, slug) == actor
            assert access.team_for(viewer, team.slug) == team
        else:
            with pytest.raises(Http404):
                access.actor_for(viewer, slug)
            with pytest.raises(Http404):
                access.team_for(viewer, team.slug)


def test_what_managers_write_is_shown_to_the_public_at_once(facts, by, django_assert_num_queries):
    before = catalogue()
    actor = Actor.objects.get(slug="region-sormland")
    words = {"presentation_sv": "Vi lotsar företag.\r\n\r\nRing oss.", "languages": ["so"]}
    edit_actor(actor.pk, words, by=by, now=LATER)
    made = create_actor("Nya rådet", {"territory": "SE"}, by=by, now=LATER + timedelta(hours=1))
    now = catalogue()
    card = now.actor_by_slug["region-sormland"]
    assert (card.note_sv, card.languages) == ("Vi lotsar företag.", ("so",))
    assert now.actor_by_slug[made.slug].country_wide
    assert now.rules(DAY) is before.rules(DAY), "the rules are not read again for that"
    with django_assert_num_queries(1):
        assert catalogue() is now
