"""One challenge of freeCodeCamp: its sections, marked by headings like ``# --description--``.

Knows the sections of a file; refuses to know where the challenge stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from academy_cli.interchange import quizmaking
from academy_cli.interchange.dialects.rewriting import marked
from academy_cli.interchange.outline import Lesson
from academy_cli.interchange.quizmaking import Asked, Choice
from academy_cli.interchange.sources import Page, Source
from academy_cli.kit.saying import say

_MARK = re.compile(r"(#{1,6}) --([A-Za-z-]+)--\s*$")
_KEYS = frozenset({"id", "title", "dashedName", "videoId", "videoUrl"})
_FEEDBACK = re.compile(r"^#{2,6} --feedback--\s*$", re.MULTILINE)
_AS_TEXT = {"description": "", "instructions": "", "assignment": "## Assignment", "interactive": ""}
"""Sections that learners read, and the heading that each gets."""


class _Section(NamedTuple):
    """A section's name, its text up to the next mark, the line below the mark, the mark's depth."""

    name: str
    text: str
    line: int
    depth: int


def lesson(
    source: Source,
    path: str,
    block: str,
    private: dict[str, list[str]],
    *,
    is_draft: bool = False,
) -> Lesson | None:
    """One challenge as a lesson; its solutions are added to ``private`` under its block's name."""
    page = source.page(path)
    if page is None:
        return None
    said = page.front.value
    title, name = str(said.get("title") or ""), str(said.get("id") or "")
    parts: list[str] = []
    questions = []
    for section in _sections(page):
        if section.name.startswith("question"):
            questions.append(section)
        elif section.name == "solutions":
            private.setdefault(block, []).append(f"# {title}\n\n{section.text}\n")
            why = say("it is in _solutions/{}.md, which learners do not see", block)
            source.approximate("solution", path, why, line=section.line)
        else:
            parts += _text(source, path, section)
    quiz = [made for one in questions for made in _question(source, path, one)]
    return Lesson(
        title,
        path,
        "\n\n".join(part for part in parts if part),
        name,
        line=page.line,
        slug=path.rpartition("/")[2].removesuffix(".md"),
        fields=_fields(source, path, page) | ({"draft": True} if is_draft else {}),
        quiz={"questions": quiz} if quiz else None,
    )


def _text(source: Source, path: str, section: _Section) -> list[str]:
    """What learners read of a section; nothing, noted, of one that serves the tests."""
    if section.name in _AS_TEXT or not section.name:
        return [_AS_TEXT.get(section.name, ""), section.text]
    if section.name == "seed-contents":
        source.keep("seed", path, line=section.line)
        return ["## Code", section.text]
    if section.name == "hints":
        return [_checks(source, path, section)]
    if section.text:
        is_code = "code" in section.name
        why = (
            "it serves the tests, and nothing here runs code"
            if is_code
            else "ours has no such section"
        )
        source.drop("section", path, why, line=section.line, name=section.name)
    return []


def _fields(source: Source, path: str, page: Page) -> dict[str, Any]:
    said, fields = page.front.value, dict[str, Any]()
    for key in said:
        if key not in _KEYS:
            source.drop(
                "key", path, say("ours has no such key"), line=page.front.line(key), name=key
            )
    if said.get("videoId"):
        fields |= {"kind": "video", "video": f"https://www.youtube.com/watch?v={said['videoId']}"}
        source.keep("film", path, line=page.front.line("videoId"), name=str(said["videoId"]))
    url = said.get("videoUrl")
    if isinstance(url, str) and re.match(r"https?://\S+$", url):
        fields |= {"resources": [url]} if "video" in fields else {"video": url}
        source.keep("film", path, line=page.front.line("videoUrl"), name=url)
    return fields


def _sections(page: Page) -> Iterator[_Section]:
    """Every section with its own text; those within a question belong to its text."""
    name, depth, line, lines = "", 0, page.line, list[str]()
    for number, (text, is_code) in enumerate(marked(page.body)):
        mark = None if is_code or not text.startswith("#") else _MARK.match(text)
        if mark is None or (name.startswith("question") and len(mark[1]) > depth):
            lines.append(text)
            continue
        if name or "".join(lines).strip():
            yield _Section(name, "\n".join(lines).strip("\n"), line, depth)
        name, depth, line, lines = mark[2], len(mark[1]), page.line + number + 1, []
    yield _Section(name, "\n".join(lines).strip("\n"), line, depth)


def _checks(source: Source, path: str, section: _Section) -> str:
    """The words of the checks, without the code that makes them."""
    plain = "\n".join(line for line, is_code in marked(section.text) if not is_code)
    words = [part for part in re.split(r"\n{2,}", plain.replace("```", "")) if part.strip()]
    if not words:
        if section.text:
            source.drop(
                "checks", path, say("code alone, and nothing here runs code"), line=section.line
            )
        return ""
    why = "what is checked stays; the code that checks it does not, for nothing here runs code"
    source.approximate("checks", path, why, line=section.line)
    listed = "\n".join("- " + part.strip().replace("\n", "\n  ") for part in words)
    return f"## Checks\n\n{listed}"


def _question(source: Source, path: str, section: _Section) -> Iterator[quizmaking.Question]:
    """Every question of a section: in newer files one has several."""
    texts = re.split(r"^## --text--\s*$", section.text, flags=re.MULTILINE)[1:]
    for text in texts or [section.text]:
        parts = re.split(r"^## --(answers|video-solution)--\s*$", text, flags=re.MULTILINE)
        said = dict(zip(parts[1::2], parts[2::2], strict=False))
        asked = Asked(path, section.line, parts[0])
        right = said.get("video-solution", "").strip()
        answers = re.split(r"^---\s*$", said.get("answers", ""), flags=re.MULTILINE)
        choices = []
        for number, answer in enumerate(answers, 1):
            words, *feedback = _FEEDBACK.split(answer.strip())
            choices.append(Choice(words, str(number) == right, "".join(feedback)))
        if made := quizmaking.taken(source, asked, quizmaking.single(asked, choices)):
            yield made
