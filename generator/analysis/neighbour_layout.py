"""Layout of points in a plane by t-SNE (van der Maaten and Hinton, 2008): pairs that belong together in, places out.

Pairs attract and all points repel each other, until near points are those that belong together. The repulsion is that
of a density on a grid, convolved by a Fourier transform (Linderman and others, 2019,
https://doi.org/10.1038/s41592-018-0308-4): the cost is proportional to the number of points. Nothing is random, and
no sum depends on the number of threads.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generator.analysis.similarity import Floats, Ints

_PHASES = ((60, 6.0, 0.5), (200, 1.0, 0.8))
"""Rounds, factor of the attraction, and momentum: groups form first, and then spread out."""
_STEP = 1 / 12
"""Length of steps, as a share of the number of points (Belkina and others, 2019)."""
_TETHER = 15
"""Pull towards the start, which only small layouts feel: that of a large one is held by its many pairs."""
_FIRST_SIZE = 0.8
_GROWTH = 0.32
"""A layout of n points is about 0.8 n^0.32 wide, in units of the distance at which they begin to repel each other."""


class Attractions(NamedTuple):
    """Pairs of points that attract each other, as arrays, each in both directions; their weights sum up to 1."""

    ones: Ints
    others: Ints
    weights: Floats


def neighbour_layout(start: Floats, pairs: Attractions) -> Floats:
    """Return the places of at least two points around the origin; `start` has two coordinates for each.

    Points that start from the same place stay together.
    """
    number = len(start)
    size = np.sqrt(np.mean(np.sum(start**2, axis=1))) or 1.0
    start = start / size * _FIRST_SIZE * number**_GROWTH
    places, step = start, np.zeros_like(start)
    for rounds, factor, momentum in _PHASES:
        for _ in range(rounds):
            forces = _repulsion(places) - factor * _attraction(places, pairs)
            forces = 4 * forces + _TETHER / number**2 * (start - places)
            step = momentum * step + number * _STEP / factor * forces
            places = places + step
            places = places - places.mean(axis=0)
    return places


def _attraction(places: Floats, pairs: Attractions) -> Floats:
    differences = places[pairs.ones] - places[pairs.others]
    weights = pairs.weights / (1 + np.einsum("ij,ij->i", differences, differences))
    return np.stack([np.bincount(pairs.ones, weights * axis, minlength=len(places)) for axis in differences.T], axis=1)


def _repulsion(places: Floats) -> Floats:
    """Return the forces of all points on each, which together are as strong as their attraction."""
    number = len(places)
    cells = 64 if number <= 2_000 else 128
    low = places.min(axis=0)
    width = max(float((places.max(axis=0) - low).max()), 1e-9) / (cells - 2)
    corners, shares = _on_grid((places - low) / width, cells)
    density = np.bincount(corners.ravel(), shares.ravel(), minlength=cells * cells).reshape(cells, cells)
    spectrum = np.fft.rfft2(density, (2 * cells, 2 * cells))
    total, *forces = (
        (np.fft.irfft2(spectrum * kernel)[:cells, :cells].ravel()[corners] * shares).sum(axis=0)
        for kernel in _kernels(cells, width)
    )
    return np.stack(forces, axis=1) / max(float(total.sum()) - number, 1e-9)  # a point does not repel itself


def _on_grid(places: Floats, cells: int) -> tuple[Ints, Floats]:
    """Return the four corners of the cell that each point is in, and the share of the point at each of them."""
    whole = places.astype(np.int64)
    part = places - whole
    corners = [(whole[:, 0] + right) * cells + whole[:, 1] + up for right in (0, 1) for up in (0, 1)]
    shares = [np.abs(1 - right - part[:, 0]) * np.abs(1 - up - part[:, 1]) for right in (0, 1) for up in (0, 1)]
    return np.stack(corners), np.stack(shares)


def _kernels(cells: int, width: float) -> list[NDArray[np.complex128]]:
    """Return the transforms of the kernel of t-SNE, 1 / (1 + distance²), and of the force along either axis."""
    steps = np.arange(2 * cells)
    lengths = np.where(steps < cells, steps, steps - 2 * cells) * width
    across, along = lengths[:, np.newaxis], lengths[np.newaxis]
    kernel = 1 / (1 + across**2 + along**2)
    return [np.fft.rfft2(one) for one in (kernel, kernel**2 * across, kernel**2 * along)]
