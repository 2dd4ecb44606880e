"""freeCodeCamp's curriculum: challenges in Markdown, in blocks of superblocks, one folder a language.

Order: ``challengeOrder`` and ``order`` of a block's meta.json (``structure/`` in newer ones), superblocks by
the number of their folder. Questions become quizzes; of checks the words stay, for nothing here runs code.
Solutions go into ``_solutions/``, which is no part of the course.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from academy_cli.authoring.names import natural_key, readable
from academy_cli.interchange.families import freecodecamp_lesson
from academy_cli.interchange.outline import Lesson, Module, Outline, Translation, lessons
from academy_cli.interchange.shapes import items
from academy_cli.interchange.sources import Source, line_of
from academy_cli.kit.saying import say

_CHALLENGE = re.compile(r"^(.*?)challenges/([a-z][a-z-]*)/(?:([^/]+)/)?([^/]+)/([^/]+\.md)$")
_LANGUAGES = {
    "english": "en", "espanol": "es", "chinese": "zh-Hans", "chinese-traditional": "zh-Hant", "italian": "it",
    "portuguese": "pt", "ukrainian": "uk", "japanese": "ja", "german": "de", "arabic": "ar", "thai": "th",
    "swahili": "sw", "korean": "ko", "french": "fr",
}  # fmt: skip
"""What its folders of languages are called, and their tags (BCP 47)."""
_USED = frozenset({"challengeOrder", "name", "order", "superOrder", "superBlock", "dashedName"})


class _Block(NamedTuple):
    """A block's meta.json, and which lessons it lists: ids with titles."""

    path: str
    said: Mapping[str, Any]
    listed: Mapping[str, str]
    text: str

    @property
    def order(self) -> float:
        """Its place among the blocks of its superblock."""
        value = self.said.get("order")
        return value if isinstance(value, int) else float("inf")


def read(source: Source) -> Outline:
    """The challenges of one language."""
    found: dict[str, dict[str, dict[str, list[str]]]] = {}
    for path in source.paths:
        if place := _CHALLENGE.match(path):
            _, language, above, block, _ = place.groups()
            by_block = found.setdefault(language, {}).setdefault(above or "", {})
            by_block.setdefault(block, []).append(path)
    language = _chosen(source.language, found)
    if language is None:
        names = ", ".join(sorted(found))
        return Outline(
            "", (), lacks=say("it has no “{}”, but {}", source.language, names) if names else ""
        )
    blocks, private = _blocks(source), dict[str, list[str]]()
    children = tuple(
        Module(
            readable(name) if name else "Blocks",
            next(iter(inside.values()))[0],
            tuple(_modules(source, inside, blocks, private)),
            slug=name,
            what="superblock",
        )
        for name, inside in sorted(
            _arranged(source, found[language]).items(), key=lambda one: natural_key(one[0])
        )
    )
    _unused(source, blocks, {name for inside in found[language].values() for name in inside})
    return Outline(
        "freeCodeCamp",
        children,
        "challengeOrder and order of each block's meta.json, superblocks by their number",
        "freecodecamp" if language == "english" else f"freecodecamp-{_tag(language).lower()}",
        {"language": _tag(language)},
        {f"_solutions/{name}.md": "\n".join(parts) for name, parts in private.items()},
        {"title": "from the format", "language": say("from the folder {}", language)},
        translations=tuple(_translations(source, found, language, children)),
    )


def _chosen(wanted: str, found: Mapping[str, object]) -> str | None:
    if not wanted:
        return "english" if "english" in found else next(iter(sorted(found)), None)
    return next((name for name in found if wanted.lower() in (name, _tag(name).lower())), None)


def _tag(language: str) -> str:
    return _LANGUAGES.get(language, "en")


def _translations(
    source: Source, found: Mapping[str, Any], language: str, children: tuple[Module, ...]
) -> Iterator[Translation]:
    """The challenges in the other languages: those that have the id of one of these."""
    originals = {lesson.id: lesson.source for lesson in lessons(children)}
    for other, above in found.items():
        if other == language:
            continue
        aside = source.aside()  # what became of each part is told once
        for inside in above.values():
            for block, paths in inside.items():
                for path in paths:
                    lesson = freecodecamp_lesson.lesson(aside, path, block, {})
                    if lesson is None or other not in _LANGUAGES:
                        source.drop("translation", path, say("it cannot be read"), name=other)
                    else:
                        of = originals.get(lesson.id, "")
                        yield Translation(_tag(other), of, lesson)


