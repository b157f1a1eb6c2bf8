"""Trains the need classifier anew after the prototypes have been edited.

Run ``python -m lotsa.foundation.text.train``; it replaces the weights that ship with the package.
"""

import sys

from lotsa.foundation.text.needs import E5Embedder, fingerprint, store, train
from lotsa.foundation.text.sources import HEARING, need_sources


def main() -> int:
    """Train, store, and remove weights of earlier prototypes."""
    sources = need_sources()
    classifier = train(E5Embedder(), sources.classes)
    path = HEARING / f"needs-{fingerprint(sources)}.npy"
    store(classifier, path)
    path.chmod(0o644)
    for old in HEARING.glob("needs-*.npy"):
        if old != path:
            old.unlink()
    sys.stdout.write(f"{path.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
