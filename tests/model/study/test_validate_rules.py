"""How cells of measured records are read, blank ones above all."""

from __future__ import annotations

import pytest

from model.physics.performance import Job, cost
from model.study.validation import builds, energy, goodput, memory, runs, sites
from model.study.validation.layout import (
    largest_interleave,
    layout_of,
    planned,
    precision_of,
    recompute_of,
)
from model.study.validation.parts import part_of
from model.study.validation.rates import flop_per_token, measured_rate
from model.study.validation.score import score
from model.study.validation.shapes import architecture_of
from model.study.validation.stacks import constants_of, stack_of, year_of
from model.study.validation.table import Row, Unscorable, read, shipped

LLAMA_70B = {
    "id": "made", "model": "Some Model 70B", "params_B": "70.6", "active_params_B": "70.6",
    "layers": "80", "hidden": "8192", "heads": "64", "kv_heads": "8", "ffn": "28672",
    "vocab": "128256", "seq_len": "8192", "gbs_seqs": "128", "accelerator": "H100-SXM-80GB",
    "count": "64", "tp": "4", "pp": "4", "cp": "2", "vpp": "5", "micro_batch": "1",
    "recompute": "none", "precision": "bf16", "source": "A table of our own",
    "tokens_per_s_per_gpu": "1000",
}  # fmt: skip


def row(**cells):
    return Row("made", LLAMA_70B | cells)


def shipped_row(kind, id):
    return next(each for each in read(shipped(kind), ("source",)) if each.id == id)


def layout(**cells):
    made = row(**cells)
    return layout_of(made, architecture_of(made), int(made.text("count")))


def test_a_row_made_from_the_model_has_no_error():
    arch, part = architecture_of(row()), part_of("H100-SXM-80GB")
    job = Job(64, 128 * 8192.0, 8192, "bf16")
    plan = cost(
        arch, part.hardware, job, constants_of(""),
        tp=4, pp=4, dp=2, cp=2, interleave=5, recompute="none",
    )  # fmt: skip
    made = row(tokens_per_s_per_gpu=repr(plan.tokens_per_s_per_gpu))
    report = score("runs", [made], runs.predict)
    assert report.scored[0].error_pct == pytest.approx(0.0, abs=1e-9)
    assert report.json()["mape"] == pytest.approx(0.0, abs=1e-9)


def test_an_unknown_model_is_read_from_its_row():
    arch = architecture_of(row())
    assert arch.gated
    assert not arch.tied
    assert arch.head_dim == 128
    assert arch.params == pytest.approx(70.6e9, rel=0.01)


def test_gating_and_tying_follow_from_the_parameters():
    plain = row(ffn="32768", params_B="56.0", active_params_B="56.0")
    assert not architecture_of(plain).gated
    small = row(
        layers="16", hidden="2048", heads="32", kv_heads="8", ffn="8192", params_B="1.236",
        active_params_B="1.236",
    )  # fmt: skip
    assert architecture_of(small).tied


def test_dimensions_that_contradict_the_parameters_are_refused():
    with pytest.raises(Unscorable, match=r"8\d.* G parameters, not 200 G"):
        architecture_of(row(params_B="200", active_params_B="200"))


def test_a_mixture_needs_its_experts():
    mixture = {"params_B": "46.7", "active_params_B": "12.9", "layers": "32", "hidden": "4096"}
    mixture |= {"heads": "32", "kv_heads": "8", "ffn": "14336", "vocab": "32000"}
    with pytest.raises(Unscorable, match="experts"):
        architecture_of(row(**mixture))
    told = architecture_of(row(**mixture, experts="8", active_experts="2"))
    assert told.expert_ffn == 14336
    assert told.params == pytest.approx(46.7e9, rel=0.02)
    assert architecture_of(row(**mixture, model="Mixtral 8x7B")).experts == 8


def test_state_space_layers_are_refused():
    with pytest.raises(Unscorable, match="state-space"):
        runs.predict(next(r for r in read(shipped("runs"), ()) if "Nemotron-H" in r.text("model")))


def test_latent_attention_is_folded_into_the_published_parameters():
    arch = architecture_of(next(r for r in read(shipped("runs"), ())
                                if r.text("arch_id") == "deepseek-v3"))  # fmt: skip
    assert arch.attention_params > 0
    assert arch.multiplied_params == pytest.approx(37e9, rel=0.05)


