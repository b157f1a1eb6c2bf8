"""The index on whichever database the tests run on, and in memory."""

import sqlite3

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lotsa.core.searching.documents import SearchDocument
from lotsa.core.searching.synonyms import Synonyms
from lotsa.core.searching.text import name_key
from lotsa.foundation.search import index as site_index
from lotsa.foundation.search.engine import SearchIndex, in_memory
from lotsa.foundation.search.ports import SearchUnavailable
from lotsa.foundation.search.sqlite import SqliteExecutor, SqliteStore

SYNONYMS = Synonyms.from_document(
    {
        "version": 1,
        "groups": [
            {"words": {"sv": ["permittera", "korttidsarbete"], "en": ["furlough"]}},
            {"words": {"sv": ["låna ut personal"]}, "leads_to": {"sv": ["personalmatchning"]}},
        ],
    }
)
DOCUMENTS = [
    SearchDocument("short", "sv", "Stöd vid korttidsarbete", body="Anställda går ned i arbetstid."),
    SearchDocument("short", "en", "Short-time work support", body="Employees cut hours."),
    SearchDocument(
        "rent", "sv", "Rabatt på lokalhyra", aliases=("hyresstöd",), body="Hyran sänks."
    ),
    SearchDocument("loan", "sv", "Statlig lånegaranti", aliases=("Akuten",), labels=("Banken",)),
    SearchDocument("small", "sv", "Mikrolån", body="Litet lån.", labels=("Almi", "lån")),
    SearchDocument("bridge", "sv", "Brygglån", body="Lån i krisen.", labels=("Almi", "lån")),
    SearchDocument("match", "sv", "Personalmatchning", body="Dela medarbetare."),
    SearchDocument("county", "sv", "Rådgivning i Örebro län", labels=("Region Örebro län",)),
]


@pytest.fixture(scope="module")
def index():
    return in_memory(DOCUMENTS, SYNONYMS)


@pytest.fixture
def on_site(db):
    site_index.rebuild(DOCUMENTS, SYNONYMS)
    return site_index


QUERIES = [
    ("korttids arbete", "short"),
    ("kortidsarbete", "short"),
    ("permitera", "short"),
    ("furlough", "short"),
    ("short time", "short"),
    ("hyresrabatt", "rent"),
    ("hyrorna", "rent"),
    ("lokal hyra", "rent"),
    ("lanegaranti", "loan"),
    ("garanti", "loan"),
    ("akuten", "loan"),
    ("låna ut personal", "match"),
    ("län", "county"),
    ("MIKROLÅN", "small"),
]


@pytest.mark.parametrize(("query", "first"), QUERIES)
def test_the_right_thing_comes_first(index, query, first):
    assert index.search(query)[0][0] == first


@pytest.mark.parametrize(("query", "first"), QUERIES)
def test_and_on_the_site_with_the_same_scores(on_site, index, query, first):
    found = on_site.search(query)
    assert found[0][0] == first
    assert found == index.search(query)


def test_a_label_lists_everything_under_it_by_name(index):
    assert [key for key, _ in index.search("almi")] == ["bridge", "small"]


def test_a_name_in_full_does_not_hide_the_rest():
    documents = [
        SearchDocument("trips", "sv", "Lån för resor"),
        SearchDocument("loan", "sv", "Lån"),
        SearchDocument("other", "sv", "Annat"),
    ]
    assert [key for key, _ in in_memory(documents).search("lån")] == ["loan", "trips"]


def test_written_accents_are_believed(index):
    assert index.search("län")[0][0] == "county"
    assert {key for key, _ in index.search("lån")[:2]} == {"bridge", "small"}


def test_a_name_in_full_beats_a_mention(index):
    documents = [*DOCUMENTS, SearchDocument("other", "sv", "Mikrolån mikrolån för mikrolån")]
    assert in_memory(documents).search("mikrolån")[0][0] == "small"


def test_an_unknown_word_gives_nothing_and_a_misspelt_one_a_suggestion(index):
    assert index.ask("xylofonkvartett").hits == ()
    assert index.ask("xylofonkvartett").suggestion is None
    assert index.ask("lokalhira").suggestion == "lokalhyra"
    assert index.ask("lokalhyra").suggestion is None


