"""Real builds: months from the first visible work to the first megawatts.

The clock starts at the first earthworks that a satellite sees. Nobody moves earth without the
permit to, and owners of that kind order long-lead items before; so the site class fixes the
template with permits in hand: a retrofit, a hall that is ready, or new build, at the usual pace.
The order dates are those of the full template, counted back over its permits. The first
megawatts come when the first hall is handed over; a hall is as large as the first phase of the
row, up to a building phase. The band is drawn from the correlated spread of the single tasks and
from the belief ``build_slip``. A first phase that is still to come is no measurement.

No constant is fitted to these rows. Two bounds know of them: the shortest durations of a
retrofit are what 122 days at Colossus leave, and the fit-out agrees with the time from roof to
operation that Epoch sees in the same campuses.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from model.beliefs import BELIEFS
from model.catalog import catalog
from model.chain.works import floors, network, sized
from model.declarations import fields_of
from model.physics import schedule
from model.samples import SEED, correlated_scores, pert_quantile
from model.scenario import Site
from model.study.validation.score import Scored
from model.study.validation.table import Row, Unscorable

COLUMNS = (
    "site", "kind", "start_visible", "first_operational", "first_mw",
    "months_start_to_first", "realised", "source",
)  # fmt: skip
MONTH_D = 365.25 / 12
ROWS = 20_001
_TEMPLATES = (("retrofit", "retrofit-permitted"), ("ready", "ready"), ("new", "permitted"))


def predict(row: Row) -> Scored:
    """Predict the months to first power of one site; raises Unscorable."""
    if row.text("realised").lower() in ("false", "no", "0"):
        raise Unscorable("projected at the time of the snapshot, not realised")
    kind = row.text("kind").lower()
    template = next((name for word, name in _TEMPLATES if word in kind), None)
    if template is None:
        raise Unscorable(f"no template for the site class: {row.text('kind') or 'blank'}")
    measured = row.number("months_start_to_first") or _months(row)
    months = _drawn(template, row.needed("first_mw"))
    low, high = np.quantile(months, (0.1, 0.9))
    year = row.text("first_operational")[:4]
    return Scored(
        id=row.id,
        measured=measured,
        predicted=float(np.median(months)),
        unit="months",
        groups={
            "accelerator": "any",
            "source": row.text("source"),
            "family": template,
            "scale": "up to 150 MW" if row.needed("first_mw") <= 150.0 else "above 150 MW",
            "year": year or "unknown",
        },
        low=float(low),
        high=float(high),
        source=row.text("source"),
    )


def _months(row: Row) -> float:
    try:
        start, end = (
            date.fromisoformat(row.text(name)) for name in ("start_visible", "first_operational")
        )
    except ValueError:
        raise Unscorable("months and dates are not known") from None
    if end <= start:
        raise Unscorable("first power before the first work")
    return (end - start).days / MONTH_D


def _drawn(name: str, first_mw: float) -> schedule.Array:
    """Months to the first hall (N,): stratified scores of tasks and of the common slip."""
    template = catalog().templates[name]
    generator = np.random.default_rng(SEED)
    slip_belief = BELIEFS["build_slip"].default
    if slip_belief is None:
        raise Unscorable("no usual slip is declared")
    uniforms = (generator.permutation(ROWS) + 0.5) / ROWS
    slip = pert_quantile(slip_belief, uniforms[:, np.newaxis])
    low, mode, high = (
        np.array([getattr(task, bound) for task in template.tasks])
        for bound in ("low", "mode", "high")
    )
    scores = correlated_scores(generator, ROWS, len(template.tasks))
    phase_mw = next(field.default for field in fields_of(Site) if field.name == "phase_mw")
    share = np.array([min(first_mw / float(phase_mw), 1.0)])
    duration = schedule.durations(low, mode, high, 0.0, slip, scores) * sized(template, share)
    begin = floors(template, np.zeros((ROWS, 1)))
    dates = schedule.forward(begin, duration, *network(template), share)
    return np.asarray(dates.ready[:, 0] / MONTH_D)
