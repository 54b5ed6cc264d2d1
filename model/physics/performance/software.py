"""What software a job runs on, in the few attributes that the step-time model tells apart."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Software:
    """One stack of training software at one date."""

    line: str = ""
    """whose stack it is: a name of the constants' table ``line``; empty: none in particular"""
    date: float = 2024.5
    """release, in years"""
    attention_kernel: str = "flash3"
    """``unfused``, ``triton``, ``flash2`` or ``flash3`` (with cuDNN of 2024 and later)"""
    pointwise: str = "fused"
    """how norms and activations run: ``unfused``, ``fused`` by hand, ``eager``, ``compiled``"""
    tensor_overlap: str = "some"
    """how tensor-parallel communication is hidden: ``none``, ``some``"""
    expert_overlap: str = "some"
    """how the exchange of tokens between experts is hidden: ``none``, ``some``, ``dual``"""
    expert_kernels: str = "plain"
    """how a layer of experts runs where one scale-up domain spans the rack: ``plain``, ``partly``
    with attention and router as graphs, or ``graphed`` as a whole; ``split``: as plain, and the
    tokens of each expert are copied by kernels of their own, as before fused permutations"""
    loss: str = "split"
    """how the loss holds its logits: ``fused`` in place, ``split`` over ranks, ``plain`` copies"""
    selective_kept: float = 1.0
    """share of the products' outputs that its selective recomputation keeps"""
    sequence_parallel: bool = True
    """activations between the tensor-parallel regions are split"""
    interleaves: bool = True
    """its pipeline schedule can interleave"""
