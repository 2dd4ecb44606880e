"""A course in five languages, for pages that show it: much, little, the wrong way round, and out of date.

Knows what each of its texts was made from; refuses to know how it looks.
"""

from __future__ import annotations

from collections.abc import Mapping

from academy_cli.authoring.read import read
from academy_cli.authoring.translations.wording import wording
from academy_cli.authoring.tree import MemoryTree
from tests.pages.quizzes import QUIZ
from tests.pages.sites import COURSE as ENGLISH
from tests.pages.sites import PICTURE

FLOUR, HEAT, KINDS = "01-dough/01-flour.md", "02-oven/heat.md", "03-kinds.quiz.yaml"
ORIGINALS: Mapping[str, str] = {
    **ENGLISH,
    "course.yaml": (
        f"{ENGLISH['course.yaml']}content: [01-dough, 02-oven, {{To end: [03-kinds]}}]\n"
    ),
    KINDS: QUIZ,
    "02-oven/heat.md": (
        "# Heat\n\n![A fire](fire.svg)\n\n## How hot\n\nSee [flour](../01-dough/01-flour.md).\n"
    ),
    "02-oven/fire.svg": PICTURE,
    "02-oven/only.md": "# Only here\n\nIt is [hot](heat.md).\n",
}
GERMAN_QUIZ = (
    QUIZ.replace("title: All kinds", "title: Alle Arten")
    .replace("Which loop runs *at least once*?", "Welche Schleife läuft *mindestens einmal*?")
    .replace("text: A few questions about **loops**.", "text: Ein paar Fragen.")
    .replace("id: once", "")
    .replace(", id: after", "")
    .replace("Exactly.", "Genau.")
    .replace("accept: [break]", "accept: [raus]")
)


def digest(path: str) -> str:
    """What a translation of a file as it is names as its source."""
    document = read(MemoryTree({name: text.encode() for name, text in ORIGINALS.items()})).document
    assert document is not None
    if path == "course.yaml":
        return wording(document.root)
    named = path.removesuffix("/module.yaml")
    return next(wording(node) for node in document.contents if node.path == named)


def course() -> dict[str, str]:
    """The course with its translations."""
    return {
        **ORIGINALS,
        "translations/de/course.yaml": (
            "title: Brot\nsummary: Selbst gebacken.\ndescription: about.md\n"
            f"headings: {{To end: Zum Schluss}}\nsource: {digest('course.yaml')}\n"
        ),
        "translations/de/about.md": "Mehl, Wasser und *Zeit*.\n",
        "translations/de/01-dough/module.yaml": (
            f"title: Teig\nsource: {digest('01-dough/module.yaml')}\n"
        ),
        f"translations/de/{FLOUR}": (
            f"---\nsource: {digest(FLOUR)}\n---\n\n# Mehl\n\nZum [Ofen](../02-oven/heat.md), "
            "zu [dem, was fehlt](../02-oven/only.md), [alles](../02-oven), "
            "[eine Tabelle](files/table.csv).\n\n"
            "![Ein Sack](flour.svg)\n"
        ),
        f"translations/de/{HEAT}": (
            f"---\nsource: {'0' * 64}\n---\n\n# Hitze\n\n![Ein Feuer](fire.svg)\n\n[Nichts](none.md)\n"
        ),
        "translations/de/02-oven/fire.svg": PICTURE.replace("#36c", "#c33"),
        f"translations/de/{KINDS}": f"source: {digest(KINDS)}\n{GERMAN_QUIZ}",
        "02-oven/heat.fr.md": "# Chaleur\n\n![Un feu](fire.svg)\n",
        f"translations/ar/{FLOUR}": "# الدقيق\n\nاقرأ عن [الفرن](../02-oven/heat.md).\n\n## الأنواع\n",
        f"translations/ar/{KINDS}": GERMAN_QUIZ.replace("answer: false", "answer: true"),
        f"translations/pt-BR/{HEAT}": "# Calor\n\nMuito.\n",
    }


HOSTILE: Mapping[str, str] = {
    **{
        f"translations/{code}/{FLOUR}": f"# Wrong {number}\n\nNo page.\n"
        for number, code in enumerate(
            ("en", "..x", "static", "file", "EN", "hk", "x<img>", "d e", "-")
        )
    },
    f"translations/ES/{FLOUR}": "# Harina\n\nDe [trigo](../02-oven/heat.md).\n",
    f"translations/es/{HEAT}": "# Calor\n\nMucho.\n",
    "translations/static.md": "# No folder\n",
    "de/index.md": "# In a folder\n\nThat is called like a language.\n",
    "de/lesson/x.md": "# Deep in it\n\nText.\n",
    "es.md": "# Called like one\n\nText.\n",
}
"""Codes that are none, or the course's own; and lessons whose addresses look like those of languages."""
