"""Who may read which case: the filter and the question agree, and what is not yours is not there."""

import datetime
import itertools

import pytest
from django.http import Http404

from lotsa.domain.actors.viewers import viewer_of
from lotsa.domain.cases import access, policies
from lotsa.domain.cases.enums import ReferralState
from lotsa.domain.cases.models import Case
from lotsa.foundation.access import Role
from tests.support.factories import (
    AT,
    STAFF_TRAITS,
    ActorFactory,
    CaseFactory,
    DeskFactory,
    MemberFactory,
    ReferralFactory,
    TeamFactory,
    TerritoryFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """Two regions, two organisations, every kind of member, and cases of every kind."""
    north, south = TerritoryFactory(code="71"), TerritoryFactory(code="72")
    town = TerritoryFactory(municipality=True, code="7101", parent=north)
    ours, theirs = ActorFactory(), ActorFactory()
    our_team, other_team, their_team = (
        TeamFactory(actor=ours),
        TeamFactory(actor=ours),
        TeamFactory(actor=theirs),
    )
    members = {
        trait: MemberFactory(actor=ours, teams=[our_team], **{trait: True})
        for trait in STAFF_TRAITS.values()
        if trait != "coordinator"
    }
    members["nobody"] = MemberFactory(actor=ours, teams=[our_team])
    members["ended"] = MemberFactory(actor=ours)
    members["adviser+manager"] = MemberFactory(
        actor=ours, teams=[our_team], adviser=True, manager=True
    )
    for name, territories in (("north", [north]), ("town", [town]), ("all", [])):
        members[name] = MemberFactory(actor=theirs, coordinator=True, territories=territories)

    desk = DeskFactory(actor=theirs, territory=north)
    places = [("", ""), ("71", "7101"), ("71", "7102"), ("72", "7201")]
    states = [None, "planned", "sent", "accepted", "declined", "closed", "handed_over"]
    for (region, municipality), state, team in itertools.product(
        places, states, (our_team, other_team, their_team)
    ):
        case = CaseFactory(region_code=region, municipality_code=municipality)
        if state:
            ReferralFactory(case=case, team=team, state=ReferralState(state))
    for special in ({"spam": True}, {"desk": desk}, {"closed": True}):
        case = CaseFactory(**special)
        ReferralFactory(case=case, team=our_team)
    CaseFactory(opened_by=members["adviser"], region_code=south.code)
    CaseFactory(opened_by=members["adviser"], spam=True)
    return members


def test_the_filter_and_the_question_say_the_same_for_everyone(world):
    cases = list(Case.objects.all())
    seen = {}
    for name, member in world.items():
        viewer = viewer_of(member)
        listed = set(Case.objects.filter(policies.rows(viewer)).values_list("pk", flat=True))
        asked = {case.pk for case in cases if policies.may_read(viewer, case)}
        assert listed == asked, name
        coordinated = set(
            Case.objects.filter(policies.coordinated(viewer)).values_list("pk", flat=True)
        )
        assert coordinated == {
            case.pk for case in cases if policies.may_coordinate(viewer, case)
        }, name
        seen[name] = len(listed)
    assert not any(seen[name] for name in ("nobody", "ended", "editor", "analyst", "administrator"))
    assert 0 < seen["adviser"] < seen["manager"] < seen["all"]
    assert 0 < seen["town"] < seen["north"] < seen["all"]


def test_a_team_that_is_only_next_in_turn_sees_nothing():
    referral = ReferralFactory(planned=True)
    viewer = viewer_of(MemberFactory(adviser=True, teams=[referral.team]))

    with pytest.raises(Http404):
        access.case_for(viewer, referral.case.reference)


def test_a_referral_of_another_team_in_a_case_one_may_read_is_not_ones_own():
    mine = ReferralFactory()
    other = ReferralFactory(case=mine.case)
    viewer = viewer_of(MemberFactory(adviser=True, teams=[mine.team]))

    assert access.referral_for(viewer, mine.case.reference, mine.pk) == mine
    with pytest.raises(Http404):
        access.referral_for(viewer, mine.case.reference, other.pk)


def test_a_coordinator_may_act_for_a_silent_team_at_home_and_nowhere_else():
    home, away = TerritoryFactory(code="73"), TerritoryFactory(code="74")
    viewer = viewer_of(MemberFactory(coordinator=True, territories=[home]))
    near = ReferralFactory(case=CaseFactory(region_code=home.code))
    far = ReferralFactory(case=CaseFactory(region_code=away.code))
    MemberFactory(coordinator=True, territories=[away])

    assert access.referral_for(viewer, near.case.reference, near.pk) == near
    with pytest.raises(Http404):
        access.referral_for(viewer, far.case.reference, far.pk)


def test_a_number_may_be_written_in_small_letters():
    referral = ReferralFactory()
    viewer = viewer_of(MemberFactory(adviser=True, teams=[referral.team]))

    assert access.case_for(viewer, referral.case.reference.lower()) == referral.case


def test_a_companys_link_opens_its_own_case_and_says_nothing():
    case, other = CaseFactory(), CaseFactory()
    token = access.link_token(case, now=AT)

    assert access.case_behind(token, now=AT) == case
    for personal in (case.contact_email, case.company_name, case.company.organisation_number):
        assert personal not in token
    assert access.link_token(other, now=AT) != token


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: t[::-1], lambda _: "x" * 500, lambda _: ""]
)
def test_a_changed_link_opens_nothing(change):
    token = access.link_token(CaseFactory(), now=AT)

    with pytest.raises(Http404):
        access.case_behind(change(token), now=AT)


def test_every_single_changed_character_shuts_the_link():
    token = access.link_token(CaseFactory(), now=AT)
    for place, character in enumerate(token):
        changed = f"{token[:place]}{'A' if character != 'A' else 'B'}{token[place + 1 :]}"
        with pytest.raises(Http404):
            access.case_behind(changed, now=AT)


def test_a_link_that_is_too_old_says_so_and_one_that_is_shut_out_does_not():
    case = CaseFactory()
    token = access.link_token(case, now=AT)

    with pytest.raises(access.LinkExpired):
        access.case_behind(token, now=AT + access.LINK_LIVES + datetime.timedelta(seconds=1))
    case.link_key = "another"
    case.save()
    with pytest.raises(Http404):
        access.case_behind(token, now=AT)


def test_a_link_to_an_erased_case_opens_nothing():
    case = CaseFactory()
    token = access.link_token(case, now=AT)
    case.delete()

    with pytest.raises(Http404):
        access.case_behind(token, now=AT)


def test_every_permission_about_cases_is_for_staff_only():
    from lotsa.foundation.access.permissions import permission  # noqa: PLC0415

    for name in (policies.READ, policies.TRIAGE, policies.HISTORY, policies.EXPORT):
        assert not permission(name.name).roles & {Role.PUBLIC, Role.COMPANY}