@pytest.mark.parametrize(
    ("layers", "stages", "batches", "v"),
    [(96, 8, 64, 12), (126, 16, 32, 8), (94, 8, 64, 12), (80, 4, 64, 10), (80, 1, 64, 1),
     (96, 8, 4, 1), (61, 16, 64, 1)],
)  # fmt: skip
def test_a_blank_interleave_is_the_largest_and_not_one(layers, stages, batches, v):
    assert largest_interleave(layers, stages, batches) == v


def test_a_blank_interleave_is_used_in_the_plan_and_one_in_deepspeed():
    made = row(vpp="", source="Megatron-Turing NLG 530B sec 2.4")
    arch, part = architecture_of(made), part_of("H100-SXM-80GB")
    job = Job(64, 128 * 8192.0, 8192, "bf16")
    read_ = layout_of(made, arch, 64)
    for source, v in (("A table of our own", 10), (made.text("source"), 1)):
        stack = stack_of(source)
        plan = planned(read_, arch, part.hardware, job, constants_of(stack.software), stack)
        assert plan.interleave == v


def test_one_forward_one_backward_does_not_interleave_unless_it_says_so():
    title = "torchtitan 2024-12 H100 benchmarks: "
    assert not stack_of(f"{title}1F1B").software.interleaves
    assert stack_of(f"{title}Interleaved 1F1B").software.interleaves


def test_a_blank_recomputation_is_the_lightest_that_fits():
    assert recompute_of("") is None
    assert recompute_of("selective/none (unstated)") is None
    assert recompute_of("selective (op)") == "selective"
    assert recompute_of("full (rematerialised)") == "full"
    tight = row(
        recompute="", count="8", tp="8", pp="1", cp="1", vpp="", micro_batch="1", gbs_seqs="8",
    )  # fmt: skip
    assert "recompute none" not in runs.predict(tight).plan


def test_a_blank_micro_batch_is_the_fastest_that_fits():
    arch, part = architecture_of(row()), part_of("H100-SXM-80GB")
    job = Job(64, 128 * 8192.0, 8192, "bf16")
    stack = stack_of("")
    values = constants_of(stack.software)
    free = planned(layout(micro_batch=""), arch, part.hardware, job, values, stack)
    for size in (1, 2, 4, 8):
        fixed = planned(layout(micro_batch=str(size)), arch, part.hardware, job, values, stack)
        if fixed.memory_bytes <= fixed.memory_limit_bytes:
            assert free.step_s <= fixed.step_s + 1e-12


def test_the_local_batch_is_cut_into_as_many_micro_batches_as_stages():
    assert layout(micro_batch="32", notes="micro_batch holds the local batch.").micro_batch == 8
    assert layout(micro_batch="32").micro_batch == 32


def test_the_data_parallel_degree_comes_from_the_count():
    assert layout(dp="999").dp == 2
    assert layout(cp="").cp == 1
    assert layout(cp="").dp == 4
    with pytest.raises(Unscorable, match="no multiple"):
        layout(count="60")


def test_sharding_is_zero_3_without_a_pipeline_only():
    assert layout(fsdp="1").zero == 1
    assert layout(fsdp="1", pp="1").zero == 3
    assert layout(fsdp="0", pp="1").zero == 1
    assert layout(optimizer_sharding="FSDP FULL_SHARD (ZeRO-3)", pp="1").zero == 3


def test_an_unknown_layout_is_searched_and_says_so():
    found = runs.predict(row(tp="", pp=""))
    assert found.groups["layout"] == "searched"
    assert found.fits is None
    assert "layout not published" in found.note


@pytest.mark.parametrize(
    ("text", "precision"),
    [("amp_bf16", "bf16"), ("fp16", "bf16"), ("MXFP8", "mxfp8"), ("NVFP4", "fp4"), ("FP8", "fp8")],
)
def test_precisions(text, precision):
    assert precision_of(text) == precision


