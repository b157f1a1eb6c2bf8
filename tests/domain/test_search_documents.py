"""What a measure is found by, from the catalogue as it is in the files."""

from pathlib import Path

import pytest
import yaml

from lotsa.core.searching.synonyms import Synonyms
from lotsa.domain.measures import search_documents as module
from lotsa.domain.measures.search_documents import KIND_WORDS, search_documents

CATALOGUE = Path(module.__file__).parents[2] / "data" / "catalogue"


@pytest.fixture(scope="module")
def measures():
    text = (CATALOGUE / "measures.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)["measures"]


def test_each_measure_has_a_document_in_both_languages(measures):
    documents = search_documents(measures)
    assert len(documents) == 2 * len(measures)
    assert {document.key for document in documents} == {measure["id"] for measure in measures}


def test_every_kind_in_the_catalogue_has_words_in_both_languages(measures):
    kinds = {measure["kind"] for measure in measures}
    assert kinds <= set(KIND_WORDS)
    assert all(set(words) == {"sv", "en"} for words in KIND_WORDS.values())


def test_names_of_providers_handlers_needs_and_places_lead_to_the_measure():
    measure = {
        "id": "m",
        "name_sv": "Lokalt lån",
        "kind": "odd_kind",
        "provider": "p",
        "handled_by": ["h", "nobody"],
        "needs": ["n"],
        "territory": {"regions": ["18"], "municipalities": ["1880", "9999"]},
        "status": "planned",
        "windows": [{"id": "1", "label_sv": "Maj 2020"}],
    }
    actors = [{"id": "p", "name": "Banken", "aliases": ["B"]}, {"id": "h", "name": "Kontoret"}]
    needs = [{"id": "n", "name_sv": "Likviditet", "hint_sv": "Pengar nu"}]
    places = {"18": "Örebro län", "1880": "Örebro"}
    (document,) = search_documents([measure], actors, needs, places)
    assert document.labels == ("Banken", "B", "odd kind", "Örebro län", "Örebro")
    assert document.details.splitlines() == ["Kontoret", "Likviditet", "Pengar nu", "Maj 2020"]
    assert document.boost < 1


def test_the_packaged_synonym_list_is_sound_and_long_enough():
    text = (CATALOGUE / "synonyms.yaml").read_text(encoding="utf-8")
    assert len(Synonyms.from_document(yaml.safe_load(text)).groups) >= 80
