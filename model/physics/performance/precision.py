"""Number formats that training computes in, and the other names they go by."""

from __future__ import annotations

PRECISIONS = ("bf16", "fp8", "mxfp8", "fp4")

_ALSO = {
    "fp16": "bf16", "amp_bf16": "bf16", "amp_fp16": "bf16", "amp_fp8": "fp8",
    "nvfp4": "fp4", "mxfp4": "fp4",
}  # fmt: skip


def precision_named(text: str) -> str | None:
    """The format that ``text`` names in any case, or None. Both 16-bit formats run at one rate."""
    word = text.lower().strip()
    return word if word in PRECISIONS else _ALSO.get(word)
