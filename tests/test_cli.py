"""The headless commands: keys, sums, errors and exit codes."""

from __future__ import annotations

import csv
import json
import math
from datetime import date

import pytest

from model.arguments import applied
from model.cli import main
from model.files import preset

UNITS = {
    "gpus": "1", "peak_flops": "FLOP/s", "usable_flops": "FLOP/s", "mfu": "1", "goodput": "1",
    "critical_it_mw": "MW", "facility_peak_mw": "MW", "facility_mean_mw": "MW", "pue": "1",
    "days_to_online": "d", "training_days": "d", "training_finish": "date",
    "capex_usd": "USD", "opex_usd_per_year": "USD/year", "run_cost_usd": "USD",
    "run_energy_mwh": "MWh", "run_carbon_t": "t CO2e",
    "water_l_per_s": "L/s",
}  # fmt: skip
RUN_KEYS = {
    "scenario", "schema", "seed", "samples", "headline", "milestones", "binding", "power_mw",
    "cost_usd", "plan", "warnings",
}  # fmt: skip
PLAN_KEYS = {
    "tp", "pp", "dp", "ep", "cp", "micro_batch", "interleave", "recompute", "zero", "gpus_used",
    "step_s", "tokens_per_s_per_gpu", "mfu", "memory_gib", "breakdown_s",
}  # fmt: skip
REQUIRED_PRESETS = {
    "colossus-100k", "colossus-200k", "colossus-230k", "colossus-2", "tesla-to-x", "meta-24k",
    "llama3-16k", "abilene", "greenfield-100k", "blank",
}  # fmt: skip


@pytest.fixture(scope="module")
def colossus():
    return _json("run", "colossus-100k", "--samples", "16", "--seed", "3")


def _json(*argv: str) -> dict:
    import contextlib
    import io

    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        assert main([*argv, "--json"]) == 0
    return json.loads(stream.getvalue(), parse_constant=_refuse)


def _refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is not JSON")


def _refused(capsys, *argv: str) -> str:
    """The one line that a mistake of the user's gets."""
    assert main(argv) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    lines = captured.err.strip().splitlines()
    assert len(lines) == 1
    return lines[0]


def test_presets_are_there_with_their_sources():
    presets = _json("presets")["presets"]
    assert {each["id"] for each in presets} >= REQUIRED_PRESETS
    assert all(each["title"] for each in presets)
    recorded = [each for each in presets if each["id"].startswith(("colossus", "tesla", "llama3"))]
    assert all(each["sources"] for each in recorded)


def test_run_has_the_keys_of_the_contract(colossus):
    assert colossus.keys() >= RUN_KEYS
    assert colossus["scenario"] == "colossus-100k"
    assert (colossus["samples"], colossus["seed"], colossus["schema"]) == (16, 3, 1)
    units = {name: each["unit"] for name, each in colossus["headline"].items()}
    assert units == units | UNITS
    for each in colossus["headline"].values():
        assert each.keys() >= {"value", "unit", "p10", "p50", "p90"}
    for each in colossus["milestones"]:
        assert each.keys() >= {"id", "label", "date", "p10", "p50", "p90"}
    for each in colossus["binding"]:
        assert each.keys() >= {"from", "to", "constraint", "waiting_gpus", "why"}
        assert each["constraint"] in ("delivery", "racking", "power", "cooling", "schedule", "none")
    assert colossus["plan"].keys() >= PLAN_KEYS


def test_parts_sum_to_their_totals(colossus):
    demand = colossus["demand"]
    levels = [demand["mean_mw"], colossus["power_mw"], demand["nameplate_mw"]]
    totals = [level["total"] for level in levels]
    assert totals == sorted(totals)
    for level in levels:
        assert 2 * level["total"] == pytest.approx(math.fsum(level.values()), rel=1e-12)
    assert demand["cap"] is None
    assert demand["swing"]["amplitude_w"] > 1e7
    for key, headline in (("power_mw", "facility_peak_mw"), ("cost_usd", "capex_usd")):
        parts = dict(colossus[key])
        total = parts.pop("total")
        assert len(parts) > 1
        assert math.fsum(parts.values()) == pytest.approx(total, rel=1e-9)
        assert total == pytest.approx(colossus["headline"][headline]["value"], rel=1e-9)
    plan = colossus["plan"]
    assert sum(plan["breakdown_s"].values()) == pytest.approx(plan["step_s"], rel=1e-9)


def test_losses_of_time_sum_to_what_goodput_lacks(colossus):
    lost = dict(colossus["reliability"]["lost"])
    total = lost.pop("total")
    assert math.fsum(lost.values()) == pytest.approx(total, rel=1e-12)
    assert total == pytest.approx(1 - colossus["headline"]["goodput"]["value"], rel=1e-9)
    assert colossus["reliability"]["mtbf_h"] > 0


