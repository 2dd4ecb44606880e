"""One text file, read: bytes in, a Page out.

Knows encoding and front matter; refuses to know the file's name, so that equal bytes are read once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from academy_cli.authoring import conflicts, markdown
from academy_cli.authoring.codes import CODES, problem
from academy_cli.authoring.document import Page, digest
from academy_cli.authoring.markdown import Refers
from academy_cli.authoring.parts import Parts, split
from academy_cli.authoring.schema import LESSON
from academy_cli.formats import reading
from academy_cli.formats.findings import ABSENT, Findings, Placed
from academy_cli.formats.problems import Problem, has_errors
from academy_cli.formats.reading import BOM, decoded
from academy_cli.formats.records import Record
from academy_cli.formats.yamltext import YamlLimits, parse
from academy_cli.kit.jsontext import canonical
from academy_cli.kit.saying import say

READER_VERSION = 8
"""Raised when the same bytes would be read differently; stored pages of another version are read again."""

_MISPLACED = re.compile(
    rb"(?:\s+---[ \t]*\r?\n|\s*(?:--|-{4,}|\xe2\x80\x94)[ \t]*\r?\n)(?:[A-Za-z_][\w-]*:.*\n)+--"
    rb"|\s*(?:<!--[^>]*-->\s*|\#[^\n]*\n\s*)?(?:---[ \t]*(?:\w+[ \t]*)?\r?\n|\+\+\+[ \t]*\r?\n)"
    rb"(?:[A-Za-z_\"{][^\n]*\n){0,20}?\{?\"?(?:id|title|draft|release_at|required)\"?[ \t]*[:=][^\n]*\n"
)
"""Front matter after blank lines, a comment or a heading, or fenced by other signs."""
_TOML = say("Write it between lines `---`, and `title: …` instead of `title = …`.")
_SALVAGE = re.compile(
    r"^id:[ \t]*[\"']?([A-Za-z0-9][A-Za-z0-9._:-]*)[\"']?[ \t]*(?:#.*)?\r?$", re.MULTILINE
)

_NO_ID = re.compile(rb"(?!.*(?<![A-Za-z0-9_])id(?![A-Za-z0-9_]))[^\\]*", re.DOTALL)
"""Front matter in which nothing could be an id, however it is mended: no such word, and no escapes."""
_GIVES_ID = re.compile(r"^id:", re.MULTILINE)


def reader_tag(off: frozenset[str]) -> str:
    """Names how pages are read: the reader's version and the codes an author switched off.

    Pages of another tag are read again; that is why a page need not keep findings nobody wants.
    """
    if not off:
        return str(READER_VERSION)
    return f"{READER_VERSION}:{digest(','.join(sorted(off)).encode())[:16]}"


def read_page(
    data: bytes,
    source: str,
    *,
    parts: Parts | None = None,
    off: frozenset[str] = frozenset(),
    limits: YamlLimits = YamlLimits(),
) -> Page:
    """Read one lesson whose bytes have the sha256 ``source``, leaving out findings switched ``off``.

    ``parts`` is what ``split`` makes of the bytes, where the caller keeps it.
    Never raises: what is wrong is in ``problems``, without a file name. An unreadable page keeps the id
    that can be salvaged from its front matter, so that it keeps its identity.
    """
    parts = parts or split(data)
    text = _body(data, parts)
    if text is None:
        return _unreadable(source, data, tuple(decoded(data, "")[1]))
    problems = [problem("source.bom", "", 1, 1)] if data.startswith(BOM) else []
    problems += conflicts.left_in(data, text_from=len(data) - len(parts.body))
    if any(parts.is_in_front(p.line) for p in problems if p.code == "source.conflict"):
        return _unreadable(source, data, tuple(problems))
    if parts.is_unclosed:
        unclosed = problem("page.unclosed-front-matter", "", 1, 1, value="---")
        return _unreadable(source, data, (*problems, unclosed))
    front, found = _front_matter(parts, limits, off)
    if front is None:
        return _unreadable(source, data, (*problems, *found))
    return _page(source, parts, text, front, [*problems, *found], off=off)


def _body(data: bytes, parts: Parts) -> str | None:
    """The body as text; None when the file is none."""
    if b"\0" in data:
        return None
    try:
        (parts.front or b"").decode()
        return parts.body.decode()
    except UnicodeDecodeError:
        return None


def read_mapping(
    data: bytes, file: str, record: Record, *, limits: YamlLimits = YamlLimits()
) -> tuple[dict[str, Any] | None, list[Problem]]:
    """Read course.yaml or module.yaml: the values of its sound keys, or None when none can be read."""
    text, problems = decoded(data, file)
    if text is None:
        return None, problems
    if left := conflicts.left_in(data, file):
        return None, [*problems, *left]
    values, found = reading.values(text, file, record, codes=CODES, limits=limits)
    return values, [*problems, *found]


def _unreadable(source: str, data: bytes, problems: tuple[Problem, ...]) -> Page:
    name = _salvaged(data)
    is_unsure = name is None and _may_hide_one(data, problems)
    return Page(source, "", id=name, problems=problems, is_unreadable=True, is_unsure=is_unsure)


def _may_hide_one(data: bytes, problems: tuple[Problem, ...]) -> bool:
    """Whether an id may come to light when a file is mended that gives none as it is."""
    parts = split(data)
    if parts.is_unclosed or any(p.code in ("source.not-utf8", "source.nul") for p in problems):
        return True  # it may have been cut short, or be another text altogether
    after = parts.body.decode()  # where a fence too many may have put it
    return not _NO_ID.fullmatch(parts.front or b"") or _GIVES_ID.search(after) is not None


def _front_matter(
    parts: Parts, limits: YamlLimits, off: frozenset[str]
) -> tuple[dict[str, Any] | None, list[Problem]]:
    if parts.front is None:
        return {}, []
    parsed = parse(parts.front.decode("utf-8"), "", limits=limits, first_line=2)
    if parsed.mapping is None:
        return None, list(parsed.problems)
    findings = Findings("", 2, off, codes=CODES)
    values = LESSON.read(parsed.mapping, findings)
    return (None if values is ABSENT else values), findings.problems


def _page(
    source: str,
    parts: Parts,
    text: str,
    values: dict[str, Any],
    problems: list[Problem],
    *,
    off: frozenset[str],
) -> Page:
    misplaced = _misplaced(parts)
    links, title = _written(text, values.pop("title", None), parts.body_line, problems)
    if misplaced is not None:
        problems.append(misplaced.problem)
    is_blank = not text or text.isspace()
    if is_blank and not {"video", "resources", "quiz"} & values.keys() and not values.get("draft"):
        problems.append(problem("page.empty", ""))
    other_ids = LESSON.almost("id", values) if misplaced is None else misplaced.ids
    name = values.pop("id", None)
    quiz, quiz_links = _quiz(values, problems)
    return Page(
        source,
        digest(parts.body),
        id=name,
        title=title,
        fields=canonical(values),
        links=(*_field_links(values), *quiz_links, *_own_links(links, parts.body_line)),
        problems=tuple(p for p in problems if p.is_firm or p.code not in off) if problems else (),
        is_unsure=name is None and has_errors(problems) and _may_hide_id(parts, misplaced),
        other_ids=other_ids,
        quiz=quiz,
    )


def _quiz(values: dict[str, Any], problems: list[Problem]) -> tuple[str, Sequence[markdown.Link]]:
    """The quiz of a lesson, of which its fields keep the settings; none where there is an error."""
    said = values.pop("quiz", None)
    if said is None:
        return "", ()
    from academy_cli.authoring import quizpage  # most lessons have none

    links = [*quizpage.links_of(said, problems, 2)]
    if has_errors(problems):
        return "", links
    quiz = quizpage.compiled(said)
    values["quiz"] = quizpage.settings(quiz)
    return quiz, links


def _written(
    text: str, title: str | None, line: int, problems: list[Problem]
) -> tuple[tuple[markdown.Link, ...], str | None]:
    """The links of a text that begins on a line, and its first heading where it has no title."""
    try:
        for target, at, column in markdown.unfinished_images(text):
            todo = ("image.alt-todo", "", line + at - 1, column)
            problems.append(problem(*todo, value=target))
        links = markdown.links(text)
        problems += _unlinked(text, links, line)
        return links, title or markdown.first_heading(text)
    except markdown.MarkdownError as error:
        message = say("the Markdown cannot be parsed: {}", error)
        problems.append(problem("source.unreadable", "", line, 1, message=message))
        return (), title


def _unlinked(text: str, links: Iterable[markdown.Link], line: int) -> Iterator[Problem]:
    """Links that lead nowhere wherever the file stands."""
    for path, at, column in markdown.spaced_links(text):
        message, hint = (
            say("“{}” has spaces, so that this is no link", path),
            say("Write `<{}>`.", path),
        )
        where = ("link.spaces", "", line + at - 1, column)
        yield problem(*where, value=path, message=message, hint=hint)
    for link in links:
        if link.is_local:
            yield problem("link.local", "", line + link.line - 1, link.column, value=link.target)


class _Misplaced(NamedTuple):
    """Front matter that does not count: what is found, and the ids that it would give."""

    problem: Problem
    ids: tuple[str, ...]


def _misplaced(parts: Parts) -> _Misplaced | None:
    """Front matter where none is read; where it hides an id, that is not for the author to lower."""
    found = _MISPLACED.match(parts.body)
    if found is None:
        return None
    text = found.group().decode("utf-8")
    where = ("page.misplaced-front-matter", "", 1, 1)
    first, is_firm = _first_line(text), _GIVES_ID.search(text) is not None
    hint = _TOML if first == "+++" else ""
    told = problem(*where, value=first, hint=hint, is_firm=is_firm)
    return _Misplaced(told, tuple(sorted(set(_SALVAGE.findall(text)))))


def _may_hide_id(parts: Parts, misplaced: _Misplaced | None) -> bool:
    """Whether an id may stand where none could be read."""
    if misplaced is not None:
        return misplaced.problem.is_firm and not misplaced.ids
    return b"id" in (parts.front or b"")


def _own_links(links: Iterable[markdown.Link], body_line: int) -> Iterator[markdown.Link]:
    """The links that concern the course, at their lines in the file."""
    for link in links:
        if not link.is_external or not link.has_alt:
            yield link._replace(line=link.line + body_line - 1)


def _field_links(values: dict[str, Any]) -> Iterator[markdown.Link]:
    """The files that fields name: a video, and resources to take along."""
    named = [values.get("video")]
    named += [
        item.get("file") if isinstance(item, dict) else item for item in values.get("resources", ())
    ]
    for text in named:
        if isinstance(text, Placed):
            link = markdown.Link(str(text), text.line + 1, text.column, Refers.FILE)
            if not link.is_external:
                yield link


def _salvaged(data: bytes) -> str | None:
    """The id that broken front matter seems to give; a second one makes it nobody's."""
    front = split(data).front or b""
    found = set(_SALVAGE.findall(front[:4096].decode("utf-8", errors="replace")))
    return found.pop() if len(found) == 1 else None


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")
