"""What a text that is typed into a cell of the Build tab stands for."""

from __future__ import annotations

from gui.panels.build_lines import CHOICES
from model.parse import parse_date, parse_number


def typed_value(field: str, text: str, path: str) -> object:
    """The value of ``field`` at ``path`` that ``text`` means; raises InputError."""
    text = text.strip()
    if field in ("after", "ordered", "not_before") and text.lower() in ("", "none"):
        return ""  # for none, whatever the template has
    if field == "after":
        return text
    if not text:  # as the template has it
        return None
    if field in ("low", "mode", "high"):
        return parse_number(text, "d", path)
    if field in ("ordered", "not_before"):
        return parse_date(text, path)
    if field == "size_exponent":
        return parse_number(text, "", path)
    if field in CHOICES:
        named = {words: value for value, words in CHOICES[field].items()}
        return named.get(text.lower(), text.lower())
    return text