def test_limit_and_empty_queries(index):
    assert len(index.search("lån", limit=1)) == 1
    assert index.search("lån", limit=0) == []
    for nothing in ("", "   ", "och att", "?!", "\x00"):
        assert index.search(nothing) == []


def test_the_askers_language_weighs_but_does_not_exclude():
    documents = [
        SearchDocument("sv", "sv", "Export"),
        SearchDocument("en", "en", "Export"),
    ]
    index = in_memory([*documents, SearchDocument("x", "sv", "Annat")])
    assert [key for key, _ in index.search("exporten")] == ["sv"]
    assert index.search("export", language="en")[0][0] == "en"
    assert index.search("export", language="sv")[0][0] == "sv"
    assert len(index.search("export", language="sv")) == 2


def test_rebuilding_replaces_everything(on_site):
    assert on_site.rebuild([SearchDocument("new", "sv", "Något helt annat")]) == 1
    assert on_site.search("mikrolån") == []
    assert on_site.search("permittera") == []
    assert [key for key, _ in on_site.search("helt annat")] == ["new"]


def test_a_failed_rebuild_leaves_the_old_index(on_site):
    with pytest.raises(AttributeError):
        on_site.rebuild([*DOCUMENTS, None])
    assert on_site.search("mikrolån")[0][0] == "small"


def test_an_empty_index_answers_nothing(db):
    assert site_index.rebuild([]) == 0
    assert site_index.search("mikrolån") == []


def test_a_search_on_the_site_is_a_handful_of_queries(on_site, django_assert_max_num_queries):
    on_site.search("lokalhyra")
    with django_assert_max_num_queries(7):
        on_site.search("permittera")


def test_an_sqlite_without_fts5_is_refused_with_a_remedy():
    class WithoutFts5(SqliteExecutor):
        def rows(self, sql, parameters=()):
            if sql == "PRAGMA compile_options":
                return [("THREADSAFE=1",)]
            return super().rows(sql, parameters)

    with pytest.raises(SearchUnavailable, match=r"without FTS5.*PostgreSQL"):
        SqliteStore(WithoutFts5(sqlite3.connect(":memory:"))).create()


def test_another_database_is_refused():
    class Oracle:
        vendor = "oracle"

    with pytest.raises(SearchUnavailable, match="oracle"):
        site_index.store_for(Oracle())


SYNTAX = st.text("\"*^:()+-{}'%_\\;,NEAR ORANDNOT\x00åéλ你🎉 \u0301")


@given(st.one_of(st.text(), SYNTAX), st.sampled_from([None, "sv", "en", "fi"]))
def test_no_text_breaks_a_query(index, query, language):
    hits = index.search(query, language)
    assert [score for _, score in hits] == sorted((score for _, score in hits), reverse=True)
    assert len({key for key, _ in hits}) == len(hits)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(query=st.one_of(st.text(st.characters(exclude_categories=["Cs"])), SYNTAX))
def test_no_text_breaks_a_query_on_the_site(on_site, query):
    on_site.search(query)


@given(
    st.lists(
        st.builds(SearchDocument, st.text(min_size=1), st.just("sv"), st.text(max_size=60)),
        max_size=4,
    )
)
def test_any_document_can_be_indexed_and_found_by_its_title(documents):
    index = in_memory(documents)
    for document in documents:
        found = [key for key, _ in index.search(document.title)]
        assert (document.key in found) == bool(name_key(document.title))


@pytest.mark.postgresql
def test_postgresql_without_the_extension_gives_the_same_answers(db, index, caplog):
    store = site_index.store_for()
    store.drop()
    with connection.cursor() as cursor:
        cursor.execute("DROP EXTENSION IF EXISTS pg_trgm CASCADE")
    store.create()
    assert "pg_trgm is missing" in caplog.text
    without = SearchIndex(store)
    without.rebuild(DOCUMENTS, SYNONYMS)
    for query, _ in QUERIES:
        assert without.search(query) == index.search(query)
