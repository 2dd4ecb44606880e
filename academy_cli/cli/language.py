"""The language of whoever sits there: what the environment says, as far as there are translations.

Knows gettext's variables in their order, and where catalogs are; refuses to import either for English.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from academy_cli.kit.saying import ENGLISH, Tongue, sentence

DOMAIN, CATALOGS = "academy", Path(__file__).parents[1] / "locale"
_PLAIN = frozenset({"C", "POSIX"})


def tongue(environ: Mapping[str, str]) -> Tongue:
    """The first language that is wanted and known; English where none is.

    LC_ALL, LC_MESSAGES and LANG say it, the first that is set; LANGUAGE may name several before theirs, but
    not for the plain locale C (GNU gettext's manual, “Locale Environment Variables” and “The LANGUAGE
    variable”).
    """
    return named(code(environ))


def code(environ: Mapping[str, str]) -> str:
    """The same as its code: ``fr``; ``en`` where none is known."""
    known = (name for name in _wanted(environ) if name == "en" or _catalog(name).is_file())
    return next(known, "en")


def named(language: str) -> Tongue:
    """A language that there is, by its code."""
    if language == "en":
        return ENGLISH
    import gettext

    return gettext.translation(DOMAIN, CATALOGS, [language])


def _catalog(language: str) -> Path:
    return CATALOGS / language / "LC_MESSAGES" / f"{DOMAIN}.mo"


def here() -> Tongue:
    """The language of whoever runs this command."""
    return tongue(os.environ)


def paragraphs(text: str, language: Tongue) -> str:
    """A help text, each of whose paragraphs is a message, in a language."""
    if language is ENGLISH:
        return text
    import inspect

    told = (" ".join(one.split()) for one in inspect.cleandoc(text).split("\n\n"))
    return "\n\n".join(sentence(one, language) for one in told)


def _wanted(environ: Mapping[str, str]) -> Iterator[str]:
    """Languages by their codes alone: ``fr`` of ``fr_CA.UTF-8``."""
    said = (environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, said), "C")
    if _language(locale) in _PLAIN:
        return
    yield from map(_language, filter(None, environ.get("LANGUAGE", "").split(":")))
    yield _language(locale)


def _language(locale: str) -> str:
    return locale.partition(".")[0].partition("@")[0].partition("_")[0]
