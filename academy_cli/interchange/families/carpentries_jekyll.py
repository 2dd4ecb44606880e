"""Lessons of The Carpentries that Jekyll makes, as all were before 2023: ``_config.yml`` and ``_episodes/``.

After https://carpentries.github.io/lesson-example. Order: ``episode_order`` of _config.yml, else names.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from academy_cli.authoring.names import natural_key
from academy_cli.interchange.dialects import liquid
from academy_cli.interchange.families.carpentries_page import lesson, put_aside
from academy_cli.interchange.outline import Item, Lesson, Module, Outline
from academy_cli.interchange.shapes import items
from academy_cli.interchange.sources import Mapped, Source
from academy_cli.kit.saying import say

CONFIG, LINKS = "_config.yml", "_includes/links.md"
_EPISODES, _EXTRAS = ("_episodes", "_episodes_rmd"), "_extras"
_ENDS = (".md", ".Rmd")
_TAKEN = frozenset({"title", "episode_order", "extras_order", "lang"})
_ORDER = "episode_order"
_DEFINITION = re.compile(r"^\[([^\]\n]+)\]:\s*(\S.*)$", re.MULTILINE)
_FOR_INSTRUCTORS = ("guide", "instructor")


def read(source: Source) -> Outline:
    """The front page, the episodes, the pages for learners."""
    config = source.yaml(CONFIG)
    if config is None:
        return Outline("", (), lacks=say("{} cannot be read", CONFIG))
    site = {**config.value, "title": config.value.get("title") or ""}
    links = liquid.converted(source.text(LINKS) or "", source, LINKS, 1, site)
    defined = dict(_DEFINITION.findall(links))
    private: dict[str, str] = {}

    def made(paths: Iterator[str]) -> tuple[Lesson, ...]:
        found = (lesson(source, path, defined, private, site) for path in paths)
        return tuple(one for one in found if one is not None)

    for path in _of_folder(source, config, _EXTRAS, "extras_order"):
        if _stem(path).startswith(_FOR_INSTRUCTORS):
            put_aside(source, path, "instructors", private)
    folder = next((one for one in _EPISODES if source.below(one, _ENDS)), _EPISODES[0])
    front = made(path for path in ("index.md",) if path in source.known)
    episodes = made(_of_folder(source, config, folder, _ORDER))
    more = tuple(_with_words(source, made(_more(source, config))))
    children: tuple[Item, ...] = (*front, *episodes) if episodes else ()
    if more and episodes:
        children += (Module("Learners", more[0].source, more, slug="learners"),)
    for key, value in config.value.items():
        if key not in _TAKEN and value is not None:
            source.drop("key", CONFIG, say("ours has no such key"), line=config.line(key), name=key)
    language = config.value.get("lang")
    return Outline(
        str(site["title"]),
        children,
        say("{} of {}", _ORDER, CONFIG) if isinstance(config.value.get(_ORDER), list) else "",
        fields={"language": language} if isinstance(language, str) else {},
        private=private,
    )


def page_at(source: Source, path: str) -> str | None:
    """The page at an address of the site: ``../02-files/``, ``/setup.html``, ``/02-files/index.html``."""
    if CONFIG not in source.known:
        return None
    plain = re.sub(r"(?:/index)?(?:\.html)?/?$", "", path)
    stem = posixpath.basename(plain)
    folders = (*(f"{one}/" for one in _EPISODES), "", f"{_EXTRAS}/")
    names = (f"{folder}{stem or 'index'}{end}" for folder in folders for end in _ENDS)
    return next((one for one in names if one in source.known), None)


def _of_folder(source: Source, config: Mapped, folder: str, order: str) -> Iterator[str]:
    """The pages of a folder as a list names them, without their suffixes; else by name."""
    there = {
        _stem(path): path
        for path in source.below(folder, _ENDS)
        if posixpath.dirname(path) == folder
    }
    listed = config.value.get(order)
    if not isinstance(listed, list):
        yield from sorted(there.values(), key=lambda path: natural_key(path.rpartition("/")[2]))
        return
    for number, name in enumerate(items(listed)):
        path = there.get(_stem(str(name)))
        if path is not None:
            yield path
        else:
            line = config.line(order, number)
            source.drop(
                "reference", CONFIG, say("there is no such page"), line=line, name=str(name)
            )


def _more(source: Source, config: Mapped) -> Iterator[str]:
    """Pages for learners beside the episodes."""
    yield from (path for path in ("setup.md", "reference.md") if path in source.known)
    for path in _of_folder(source, config, _EXTRAS, "extras_order"):
        if not _stem(path).startswith(_FOR_INSTRUCTORS):
            yield path


def _with_words(source: Source, found: tuple[Lesson, ...]) -> Iterator[Lesson]:
    """Those that say something without Jekyll."""
    for one in found:
        if one.body.strip():
            yield one
        else:
            why = "nothing of it is left without what Jekyll puts there"
            source.drop("page", one.source, why, name=one.title)


def _stem(path: str) -> str:
    return re.sub(r"\.R?md$", "", posixpath.basename(path))
