"""What an original said once: its file as it was, read, and the digest of its words.

Knows lessons, module.yaml and course.yaml; refuses to know where an old file comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, NamedTuple, Protocol

from academy_cli.authoring import names
from academy_cli.authoring.conventions import join
from academy_cli.authoring.document import LESSON, Kind, Node
from academy_cli.authoring.lessonfiles import read_lesson
from academy_cli.authoring.page import read_mapping
from academy_cli.authoring.schema import COURSE, MODULE
from academy_cli.authoring.translations.wording import wording
from academy_cli.kit.jsontext import canonical

FileThen = Callable[[str], bytes | None]
"""The bytes of a file as it was at some moment, by the path it had; None where there was none."""


class Past(Protocol):
    """What is known of the past of a course's files."""

    @property
    def is_shallow(self) -> bool:
        """Whether there is a past, and not here."""
        ...

    def is_changed_now(self, path: str) -> bool:
        """Whether a file is other than it was kept last, or was never kept."""
        ...

    def when_translated(self, original: Node, translation: str) -> Version | None:
        """An original as it was when a file that translates it was changed last."""
        ...


class NoPast:
    """Nothing is known but what is there now."""

    is_shallow = False

    def is_changed_now(self, _: str) -> bool:
        """Everything is new."""
        return True

    def when_translated(self, _: Node, __: str) -> Version | None:
        """Nobody knows."""


class Version(NamedTuple):
    """An original as it was: the digest of its words, and the texts of its files.

    Those are one, or for a course whose page has a file of its own that one, too; each with its path.
    """

    digest: str
    texts: tuple[tuple[str, str], ...]


def file_of(original: Node) -> str:
    """The file that says what an original says."""
    if original.kind is Kind.COURSE:
        return names.COURSE_FILE
    return original.path if original.kind is LESSON else join(original.path, names.MODULE_FILE)


def version_of(original: Node, path: str, file_then: FileThen) -> Version | None:
    """An original as its file was when it stood at a path; None where that cannot be read."""
    data = file_then(path)
    if data is None:
        return None
    read = _lesson if original.kind is LESSON else _header
    node = read(original, path, data, file_then)
    if node is None:
        return None
    files = [(path, data)]
    about = about_of(node)
    if about:
        files.append((about, file_then(about) or b""))
    texts = tuple((file, text.decode(errors="replace")) for file, text in files)
    return Version(wording(node), texts)


def about_of(original: Node) -> str:
    """The file that has the text of the course's page; empty where it has none, and of what is no course."""
    text = str(original.values.get("description", "")) if original.kind is Kind.COURSE else ""
    return text if names.is_file_of_text(text) else ""


def _lesson(original: Node, path: str, data: bytes, _: FileThen) -> Node | None:
    page = read_lesson(path, data, sha256(data).hexdigest())
    if page.is_unreadable:
        return None
    title = page.title or names.title_of(path)
    return original._replace(title=title, body=page.body, fields=page.fields)


def _header(original: Node, path: str, data: bytes, file_then: FileThen) -> Node | None:
    is_course = original.kind is Kind.COURSE
    values, _ = read_mapping(data, path, COURSE if is_course else MODULE)
    if values is None:
        return None
    folder = path.rpartition("/")[0]
    title = values.get("title") or names.readable(folder.rpartition("/")[2])
    if is_course:
        title = values.get("title", values.get("id", ""))
    body = _description(values, file_then) if is_course else ""
    said = {name: value for name, value in values.items() if name not in ("id", "title")}
    return original._replace(title=str(title), body=body, fields=canonical(said))


def _description(values: Mapping[str, Any], file_then: FileThen) -> str:
    """The digest of the course page's text, out of its file where there was one."""
    text = str(values.get("description", ""))
    data = text.encode()
    if names.is_file_of_text(text):
        data = file_then(text) or b""
    return sha256(data).hexdigest() if data else ""
