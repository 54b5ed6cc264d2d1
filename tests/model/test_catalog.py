"""The data that is shipped is complete, sourced and sane; broken data is refused by name."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import model
from model.catalog import Catalog, catalog
from model.errors import DataError, InputError
from model.records import Range, Record
from model.scenario import BELIEFS
from model.tables import CONFIDENCES

ROOT = catalog().root
CODE = Path(model.__file__).parent
FIRST, LAST = date(1990, 1, 1), date(2035, 1, 1)
MAPPINGS = (
    "accelerators", "networks", "cooling", "sites", "templates", "calendars", "workloads",
    "assumptions", "climates", "plants",
)  # fmt: skip
RANGES = ("price", "efficiency", "pue", "water_l_per_kwh", "power_price", "build_usd_per_w")


def every_record() -> Iterator[Record]:
    for table in MAPPINGS:
        yield from getattr(catalog(), table).values()
    yield from catalog().clusters


def used_sources() -> set[str]:
    used = {source for record in every_record() for source in record.src}
    for template in catalog().templates.values():
        used.update(source for task in template.tasks for source in task.src)
    return used | {spec.src for spec in BELIEFS.values() if spec.src}


def cited_in(folder: str, *keys: str) -> set[str]:
    found: set[str] = set()

    def walk(value: object) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                if key in keys:
                    found.update(inner.split() if isinstance(inner, str) else inner)
                else:
                    walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    for path in (ROOT / folder).glob("*.toml"):
        if path.name != "sources.toml":
            walk(tomllib.loads(path.read_text(encoding="utf-8")))
    return found


def test_nothing_is_missing() -> None:
    cat = catalog()
    assert len(cat.accelerators) >= 30
    assert len(cat.clusters) >= 60
    assert {
        "spectrum_x", "infiniband_ndr", "infiniband_xdr", "roce_400g", "nvl72_xdr",
        "tpu_ici", "efa",
    } <= set(cat.networks)  # fmt: skip
    assert {"air", "liquid_chillers_towers", "liquid_dry", "liquid_closed", "immersion"} <= set(
        cat.cooling
    )
    assert {
        "memphis", "giga_texas", "abilene", "new_carlisle", "atlanta", "greenfield_generic",
        "retrofit_generic",
    } <= set(cat.sites)  # fmt: skip
    assert {"retrofit", "greenfield", "ready"} <= set(cat.templates)
    assert {
        "gpt-3", "gpt-4", "llama-3.1-8b", "llama-3.1-70b", "llama-3.1-405b", "grok-1", "grok-2",
        "grok-3", "gemini-ultra", "claude-3-opus", "deepseek-v3", "palm-540b", "llama-10x",
    } <= set(cat.workloads)  # fmt: skip


@pytest.mark.parametrize("record", list(every_record()), ids=lambda record: record.id)
def test_record_is_dated_graded_and_ordered(record: Record) -> None:
    assert FIRST < record.asof < LAST
    assert record.confidence in CONFIDENCES
    assert record.src
    assert record.name
    for name in RANGES:
        value = getattr(record, name, None)
        if isinstance(value, Range):
            assert value.low <= value.mode <= value.high, name


def test_every_assumption_is_read_by_the_model() -> None:
    """By its id in the code, as a belief's, or by the start that a family completes there."""
    code = "".join(path.read_text(encoding="utf-8") for path in CODE.rglob("*.py"))
    started = tuple(re.findall(r'"([a-z_]+_)\{', code))
    unread = [
        key
        for key in catalog().assumptions
        if f'"{key}"' not in code and key not in BELIEFS and not key.startswith(started)
    ]
    assert unread == []


def test_every_source_that_is_cited_exists_and_every_source_is_cited() -> None:
    cited = used_sources() | cited_in("scenarios", "src", "sources")
    cited |= cited_in("performance", "source", "src")
    assert cited - set(catalog().sources) == set()
    assert set(catalog().sources) - cited == set()


def test_sources_are_dated_and_titled() -> None:
    for source in catalog().sources.values():
        assert date(1950, 1, 1) < source.date < LAST
        assert source.title
        assert not source.url or source.url.startswith("http")


