"""The grammar of the command line, and how its words become values."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import NoReturn

import msgspec

from model.errors import InputError
from model.nearest import did_you_mean
from model.scenario import Scenario

COMMANDS = ("presets", "run", "plan", "validate", "fit", "compare", "tasks")
QT_COMMANDS = ("screenshot", "bench", "selftest")
"""Commands that paint; `gui.headless` does them."""

_SUFFIX = {"k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12}


def unknown_argument(word: str) -> InputError | None:
    """What is wrong with ``word`` as the first argument; None if it names a command or scenario.

    A word with a suffix or a folder is taken for a file, which the window opens or refuses.
    """
    from model.catalog import catalog

    names = (*COMMANDS, *QT_COMMANDS, *catalog().presets)
    if word in names or re.search(r"[./\\]", word):
        return None
    hint = did_you_mean(word, names) or "`clusterwright --help` lists the commands."
    return InputError("command", word, "a command, a preset or a scenario file", hint)


class _Parser(argparse.ArgumentParser):
    """Reports a mistake as one line, like every other mistake of the user's."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}. See `{self.prog} --help`.\n")


def parser() -> argparse.ArgumentParser:
    """The grammar of all commands."""
    top = _Parser(
        prog="clusterwright",
        description="Explore AI training clusters. Without a command, opens the window.",
        epilog="clusterwright [SCENARIO] opens the window on a preset or a file.",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    add = commands.add_parser("presets", help="list the scenarios that come with the program")
    _json(add)

    add = commands.add_parser("run", help="answer one scenario")
    add.add_argument("scenario", metavar="SCENARIO", help="id of a preset, or a file")
    _set(add)
    _samples(add)
    add.add_argument("--series", metavar="FILE.csv", help="write every time series to this file")
    _json(add)

    add = commands.add_parser("plan", help="find the best parallel plans for a training job")
    add.add_argument("--model", required=True, metavar="ID", help="workload of the catalogue")
    add.add_argument("--accelerator", required=True, metavar="ID", help="for example h100_sxm")
    add.add_argument("--count", required=True, metavar="N", help="accelerators in the job")
    add.add_argument("--batch-tokens", metavar="B", help="tokens per step; default: the model's")
    add.add_argument("--sequence", metavar="S", help="tokens per sequence; default: the model's")
    add.add_argument(
        "--precision", metavar="P", help="bf16, fp8, mxfp8 or fp4; default: the model's"
    )
    add.add_argument("--network", metavar="ID", help="fabric; default: by the accelerator's rate")
    add.add_argument("--software", metavar="ID", default="tuned-2024", help="training software")
    add.add_argument("--top", metavar="K", default="5", help="how many plans to print (default 5)")
    _json(add)

    add = commands.add_parser("validate", help="score the model against measured records")
    add.add_argument("--records", metavar="FILE.csv", help="yours, in the columns of the shipped")
    add.add_argument(
        "--kind", default="runs", metavar="KIND",
        help="runs, memory, energy, goodput, sites or builds (default runs)",
    )  # fmt: skip
    add.add_argument("--search", action="store_true", help="runs: as if no layout were published")
    add.add_argument(
        "--cross", metavar="BY",
        help="runs: leave out each model, source or software in turn, and predict it",
    )  # fmt: skip
    _json(add)

    add = commands.add_parser("fit", help="fit the step-time constants to the shipped runs")
    add.add_argument("--write", action="store_true", help="over those of this installation")
    _json(add)

    add = commands.add_parser("compare", help="put the answers of scenarios side by side")
    add.add_argument("scenarios", nargs="+", metavar="SCENARIO", help="id of a preset, or a file")
    _json(add)

    add = commands.add_parser("tasks", help="list, export or import the build network of a site")
    add.add_argument("scenario", metavar="SCENARIO", help="id of a preset, or a file")
    _set(add)
    add.add_argument("--site", metavar="ID", help="site of the scenario; default: the first")
    add.add_argument("--import", dest="source", metavar="FILE", help="take it from .xml or .csv")
    add.add_argument("--out", metavar="FILE", help="write it as MS-Project .xml or as .csv")
    add.add_argument("--save", metavar="FILE.toml", help="write the scenario with this network")
    _json(add)

    add = commands.add_parser("screenshot", help="paint the window off screen")
    add.add_argument("scenario", metavar="SCENARIO", help="id of a preset, or a file")
    add.add_argument("--out", required=True, metavar="FILE.png", help="where to write it")
    add.add_argument("--size", default="1600x1000", metavar="WxH", help="default 1600x1000")
    add.add_argument("--theme", default="light", choices=("light", "dark"), help="default light")
    add.add_argument("--tab", metavar="NAME", help="the tab to show, for example validation")
    add.add_argument("--maximised", action="store_true", help="let the tab cover the plots")

    add = commands.add_parser("bench", help="measure model and frame times off screen")
    _json(add)

    commands.add_parser("selftest", help="prove that this installation works")
    return top


def number(text: str, key: str, low: float, high: float) -> int:
    """The whole number that ``text`` says, such as 256, 16384, 150k; raises InputError."""
    limit = f"a whole number from {low:,g} to {high:,g}"
    plain = _plain_number(text)
    try:
        value = float(plain)
    except ValueError:
        raise InputError(key, text, limit, "Write it as 150000 or 150k.") from None
    if not low <= value <= high or value != round(value):
        raise InputError(key, text, limit, "Choose a number in that range.")
    return round(value)


def applied(scenario: Scenario, settings: Sequence[str]) -> Scenario:
    """``scenario`` with every PATH=VALUE of ``settings``, in that order; raises InputError.

    Numbers are written as in the fields of the window: 150k, 0.15 GW, 80 %.
    """
    from model.paths import get, replaced

    for setting in settings:
        path, equals, text = setting.partition("=")
        if not equals or not path.strip():
            raise InputError(
                "--set", setting, "PATH=VALUE", "For example --set shipments.0.count=150000."
            )
        path = path.strip()
        has_parts = isinstance(get(scenario, path), tuple | dict | msgspec.Struct)
        if has_parts and not path.endswith(".after"):
            raise InputError(
                path, text, "it has parts; --set changes one of them", f"Go on with {path}.PART."
            )
        scenario = replaced(scenario, path, text.strip())
    return scenario


def _plain_number(text: str) -> str:
    """``150k`` as ``150000.0`` and ``100,000`` as ``100000``; any other text as it is."""
    if match := re.fullmatch(r"([\d_,]*\.?\d+(?:e[+-]?\d+)?)([kMGT]?)", text):
        figures, suffix = match[1].replace(",", "").replace("_", ""), match[2]
        return repr(float(figures) * _SUFFIX[suffix]) if suffix else figures
    return text


def _json(add: argparse.ArgumentParser) -> None:
    add.add_argument("--json", action="store_true", help="print one JSON object")


def _set(add: argparse.ArgumentParser) -> None:
    add.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="PATH=VALUE",
        help="change one field, e.g. shipments.0.count=150k or sites.0.supply.0.mw=0.15GW; may be "
        "repeated",
    )


def _samples(add: argparse.ArgumentParser) -> None:
    add.add_argument("--samples", default="256", metavar="N", help="rows drawn (default 256)")
    add.add_argument("--seed", default="7", metavar="S", help="seed of the draw (default 7)")
