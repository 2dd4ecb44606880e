"""One vertical of OLX as a lesson: texts and films in their order, then its problems as a quiz.

Knows what stands in verticals; refuses to know where they stand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from academy_cli.interchange import htmltext, markup
from academy_cli.interchange.families import olx_problem
from academy_cli.interchange.families.olx_blocks import Block, Blocks
from academy_cli.interchange.ids import allowed
from academy_cli.interchange.outline import Lesson
from academy_cli.kit.saying import say

_BANKS = frozenset({"library_content", "itembank"})
"""Blocks that show each learner some of what is in them."""
_LOST = {
    "poll": "a poll has no right answer, and ours has no polls",
    "survey": "ours has no surveys",
    "word_cloud": "ours has nothing like it",
    "discussion": "ours has no discussions",
}


@dataclass(frozen=True)
class _Content:
    """What a vertical holds, as far as it was read."""

    texts: list[str] = field(default_factory=list)
    questions: list[Mapping[str, Any]] = field(default_factory=list)
    problems: list[Block] = field(default_factory=list)
    films: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def lesson(blocks: Blocks, block: Block) -> Lesson | None:
    """A vertical as a lesson; None, noted, where nothing in it has a counterpart."""
    content = _Content()
    if block.kind == "vertical":
        for inside in blocks.below(block):
            _take(blocks, inside, content)
        blocks.attributes(block, "visible_to_staff_only")
    else:
        _take(blocks, block, content)
    title = blocks.title(block)
    text = "\n\n".join(filter(None, content.texts))
    if not (text or content.questions or content.films):
        why = "nothing in it has a counterpart"
        blocks.source.drop(block.kind, block.file, why, line=block.line, name=title or block.name)
        return None
    if block.kind == "vertical":
        blocks.source.keep("vertical", block.file, line=block.line, name=block.name)
    fields = {"kind": "video", "video": content.films[0]} if content.films else {}
    quiz = _quiz(blocks, content) if content.questions else None
    return Lesson(
        title,
        block.file,
        text,
        block.name,
        line=block.line,
        slug=title or block.name,
        fields=fields,
        quiz=quiz,
        also=tuple(content.files),
        is_quiz=quiz is not None and not text and not fields,
    )


def _take(blocks: Blocks, block: Block, content: _Content) -> None:
    content.files.append(block.file)
    if block.kind == "html":
        if content.problems:
            why = "it stood after a problem, and stands before the quiz now"
            blocks.source.approximate("order", block.file, why, line=block.line, name=block.name)
        content.texts.append(_html(blocks, block))
    elif block.kind == "video":
        _film(blocks, block, content)
    elif block.kind == "problem":
        content.problems.append(block)
        made, text = olx_problem.questions(blocks, block)
        content.questions.extend(made)
        content.texts.append(text)
    elif block.kind == "split_test":
        _split(blocks, block, content)
    elif block.kind in _BANKS:
        _bank(blocks, block, content)
    elif block.kind == "vertical":
        for inside in blocks.below(block):
            _take(blocks, inside, content)
        blocks.source.keep("vertical", block.file, line=block.line, name=block.name)
    else:
        blocks.drop(block, _LOST.get(block.kind, "ours has nothing like it"))


def _bank(blocks: Blocks, block: Block, content: _Content) -> None:
    """Problems of which each learner gets some: a pool, where each is one question."""
    before = len(content.questions)
    problems = 0
    for inside in blocks.below(block):
        problems += inside.kind == "problem"
        _take(blocks, inside, content)
    made = content.questions[before:]
    wanted = block.element.get("max_count") or "1"
    title = blocks.title(block) or block.name
    if re.fullmatch(r"[1-9]\d{0,2}", wanted) and int(wanted) < len(made) == problems:
        name = allowed(block.name or f"pool-{block.line}")
        content.questions[before:] = [{"pool": name, "pick": int(wanted), "questions": made}]
        blocks.source.keep("pool", block.file, line=block.line, name=title)
    else:
        why = "learners get all of it, for not each of its problems is one question"
        is_whole = wanted == "-1" or (wanted.isdecimal() and int(wanted) >= len(made) == problems)
        tell = blocks.source.keep if is_whole else blocks.source.approximate
        tell("pool", block.file, line=block.line, name=title, why="" if is_whole else why)


def _split(blocks: Blocks, block: Block, content: _Content) -> None:
    """An experiment: what its first group saw."""
    groups = list(blocks.below(block))
    why = "what the first group saw is in the course; the other groups' is not"
    blocks.source.approximate(
        "split_test", block.file, why, line=block.line, name=blocks.title(block)
    )
    for first in groups[:1]:
        _take(blocks, first, content)
    for other in groups[1:]:
        blocks.drop(other, say("another group of an experiment saw it"))


def _html(blocks: Blocks, block: Block) -> str:
    named = block.element.get("filename")
    path = blocks.path(f"html/{named}.html") if named else block.file
    if named:
        text = blocks.source.text(path)
        if text is None:
            why = say("html/{}.html is not there", named)
            blocks.source.drop("html", block.file, why, line=block.line, name=block.name)
            return ""
        body = markup.html(text)
    else:
        body = block.element
    lost: list[str] = []

    def tell(what: str, line: int, why: str) -> None:
        lost.append(what)
        blocks.source.approximate(what, path, why, line=line)

    made = htmltext.markdown(body, tell)
    if lost:
        why = say("without its {}", ", ".join(sorted(set(lost))))
        blocks.source.approximate("html", block.file, why, line=block.line, name=block.name)
    else:
        blocks.source.keep("html", block.file, line=block.line, name=block.name)
    return made


def _film(blocks: Blocks, block: Block, content: _Content) -> None:
    address = _address(block.element)
    title = blocks.title(block) or "Video"
    if address is None:
        why = "it names no film that can be found without Open edX"
        blocks.source.drop("video", block.file, why, line=block.line, name=title)
        return
    if content.films:
        content.texts.append(f"[{title}]({address})")
        why = "a lesson has one film; this one is a link"
        blocks.source.approximate("video", block.file, why, line=block.line, name=title)
    else:
        content.films.append(address)
        blocks.source.keep("video", block.file, line=block.line, name=title)
    for one in markup.named(block.element, "transcript"):
        why = "ours keeps no transcripts beside films"
        blocks.source.drop(
            "transcript", block.file, why, line=markup.line(one), name=one.get("src") or ""
        )


def _address(element: markup.Element) -> str | None:
    """Where a film is: on YouTube, else the first of its files."""
    speeds = dict(
        part.split(":", 1) for part in (element.get("youtube") or "").split(",") if ":" in part
    )
    name = element.get("youtube_id_1_0") or speeds.get("1.00") or speeds.get("1.0")
    if name and re.fullmatch(r"[\w-]{6,20}", name.strip()):
        return f"https://www.youtube.com/watch?v={name.strip()}"
    try:
        listed = json.loads(element.get("html5_sources") or "[]")
    except (ValueError, RecursionError):
        listed = []
    sources = [one.get("src") for one in markup.named(element, "source")]
    found = [*(listed if isinstance(listed, list) else []), *sources]
    return next(
        (one for one in found if isinstance(one, str) and re.match(r"https?://\S+$", one)), None
    )


def _quiz(blocks: Blocks, content: _Content) -> dict[str, Any]:
    """The quiz of a vertical; what its problems do not agree about is noted."""
    elements = [block.element for block in content.problems]
    said: dict[str, Any] = {}
    attempts = {one.get("max_attempts") or "" for one in elements}
    if len(attempts) == 1 and (number := attempts.pop()).isdecimal() and 0 < int(number) <= 1000:
        said["attempts"] = int(number)
    elif len(attempts) > 1:
        block = content.problems[0]
        why = "its problems have different numbers of attempts; the quiz has no limit"
        blocks.source.approximate("attempts", block.file, why, line=block.line)
    groups = [one for element in elements for one in markup.named(element, "choicegroup")]
    if groups and all(one.get("shuffle") for one in groups):
        said["shuffle"] = "choices"
    is_shown = all((one.get("showanswer") or "finished") != "never" for one in elements)
    said["show"] = "answers" if is_shown else "feedback"
    return {**said, "questions": content.questions}
