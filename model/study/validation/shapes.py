"""The architecture of a measured run, from its own row.

A row gives layers, hidden width, heads, key-value heads, feed-forward width, vocabulary and
both parameter counts. What it has no column for is taken from further columns of the row
under the names of ``architectures.csv``, else from that list where the row's ``arch_id``, or
its model by name, stands there with the same layers and width. What is still open is told by
the parameter count, and only by it: whether the feed-forward block is gated, whether the head
is tied, and the width of a head where it is not hidden / heads. Experts are not told so, for a
few wide ones come to the same counts as many narrow ones: a mixture that is not listed needs
further columns. A row whose dimensions do not come to its parameters within a tenth is refused;
a table of learned positions, sequence x hidden, may make up the difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import product

from model.physics.performance import Architecture, folded
from model.study.validation.table import Row, Unscorable, read, shipped

ALLOWED = 0.10
"""How far parameters by the dimensions may be from those published."""
_ALIKE = 0.005
"""Readings of a row whose parameters differ by less are told apart by what is more usual."""
_DENSE = 0.97
"""Above this share of active parameters a model has no routed experts."""
_KNOWN = ("arch_id", "layers", "hidden", "head_dim", "gated", "tied", "family", "type")


@lru_cache(maxsize=1)
def known() -> Mapping[str, Row]:
    """Architectures that are shipped, by arch_id."""
    return {row.text("arch_id"): row for row in read(shipped("architectures"), _KNOWN)}


def listed_of(row: Row) -> Row | None:
    """The listed architecture of the row, by arch_id or else by the model's name."""
    found = known().get(row.text("arch_id"))
    name = _letters(row.text("model"))
    if found is None and name:
        found = next(
            (each for each in known().values() if _letters(each.text("name")) == name), None
        )
    return found


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def family_of(row: Row) -> str:
    """The family of the row's model: as listed, else the first word of its name."""
    listed = listed_of(row)
    words = row.text("model").split()
    return (listed.text("family") if listed else "") or (words[0] if words else "unknown")


def architecture_of(row: Row) -> Architecture:
    """The architecture of ``row``.

    Raises
    ------
    Unscorable : a dimension is missing, or the dimensions contradict the parameters
    """
    total = row.needed("params_B") * 1e9
    active = (row.number("active_params_B") or row.needed("params_B")) * 1e9
    extra = _extra(row)
    if extra.text("type") == "hybrid":
        raise Unscorable("a hybrid with state-space layers; the model knows transformers only")
    is_moe = active < _DENSE * total or extra.whole("experts") is not None
    ffn = _dimension(row, extra, "ffn")
    base = Architecture(
        name=row.text("model") or row.id,
        layers=int(row.needed("layers")),
        hidden=int(row.needed("hidden")),
        heads=int(row.needed("heads")),
        kv_heads=int(row.needed("kv_heads")),
        head_dim=0,
        ffn=0 if is_moe and ffn is None else int(row.needed("ffn")),
        vocab=int(row.needed("vocab")),
    )
    shapes = [_mixture(dense, extra) if is_moe else dense for dense in _candidates(base, extra)]
    positions = (row.number("seq_len") or 0.0) * base.hidden
    best = min(shapes, key=lambda shape: round(_miss(shape, total, positions) / _ALIKE))
    best = folded(best, active)
    if _miss(best, total, positions) > ALLOWED:
        raise Unscorable(
            f"the dimensions come to {best.params / 1e9:.3g} G parameters, not {total / 1e9:.3g} G"
        )
    return best


def _miss(shape: Architecture, total: float, positions: float) -> float:
    """Parameters of the shape over ``total``, less one, with or without learned positions."""
    return min(abs((shape.params + more) / total - 1.0) for more in (0.0, positions))


def _extra(row: Row) -> Row:
    """Cells that the fact table has no column for: the row's own, else as listed."""
    listed = listed_of(row)
    if listed is not None and all(
        row.number(name) in (None, listed.number(name)) for name in ("layers", "hidden")
    ):
        own = {name: cell for name, cell in row.cells.items() if cell}
        names = set(listed.cells) - set(row.cells) | (set(listed.cells) - set(own))
        return Row(row.id, {name: listed.cells[name] for name in names} | own)
    return row


def _dimension(row: Row, extra: Row, name: str) -> int | None:
    return row.whole(name) or extra.whole(name)


def _flag(row: Row, name: str) -> tuple[bool, ...]:
    """Its value where it is known, else both."""
    return {"1": (True,), "0": (False,)}.get(row.text(name), (True, False))


def _candidates(base: Architecture, extra: Row) -> Iterator[Architecture]:
    """Fill in what the row leaves open, the most usual first."""
    plain = base.hidden // base.heads
    widths = [extra.whole("head_dim")] if extra.text("head_dim") else [plain, 128, 64, 256]
    gates = _flag(extra, "gated")
    if len(gates) > 1 and base.ffn == 4 * base.hidden:
        gates = gates[::-1]  # 4 h is the width of a plain block
    for width, gated, tied in product(dict.fromkeys(widths), gates, _flag(extra, "tied")[::-1]):
        yield replace(
            base, head_dim=int(width or plain), gated=gated, tied=tied,
            core_dim=extra.whole("core_dim") or 0, window=extra.whole("window") or 0,
            window_share=extra.number("window_share") or 0.0,
        )  # fmt: skip


def _mixture(dense: Architecture, extra: Row) -> Architecture:
    """``dense`` with the experts that the row or the list gives."""
    experts, chosen = extra.whole("experts"), extra.whole("active_experts")
    width = extra.whole("expert_ffn") or dense.ffn
    if not experts or not chosen or not width:
        raise Unscorable(
            f"the experts of {dense.name} are not listed; give experts, active_experts, "
            "expert_ffn, shared_experts and dense_layers as further columns"
        )
    return replace(
        dense,
        experts=experts,
        active_experts=chosen,
        shared_experts=extra.whole("shared_experts") or 0,
        expert_ffn=width,
        dense_layers=extra.whole("dense_layers") or 0,
        expert_bias=extra.whole("expert_bias") == 1,
    )
