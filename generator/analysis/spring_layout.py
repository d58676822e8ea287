"""Layout of a connected graph, from the starting places of its nodes and the weights of its edges.

Edges pull as springs do, and nodes repel each other (Fruchterman and Reingold, 1991,
https://doi.org/10.1002/spe.4380211102); with each round, steps become shorter.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_ROUNDS = 120
_FIRST_STEP = 0.1
"""Length of the steps of the first round."""
_SHORTEST = 0.01
"""Length below which distances and forces count as this long, as they are divided by."""


def spring_layout(start: Floats, weights: Floats) -> Floats:
    """Return the places of at least two nodes around the origin, with 1 as the largest coordinate.

    `start` has two coordinates from 0 to 1 for each node. `weights` is a symmetric matrix, 0 where there is no edge.
    """
    places = start
    spacing = 1 / np.sqrt(len(start))
    for step in np.linspace(_FIRST_STEP, 0, _ROUNDS, endpoint=False):
        differences = places[:, np.newaxis] - places
        distances = np.linalg.norm(differences, axis=2).clip(_SHORTEST)
        factors = (spacing / distances) ** 2 - weights * distances / spacing
        forces = np.einsum("ijk,ij->ik", differences, factors)
        places = places + step * forces / np.linalg.norm(forces, axis=1, keepdims=True).clip(_SHORTEST)
    places = places - places.mean(axis=0)
    return np.asarray(places / np.abs(places).max())