@pytest.mark.parametrize("text", ["", "fp8 or nvfp4 (v5.1)", "bf16/int8/fp8 (see submission)"])
def test_a_precision_that_is_not_said_is_not_guessed(text):
    with pytest.raises(Unscorable, match="precision"):
        precision_of(text)


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("H100-SXM-80GB", "h100_sxm"), ("H100", "h100_sxm"), ("A100-SXM4-40GB", "a100_sxm_40"),
        ("A100-SXM-80GB (Ampere)", "a100_sxm_80"), ("GB200", "gb200_nvl72"),
        ("GB300", "gb300_nvl72"), ("B300", "b300_hgx"), ("B200-SXM-180GB", "b200_hgx"),
        ("H200-SXM5-141GB", "h200_sxm"), ("H800-SXM-80GB", "h800_sxm"),
        ("V100-SXM3-32GB (DGX-2)", "v100_sxm2_32"), ("TPU-v5p", "tpu_v5p"),
        ("TPU-trillium", "tpu_v6e"), ("TPU v4", "tpu_v4"), ("h100_sxm", "h100_sxm"),
        ("NVIDIA A100 SXM4 40 GB", "a100_sxm_40"), ("NVIDIA GH200", "gh200"),
        ("AMD Radeon Instinct MI250X", "mi250x"), ("NVIDIA Tesla V100 SXM2", "v100_sxm2_32"),
    ],
)  # fmt: skip
def test_names_of_accelerators(name, id):
    assert part_of(name).record.id == id


@pytest.mark.parametrize("name", ["", "Ascend 910B", "L40S", "AMD Instinct MI350X", "A800"])
def test_an_accelerator_that_is_not_in_the_catalogue_is_not_replaced(name):
    with pytest.raises(Unscorable):
        part_of(name)


def test_the_capped_h100_is_marked():
    part = part_of("H100-SXM-96GB-HBM2e-500W")
    assert part.hardware.memory_bytes == 96e9
    assert part.hardware.memory_bw == 2.4e12
    assert part.name != part_of("H100").name
    assert "500 W" in part.note


def test_the_stack_comes_from_the_source_and_not_from_the_id():
    title = "Korthikanti 2022 Table 5, sequence parallel + selective recompute"
    assert stack_of(title).software.sequence_parallel
    full = "Reducing Activation Recomputation (Korthikanti 2022) Table 5, full recompute"
    assert not stack_of(full).software.sequence_parallel
    cloud = "NVIDIA DGX Cloud Benchmarking (25.04.01): Llama 3.1 405b BF16"
    assert stack_of(cloud).software.line == "nemo"
    assert stack_of(cloud).software.date == pytest.approx(2025 + 4 / 12)
    named = runs.predict(Row("KOR22-999", LLAMA_70B | {"id": "KOR22-999"}))
    assert named.predicted == runs.predict(row()).predicted


def test_every_shipped_source_has_software_with_constants():
    for each in read(shipped("runs"), ()):
        stack = stack_of(each.text("source"), each.text("url"))
        assert 2019.0 < stack.software.date < 2027.0
        assert constants_of(stack.software).stack > 0.0


def test_an_unknown_source_has_the_software_of_its_year():
    old, new = (stack_of("A table", f"https://arxiv.org/abs/{n}.01234") for n in ("2105", "2505"))
    assert old.software.attention_kernel == "unfused"
    assert new.software.attention_kernel == "flash3"
    assert new.software.date == 2025.5


def test_releases_of_one_stack_differ_by_what_changed():
    title = "NVIDIA Megatron-Bridge performance summary, 26.{} NeMo Container"
    early, middle, late = (stack_of(title.format(n)).software for n in ("02", "04", "06"))
    assert (early.expert_overlap, middle.expert_overlap) == ("none", "some")
    assert (middle.expert_kernels, late.expert_kernels) == ("partly", "graphed")
    assert early.date < middle.date < late.date


@pytest.mark.parametrize(
    ("source", "url", "year"),
    [
        ("NVIDIA DGX Cloud Benchmarking (25.04.01): X", "", "2025"),
        ("NVIDIA Megatron-Bridge performance summary, 26.02.01 NeMo Container", "", "2026"),
        ("MLPerf Training v4.1 gpt3, NVIDIA", "", "2024"),
        ("Korthikanti 2022 abstract", "", "2022"),
        ("Llama 3 herd Table 4", "https://arxiv.org/abs/2407.21783", "2024"),
        ("Nothing", "https://example.org", "unknown"),
    ],
)
def test_years(source, url, year):
    assert year_of(source, url) == year


