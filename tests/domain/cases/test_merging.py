import pytest

from lotsa.core.cases.states import NotPossible
from lotsa.domain.actors.viewers import viewer_of
from lotsa.domain.cases.models import (
    Case,
    CaseEvent,
    CaseNeed,
    CaseReading,
    FollowUp,
    Suggestion,
)
from lotsa.domain.cases.services import merging
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.reading import note_reading
from tests.support.factories import (
    AT,
    CaseFactory,
    MemberFactory,
    MessageFactory,
    NoteFactory,
    ReferralFactory,
    TaskFactory,
)

pytestmark = pytest.mark.django_db
BY = By.system()


def relations():
    return {
        field.get_accessor_name()
        for field in Case._meta.get_fields()
        if field.one_to_many or (field.one_to_one and field.auto_created)
    }


def test_every_relation_of_a_case_is_moved():
    """A table that points at cases and is forgotten here would lose rows at the next merge."""
    assert relations() == set(merging.MOVED)


@pytest.fixture
def two():
    first, second = CaseFactory(areas=("rent", "law")), CaseFactory(areas=("rent",))
    Case.objects.update(company=None)
    first.refresh_from_db()
    second.refresh_from_db()
    return first, second


def test_nothing_of_the_first_case_is_left_behind(two):
    first, second = two
    member = MemberFactory(adviser=True)
    for case in two:
        ReferralFactory(case=case)
        MessageFactory(case=case)
        NoteFactory(case=case)
        TaskFactory(case=case)
        note_reading(case, viewer_of(member), now=AT)
        Suggestion.objects.create(case=case, measure="a", created_at=AT)
        FollowUp.objects.create(case=case, kind="first", asked_at=AT)
    before = CaseEvent.objects.count()

    merging.merge(first.pk, second.pk, by=BY, now=AT)

    first.refresh_from_db()
    assert first.merged_into == second
    left = {name for name in merging.MOVED if getattr(first, name).exists()}
    assert left == {"events"}
    assert [event.verb for event in first.events.all()] == ["merged_away"]
    assert second.events.count() == before + 1
    assert second.messages.count() == second.notes.count() == second.tasks.count() == 2
    assert second.referrals.count() == 2
    assert CaseReading.objects.get().times == 2
    assert set(second.needs.values_list("area", flat=True)) == {"rent", "law"}
    for referral in second.referrals.all():
        assert {need.case_id for need in referral.needs.all()} == {second.pk}


def test_a_team_that_had_both_keeps_the_one_furthest_on(two):
    first, second = two
    ahead = ReferralFactory(case=first, started=True)
    behind = ReferralFactory(case=second, team=ahead.team)

    merging.merge(first.pk, second.pk, by=BY, now=AT)

    ahead.refresh_from_db()
    behind.refresh_from_db()
    second.refresh_from_db()
    assert (ahead.state, behind.state) == ("in_progress", "recalled")
    assert second.state == "in_progress"
    assert set(ahead.needs.all()) == set(CaseNeed.objects.filter(case=second))


def test_what_only_the_first_knew_is_kept_and_what_the_second_knew_stays(two):
    first, second = two
    Case.objects.filter(pk=first.pk).update(
        contact_phone="0701740600", description="A", facts={"facts": {"employees": 3}}
    )
    Case.objects.filter(pk=second.pk).update(contact_phone="", description="B", facts={})

    merging.merge(first.pk, second.pk, by=BY, now=AT)

    second.refresh_from_db()
    assert second.contact_phone == "0701740600"
    assert second.contact_email != first.contact_email
    assert second.description == "B\n\nA"
    assert second.facts == {"facts": {"employees": 3}}


def test_a_case_is_not_merged_with_itself_nor_twice_nor_with_another_companys(two):
    first, second = two
    with pytest.raises(merging.CannotMerge):
        merging.merge(first.pk, first.pk, by=BY, now=AT)
    merging.merge(first.pk, second.pk, by=BY, now=AT)
    with pytest.raises(merging.CannotMerge):
        merging.merge(first.pk, second.pk, by=BY, now=AT)
    with pytest.raises(merging.CannotMerge):
        merging.merge(CaseFactory().pk, CaseFactory().pk, by=BY, now=AT)


def test_a_closed_case_stays_on_its_own(two):
    _, second = two

    with pytest.raises(NotPossible):
        merging.merge(CaseFactory(closed=True, company=None).pk, second.pk, by=BY, now=AT)