def test_epoch_is_attributed() -> None:
    for source in catalog().sources.values():
        if source.publisher == "Epoch AI":
            assert source.licence == "CC BY 4.0", source.id


def test_peaks_are_dense() -> None:
    cat = catalog()
    assert cat.accelerator("h100_sxm").peak["bf16"] == pytest.approx(989.4e12)
    assert cat.accelerator("h100_sxm").peak["fp8"] == pytest.approx(1978.9e12)
    assert cat.accelerator("b200_hgx").peak["bf16"] == pytest.approx(2250e12)
    assert cat.accelerator("mi300x").peak["bf16"] == pytest.approx(1307.4e12)
    assert cat.accelerator("tpu_v6e").peak["fp8"] == cat.accelerator("tpu_v6e").peak["bf16"]
    assert "fp8" not in cat.accelerator("a100_sxm_80").peak
    sparse = {1978.9e12, 3957.8e12, 624e12, 4500e12, 2614.9e12, 125e15}
    for record in cat.accelerators.values():
        assert record.peak["bf16"] not in sparse, record.id
        # Dense BF16 stays below 2.5 TFLOP/s a watt up to 2026; a sparse figure would not.
        assert record.peak["bf16"] / record.tdp_w < 3.1e12, record.id


def test_servers_draw_more_than_their_accelerators() -> None:
    for record in catalog().accelerators.values():
        share = record.server_w / record.per_server / record.tdp_w
        assert 1.0 <= share < 2.6, record.id


def test_published_parameter_counts_follow_from_the_shapes() -> None:
    for record in catalog().workloads.values():
        if record.kind == "dense":
            attention = record.hidden * record.head_dim * 2 * (record.heads + record.kv_heads)
            feed_forward = (3 if record.gated else 2) * record.hidden * record.ffn
            embedding = record.vocab * record.hidden * (1 if record.tied else 2)
            total = record.layers * (attention + feed_forward) + embedding
            assert total == pytest.approx(record.params, rel=0.08), record.id


def test_flop_agree_with_parameters_and_tokens() -> None:
    # Epoch counts more for MT-NLG (1.36) and Llama 3.1 70B (1.24); their notes say so.
    for record in catalog().workloads.values():
        ratio = record.flop / (6 * record.active_params * record.tokens)
        assert 0.9 < ratio < 1.4, record.id


def test_batches_are_whole_sequences() -> None:
    for record in catalog().workloads.values():
        assert record.batch_tokens % record.sequence == 0, record.id


def test_llama3_failures_sum_to_its_count() -> None:
    parts = [v.value for k, v in catalog().assumptions.items() if k.startswith("failure_")]
    assert sum(parts) * 16_384 * 54 == pytest.approx(419, rel=0.01)


def test_units_become_si() -> None:
    cat = catalog()
    assert cat.accelerator("h100_sxm").scaleout_bw == pytest.approx(50e9)
    assert cat.accelerator("h100_sxm").server_w == pytest.approx(10_200)
    assert cat.network("spectrum_x").port_bps == pytest.approx(400e9)
    assert cat.assumption("substation_usd_per_w").value == pytest.approx(0.18)


def test_a_misspelt_id_gets_a_near_miss() -> None:
    with pytest.raises(InputError, match="h100_sxm"):
        catalog().accelerator("h100_smx")
    with pytest.raises(InputError, match="retrofit"):
        catalog().template("retrofti")


def test_a_missing_assumption_is_our_defect() -> None:
    with pytest.raises(DataError, match="no_such_thing"):
        catalog().assumption("no_such_thing")


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for folder in ("accelerators", "cooling", "tasks", "assumptions", "scenarios", "sites",
                   "networks", "workloads", "clusters", "climates", "plants"):  # fmt: skip
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


