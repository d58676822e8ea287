"""The map of papers: the similarity of papers in, a place for each out, near those of papers that say similar things.

The first places are two axes of latent semantic analysis (Deerwester and others, 1990), which one more paper hardly
moves; then t-SNE brings each paper near its neighbours.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np

from generator.analysis.neighbour_layout import Attractions, neighbour_layout
from generator.analysis.similarity import Floats, Similarity, TermVectors, largest_of_rows

MAP_SIZE = 4096
"""Coordinates on the map are from 0 to this, which is left out."""
_NEIGHBOURS = 15
"""Neighbours of a paper that attract it."""
_AXES = 4
"""Axes that are followed, of which the first two are used: the others make these certain sooner."""
_ROUNDS = 30
_APART = 0.02
"""Share of the size of the map by which papers start apart even if they say the same."""
_CORE, _EDGE = 1.6, 2.4
"""Distances from the middle, by their quadratic mean: up to the first nothing moves, and none is beyond the second."""


def place_on_map(similar: Similarity) -> Mapping[str, tuple[int, int]]:
    """Return the place of each paper, by its key."""
    keys = similar.keys
    if len(keys) < 2:
        return dict.fromkeys(keys, (MAP_SIZE // 2, MAP_SIZE // 2))
    directions = _directions(keys)
    start = _semantic_axes(similar.vectors, directions) + _APART * directions[:, :2]
    places = _within_edge(neighbour_layout(start, _attracting(similar)))
    steps = np.rint((places + 1) / 2 * (MAP_SIZE - 1)).astype(np.int64).tolist()
    return {key: (x, y) for key, (x, y) in zip(keys, steps, strict=True)}


def _within_edge(places: Floats) -> Floats:
    """Return places of which none is further than 1 from the origin, and only the outermost have moved inwards.

    The scale depends on all papers alike: otherwise a single one, far out, would move all others.
    """
    places = places / np.sqrt(np.mean(np.sum(places**2, axis=1)))
    radius = np.sqrt(np.sum(places**2, axis=1, keepdims=True)).clip(1e-9)
    beyond = (radius - _CORE).clip(0) / (_EDGE - _CORE)
    moved = np.where(beyond > 0, _CORE + (_EDGE - _CORE) * (1 - np.exp(-beyond)), radius)
    return np.asarray(places / radius * moved / _EDGE)


def _attracting(similar: Similarity) -> Attractions:
    """Return each paper with its neighbours, weighted by cosine; each paper is attracted alike strongly."""
    papers, others, cosines = similar.pairs
    number = len(similar.keys)
    nearest = largest_of_rows(papers, others, cosines, cosines > 0, _NEIGHBOURS)
    papers, others, cosines = papers[nearest], others[nearest], cosines[nearest]
    shares = cosines / np.bincount(papers, cosines, minlength=number)[papers]
    both_ways = np.concatenate([papers * number + others, others * number + papers])
    single, at = np.unique(both_ways, return_inverse=True)
    weights = np.bincount(at, np.tile(shares, 2), minlength=len(single)).astype(float)
    return Attractions(single // number, single % number, weights / max(float(weights.sum()), 1.0))


def _semantic_axes(vectors: TermVectors, directions: Floats) -> Floats:
    """Return the places of papers along the two axes on which their vectors differ most, each with a spread of 1.

    They are found by orthogonal iteration from `directions`, and turned towards these. The order of additions does not
    depend on the number of threads.
    """
    terms = int(vectors.terms.max(initial=-1)) + 1
    axes = directions
    for _ in range(_ROUNDS):
        axes = np.stack([_once_more(vectors, axis, terms) for axis in _orthogonal(axes).T], axis=1)
    strength = np.einsum("ij,ij->j", axes, axes)
    axes = _orthogonal(axes[:, np.argsort(-strength, kind="stable")])[:, :2] * np.sqrt(len(axes))
    return np.asarray(axes @ _turn(np.einsum("ij,ik->jk", axes, directions[:, :2])))


def _turn(products: Floats) -> Floats:
    """Return the rotation or reflection that brings axes nearest to others, given the products of the two.

    Otherwise one more paper could swap the axes, or the ends of one.
    """
    left, _, right = np.linalg.svd(products)
    return np.asarray(left @ right)


def _once_more(vectors: TermVectors, axis: Floats, terms: int) -> Floats:
    """Return an axis, multiplied by the matrix of the products of all vectors, around the mean of all papers."""
    of_terms = np.bincount(vectors.terms, vectors.values * axis[vectors.papers], minlength=terms)
    product = np.bincount(vectors.papers, vectors.values * of_terms[vectors.terms], minlength=len(axis))
    return np.asarray(product - product.mean())


def _orthogonal(axes: Floats) -> Floats:
    """Return axes of length 1 at right angles to each other, from the first to the last; 0 for those left without."""
    found: list[Floats] = []
    for axis in axes.T:
        rest = axis
        for _ in range(2):  # as rounding leaves something of the others
            for other in found:
                rest = rest - other * np.sum(rest * other)
        length = np.sqrt(np.sum(rest**2))
        found.append(rest / length if length > 1e-9 else np.zeros_like(rest))
    return np.stack(found, axis=1)


def _directions(keys: Sequence[str]) -> Floats:
    """Return coordinates from -1 to 1 for each key, always the same."""
    digests = b"".join(hashlib.blake2b(key.encode(), digest_size=4 * _AXES).digest() for key in keys)
    return np.frombuffer(digests, "<u4").reshape(-1, _AXES) / 2**31 - 1
