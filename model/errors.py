"""Two families of errors: the user's to mend, and ours."""

from __future__ import annotations


class ClusterwrightError(Exception):
    """Base of every error that this package raises on purpose."""


class InputError(ClusterwrightError):
    """A mistake in what the user gave. Its text is one line that can be shown as it is.

    Parameters
    ----------
    key : the dotted path or the name of what is wrong, e.g. ``shipments.0.count``
    value : what was given
    limit : what is allowed, in words with units
    hint : what to do about it
    """

    def __init__(self, key: str, value: object, limit: str, hint: str) -> None:
        self.key, self.value, self.limit, self.hint = key, value, limit, hint
        super().__init__(f"{key}: {value!r} is not allowed; {limit}. {hint}")


class DataError(ClusterwrightError):
    """A defect in the data that we ship: names the file, the row and the field."""

    def __init__(self, file: str, row: str, field: str, why: str) -> None:
        self.file, self.row, self.field = file, row, field
        super().__init__(f"{file}: row {row!r}, field {field!r}: {why}")
