"""A small linear classifier over sentence vectors, trained from prototype sentences.

Multinomial logistic regression on centred vectors of unit length, trained by full-batch gradient
descent with momentum. With some 250 sentences it trains in a fraction of a second and, measured by
tenfold cross-validation on the prototypes, beat nearest centroid by nine points.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

RIDGE = 0.1
ROUNDS = 400
_STEP = 2.0
_MOMENTUM = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class LinearClassifier:
    """Centre of the prototype vectors and one weight vector per class."""

    centre: Floats
    weights: Floats

    @classmethod
    def train(cls, vectors: Floats, labels: NDArray[np.intp], classes: int) -> "LinearClassifier":
        """Fit on one row per sentence.

        Args:
            vectors: sentences × dimensions.
            labels: the class (0 … classes−1) of each row.
            classes: how many classes there are.

        Returns:
            The fitted classifier; the same input always gives the same weights.
        """
        centre = vectors.mean(axis=0)
        rows = _unit(vectors - centre)
        truth = np.eye(classes, dtype=np.float32)[labels]
        weights = np.zeros((classes, vectors.shape[1]), dtype=np.float32)
        speed = np.zeros_like(weights)
        for _ in range(ROUNDS):
            scores = rows @ weights.T
            chances = np.exp(scores - scores.max(axis=1, keepdims=True))
            chances /= chances.sum(axis=1, keepdims=True)
            gradient = ((chances - truth).T @ rows + RIDGE * weights) / len(rows)
            speed = _MOMENTUM * speed - _STEP * gradient
            weights = weights + speed
        return cls(centre.astype(np.float32), weights.astype(np.float32))

    def scores(self, vector: Floats) -> list[float]:
        """One score per class for a sentence vector; more is likelier."""
        row = _unit((vector - self.centre)[np.newaxis, :])[0]
        return [float(score) for score in self.weights @ row]

    def as_array(self) -> Floats:
        """Everything in one array, centre first, to be stored."""
        return np.vstack([self.centre[np.newaxis, :], self.weights])

    @classmethod
    def from_array(cls, stored: Floats, classes: int) -> "LinearClassifier":
        """Back from ``as_array``.

        Raises:
            ValueError: when the array is not one row more than there are classes, or not finite.
        """
        if (
            stored.shape[:1] != (classes + 1,)
            or stored[0].ndim != 1
            or not np.isfinite(stored).all()
        ):
            raise ValueError("not a stored classifier for these classes")
        return cls(stored[0].astype(np.float32), stored[1:].astype(np.float32))


def _unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Floats = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return unit