def test_rates_derived_from_tflops_follow_the_convention():
    arch = architecture_of(row())
    blank = {"tokens_per_s_per_gpu": "", "tflops_per_gpu": "400"}
    size = {"count": 64, "sequence": 8192, "sequences": 128.0}

    def rate(source="", **cells):
        made = row(**blank, source=source, **cells)
        return measured_rate(made, arch, stack_of(source, "h100"), **size)

    full, note = rate("Megatron-Core r0.8", tflops_basis="model")
    assert full == pytest.approx(400e12 / flop_per_token(arch, 8192, "full"))
    assert "full attention" in note
    with pytest.raises(Unscorable, match="attention is not said"):
        rate("Llama 3 herd Table 4", tflops_basis="model")
    again, _ = rate("Megatron-Core", tflops_basis="hardware (incl. recompute)", recompute="full")
    assert again == pytest.approx(0.75 * full)
    for cells in ({"tflops_basis": "hardware"}, {"tflops_basis": ""}, {"tflops_basis": "hw?"}):
        with pytest.raises(Unscorable):
            rate("Megatron-Core", **cells)
    with pytest.raises(Unscorable, match="attention is not said"):
        rate("Some blog", tflops_basis="model")
    assert measured_rate(row(), arch, stack_of("", ""), **size) == (1000.0, "")
    step = row(tokens_per_s_per_gpu="", step_time_s="10")
    assert measured_rate(step, arch, stack_of("", ""), **size)[0] == 128 * 8192 / 10 / 64


def test_an_unstated_convention_is_used_where_it_hardly_matters():
    for id, rate in (("LL3-001", 170.37), ("LL3-002", 158.48), ("MCORE-009", 161.05)):
        found = runs.predict(shipped_row("runs", id))
        assert found.measured == pytest.approx(rate, rel=0.005)
        assert "derived from TFLOP/s" in found.note
    with pytest.raises(Unscorable, match="attention is not said"):
        runs.predict(shipped_row("runs", "LL3-003"))


def test_fine_tuning_with_adapters_is_refused():
    with pytest.raises(Unscorable, match="adapters"):
        runs.predict(row(source="MLPerf Training v4.0 llama2_70b_lora, NVIDIA"))


def test_flop_per_token_agree_with_the_tables_own_recalculation():
    compared = 0
    for each in read(shipped("runs"), ()):
        printed, rate = each.number("calc_tflops_full"), each.number("tokens_per_s_per_gpu")
        if not printed or not rate or "gpt-oss" in each.text("model"):
            continue
        try:
            arch = architecture_of(each)
        except Unscorable:
            continue
        if arch.is_moe:
            continue
        mine = rate * flop_per_token(arch, int(each.needed("seq_len")), "full") / 1e12
        assert mine == pytest.approx(printed, rel=0.06), each.id
        compared += 1
    assert compared > 300


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"tp": "many"}, "tp is no number"),
        ({"tp": "1.5"}, "tp is no whole number"),
        ({"count": "-8"}, "out of range"),
        ({"count": ""}, "count is not known"),
        ({"gbs_seqs": ""}, "batch"),
        ({"precision": "fp4"}, "does not compute in fp4"),
        ({"tokens_per_s_per_gpu": ""}, "no rate"),
        ({"heads": ""}, "heads is not known"),
    ],
)
def test_what_is_not_known_is_skipped_with_its_reason(cells, why):
    report = score("runs", [row(**cells)], runs.predict)
    assert not report.scored
    assert why in report.skipped[0].why


def test_memory_scores_measured_peaks_only():
    found = memory.predict(shipped_row("memory", "TITAN-05"))
    assert "CP2" in found.plan
    assert "recompute full" in found.plan
    assert "ZeRO-3" in found.plan
    with pytest.raises(Unscorable, match="not a measured peak"):
        memory.predict(shipped_row("memory", "KOR-F1-01"))
    with pytest.raises(Unscorable, match="not a measured peak"):
        memory.predict(shipped_row("memory", "CKPT-01"))


def test_energy_scores_meters_only():
    assert energy.predict(shipped_row("energy", "MLPERF-smc-ac-power-gpt3")).unit == "W a node"
    assert energy.predict(shipped_row("energy", "PALM-540B")).unit == "MWh"
    with pytest.raises(Unscorable, match="no measurement"):
        energy.predict(shipped_row("energy", "LLaMA-65B"))


