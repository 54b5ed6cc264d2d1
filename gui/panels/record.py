"""The record of a real system in words: when, where, what, how sure, from whom."""

from __future__ import annotations

from html import escape

from gui import format as words
from gui import theme as themes
from model.study.rank import Standing

CONFIDENCE = {
    "A": "primary source or measured",
    "B": "several reports",
    "C": "estimate",
    "D": "weak: a claim or from memory",
}
BASIS = {
    "reported": "as reported, facility or system",
    "tdp_rule": "estimated from TDP, count and PUE",
    "model_draw": "estimated draw of the run",
    "facility_peak": "facility peak, estimated from cooling and permits",
}
KIND = {
    "real": "The real system that this scenario is about; it does not compete with itself.",
    "campus": "A whole campus as estimated from outside; not only training, so not ranked.",
    "planned": "Announced or projected when the data was gathered, so not ranked.",
}


def record_html(standing: Standing) -> str:
    """What is known of a real system, with links; nothing for ours."""
    theme, cluster = themes.current(), standing.cluster
    if cluster is None:
        return ""
    sure = CONFIDENCE.get(cluster.confidence, cluster.confidence)
    where = ", ".join(part for part in (cluster.owner, cluster.location) if part)
    rows = [("Online", f"{words.long_date(cluster.online)}, {where}")]
    if cluster.types:
        parts = (f"{words.count(n)} {name}" for name, n in cluster.types)
        rows.append(("Types", ", ".join(parts)))
    if cluster.bf16_flops:
        rows.append(("Peak", " ".join(words.quantity(cluster.bf16_flops, "FLOP/s")) + " bf16"))
    if cluster.power_w:
        power = " ".join(words.quantity(cluster.power_w, "W"))
        rows.append(("Power", f"{power}, {BASIS.get(cluster.power_basis, cluster.power_basis)}"))
    cells = "".join(_row(theme, key, escape(text)) for key, text in rows)
    source = escape(sure)
    if cluster.url.startswith(("https://", "http://")):
        address = escape(cluster.url, quote=True)
        shown = escape(cluster.url.split("://", 1)[1])
        source += f', <a style="color:{theme.acc}" href="{address}">{shown}</a>'
    cells += _row(theme, "Source", source)
    if cluster.note:
        cells += _row(theme, "Note", escape(cluster.note))
    kind = KIND.get(standing.kind, "")
    extra = f'<p style="color:{theme.t2};margin:4px 0 0 0">{kind}</p>' if kind else ""
    return f"<b>{escape(standing.name)}</b><table cellpadding=0>{cells}</table>{extra}"


def _row(theme: themes.Theme, key: str, html: str) -> str:
    return (
        f'<tr><td style="color:{theme.t3};padding-right:10px">{key}</td>'
        f'<td style="color:{theme.t1}">{html}</td></tr>'
    )