def test_run_prints_the_losses_of_time(capsys):
    argv = ("run", "colossus-100k", "--samples", "1", "--set", "recovery.spares=4")
    assert main(argv) == 0
    lines = capsys.readouterr().out.split("Time lost at full load")[1].splitlines()
    found = {line.split()[0]: line.split()[1] for line in lines[1:] if line.endswith("%")}
    assert found["spares"] == "4.0"
    assert {"rework", "detection", "restart", "checkpoint", "total"} <= found.keys()
    for value in ("50", "-1", "some"):
        assert "recovery.spares" in _refused(capsys, *argv[:-1], f"recovery.spares={value}")


def test_quantiles_are_in_order_and_dates_are_dates(colossus):
    for each in colossus["headline"].values():
        if None not in (each["p10"], each["p50"], each["p90"]):
            assert each["p10"] <= each["p50"] <= each["p90"]
    finish = colossus["headline"]["training_finish"]["value"]
    assert finish is None or date.fromisoformat(finish)
    dates = [each["date"] for each in colossus["milestones"] if each["date"]]
    assert dates == sorted(dates)


def test_the_same_seed_gives_the_same_answer():
    again = ("run", "blank", "--samples", "8", "--seed", "0")
    assert _json(*again)["headline"] == _json(*again)["headline"]


def test_set_changes_the_field_and_only_what_follows_from_it():
    changed = _json(
        "run", "colossus-100k", "--samples", "1",
        "--set", "shipments.0.count=20k", "--set", "shipments.0.arrives=2024-07-01",
    )  # fmt: skip
    assert changed["headline"]["gpus"]["value"] < 100_000


def test_a_run_that_never_starts_is_null_with_a_warning():
    report = _json("run", "colossus-100k", "--samples", "1", "--set", "shipments.0.count=0")
    assert report["headline"]["training_finish"]["value"] is None
    assert any("training_finish" in text for text in report["warnings"])


@pytest.mark.parametrize("text", ["150 MW", "0.15GW", "150", "1.5e2", "150,000 kW"])
def test_numbers_are_set_as_in_the_window(text):
    scenario = applied(preset("colossus-100k"), [f"sites.0.supply.0.mw={text}"])
    assert scenario.sites[0].supply[0].mw == pytest.approx(150.0)


def test_a_wrong_number_is_told_limit_and_a_hint_that_fits(capsys):
    said = _refused(capsys, "run", "colossus-100k", "--set", "sites.0.supply.0.mw=150 MWh")
    assert "allowed is 0 to 10,000 MW" in said
    assert "Write 150 or 0.15 GW." in said


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("shipments.0.cuont=5", "Did you mean count"),
        ("shipments.9.count=5", "shipments.9.count"),
        ("shipments.0.count=-5", "0 to 1,000,000"),
        ("shipments.0.count=nan", "0 to 1,000,000"),
        ("shipments.0.accelerator=h100_sxn", "Did you mean h100_sxm"),
        ("shipments.0.arrives=soon", "YYYY-MM-DD"),
        ("shipments.0=5", "shipments.0"),
        ("beliefs.install_rate=5", "beliefs.install_rate.PART"),
        ("count", "PATH=VALUE"),
    ],
)
def test_a_wrong_setting_is_one_clear_line(capsys, setting, expected):
    assert expected in _refused(capsys, "run", "colossus-100k", "--set", setting)


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (("rnu",), "Did you mean run"),
        (("run", "colossus-100"), "Did you mean colossus-100k"),
        (("run", "no/such.toml"), "no such file"),
        (("run", "blank", "--samples", "0"), "--samples"),
        (("run", "blank", "--seed", "x"), "--seed"),
        (("run", "blank", "--series", "no/such/folder/x.csv"), "Choose another folder"),
        (("compare", "blank"), "two scenarios"),
        (("plan", "--model", "llama-3.1-40", "--accelerator", "h100_sxm", "--count", "8"), "model"),
        (("plan", "--model", "gpt-3", "--accelerator", "h100", "--count", "8"), "h100_sxm"),
    ],
)
def test_a_mistake_is_one_clear_line(capsys, argv, expected):
    assert expected in _refused(capsys, *argv)


@pytest.mark.parametrize("argv", [("run",), ("run", "blank", "--sampels", "3"), ("run", "a", "b")])
def test_wrong_grammar_exits_2_with_one_line(capsys, argv):
    with pytest.raises(SystemExit) as caught:
        main(argv)
    assert caught.value.code == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_a_broken_file_names_the_key(capsys, tmp_path):
    broken = tmp_path / "broken.toml"
    broken.write_text('schema = 1\ntitle = "x"\nshipmets = []\nsites = []\n')
    assert "shipmets" in _refused(capsys, "run", str(broken))