def test_goodput_skips_shares_that_hold_other_losses():
    assert "published as a lower bound" in goodput.predict(shipped_row("goodput", "LL3")).note
    for id in ("PALM", "LL31-DERIVED", "MLPERF-EOS"):
        with pytest.raises(Unscorable, match="other losses"):
            goodput.predict(shipped_row("goodput", id))
    with pytest.raises(Unscorable, match="statement"):
        goodput.predict(shipped_row("goodput", "DSV3"))


def test_a_published_bound_is_no_error_while_it_is_kept():
    cells = dict(shipped_row("goodput", "LL3").cells)
    kept = goodput.predict(Row("x", cells))
    assert kept.predicted > kept.measured == 90.0
    assert kept.error_pct == 0.0
    assert kept.low is None, "a bound lies inside no band"
    for bound, missed in ((">99", True), ("<99", False), ("<90", True), ("90", True)):
        found = goodput.predict(Row("x", cells | {"effective_training_time_pct": bound}))
        assert (found.error_pct != 0.0) is missed, bound


def test_a_row_brings_its_own_failures_restart_and_checkpoints():
    cells = dict(shipped_row("goodput", "BLOOM").cells)
    usual = goodput.predict(Row("x", cells)).predicted
    for worse in (
        {"mtbf_hours": "20"}, {"checkpoint_interval_min": "1200"}, {"restart_min": "600"},
        {"checkpoint_TB": "2300"},
    ):  # fmt: skip
        assert goodput.predict(Row("x", cells | worse)).predicted < usual - 1.0, worse
    bare = goodput.predict(Row("x", {k: v for k, v in cells.items() if k != "restart_min"}))
    assert bare.low < bare.predicted < bare.high
    assert "usual restart" in bare.note
    fixed = goodput.predict(Row("x", cells | {"restart_min": "30"}))
    assert fixed.low == pytest.approx(fixed.high, rel=1e-12)


def test_opt_stays_a_misfit_with_its_own_failures():
    # Two failures a day and hours for each explain half of what was lost; divergence, a holiday
    # and a deleted cluster have no number.
    assert 20.0 < goodput.predict(shipped_row("goodput", "OPT")).error_pct < 60.0


def test_sites_compare_on_the_basis_that_was_disclosed():
    colossus = shipped_row("sites", "colossus1_p1")
    peak = sites.predict(colossus)

    def on(basis: str) -> float:
        return sites.predict(Row("x", {**colossus.cells, "power_basis": basis})).predicted

    assert peak.predicted > on("system peak") > on("HPL, TOP500") > 90.0
    assert on("reported (facility or system peak)") == pytest.approx(peak.predicted)
    assert on("critical IT") > on("system peak")
    assert peak.predicted > on("mean draw") > on("HPL, TOP500")
    assert peak.predicted == pytest.approx(on("grid feed"))
    for cells in (
        {"power_basis": "Epoch calc: TDP x n x 1.82 x PUE(yr)"}, {"power_basis": ""},
        {"status": "Planned"}, {"accel_1": ""}, {"count_1": ""}, {"power_mw": ""},
    ):  # fmt: skip
        with pytest.raises(Unscorable):
            sites.predict(Row("x", colossus.cells | cells))


def test_builds_use_the_template_of_the_site_class():
    retrofit = builds.predict(shipped_row("builds", "xAI Colossus 1 Memphis Tennessee"))
    new = builds.predict(shipped_row("builds", "Google Omaha Nebraska"))
    assert retrofit.groups["family"] == "retrofit-permitted"
    assert retrofit.predicted < new.predicted
    assert retrofit.low < retrofit.predicted < retrofit.high
    cells = dict(shipped_row("builds", "Google Omaha Nebraska").cells)
    dated = builds.predict(Row("x", cells | {"months_start_to_first": ""}))
    assert dated.measured == pytest.approx(new.measured, abs=0.1)
    with pytest.raises(Unscorable, match="not realised"):
        builds.predict(Row("x", cells | {"realised": "False"}))
    with pytest.raises(Unscorable, match="no template"):
        builds.predict(Row("x", cells | {"kind": "ship"}))
