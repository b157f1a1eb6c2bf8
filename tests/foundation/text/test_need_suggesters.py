import numpy as np
import pytest

from lotsa.core.hearing.classifier import LinearClassifier
from lotsa.foundation.text import listen
from lotsa.foundation.text import needs as needs_module
from lotsa.foundation.text.needs import (
    E5Suggester,
    NgramSuggester,
    best_suggester,
    train,
    trained_classifier,
)
from lotsa.foundation.text.sources import need_sources


@pytest.fixture
def _fresh_suggester():
    best_suggester.cache_clear()
    yield
    best_suggester.cache_clear()


class CountingEmbedder:
    """Letters counted: poor at meaning, but deterministic and quick."""

    calls = 0

    def embed(self, text):
        self.calls += 1
        vector = np.zeros(64, np.float32)
        for letter in text.lower():
            vector[ord(letter) % 64] += 1
        return vector / (np.linalg.norm(vector) or 1)


PLAIN = [
    ("Vi klarar inte hyran för lokalen längre", "rent"),
    ("Our landlord refuses to lower the rent", "rent"),
    ("Bokföringen och momsen är ett enda kaos", "taxes_accounting"),
    ("نريد قرضا من البنك", "loans"),
    ("Vakuutus ei korvaa vahinkoa", "insurance"),
    ("Vi behöver söka bygglov hos kommunen", "permits_municipal"),
    ("vilken turordning gäller", "excess_staff"),
    ("NE-bilagan", "taxes_accounting"),
    ("vi vill sälja öl och vin", "permits_municipal"),
    ("Нам потрібен кредит у банку для підприємства", "loans"),
]


@pytest.mark.parametrize(("text", "need"), PLAIN)
def test_plain_requests_have_their_need_among_the_three(text, need):
    assert need in [score.need for score in listen(text).needs]


@pytest.mark.usefixtures("_fresh_suggester")
def test_without_the_model_letter_sequences_answer_and_say_so(monkeypatch, caplog):
    def broken(_self):
        raise OSError("no AVX2 here")

    monkeypatch.setattr(needs_module.E5Embedder, "__init__", broken)
    heard = listen("Vi klarar inte hyran för lokalen, hyresvärden vägrar")
    assert heard.method == "ngrams"
    assert heard.needs[0].need == "rent"
    assert "no AVX2 here" in caplog.text


@pytest.mark.parametrize(
    "text", ["hyran är för hög", "momsen", "xyzzy", "لا نستطيع دفع الإيجار", "🙂"]
)
def test_the_fallback_gives_three_probabilities_for_any_text(text):
    scores = NgramSuggester(need_sources()).suggest(text)
    assert len(scores) == 3
    assert all(0 <= score.score <= 1 for score in scores)


def test_weights_are_trained_once_and_then_read_from_the_cache(monkeypatch, tmp_path):
    monkeypatch.setenv("LOTSA_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(needs_module, "HEARING", tmp_path / "nothing-ships")
    embedder = CountingEmbedder()
    first = trained_classifier(embedder, need_sources())
    spent = embedder.calls
    second = trained_classifier(embedder, need_sources())
    assert spent > 200
    assert embedder.calls == spent
    assert np.array_equal(first.as_array(), second.as_array())


def test_a_spoilt_or_hostile_cache_file_is_trained_anew(monkeypatch, tmp_path):
    monkeypatch.setenv("LOTSA_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(needs_module, "HEARING", tmp_path / "nothing-ships")
    path = tmp_path / f"needs-{needs_module.fingerprint(need_sources())}.npy"
    np.save(path, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    embedder = CountingEmbedder()
    trained_classifier(embedder, need_sources())
    assert embedder.calls > 200


def test_a_cache_that_cannot_be_written_is_no_obstacle(monkeypatch, tmp_path, caplog):
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("LOTSA_CACHE_DIR", str(blocked))
    monkeypatch.setattr(needs_module, "HEARING", tmp_path / "nothing-ships")
    assert isinstance(trained_classifier(CountingEmbedder(), need_sources()), LinearClassifier)
    assert "could not be cached" in caplog.text


def test_training_is_deterministic_and_a_suggester_can_use_any_embedder():
    sources = need_sources()
    embedder = CountingEmbedder()
    one = train(embedder, sources.classes)
    two = train(embedder, sources.classes)
    assert np.array_equal(one.as_array(), two.as_array())
    assert len(E5Suggester(embedder, one, sources).suggest("hyran")) == 3


def test_changed_prototypes_change_the_fingerprint():
    sources = need_sources()
    other = {**sources.prototypes, "rent": (*sources.prototypes["rent"], "en mening till")}
    changed = type(sources)(sources.order, other, sources.keywords)
    assert needs_module.fingerprint(changed) != needs_module.fingerprint(sources)
