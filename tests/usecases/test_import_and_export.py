import copy
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings

from lotsa.core.catalogue.faults import CatalogueRefused
from lotsa.core.catalogue.files import Catalogue, read_catalogue, write_catalogue
from lotsa.domain.measures import selectors
from lotsa.domain.measures.models import CatalogueRevision, Measure, MeasureVersion
from lotsa.foundation import clock
from lotsa.foundation.audit.models import AuditEvent
from lotsa.foundation.catalogue_folder import packaged
from lotsa.foundation.search import index
from lotsa.usecases import catalogue as usecase
from lotsa.usecases.catalogue import export_catalogue, import_catalogue
from tests.support.catalogues import ACTORS, catalogue, leaf, measure, valid_catalogues

pytestmark = pytest.mark.django_db


def everything():
    """All rows of the catalogue's tables."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for app in ("measures", "actors")
        for model in apps.get_app_config(app).get_models()
    }


FIRST = measure(valid_to="2020-06-30")
SECOND = measure(
    version=2,
    valid_from="2020-07-01",
    name_sv="Nya bidraget",
    criteria={"all": [leaf("employees", "lte", 50)]},
)


def test_the_packaged_catalogue_goes_in_and_comes_out_byte_for_byte():
    done = import_catalogue(packaged())
    assert (done.changed, done.published.measures, done.published.versions) == (True, 70, 70)
    exported = write_catalogue(export_catalogue())
    assert exported == write_catalogue(packaged())
    again, faults = read_catalogue(exported)
    assert faults == ()
    assert import_catalogue(again).changed is False
    assert write_catalogue(export_catalogue()) == exported


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=valid_catalogues())
def test_any_valid_catalogue_survives_import_and_export(made, db):
    for model in (CatalogueRevision, MeasureVersion, Measure):
        model.objects.all().delete()
    wanted = write_catalogue(made)
    read, _ = read_catalogue(wanted)
    import_catalogue(read)
    assert write_catalogue(export_catalogue()) == wanted


def test_a_second_import_of_the_same_does_nothing():
    import_catalogue(catalogue())
    before = everything()
    with CaptureQueriesContext(connection) as queries:
        assert import_catalogue(catalogue()).changed is False
    assert len(queries) == 1
    assert everything() == before


def test_a_catalogue_with_faults_leaves_the_database_untouched():
    import_catalogue(catalogue())
    before = everything()
    wrong = catalogue(measure(), measure(id="b", criteria={"all": [leaf("nothing", "eq", 1)]}))
    with pytest.raises(CatalogueRefused) as refused:
        import_catalogue(wrong)
    assert [(fault.code, fault.measure) for fault in refused.value.faults] == [
        ("unknown-field", "b")
    ]
    assert everything() == before
    assert AuditEvent.objects.filter(name="catalogue.refused").count() == 1


def test_a_failure_half_way_leaves_the_database_untouched(monkeypatch):
    import_catalogue(catalogue())
    before = everything()

    def fail():
        raise RuntimeError("the search index is broken")

    monkeypatch.setattr(usecase, "rebuild_search_index", fail)
    with pytest.raises(RuntimeError):
        import_catalogue(catalogue(measure(), measure(id="b")))
    assert everything() == before


def test_a_published_version_is_never_edited():
    import_catalogue(catalogue(FIRST, SECOND))
    before = everything()
    with pytest.raises(CatalogueRefused) as refused:
        import_catalogue(catalogue({**FIRST, "short_sv": "Ändrat."}, SECOND))
    (fault,) = refused.value.faults
    assert (fault.code, fault.measure) == ("published-version-edited", "grant")
    assert "version 3" in fault.remedy_sv
    with pytest.raises(CatalogueRefused) as refused:
        import_catalogue(catalogue({**SECOND, "valid_from": None}))
    assert {fault.code for fault in refused.value.faults} == {
        "published-version-edited",
        "published-version-left-out",
    }
    assert everything() == before


def test_the_same_content_in_another_order_of_keys_is_no_edit():
    import_catalogue(catalogue(measure()))
    turned = dict(reversed(list(measure().items())))
    assert import_catalogue(catalogue(turned)).published.versions == 0


def test_a_new_version_is_added_beside_the_old_which_stays_as_it_was():
    import_catalogue(catalogue(FIRST))
    old = MeasureVersion.objects.values().get()
    done = import_catalogue(catalogue(FIRST, SECOND))
    assert (done.published.measures, done.published.versions) == (0, 1)
    assert MeasureVersion.objects.values().get(number=1) == old


def test_the_version_of_the_day_is_used():
    import_catalogue(catalogue(FIRST, SECOND))
    held = selectors.catalogue()
    for day, name in ((date(2020, 6, 30), "Bidrag"), (date(2020, 7, 1), "Nya bidraget")):
        rules = held.rules(day)
        assert rules.documents["grant"]["name_sv"] == name
        assert [one.name["sv"] for one in rules.rulebook.measures] == [name]
    assert held.rules(date(2019, 1, 1)) is held.rules(date(2020, 6, 30)), "read once"
    assert [version.number for version in held.versions_of("grant")] == [2, 1]


def test_a_local_form_follows_its_parent_and_its_new_version():
    local = {
        "id": "local",
        "parent": "grant",
        "territory": {"regions": [], "municipalities": ["0484"]},
        "extra_criteria": [leaf("rents", "eq", True)],
    }
    import_catalogue(catalogue(FIRST, SECOND, local))
    held = selectors.catalogue()
    early, late = (
        held.rules(day).documents["local"] for day in (date(2020, 1, 1), date(2021, 1, 1))
    )
    assert (early["name_sv"], late["name_sv"]) == ("Bidrag", "Nya bidraget")
    assert late["criteria"] == {"all": [SECOND["criteria"], leaf("rents", "eq", True)]}
    assert late["windows"] == SECOND["windows"]
    exported = export_catalogue().items("measures.yaml")
    assert exported[-1] == local, "what is inherited is not written out"


def test_a_measure_left_out_is_withdrawn_and_can_come_back():
    import_catalogue(catalogue(measure(), measure(id="b")))
    done = import_catalogue(catalogue(measure()))
    assert done.published.withdrawn == 1
    assert set(selectors.catalogue().rules(date(2020, 5, 4)).documents) == {"grant"}
    assert [item["id"] for item in export_catalogue().items("measures.yaml")] == ["grant"]
    assert MeasureVersion.objects.filter(measure__slug="b").exists(), "its history is kept"
    done = import_catalogue(catalogue(measure(), measure(id="b")))
    assert (done.published.returned, done.published.versions) == (1, 0)


def test_what_was_shown_on_a_day_can_be_told_afterwards(monkeypatch):
    start = clock.now()
    monkeypatch.setattr(clock, "now", lambda: start)
    import_catalogue(catalogue(FIRST, measure(id="b")))
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(days=10))
    import_catalogue(catalogue(FIRST, SECOND))
    as_of = date(2020, 8, 1)

    def shown(days):
        moment = start + timedelta(days=days)
        return {item["id"]: item["name_sv"] for item in selectors.shown_at(moment, as_of)}

    assert shown(-1) == {}
    assert shown(5) == {"b": "Bidrag"}, "version 1 did not hold, version 2 was not known"
    assert shown(11) == {"grant": "Nya bidraget"}


def test_changes_tell_new_and_changed_latest_first(monkeypatch):
    start = clock.now()
    monkeypatch.setattr(clock, "now", lambda: start)
    import_catalogue(catalogue(FIRST))
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(days=1))
    import_catalogue(catalogue(FIRST, SECOND))
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(days=2))
    import_catalogue(catalogue(FIRST, SECOND, measure(id="b")))
    changes = selectors.catalogue().changes()
    assert [(one.measure, one.number, one.is_new) for one in changes] == [
        ("b", 1, True),
        ("grant", 2, False),
        ("grant", 1, True),
    ]
    assert [one.measure for one in selectors.catalogue().changes(limit=1)] == ["b"]


def test_amendments_up_to_the_day_are_told_latest_first():
    rows = [
        {"date": "2020-03-01", "ref": "X 1", "change_sv": "Börjar."},
        {"date": "2020-06-01", "change_sv": "Höjs."},
    ]
    import_catalogue(catalogue(measure(amendments=rows)))
    held = selectors.catalogue()
    told = held.amendments(date(2020, 6, 1))
    assert [(one.on.month, one.text) for one in told] == [
        (6, {"sv": "Höjs."}),
        (3, {"sv": "Börjar."}),
    ]
    assert len(held.amendments(date(2020, 5, 31))) == 1


def test_the_catalogue_is_read_once_and_then_costs_one_query(django_assert_num_queries):
    import_catalogue(packaged())
    with django_assert_num_queries(6):
        selectors.catalogue()
    for _ in range(2):
        with django_assert_num_queries(1):
            held = selectors.catalogue()
            day = date(2020, 5, 4)
            assert len(held.rules(day).documents) == 70
            assert held.counts(day).windows == 138
            assert held.actor_by_slug["almi-malardalen"].name
            assert held.need_by_id["liquidity"].name["sv"] == "Likviditet"
            held.changes()
            held.amendments(day)
    assert selectors.current_rulebook(day) is held.rules(day)


def test_an_import_is_seen_at_once_by_those_who_had_read():
    import_catalogue(catalogue())
    before = selectors.catalogue()
    import_catalogue(catalogue(measure(), measure(id="b")))
    after = selectors.catalogue()
    assert after.revision > before.revision
    assert len(after.versions) == 2
    assert len(before.versions) == 1, "what a request holds does not change under it"


def test_before_the_first_import_there_is_an_empty_catalogue():
    assert selectors.current_revision() == 0
    held = selectors.catalogue()
    assert held.counts(date(2020, 5, 4)).measures == 0
    assert held.rules(date(2020, 5, 4)).judge.judge
    assert export_catalogue().documents == {}


def test_importing_is_audited_and_makes_things_findable():
    import_catalogue(catalogue(measure(name_sv="Flyttbidrag för bagerier")))
    event = AuditEvent.objects.get(name="catalogue.imported")
    assert event.data["new_measures"] == 1
    assert event.data["revision"] == CatalogueRevision.objects.get().pk
    assert [key for key, _ in index.search("flyttbidraget")] == ["grant"]


def test_a_measure_out_of_its_time_is_still_findable():
    import_catalogue(catalogue(measure(name_sv="Flyttbidrag", valid_to="1999-12-31")))
    assert [key for key, _ in index.search("flyttbidrag")] == ["grant"]


def test_a_catalogue_without_actors_forgets_those_of_the_last_one():
    import_catalogue(catalogue())
    bare = measure(id="b", provider=...)
    assert import_catalogue(catalogue(bare, actors=None)).changed
    assert selectors.catalogue().actors == ()
    assert "actors.yaml" not in export_catalogue().documents


def test_progress_is_told_step_by_step():
    steps = []
    import_catalogue(catalogue(), steps.append)
    assert len(steps) == 5


def test_headers_and_top_level_keys_are_kept():
    made = catalogue(as_of="2022-12-31")
    made = Catalogue(made.documents, {"measures.yaml": "# Rubrik\n# Rad två"})
    import_catalogue(made)
    text = write_catalogue(export_catalogue())["measures.yaml"]
    assert text.startswith("# Rubrik\n# Rad två\nversion: 1\nas_of: '2022-12-31'\nmeasures:\n")


def test_moving_a_measure_in_the_file_moves_it_in_the_export_and_edits_nothing():
    import_catalogue(catalogue(measure(), measure(id="b")))
    kept = dict(MeasureVersion.objects.values_list("sha256", "recorded_at"))
    done = import_catalogue(catalogue(measure(id="b"), measure()))
    assert done.published.versions == 0
    assert [item["id"] for item in export_catalogue().items("measures.yaml")] == ["b", "grant"]
    assert dict(MeasureVersion.objects.values_list("sha256", "recorded_at")) == kept


def test_an_actor_may_change_without_a_version():
    import_catalogue(catalogue())
    actors = copy.deepcopy(ACTORS)
    actors["actors"][0]["name"] = "Myndigheten för annat"
    import_catalogue(catalogue(actors=actors))
    assert selectors.catalogue().actor_by_slug["agency"].name == "Myndigheten för annat"
