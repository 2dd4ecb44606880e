"""The valid course with translations, for tests of them.

Knows digests of its texts; refuses to judge what comes of them.
"""

from __future__ import annotations

from academy_cli.authoring.translations.targets import language_of
from academy_cli.authoring.translations.wording import wording
from tests import make
from tests.make import Changes

INTRO, LOOPS, FILES = "01-basics/01-intro.md", "01-basics/02-loops.md", "02-more/01-files.md"
GERMAN = f"translations/de/{INTRO}"
BESIDE = "01-basics/02-loops.fr.md"


def source(path: str, changes: Changes | None = None) -> str:
    """The digest of what there is to translate of a file."""
    document = make.compiled(make.tree(changes)).course
    if path == "course.yaml":
        return wording(document.root)
    return next(
        wording(n) for n in document.contents if n.path == path.removesuffix("/module.yaml")
    )


def translated(text: str, path: str = INTRO, changes: Changes | None = None) -> str:
    """A translation that was made from the text as it is."""
    return f"---\nsource: {source(path, changes)}\n---\n\n{text}"


def course() -> dict[str, str]:
    """The valid course in German, mirrored, and one lesson of it in French, beside the original."""
    module = {"01-basics/module.yaml": "title: Basics\n"}
    return {
        **module,
        GERMAN: translated("# Einführung\n\nWillkommen. Weiter mit [Schleifen](02-loops.md).\n"),
        f"translations/de/{LOOPS}": translated(
            "# Schleifen\n\n![Ein Kreis](images/loop.png)\n", LOOPS
        ),
        f"translations/de/{FILES}": translated("# Dateien\n\nLesen und schreiben.\n", FILES),
        "translations/de/course.yaml": f"title: Python auf Deutsch\nsource: {source('course.yaml')}\n",
        "translations/de/01-basics/module.yaml": (
            f"title: Grundlagen\nsource: {source('01-basics/module.yaml', module)}\n"
        ),
        BESIDE: translated("# Boucles\n\n![Un cercle](images/loop.png)\n", LOOPS),
    }


def keys(found: make.Compiled) -> list[tuple[str, str, str]]:
    """Each translation: its key, its file, its title."""
    return [(node.key, node.path, node.title) for node in found.course.translations]


def languages(found: make.Compiled) -> set[str]:
    """The languages there are translations into."""
    return {language_of(node) for node in found.course.translations}
