"""A small made-up Colossus: a valid Outcome without evaluate, for tests of what is shown."""

from __future__ import annotations

from datetime import date

import numpy as np

from model.outcome import POWER_PARTS, Array, Binding, Headline, Outcome, Plan, Task, Training
from model.scenario import Event, Scenario, Shipment, Site, Supply, Workload
from model.study.bands import Bands
from model.units import GIB

EPOCH = date(2024, 5, 3)
SHARES = {
    "accelerators": 0.4133,
    "servers": 0.3395,
    "network": 0.0664,
    "cooling": 0.1439,
    "losses": 0.0369,
}


def day(year: int, month: int, number: int) -> float:
    """Days from the epoch to a date."""
    return float((date(year, month, number) - EPOCH).days)


def scenario(**changes: object) -> Scenario:
    """A question that fits the answer below."""
    values: dict[str, object] = {
        "schema": 1,
        "title": "Made up",
        "shipments": (
            Shipment("h100_sxm", 150_000, date(2024, 7, 3), "memphis"),
            Shipment("h200_sxm", 50_000, date(2024, 11, 4), "memphis"),
        ),
        "sites": (
            Site(
                id="memphis",
                place="memphis",
                build="retrofit",
                start=EPOCH,
                cooling="liquid_chillers_towers",
                network="spectrum_x",
                supply=(Supply("grid", 50.0), Supply("turbines", 270.0)),
            ),
        ),
        "workload": Workload("grok_3", 3.5e26, 6e7, 8192),
        "events": (
            Event(date(2024, 9, 2), "100k H100 online, day 122", "compute", True),
            Event(date(2024, 11, 7), "TVA approves 150 MW", "power"),
            Event(date(2024, 8, 1), "grid 8 to 50 MW", "power"),
        ),
    }
    return Scenario(**{**values, **changes})


def outcome(scale: float = 1.0, days: int = 424, **changes: object) -> Outcome:
    """An answer whose compute and power are ``scale`` times those of the picture."""
    t = np.arange(float(days))
    h100 = scale * _through(t, (61, 0), (90, 12e3), (118, 1e5), (152, 1e5), (184, 15e4))
    h200 = scale * _through(t, (184, 0), (213, 5e4))
    installed = h100 + h200
    full = np.maximum(installed.max(initial=0.0), 1.0)
    room = (
        _steps(
            t,
            (0, 0),
            (75, 4e3),
            (95, 1.8e4),
            (105, 3.6e4),
            (121, 6.2e4),
            (132, 8e4),
            (146, 1e5),
            (165, 1.14e5),
            (187, 1.3e5),
            (211, 1.47e5),
            (235, 1.64e5),
            (257, 1.84e5),
            (279, 2e5),
        )
        * scale
    )
    online = np.minimum(installed, room)
    share = np.divide(online, installed, out=np.zeros_like(t), where=installed > 0)
    per = 0.3623 * 989e12
    watts = 271e6 * scale / full if scale else 0.0
    grid = _steps(t, (0, 8e6), (90, 50e6), (363, 150e6))
    turbines = _steps(
        t,
        (0, 0),
        (59, 14e6),
        (73, 28e6),
        (90, 42e6),
        (100, 70e6),
        (146, 126e6),
        (214, 190e6),
        (271, 247e6),
        (302, 270e6),
        (333, 317e6),
        (379, 217e6),
    )
    battery = _steps(t, (0, 0), (363, 150e6))
    values: dict[str, object] = {
        "scenario": scenario(),
        "epoch": EPOCH,
        "days": t[None],
        "types": ("h100_sxm", "h200_sxm"),
        "peak_installed": installed[None] * 989e12,
        "peak_powered": online[None] * 989e12,
        "usable": {
            "h100_sxm": (h100 * share * per)[None],
            "h200_sxm": (h200 * share * per)[None],
        },
        "delivered": installed[None],
        "racked": installed[None],
        "online": online[None],
        "power": {name: (online * watts * SHARES[name])[None] for name in POWER_PARTS},
        "wanted": (installed * watts)[None],
        "supply": {"grid": grid[None], "turbines": turbines[None], "battery": battery[None]},
        "tasks": tasks(),
        "binding": bindings(days),
        "headlines": {
            "full_load": Headline("full_load", "All at full load", "date", _one(278.0)),
        },
        "peak_power": {name: _one(271e6 * SHARES[name]) for name in POWER_PARTS},
        "capex": {"accelerators": _one(7e9)},
        "opex": {"power": _one(1e8)},
        "run_cost": {"power": _one(1e7)},
        "run_start": _one(145.0),
        "run_finish": _one(234.0),
        "progress": np.clip((t - 145) / 89, 0, 1)[None],
        "training": training(),
        "pools": {"h100_sxm": 150_000, "h200_sxm": 50_000},
    }
    return Outcome(**{**values, **changes})


