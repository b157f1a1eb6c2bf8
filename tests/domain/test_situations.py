import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from lotsa.domain.situations import services
from lotsa.domain.situations.models import SavedSituation
from lotsa.foundation.retention.services import purge_expired as nightly_cleaning

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
FACTS = {"employees": 12, "legal_form": "aktiebolag", "municipality": ["0484"]}


def saved(now=NOW):
    return services.save(FACTS, ["liquidity"], language="sv", now=now)


def test_what_is_saved_is_opened_by_its_token(django_assert_num_queries):
    token = saved()
    with django_assert_num_queries(1):
        found = services.open_situation(token, now=NOW)
    assert (found.as_facts(), found.as_needs(), found.language) == (FACTS, ("liquidity",), "sv")
    assert found.expires_at - NOW == timedelta(days=90)


def test_the_token_is_long_unlike_any_other_and_never_stored():
    tokens = {saved() for _ in range(20)}
    assert len(tokens) == 20
    assert min(map(len, tokens)) >= 43  # 256 bits
    stored = str(list(SavedSituation.objects.values()))
    for token in tokens:
        assert token not in stored
        assert hashlib.sha256(token.encode()).hexdigest() in stored


@pytest.mark.parametrize("token", ["", "x", "x" * 5000, "\ud800", "å\x00", "' OR 1=1 --"])
def test_a_token_that_is_none_opens_and_deletes_nothing(token):
    saved()
    assert services.open_situation(token, now=NOW) is None
    assert services.delete(token) is False
    assert services.change(token, {}, [], now=NOW) is False
    assert SavedSituation.objects.count() == 1


def test_after_its_time_it_neither_opens_nor_changes():
    token = saved()
    end = NOW + services.KEPT
    assert services.open_situation(token, now=end - timedelta(seconds=1)) is not None
    assert services.open_situation(token, now=end) is None
    assert services.change(token, {}, [], now=end) is False


def test_a_change_replaces_the_facts_and_starts_the_time_anew():
    token = saved()
    later = NOW + timedelta(days=30)
    assert services.change(token, {"employees": 3}, [], now=later) is True
    found = services.open_situation(token, now=NOW + timedelta(days=100))
    assert (found.as_facts(), found.as_needs()) == ({"employees": 3}, ())


def test_deleting_takes_only_that_one_and_at_once():
    token, other = saved(), saved()
    assert services.delete(token) is True
    assert services.delete(token) is False
    assert services.open_situation(token, now=NOW) is None
    assert services.open_situation(other, now=NOW) is not None


def test_purging_takes_the_expired_and_may_be_run_twice():
    saved(NOW - timedelta(days=91))
    fresh = saved()
    assert services.purge_expired(NOW) == 1
    assert services.purge_expired(NOW) == 0
    assert services.open_situation(fresh, now=NOW) is not None


def test_the_nightly_cleaning_knows_of_situations():
    saved(datetime.now(UTC) - timedelta(days=91))
    saved(datetime.now(UTC))
    nightly_cleaning()
    assert SavedSituation.objects.count() == 1


def test_a_situation_too_large_is_refused():
    with pytest.raises(services.SituationTooLarge):
        services.save({"x": "å" * services.MAX_BYTES}, [], language="sv", now=NOW)
    assert not SavedSituation.objects.exists()