@pytest.mark.parametrize(
    ("table", "pattern", "replacement", "row", "field"),
    [
        ("accelerators", "tdp_w", "tdp_kw", "header", "tdp_kw"),
        ("accelerators", r"h100_sxm,([^,]*),", "a100_sxm_80,X,", "a100_sxm_80", "id"),
        ("accelerators", r",700,450,", ",seven,450,", "h100_sxm", "tdp_w"),
        ("accelerators", r",700,450,", ",-700,450,", "h100_sxm", "tdp_w"),
        ("accelerators", r",700,450,", ",nan,450,", "h100_sxm", "tdp_w"),
        ("accelerators", ",28750,35000,", ",38750,35000,", "h100_sxm", "price_usd_mode"),
        ("accelerators", "nvidia-dgx-h100", "no-such-source", "h100_sxm", "src"),
        ("accelerators", "2022-10-01", "1 Oct 2022", "h100_sxm", "available"),
        ("accelerators", "NVIDIA,h100,", "NVIDIA,hopper,", "h100_sxm", "family"),
        ("accelerators", r"h100_sxm,", "h100_sxm,extra,", "h100_sxm", "*"),
        ("cooling", ",0.015,", ",0.05,", "immersion", "losses"),
        ("cooling", "2024-12-20,B", "2024-12-20,E", "air", "confidence"),
        ("sites", ",retrofit,", ",refit,", "memphis", "template"),
        ("workloads", "gpt-3,GPT-3 175B,dense", "gpt-3,GPT-3 175B,moe", "gpt-3", "experts"),
        ("clusters", "H100:100000,", "H100,", "colossus1-p1", "types"),
        ("climates", ",memphis,723340,8.8", ",memphis,723340,warm", "memphis", "high_c_01"),
        ("climates", ",memphis,723340,8.8", ",memphis,723340,88", "memphis", "high_c_01"),
        ("climates", ",memphis,723340,8.8", ",memphis,723340,-8.8", "memphis", "high_c"),
        ("climates", ",memphis,723340", ",nashville,723340", "memphis", "places"),
        ("climates", ",abilene,722660", ",memphis,722660", "abilene", "places"),
        ("climates", ",giga_texas,722540", ",atlanta,722540", "atlanta", "places"),
        ("plants", ",dry,25,35", ",dry,35,35", "liquid_closed", "return_c"),
        ("plants", ",dry,25,35", ",river,25,35", "liquid_closed", "sink"),
        ("plants", "immersion,", "bath,", "bath, immersion", "id"),
    ],
)
def test_a_broken_table_is_refused_by_name(
    copied: Path, table: str, pattern: str, replacement: str, row: str, field: str
) -> None:
    path = copied / table / f"{table}.csv"
    text, changes = re.subn(pattern, replacement, path.read_text(encoding="utf-8"), count=1)
    assert changes == 1
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        getattr(Catalog(copied), table)
    assert (caught.value.file, caught.value.row, caught.value.field) == (
        f"{table}/{table}.csv",
        row,
        field,
    )


@pytest.mark.parametrize(
    ("old", "new", "row", "field"),
    [
        ('after = ["permits"]', 'after = ["permit"]', "structure", "after"),
        ("low = 61", "low = 610", "electrical", "mode"),
        ('stage = "hall"', 'stage = "room"', "electrical", "stage"),
        ('id = "cooling"', 'id = "electrical"', "electrical", "id"),
        ("high = 152", "highest = 152", "structure", "highest"),
    ],
)
def test_a_broken_template_is_refused_by_name(
    copied: Path, old: str, new: str, row: str, field: str
) -> None:
    path = copied / "tasks" / "retrofit.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        _ = Catalog(copied).templates
    assert (caught.value.file, caught.value.row, caught.value.field) == (
        "tasks/retrofit.toml",
        row,
        field,
    )


def test_a_source_given_twice_is_refused(copied: Path) -> None:
    path = copied / "cooling" / "sources.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n[mlsysim]\n", encoding="utf-8")
    with pytest.raises(DataError, match="given twice"):
        _ = Catalog(copied).accelerators


def test_a_unit_that_is_not_known_is_refused(copied: Path) -> None:
    path = copied / "assumptions" / "cost.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('unit = "$/MW"', 'unit = "$/GW"'), encoding="utf-8"
    )
    with pytest.raises(DataError, match="substation_usd_per_w"):
        _ = Catalog(copied).assumptions


def test_a_missing_table_is_our_defect(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"accelerators\.csv"):
        _ = Catalog(tmp_path).accelerators