def _arranged(
    source: Source, found: dict[str, dict[str, list[str]]]
) -> dict[str, dict[str, list[str]]]:
    """Blocks by superblock; where folders do not say so (``blocks/``), by files of superblocks."""
    if set(found) != {"blocks"}:
        return found
    left, arranged = dict(found["blocks"]), dict[str, dict[str, list[str]]]()
    for path in source.below("", ".json"):
        if "/structure/superblocks/" in f"/{path}" and isinstance(said := source.json(path), dict):
            names = [
                name for name in items(said.get("blocks")) if isinstance(name, str) and name in left
            ]
            if names:
                name = path.rpartition("/")[2].removesuffix(".json")
                arranged[name] = {one: left.pop(one) for one in names}
    return arranged | ({"others": left} if left else {})


def _blocks(source: Source) -> dict[str, _Block]:
    """Every block's meta.json by the name of the block."""
    blocks = {}
    for path in source.below("", ".json"):
        older = re.search(r"(?:^|/)_meta/([^/]+)/meta\.json$", path)
        newer = re.search(r"(?:^|/)structure/blocks/([^/]+)\.json$", path)
        name = older or newer
        if name is None or not isinstance(said := source.json(path), dict):
            continue
        listed = {}
        for one in items(said.get("challengeOrder")):
            if isinstance(one, dict) and isinstance(one.get("id"), str):
                listed[one["id"]] = str(one.get("title", ""))
            elif isinstance(one, list) and one and isinstance(one[0], str):
                listed[one[0]] = str(one[1]) if len(one) > 1 else ""
        blocks[name[1]] = _Block(path, said, listed, source.text(path) or "")
    return blocks


def _modules(
    source: Source,
    inside: Mapping[str, list[str]],
    blocks: Mapping[str, _Block],
    private: dict[str, list[str]],
) -> Iterator[Module]:
    def place(name: str) -> tuple[float, str]:
        return (blocks[name].order if name in blocks else float("inf"), natural_key(name))

    for name in sorted(inside, key=place):
        block = blocks.get(name)
        is_draft = block is not None and bool(block.said.get("isUpcomingChange"))
        made = [
            freecodecamp_lesson.lesson(source, path, name, private, is_draft=is_draft)
            for path in inside[name]
        ]
        lessons = [one for one in made if one is not None]
        if block is None:
            source.approximate(
                "order", inside[name][0], say("the block has no meta.json: by name"), name=name
            )
            yield Module(readable(name), inside[name][0], tuple(lessons), slug=name)
            continue
        for key in block.said:
            if key not in _USED and block.said[key] not in ([], "", None, False):
                line = line_of(block.text, f'"{key}"')
                source.drop("key", block.path, say("ours has no such key"), line=line, name=key)
        title = str(block.said.get("name") or readable(name))
        yield Module(title, block.path, tuple(_ordered(source, block, lessons)), slug=name)


def _ordered(source: Source, block: _Block, lessons: list[Lesson]) -> Iterator[Lesson]:
    """A block's lessons as it lists them, and then those that it does not."""
    left = {lesson.id: lesson for lesson in lessons}
    for name, title in block.listed.items():
        lesson = left.pop(name, None)
        if lesson is None:
            line = line_of(block.text, name)
            source.drop(
                "reference", block.path, say("there is no such lesson"), line=line, name=name
            )
            continue
        if title and title != lesson.title:
            line = line_of(block.text, name)
            why = "the lesson's own title was taken, which is another one"
            source.approximate("title", block.path, why, line=line, name=title)
        yield lesson
    for lesson in left.values():
        source.approximate(
            "order", lesson.source, say("its block does not list it: it comes last"), name=lesson.id
        )
        yield lesson


def _unused(source: Source, blocks: Mapping[str, _Block], there: set[str]) -> None:
    for name, block in blocks.items():
        if name not in there:
            source.drop(
                "block", block.path, say("this language has none of its lessons"), name=name
            )
