"""Design tokens: the colours of the two themes, each named for what it is used for."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """Colours of one theme, as #RRGGBB. The names say what they are used for."""

    name: str
    s0: str
    s1: str
    s2: str
    tint: str
    tint2: str
    line: str
    ctl: str
    track: str
    range: str
    t1: str
    t2: str
    t3: str
    acc: str
    accw: str
    onacc: str
    red: str
    redw: str
    warn: str
    warnw: str
    crit: str
    bar: str
    family: dict[str, str] = field(default_factory=dict)
    """accelerator family -> fill"""
    power: dict[str, str] = field(default_factory=dict)
    """power part -> fill"""


LIGHT = Theme(
    name="light",
    s0="#F3F4F6",
    s1="#FFFFFF",
    s2="#E7EAEE",
    tint="#ECEEF1",
    tint2="#F6F7F9",
    line="#DDE0E5",
    ctl="#7E8691",
    track="#BEC2C8",
    range="#A2BBEB",
    t1="#14171C",
    t2="#454C56",
    t3="#5F6873",
    acc="#1D5FD8",
    accw="#DEE8FB",
    onacc="#FFFFFF",
    red="#C2261B",
    redw="#F9E2DF",
    warn="#8A5A00",
    warnw="#FBEFD2",
    crit="#2F3640",
    bar="#8C94A0",
    family={
        "h100": "#0A7377",
        "h200": "#B07A00",
        "b200": "#8A1048",
        "gb200": "#3A35B8",
        "mi300": "#6B9B65",
        "tpu": "#AF73DC",
        "trainium": "#43280A",
        "older": "#8C9197",
    },
    power={
        "accelerators": "#8990BA",
        "servers": "#4F5661",
        "network": "#171C2B",
        "cooling": "#0C6A9E",
        "losses": "#AA8460",
    },
)

DARK = Theme(
    name="dark",
    s0="#1C1F24",
    s1="#15171B",
    s2="#2B3037",
    tint="#22262B",
    tint2="#1A1D21",
    line="#2D3239",
    ctl="#717B88",
    track="#424851",
    range="#415577",
    t1="#ECEFF3",
    t2="#B7BEC8",
    t3="#929BA7",
    acc="#7DAEFF",
    accw="#20324F",
    onacc="#0D1524",
    red="#FF7A6B",
    redw="#40211F",
    warn="#E2A93B",
    warnw="#3A2E16",
    crit="#D5DAE1",
    bar="#5E6874",
    family={
        "h100": "#4FC4B2",
        "h200": "#F29A22",
        "b200": "#CC3A8A",
        "gb200": "#6479F2",
        "mi300": "#DDF0B0",
        "tpu": "#CBB6F7",
        "trainium": "#86693F",
        "older": "#988E7F",
    },
    power={
        "accelerators": "#666A82",
        "servers": "#C3D1EA",
        "network": "#F0E6D6",
        "cooling": "#2F97DC",
        "losses": "#94794F",
    },
)
