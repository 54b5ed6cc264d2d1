"""XML read with care: no document types, no entities, no endless depth, and every line known."""

from __future__ import annotations

from xml.parsers import expat

from model.errors import InputError

DEEPEST = 64
"""Levels of elements; a schedule has five."""


class Node:
    """One element: its name without a namespace, its text, its children, and its line."""

    __slots__ = ("children", "line", "tag", "text")

    def __init__(self, tag: str, line: int) -> None:
        self.tag, self.line = tag, line
        self.text = ""
        self.children: list[Node] = []

    def all(self, tag: str) -> list[Node]:
        """The children of that name."""
        return [child for child in self.children if child.tag == tag]

    def first(self, tag: str) -> Node | None:
        """The first child of that name, or None."""
        return next((child for child in self.children if child.tag == tag), None)

    def get(self, tag: str, default: str = "") -> str:
        """The text of the first child of that name."""
        child = self.first(tag)
        return child.text.strip() if child is not None else default


def parse_xml(data: bytes, name: str, namespace: str) -> Node:
    """The root of the document in ``data``, whose elements are of ``namespace`` or of none.

    Raises InputError that names the line: of what is not well formed, of a document type or an
    entity (which can read other files, or grow without end), and of too deep a nesting; and one
    that names an encoding that can't be read.
    """
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    root = Node("", 0)
    path = [root]
    written_in = "UTF-8"

    def refuse(*_: object) -> int:
        where = f"{name}, line {parser.CurrentLineNumber}"
        limit = "a document type or an entity is not read"
        raise InputError(where, "<!DOCTYPE or <!ENTITY", limit, "Take it out of the file.")

    def start(tag: str, attributes: dict[str, str]) -> None:
        del attributes
        space, _, local = tag.rpartition("}")
        node = Node(local if space in ("", namespace) else tag, parser.CurrentLineNumber)
        if len(path) > DEEPEST:
            where = f"{name}, line {node.line}"
            raise InputError(where, local, f"at most {DEEPEST} levels", "Is it a schedule?")
        path[-1].children.append(node)
        path.append(node)

    def end(_: str) -> None:
        path.pop()

    def text(words: str) -> None:
        path[-1].text += words

    def declared(_: str, encoding: str | None, __: int) -> None:
        nonlocal written_in
        written_in = encoding or written_in

    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        where = f"{name}, line {error.lineno}"
        reason = f"it is not well-formed XML: {expat.ErrorString(error.code)}"
        raise InputError(where, "", reason, "Export it from the scheduler again.") from None
    except (LookupError, ValueError):  # expat asks Python for an encoding that it doesn't know
        limit = "an encoding with one byte a sign, UTF-8 or UTF-16"
        raise InputError(f"{name}, encoding", written_in, limit, "Save it as UTF-8.") from None
    return root.children[0]
