"""The model's honest yardstick: predictions against measured records, kind by kind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from model.checks import named
from model.errors import InputError
from model.study.validation import builds, energy, goodput, memory, runs, sites
from model.study.validation.misfits import causes
from model.study.validation.score import Report, Scored, always, nobody, score
from model.study.validation.table import Row, read, shipped

_KINDS: dict[str, tuple[tuple[str, ...], Callable[[Row], Scored]]] = {
    "runs": (runs.COLUMNS, runs.predict),
    "memory": (memory.COLUMNS, memory.predict),
    "energy": (energy.COLUMNS, energy.predict),
    "goodput": (goodput.COLUMNS, goodput.predict),
    "sites": (sites.COLUMNS, sites.predict),
    "builds": (builds.COLUMNS, builds.predict),
}
KINDS = tuple(_KINDS)


def validate(
    kind: str = "runs",
    records: Path | None = None,
    *,
    search: bool = False,
    cross: str | None = None,
    wanted: Callable[[], bool] = always,
    told: Callable[[int, int], None] = nobody,
) -> Report:
    """Score the model against records of one kind.

    Parameters
    ----------
    kind : one of `KINDS`
    records : a CSV file with the columns of the shipped records of that kind (unknown cells
        empty, further columns allowed); None: those shipped
    search : score runs as if no layout were published, each on the best plan that is found
    cross : leave out each model, source or software of the shipped runs in turn, and predict it
        with constants that have not seen it
    wanted : asked before each row whether the answer is still of use; else the rest is left out
    told : hears before each row how many of how many are done

    Raises
    ------
    InputError : no such kind, or a file that cannot be read or lacks a column
    """
    if cross:
        from model.study.calibration.crossed import cross_report

        if kind != "runs" or records is not None or search:
            limit = "only the shipped runs can be left out"
            raise InputError("--cross", cross, limit, "Leave out the other options.")
        return cross_report(cross, wanted, told)
    columns, predict = _KINDS[named("--kind", kind, KINDS)]
    if search:
        if kind != "runs":
            raise InputError("--search", kind, "only runs have a layout", "Leave --search out.")
        predict = runs.predict_searched
    path = records or shipped(kind)
    # A file of the user's may use the ids of ours for other runs.
    known = causes(kind) if path == shipped(kind) else {}
    return score(kind, read(path, columns), predict, wanted, told, known)