def test_text_is_for_people(capsys):
    assert main(["run", "colossus-100k", "--samples", "4"]) == 0
    text = capsys.readouterr().out
    assert "100,000" in text
    assert "EFLOP/s" in text
    assert "Traceback" not in text
    assert max(len(line.rstrip()) for line in text.splitlines()) < 300


def test_series_holds_every_day_and_adds_up(tmp_path):
    path = tmp_path / "series.csv"
    _json("run", "colossus-100k", "--samples", "4", "--series", str(path))
    with path.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) > 100
    for row in rows[:: len(rows) // 10]:
        parts = [float(v) for k, v in row.items() if k.startswith("power_") and k != "power_w"]
        assert sum(parts) == pytest.approx(float(row["power_w"]), rel=1e-8, abs=1)
        assert float(row["online_gpus"]) <= float(row["racked_gpus"]) + 1e-6
    assert [path] == list(tmp_path.iterdir())


def test_plan_finds_layouts_best_first():
    report = _json(
        "plan", "--model", "llama-3.1-405b", "--accelerator", "h100_sxm", "--count", "16384",
        "--batch-tokens", "16777216", "--sequence", "8192", "--precision", "bf16", "--top", "3",
    )  # fmt: skip
    assert report.keys() >= {"plans", "evaluated", "feasible", "seconds"}
    assert 0 < len(report["plans"]) <= 3
    assert report["evaluated"] >= report["feasible"] >= len(report["plans"])
    rates = [plan["tokens_per_s_per_gpu"] for plan in report["plans"]]
    assert rates == sorted(rates, reverse=True)
    for plan in report["plans"]:
        assert plan.keys() >= PLAN_KEYS
        assert sum(plan["breakdown_s"].values()) == pytest.approx(plan["step_s"], rel=1e-9)
        assert plan["gpus_used"] <= 16384
    assert report["warnings"] == []


@pytest.mark.parametrize(
    ("part", "precision", "said"), [("mi300x", "fp16", "MI300X"), ("gb300_nvl72", "NVFP4", "fp4")]
)
def test_plan_takes_the_usual_names_of_a_format_and_says_what_it_extrapolates(
    part, precision, said
):
    report = _json(
        "plan", "--model", "llama-3.1-405b", "--accelerator", part, "--count", "1024",
        "--precision", precision, "--software", "tuned-2026",
    )  # fmt: skip
    assert report["plans"]
    assert report["software"] == "tuned-2026"
    (warning,) = report["warnings"]
    assert said in warning


def test_compare_puts_headlines_and_differing_inputs_side_by_side():
    report = _json("compare", "colossus-100k", "colossus-200k")
    assert report["scenarios"] == ["colossus-100k", "colossus-200k"]
    assert report["headlines"]["gpus"]["values"] == [100_000, 200_000]
    assert report["inputs"]
    assert all(len(each["values"]) == 2 for each in report["inputs"])
    assert _json("compare", "blank", "blank")["inputs"] == []


def test_tasks_lists_a_build_and_takes_one_from_a_file(tmp_path):
    out, saved = tmp_path / "build.xml", tmp_path / "mine.toml"
    report = _json(
        "tasks", "colossus-100k", "--set", "sites.0.tasks.electrical.mode=90", "--out", str(out)
    )
    tasks = {each["id"]: each for each in report["tasks"]}
    assert tasks["electrical"]["mode"] == 90
    assert tasks["permits"]["start"] == "2024-05-03"
    again = _json("tasks", "colossus-100k", "--import", str(out), "--save", str(saved))
    assert again["tasks"] == report["tasks"]
    assert "[sites.tasks.electrical]" in saved.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--set", "sites.0.tasks.electrical.after=commissioning"), "in a circle: "),
        (("--site", "nowhere"), "allowed are memphis"),
        (("--import", "missing.xml"), "can't be read"),
        (("--out", "build.mpp"), "ends in .csv or .xml"),
        (
            ("--set", "sites.0.tasks.permits.not_before=9999-12-31", "--out", "x.xml"),
            "sites.0.tasks.permits.not_before: '9999-12-31' is not allowed; dates go from 2000",
        ),
        (("--set", "sites.0.start=0001-01-01"), "Nearest allowed: 2000-01-01."),
        (
            ("--set", "sites.0.tasks.structure.after=permits+99999999d", "--out", "x.xml"),
            "a lag is up to 3,650 days",
        ),
    ],
)
def test_tasks_refuses_in_one_line(capsys, arguments, told):
    assert told in _refused(capsys, "tasks", "colossus-100k", *arguments)
