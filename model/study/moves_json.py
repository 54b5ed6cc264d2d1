"""What moves bring, as plain data for JSON."""

from __future__ import annotations

from datetime import date

from model.study.given_away import Given, Part
from model.study.moves import Balance
from model.study.site_balance import Fate, SiteBalance


def balance_json(found: Balance) -> dict[str, object]:
    """The balance as plain data; dates as YYYY-MM-DD, null: never."""
    return {
        "until": found.until.isoformat(),
        "headline": found.headline,
        "sites": [_site(each) for each in found.sites],
        "given": [_given(each) for each in found.given],
    }


def _site(each: SiteBalance) -> dict[str, object]:
    return {
        "site": each.site,
        "without": _fate(each.without),
        "with": _fate(each.having),
        "gain_gpu_days": each.gain,
        "gain_gpu_days_a_day_from_then_on": each.a_day,
        "gain_flop": each.flop_gain,
        "delay_days": each.delay_days,
        "delay_of_gpus": each.least,
        "why": each.sentence,
    }


def _fate(each: Fate) -> dict[str, object]:
    return {
        "gpus": each.count,
        "gpu_days": each.gpu_days,
        "flop": each.flop,
        "all_online": _day(each.full),
    }


def _given(each: Given) -> dict[str, object]:
    return {
        "site": each.site,
        "gpus": each.count,
        "short_mw": each.short_mw,
        "idle_gpu_days": each.idle_gpu_days,
        "orders": [_part(part) for part in each.parts],
        "why": each.sentence,
    }


def _part(part: Part) -> dict[str, object]:
    return {
        "order": part.order,
        "accelerator": part.kind,
        "gpus": part.count,
        "due": part.due.isoformat(),
        "gpus_there": part.there,
        "needs_mw": part.needs_mw,
        "had_mw": part.had_mw,
        "short_mw": part.short_mw,
        "all_online": _day(part.online),
        "idle_gpu_days": part.idle_gpu_days,
        "waits_for": part.waits_for,
    }


def _day(when: date | None) -> str | None:
    return when.isoformat() if when else None