def nothing() -> Outcome:
    """The answer when there are no accelerators."""
    none = np.zeros((1, 424))
    return outcome(
        scenario=scenario(shipments=(), events=()),
        types=(),
        usable={},
        peak_installed=none,
        peak_powered=none,
        delivered=none,
        racked=none,
        online=none,
        wanted=none,
        power=dict.fromkeys(POWER_PARTS, none),
        progress=none,
        tasks=(),
        binding=(),
        pools={},
    )


def bands(of: Outcome) -> Bands:
    """P10 and P90 about an answer."""
    total = of.usable_total
    spans = {
        task.id: (float(task.finish[0, 0]) - 9, float(task.finish[0, 0]) + 20) for task in of.tasks
    }
    return Bands(256, 7, {}, spans, of.days, (total * 0.85, total * 1.12))


def training() -> Training:
    """A run with one plan."""
    plan = Plan(
        8,
        8,
        3125,
        1,
        1,
        1,
        1,
        "selective",
        1,
        200_000,
        4.0,
        150.0,
        0.398,
        60.0 * GIB,
        80.0 * GIB,
        {"compute": 3.0, "exposed": 1.0},
    )
    return Training(
        plan=plan,
        asked=None,
        why_not="",
    )


def tasks() -> tuple[Task, ...]:
    """Twelve bars as in the picture."""
    rows = (
        ("clear", "Clear-out and permits", "work", 0, 38, 0, True, ()),
        ("electrical", "Electrical fit-out", "work", 21, 80, 0.2, False, ("clear",)),
        ("cooling", "Cooling plant, water loop", "work", 17, 86, 0.2, False, ("clear",)),
        ("grid50", "Grid to 50 MW", "power", 33, 90, 0.2, False, ()),
        ("turbines", "Turbines to 222 MW firm", "power", 38, 278, 0, True, ("clear",)),
        ("rack1", "Rack 100k H100", "rack", 61, 121, 24, False, ()),
        ("fabric", "Fabric, burn-in", "accept", 80, 140, 0.2, False, ()),
        ("rack2", "Rack 50k H100", "rack", 152, 190, 88, False, ("rack1",)),
        ("rack3", "Rack 50k H200", "rack", 185, 215, 63, False, ("rack2",)),
        ("battery", "Battery 150 MW", "power", 122, 363, np.inf, False, ()),
        ("grid150", "Grid to 150 MW", "power", 67, 363, np.inf, False, ()),
        ("run", "Run, 3.5 × 10²⁶ FLOP", "run", 145, 234, np.inf, False, ()),
    )
    return tuple(
        Task(key, label, kind, "memphis", _one(start), _one(finish), _one(slack), critical, after)
        for key, label, kind, start, finish, slack, critical, after in rows
    )


def bindings(days: int) -> tuple[Binding, ...]:
    """The intervals of the picture."""
    power = (
        "Power binds from 3 Oct 2024 to 5 Feb 2025: at worst 58,500 GPUs wait for 79 MW.",
        "+23 MW brings full load 22 days forward, to 14 Jan.",
    )
    return (
        Binding(0, 60, "schedule", 0, 0, "Site works bind from 3 May to 2 Jul 2024."),
        Binding(60, 110, "racking", 4e4, 0, "Racking binds from 2 Jul to 21 Aug 2024."),
        Binding(110, 143, "power", 3e4, 4e7, "Power binds from 21 Aug to 23 Sep 2024."),
        Binding(143, 151, "delivery", 0, 0, "Delivery binds from 23 Sep to 1 Oct 2024."),
        Binding(151, 278, "power", 58_500, 7.9e7, *power),
        Binding(278, days, "none", 0, 0, "Nothing binds: 200,000 at full load."),
    )


def _one(value: float) -> Array:
    return np.array([[float(value)]])


def _through(t: Array, *knots: tuple[float, float]) -> Array:
    x, y = zip(*knots, strict=True)
    return np.interp(t, x, y)


def _steps(t: Array, *knots: tuple[float, float]) -> Array:
    x, y = (np.array(each, dtype=float) for each in zip(*knots, strict=True))
    return y[np.searchsorted(x, t, "right") - 1]
