"""The run: what is trained, and how it saves itself and comes back."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from model.declare import Declared, choice, knob


class Workload(Declared, frozen=True):
    """The training run."""

    model: Annotated[
        str, choice("Model", "workloads", help="Sets the architecture and the defaults below.")
    ]
    flop: Annotated[
        float,
        knob(
            "Training compute",
            "FLOP",
            1e20,
            1e28,
            scale="log",
            why="From a small research model to a hundred times the largest run known in 2025.",
            help="Model FLOP of the whole run.",
        ),
    ]
    batch_tokens: Annotated[
        float,
        knob(
            "Global batch",
            "tokens",
            1e4,
            1e9,
            scale="log",
            why="Published runs lie between 0.5 M and 150 M tokens.",
            help="Tokens per optimizer step over the whole cluster.",
        ),
    ]
    sequence: Annotated[
        int,
        knob(
            "Sequence length",
            "tokens",
            256,
            1_048_576,
            scale="log",
            why="Published pre-training uses 1 k to 128 k.",
            help="Tokens per sequence.",
        ),
    ]
    precision: Annotated[
        Literal["bf16", "fp8", "mxfp8", "fp4"],
        Meta(title="Precision", description="Number format of the matrix multiplications."),
    ] = "bf16"
    software: Annotated[
        str,
        choice(
            "Software",
            "stacks",
            help="The training software and its date: which kernels it has and which "
            "communication it hides.",
        ),
    ] = "tuned-2024"
    start_gpus: Annotated[
        int,
        knob(
            "Run starts at",
            "GPU",
            1,
            1_000_000,
            scale="log",
            why="Any part of the cluster.",
            help="The run starts once this many accelerators are online and accepted in one job; "
            "it takes in the others as they come online.",
        ),
    ] = 1


class Recovery(Declared, frozen=True):
    """How the run saves its state and comes back after a failure."""

    interval: Annotated[
        Literal["best", "fixed"],
        Meta(
            title="Interval",
            description="Between checkpoints. Best: the one that loses least (Daly). Fixed: the "
            "one below.",
        ),
    ] = "best"
    interval_minutes: Annotated[
        float,
        knob(
            "Checkpoint every",
            "min",
            0.1,
            1_440,
            scale="log",
            step=0.1,
            why="A few steps, to once a day.",
            help="Computing time between two checkpoints, if the interval is fixed.",
        ),
    ] = 30.0
    saving: Annotated[
        Literal["background", "halt"],
        Meta(
            title="Saving",
            description="In the background the job halts only for a copy to the hosts; otherwise "
            "until the checkpoint is on the storage.",
        ),
    ] = "background"
    storage_gb_s: Annotated[
        float | None,
        knob(
            "Checkpoint storage",
            "GB/s",
            1,
            20_000,
            scale="log",
            why="One file server, to twenty times what jobs of a trillion parameters asked for.",
            help="Bandwidth at which the whole job writes and loads a checkpoint; empty: as "
            "usual for a trillion parameters.",
        ),
    ] = None
    spares: Annotated[
        float,
        knob(
            "Hot spares",
            "%",
            0,
            20,
            step=0.1,
            why="The Delta study recommends 5 %; clusters hold 1 to 10 %.",
            help="Share of the accelerators that is held back, powered and checked. They compute "
            "nothing, and save the search for a node after a failure.",
        ),
    ] = 0.0
    without_spare: Annotated[
        Literal["borrow", "elastic", "wait"],
        Meta(
            title="No spare",
            description="Where no spare is free: borrow a node from outside the job, go on with "
            "fewer replicas (elastic) until the node is repaired, or wait for the repair.",
        ),
    ] = "borrow"
