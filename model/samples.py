"""Beliefs become arrays of rows: (N, 1), row 0 at the medians, the others drawn.

The uniforms are drawn once from a recorded seed and kept, so that a drag compares the same
worlds before and after: bands glide instead of shimmering and differences are paired.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

import msgspec
import numpy as np

from model.catalog import catalog
from model.errors import InputError
from model.outcome import Array
from model.scenario import BELIEFS, Belief, Scenario

SEED = 7
"""Of the worlds that are drawn unless another seed is asked for."""
TASK_DRAWS = 24
"""Scores drawn with the beliefs; a network with more tasks than that draws more."""


class Samples(msgspec.Struct, frozen=True, eq=False):
    """One draw of every belief for each row.

    The same beliefs, rows and seed give the same object, so that what follows from them alone
    can be kept from one frame of a drag to the next.
    """

    rows: int
    seed: int
    beliefs: Mapping[str, Belief]
    """what was drawn from"""
    values: Mapping[str, Array]
    """belief -> (N, 1) in its declared unit"""
    task_score: Array
    """(N, TASK_DRAWS) standard normal scores of single tasks, correlated, 0 in row 0; a factor on
    all of them is the belief ``build_slip``"""

    def __getitem__(self, name: str) -> Array:
        return self.values[name]


def resolved(scenario: Scenario) -> dict[str, Belief]:
    """The beliefs in force: the scenario's own, else the declared default.

    PUE starts from the cooling of the first site that has accelerators coming.
    """
    beliefs = {}
    for name, spec in BELIEFS.items():
        own = getattr(scenario.beliefs, name)
        beliefs[name] = own or spec.default or _pue_of_cooling(scenario)
    return beliefs


def draw(scenario: Scenario, rows: int, seed: int) -> Samples:
    """``rows`` rows of every belief; row 0 holds the medians.

    Raises InputError if ``rows`` is below 1.
    """
    if rows < 1:
        raise InputError("samples", rows, "1 or more", "Ask for at least one row.")
    return _drawn(tuple(resolved(scenario).items()), rows, seed)


@lru_cache(maxsize=8)
def _drawn(given: tuple[tuple[str, Belief], ...], rows: int, seed: int) -> Samples:
    beliefs = dict(given)
    if rows == 1:
        medians = {name: np.array([[_median(belief)]]) for name, belief in given}
        return Samples(rows, seed, beliefs, medians, np.zeros((1, TASK_DRAWS)))
    uniforms = _uniforms(rows, seed)
    values = {
        name: pert_quantile(belief, uniforms[:, column : column + 1])
        for column, (name, belief) in enumerate(given)
    }
    return Samples(rows, seed, beliefs, values, _task_scores(rows, seed))


def pert_quantile(belief: Belief, uniforms: Array) -> Array:
    """Quantiles of the PERT distribution of ``belief`` at ``uniforms`` (N, 1).

    PERT is the beta distribution on [low, high] with mean (low + 4 mode + high)/6
    (Malcolm, Roseboom, Clark, Fazar: Operations Research 7, 1959; shape parameters after
    Vose, Risk Analysis, 2008).
    """
    span = belief.high - belief.low
    if span <= 0:
        return np.full(uniforms.shape, belief.mode)
    alpha = 1 + 4 * (belief.mode - belief.low) / span
    grid, cdf = _beta_table(round(alpha, 3))
    return np.asarray(belief.low + span * np.interp(uniforms, cdf, grid))


@cache
def usual(name: str) -> float:
    """The median of a belief as it is declared, whatever a scenario makes of it."""
    default = BELIEFS[name].default
    if default is None:
        raise KeyError(f"{name} has no default of its own")
    return _median(default)


def task_scores(samples: Samples, count: int) -> Array:
    """(N, count or more) standard normal scores of single tasks; the first ones never change."""
    if count <= TASK_DRAWS:
        return samples.task_score
    return _many_scores(samples, -(-count // TASK_DRAWS))


@lru_cache(maxsize=4)
def _many_scores(samples: Samples, blocks: int) -> Array:
    found = [samples.task_score]
    for block in range(1, blocks):
        # The factor that they share comes from the same stream as that of the first ones.
        stream = np.random.default_rng(samples.seed + 1)
        own = np.random.default_rng((samples.seed, block))
        more = correlated_scores(stream, samples.rows, TASK_DRAWS, own)
        more[0] = 0.0
        found.append(more)
    return np.concatenate(found, axis=1)


@lru_cache(maxsize=256)
def _median(belief: Belief) -> float:
    return float(pert_quantile(belief, np.array([[0.5]]))[0, 0])


def _pue_of_cooling(scenario: Scenario) -> Belief:
    table = catalog().cooling
    used = {shipment.site for shipment in scenario.shipments if shipment.count}
    sites = [site for site in scenario.sites if site.id in used] or list(scenario.sites)
    pue = table[sites[0].cooling].pue if sites else next(iter(table.values())).pue
    return Belief(pue.low, pue.mode, pue.high)


@lru_cache(maxsize=8)
def _uniforms(rows: int, seed: int) -> Array:
    """(N, beliefs) stratified uniforms: one draw in each of N equal slices; row 0 at a half."""
    generator = np.random.default_rng(seed)
    count = len(BELIEFS)
    slices = generator.permuted(np.tile(np.arange(rows), (count, 1)), axis=1).T
    uniforms = np.asarray((slices + generator.random((rows, count))) / rows)
    uniforms[0] = 0.5
    return uniforms


@lru_cache(maxsize=8)
def _task_scores(rows: int, seed: int) -> Array:
    scores = correlated_scores(np.random.default_rng(seed + 1), rows, TASK_DRAWS)
    scores[0] = 0.0
    return scores


def correlated_scores(
    generator: np.random.Generator,
    rows: int,
    tasks: int,
    other: np.random.Generator | None = None,
) -> Array:
    """Standard normal scores (N, K) of construction tasks, correlated as `task_correlation` says.

    Tasks of one site share owner, contractors, labour market and suppliers: drawn without that
    they cancel out and the spread of the whole comes out far too narrow (Book, "Why correlation
    matters in cost estimating", 1999).
    """
    shared = catalog().assumption("task_correlation").value
    own = generator.standard_normal((rows, tasks))
    common = generator.standard_normal((rows, 1))
    if other is not None:  # scores of their own that share what those of ``generator`` share
        own = other.standard_normal((rows, tasks))
    return np.asarray(np.sqrt(1 - shared) * own + np.sqrt(shared) * common)


@lru_cache(maxsize=256)
def _beta_table(alpha: float, points: int = 513) -> tuple[Array, Array]:
    """Grid and distribution function of Beta(alpha, 6 - alpha) on [0, 1], by the trapezoid rule."""
    grid = np.linspace(0.0, 1.0, points)
    density = grid ** (alpha - 1) * (1 - grid) ** (5 - alpha)
    cdf = np.concatenate(([0.0], np.cumsum((density[1:] + density[:-1]) / 2)))
    return grid, cdf / cdf[-1]
