"""Chapters as the messages that mdbook-i18n-helpers makes of them: paragraph by paragraph, cell by cell.

After https://github.com/google/mdbook-i18n-helpers. Knows which parts of Markdown are a message, which
is compared by what it says and not by how it is written; refuses to know where messages come from.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from academy_cli.interchange.catalogues import Message
from academy_cli.pages.parsing import Event, MarkdownError, events

_MARKS = {"Emphasis": "_", "Strong": "**", "Strikethrough": "~~"}
_INLINE = frozenset((*_MARKS, "Link", "Image"))
_WORDS = frozenset(
    {"Text", "Code", "FootnoteReference", "Html", "InlineHtml", "InlineMath", "DisplayMath"}
)
_SKIPS = re.compile(r"<!--\s*(?:i18n|mdbook-xgettext)\s*:\s*skip(?P<until>-start|-end)?\s*-->")
_HELPER = re.compile(r"\s*(?:\{\{.*\}\}|<!--.*-->)?\s*", re.DOTALL)
_IN_CODE = re.compile(r"//|/\*|#|--|;|%|<!--|[rbf]?[\"'`]")
"""How a comment or a text begins that stands in code, where it is a message of its own."""
_FENCED = re.compile(r"(?P<fence>`{3,}|~{3,})[^\n]*\n(?P<inside>.*?)\n?[ \t]*(?P=fence)", re.DOTALL)
_WIDEST = 100
"""Of the signs of lists and quotations around a text."""
_CELL, _CODE = "TableCell", "CodeBlock"


class _Part(NamedTuple):
    """A part of a text that may be a message: its events, where it stands, and the element around it."""

    events: Sequence[Event]
    begin: int
    end: int
    around: str


class Told(NamedTuple):
    """A text in another language: how many parts of it are, how many are not, and the messages it has."""

    text: str
    done: int
    missing: int
    used: frozenset[str]


class Messages:
    """The messages of a catalogue by what they say."""

    def __init__(self, messages: Sequence[Message]) -> None:
        self._said = {key(one.text): one for one in messages}
        self._in_code = defaultdict[str, list[Message]](list)
        for one in messages:
            if _IN_CODE.match(one.text):
                for file in one.files or ("",):
                    self._in_code[file].append(one)

    def find(self, text: str) -> Message | None:
        """The message of a text as ``key`` has it."""
        return self._said.get(text)

    def in_code(self, file: str) -> Sequence[Message]:
        """What may stand in the code of a file, the longest first, which may hold others."""
        here = [*self._in_code.get(file, ()), *self._in_code.get("", ())]
        return sorted(here, key=lambda one: -len(one.text))


def key(text: str) -> str:
    """What a text says, however it is written."""
    try:
        return _said([*events(text)])
    except MarkdownError:
        return text


def told(text: str, messages: Messages, file: str) -> Told:
    """A text with every message of it that is current in the other language."""
    return _Telling(text, messages, file).run()


class _Telling:
    """The state of one text that is told in another language."""

    def __init__(self, text: str, messages: Messages, file: str) -> None:
        self.text, self.data = text, text.encode()
        self.messages, self.file = messages, file
        self.done = self.missing = 0
        self.used: set[str] = set()

    def run(self) -> Told:
        """The text, told."""
        text = self._with(
            [(self._new(part), part) for part in _parts(self.text)], 0, len(self.data)
        )
        return Told(text, self.done, self.missing, frozenset(self.used))

    def _with(self, found: Sequence[tuple[str | None, _Part]], begin: int, end: int) -> str:
        """Some bytes of the text with other words for some parts."""
        said, at = list[str](), begin
        for new, part in found:
            if new is not None and part.begin >= at:
                said += [self._written(at, part.begin), new]
                at = part.end
        return "".join(said) + self._written(at, end)

    def _written(self, begin: int, end: int) -> str:
        return self.data[begin:end].decode()

    def _new(self, part: _Part) -> str | None:
        """What a part says in the other language; None where it stays."""
        written = self._written(part.begin, part.end)
        whole = self.messages.find(_said(part.events))
        if whole is not None:
            return _fitted(whole.said, part, self.data) if self._counted(whole) else None
        if part.around == _CODE:
            return self._code(written)
        if pieces := _pieces(part):
            found = [(self._new(one), one) for one in pieces]
            is_said = any(new is not None for new, _ in found)
            return self._with(found, part.begin, part.end) if is_said else None
        self.missing += _has_words(part) and _HELPER.fullmatch(written) is None
        return None

    def _counted(self, message: Message) -> bool:
        """Whether a message that the text has can be said, which is counted."""
        self.used.add(message.text)
        self.done += message.is_current
        self.missing += not message.is_current
        return message.is_current

    def _code(self, written: str) -> str | None:
        """Code with the comments and texts in it that are messages."""
        new: dict[str, str] = {}
        for one in self.messages.in_code(self.file):
            text = one.text.rstrip("\n")
            if text in written and re.search(_place(text), written) and self._counted(one):
                new.setdefault(text, one.said.rstrip("\n"))
        if not new:
            return None
        return re.sub("|".join(map(_place, new)), lambda found: new[found[0]], written)


def _place(text: str) -> str:
    """Where a comment or a text stands in code, as a pattern: a comment goes on to the end of its line."""
    is_closed = text.endswith(('"', "'", "`", "*/", "-->"))
    return re.escape(text) + ("" if is_closed else r"(?=[ \t]*(?:\n|\Z))")


def _has_words(part: _Part) -> bool:
    texts = (one["Text"] for one, _ in part.events if isinstance(one, dict) and "Text" in one)
    return any(re.search(r"\w", text) for text in texts)


def _pieces(part: _Part) -> list[_Part]:
    """A part, in pieces between tags of HTML: so older versions of the tools have them."""
    found, inside, begin = list[_Part](), list[Event](), part.begin
    is_cut = False
    for event, span in part.events:
        if isinstance(event, dict) and "InlineHtml" in event:
            found.append(_Part(inside, begin, span["start"], part.around))
            inside, begin, is_cut = [], span["end"], True
        else:
            inside.append((event, span))
    found.append(_Part(inside, begin, part.end, part.around))
    return [one for one in found if _has_words(one)] if is_cut else []


def _fitted(said: str, part: _Part, data: bytes) -> str:
    """A text as it can stand where another one stood: on one line in a heading or a cell, else indented."""
    if part.around == _CODE and (fenced := _FENCED.fullmatch(said.strip())):
        said = fenced["inside"]
    if part.around == _CELL:
        return re.sub(r"(?<!\\)\|", r"\\|", " ".join(said.split()))
    if part.around == "Heading":
        return " ".join(said.split())
    end = "\n" if data[part.end - 1 : part.end] == b"\n" else ""
    said = said.rstrip("\n")
    if "\n" in said:
        line = data[data.rfind(b"\n", 0, part.begin) + 1 : part.begin].decode()
        said = said.replace("\n", "\n" + re.sub(r"[^>\s]", " ", line[-_WIDEST:]))
    return said + end


def _parts(text: str) -> Iterator[_Part]:
    """Every part of a text that is a message, but for those that a comment tells to leave out."""
    skips_one = skips_all = False
    for part in _every_part(text):
        words = [one for one, _ in part.events if isinstance(one, dict)]
        html = "".join(str(one.get("Html") or one.get("InlineHtml") or "") for one in words)
        for found in _SKIPS.finditer(html):
            skips_all = found["until"] == "-start" or (skips_all and found["until"] != "-end")
            skips_one = skips_one or not found["until"]
        if part.around == "HtmlBlock":
            continue
        if not skips_one and not skips_all:
            yield part
        skips_one = False


def _every_part(text: str) -> Iterator[_Part]:
    around, inside = list[str](), list[Event]()
    for event, span in _events(text):
        start = _name(event, "Start")
        if start is not None and start not in _INLINE:
            if inside:
                yield _part(inside, around)
                inside = []
            around.append(start)
        elif (name := _name(event, "End")) is not None and name not in _INLINE:
            if inside:
                yield _part(inside, around)
                inside = []
            del around[-1:]
        elif _is_inline(event):
            inside.append((event, span))


def _events(text: str) -> Iterator[Event]:
    try:
        yield from events(text)
    except MarkdownError:
        return


def _part(inside: Sequence[Event], around: Sequence[str]) -> _Part:
    begin = min(span["start"] for _, span in inside)
    end = max(span["end"] for _, span in inside)
    return _Part(inside, begin, end, around[-1] if around else "")


def _is_inline(event: Any) -> bool:
    if isinstance(event, str):
        return event in ("SoftBreak", "HardBreak")
    return bool(event.keys() & (_WORDS | {"Start", "End"}))


def _name(event: Any, of: str) -> str | None:
    """The name of an element that begins or ends here."""
    found = event.get(of) if isinstance(event, dict) else None
    return next(iter(found)) if isinstance(found, dict) else found


def _said(inside: Sequence[Event]) -> str:
    """What some events say: marks, links and words, with one space wherever there is any."""
    said, links = list[str](), list[str]()
    for event, _ in inside:
        said.append(_word(event, links))
    return " ".join("".join(said).split())


def _word(event: Any, links: list[str]) -> str:
    if isinstance(event, str):
        return "\\ " if event == "HardBreak" else " "
    start, end = _name(event, "Start"), _name(event, "End")
    if start in ("Link", "Image"):
        about: Mapping[str, str] = event["Start"][start]
        links.append(f"]({about['dest_url']} {about['title']})")
        return "![" if start == "Image" else "["
    if start or end:
        is_link = end in ("Link", "Image") and links
        return links.pop() if is_link else _MARKS.get(start or end or "", "")
    [(kind, said)] = event.items()
    return {"Code": f"`{said}`", "FootnoteReference": f"[^{said}]"}.get(kind, str(said))
