"""Words of the MSPDI schema (Microsoft Project XML Data Interchange) that both ways share."""

from __future__ import annotations

NAMESPACE = "http://schemas.microsoft.com/project"
DAY_H = 8.0
"""Hours of a working day, where the file gives no MinutesPerDay."""
TENTHS = 10.0
"""LinkLag counts tenths of a minute."""
MINUTE_H = 60.0
LAGS_A_DAY = DAY_H * MINUTE_H * TENTHS
"""LinkLag of a day, in a file with days of `DAY_H`"""
FF, FS, SF, SS = "0", "1", "2", "3"
FROM_START, HOLDS_FINISH = frozenset({SF, SS}), frozenset({FF, SF})
"""Links that count from the start of the predecessor; that hold the finish of what waits."""
START_NO_EARLIER, MUST_START = "4", "2"
"""ConstraintType."""
DAYS = "7"
"""DurationFormat and LagFormat: days."""
ELAPSED = frozenset({"4", "6", "8", "10", "12", "36", "38", "40", "42", "44"})
"""Formats that count every hour of the clock."""
PERCENT = frozenset({"19", "20", "51", "52"})
"""LagFormat: a share of the predecessor's duration, in percent."""

ID, STAGE, ORDERED, NOT_BEFORE, KIND = (
    "Clusterwright id", "Clusterwright stage", "Order date", "Not before", "Clusterwright kind",
)  # fmt: skip
EARLIEST, MOVED = "Earliest start as written", "Lags moved as written [d]"
LOW, HIGH, USUAL, SIZE = "Shortest [d]", "Longest [d]", "Usual [d]", "Size exponent"
PLANNED = "Duration as written [d]"
CUSTOM = {
    ID: ("188743731", "Text1"),
    STAGE: ("188743734", "Text2"),
    ORDERED: ("188743737", "Text3"),
    NOT_BEFORE: ("188743740", "Text4"),
    KIND: ("188743743", "Text5"),
    EARLIEST: ("188743746", "Text6"),
    MOVED: ("188743747", "Text7"),
    LOW: ("188743767", "Number1"),
    HIGH: ("188743768", "Number2"),
    USUAL: ("188743769", "Number3"),
    SIZE: ("188743770", "Number4"),
    PLANNED: ("188743771", "Number5"),
}
"""Alias -> FieldID and FieldName of the custom field in which MSPDI has no element of its own."""
