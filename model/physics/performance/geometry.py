"""A transformer's size: parameters and model FLOP, from its published dimensions.

Nomenclature: L layers, h hidden width, a heads, a_k key-value heads, d head dimension,
f feed-forward width, V vocabulary, s sequence length.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Architecture:
    """The dimensions of a decoder-only transformer, dense or mixture of experts."""

    name: str
    layers: int
    hidden: int
    heads: int
    kv_heads: int
    head_dim: int
    ffn: int
    """Width of a dense layer's feed-forward block."""
    vocab: int
    gated: bool = True
    """A gated feed-forward block has two input matrices instead of one."""
    tied: bool = False
    """The output head shares the weights of the embedding."""
    experts: int = 0
    active_experts: int = 0
    shared_experts: int = 0
    expert_ffn: int = 0
    dense_layers: int = 0
    """Layers of a mixture-of-experts model that have a dense feed-forward block."""
    attention_params: float = 0.0
    """Parameters of one attention block; 0: from the heads. Set it for latent attention."""
    core_dim: int = 0
    """Mean of the widths that a head compares and sums, where they are not the head
    dimension, as in latent attention; 0: the head dimension."""
    window: int = 0
    """Tokens that a layer with a sliding window looks back."""
    window_share: float = 0.0
    """Share of the layers that have the window."""
    expert_bias: bool = False
    """Its experts have biases, which the fused kernels of grouped products leave out."""
    dropout: bool = False
    """Masks of two dropouts are kept for the backward pass, as before 2022."""

    @property
    def known(self) -> bool:
        """All dimensions that the step-time model needs are given."""
        needed = (self.layers, self.hidden, self.heads, self.kv_heads, self.head_dim, self.vocab)
        routed = (self.experts, self.active_experts, self.expert_ffn) if self.is_moe else (1,)
        feed_forward = self.ffn if self.dense_fraction > 0 else 1
        return min(*needed, *routed, feed_forward) > 0

    @property
    def is_moe(self) -> bool:
        """Some layers route their tokens to experts."""
        return self.experts > 1

    @property
    def moe_layers(self) -> int:
        """Layers with routed experts."""
        return max(self.layers - self.dense_layers, 0) if self.is_moe else 0

    @property
    def dense_fraction(self) -> float:
        """Share of the layers that have a dense feed-forward block."""
        return 1.0 - self.moe_layers / self.layers if self.layers else 0.0

    @property
    def mlp_matrices(self) -> int:
        """Matrices in a feed-forward block: 3 when gated, otherwise 2."""
        return 3 if self.gated else 2

    @property
    def attention_block(self) -> float:
        """Parameters of one attention block: query, key, value and output projections."""
        if self.attention_params > 0:
            return self.attention_params
        width = 2 * self.heads + 2 * self.kv_heads
        return float(self.hidden * self.head_dim * width)

    @property
    def qkv_width(self) -> float:
        """Output width of the joint query, key and value projection.

        Low-rank projections (latent attention) are folded into the plain width that has as
        many parameters, so that their FLOP are kept.
        """
        if self.attention_params > 0:
            return self.attention_params / self.hidden - self.heads * self.head_dim
        return float((self.heads + 2 * self.kv_heads) * self.head_dim)

    @property
    def dense_mlp(self) -> float:
        """Parameters of one dense feed-forward block."""
        return float(self.mlp_matrices * self.hidden * self.ffn)

    @property
    def expert(self) -> float:
        """Parameters of one expert."""
        return float(self.mlp_matrices * self.hidden * self.expert_ffn)

    @property
    def replicated_layer(self) -> float:
        """Mean parameters of a layer without its routed experts."""
        dense = self.dense_fraction
        routed_side = self.shared_experts * self.expert + self.hidden * self.experts
        return self.attention_block + dense * self.dense_mlp + (1.0 - dense) * routed_side

    @property
    def routed_layer(self) -> float:
        """Mean parameters of all routed experts of a layer."""
        return (1.0 - self.dense_fraction) * self.experts * self.expert if self.is_moe else 0.0

    @property
    def embedding(self) -> float:
        """Parameters of the embedding, or of the output head."""
        return float(self.vocab * self.hidden)

    @property
    def params(self) -> float:
        """All parameters, norms left out (below 0.01 %)."""
        tables = 1 if self.tied else 2
        return self.layers * (self.replicated_layer + self.routed_layer) + tables * self.embedding

    @property
    def multiplied_params(self) -> float:
        """Parameters that each token is multiplied with: active experts, and the head once."""
        routed = (1.0 - self.dense_fraction) * self.active_experts * self.expert
        return self.layers * (self.replicated_layer + (routed if self.is_moe else 0.0)) + (
            self.embedding
        )

    @property
    def core_width(self) -> float:
        """Width of the attention core, all heads: a d."""
        return float(self.heads * (self.core_dim or self.head_dim))

    def seen(self, sequence: float) -> float:
        """Scores that are computed over those of the whole causal triangle, 0 to 1.

        With a window w a token looks at w others at most: w s - w^2 / 2 scores of s^2 / 2.
        """
        if self.window_share <= 0.0 or self.window >= sequence:
            return 1.0
        part = self.window / sequence
        return 1.0 - self.window_share * (1.0 - part) ** 2

    def flop_per_token(self, sequence: float) -> float:
        """Model FLOP per token of one training step, causal attention [FLOP].

        Six per multiplied parameter, and 6 s a d per layer for attention: half of the scores
        are masked, so 2 s a d forward and twice that backward (Narayanan et al. 2021,
        arXiv 2104.04473, appendix, with the causal half of the scores only).
        """
        attention = 6.0 * self.layers * sequence * self.core_width * self.seen(sequence)
        return 6.0 * self.multiplied_params + attention


def folded(arch: Architecture, active_params: float) -> Architecture:
    """Fit the attention block to the published active parameters where heads overstate it.

    Latent attention (DeepSeek-V2, arXiv 2405.04434) has low-rank projections that the
    number and the width of the heads do not show. Where a count from the heads comes out more
    than a tenth above the published active parameters, the difference is taken off the
    attention blocks; otherwise the architecture is returned as it is.
    """
    surplus = arch.multiplied_params - active_params
    if not arch.known or active_params <= 0.0 or surplus <= 0.1 * active_params:
        return arch
    block = arch.attention_block - surplus / arch.layers
    least = 2.0 * arch.hidden * arch.heads * arch.head_dim
    # Queries and outputs alone come to twice h a d at full rank; half of it is a floor.
    return replace(arch, attention_params=max(block, 0.5 * least + arch.hidden))
