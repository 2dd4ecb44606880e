"""Language codes as people write them, and the right ones: `hk` is no language, `eng` is `en`.

Knows which languages there are, by the Unicode CLDR and the IANA registry of language subtags; refuses to
guess what a text is in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from academy_cli.authoring import names
from academy_cli.kit.language import canonical_tag

_DEPRECATED = frozenset({"in", "iw", "ji", "jw", "mo"})
"""Two letters that the registry keeps for old texts alone (iana.org/assignments/language-subtag-registry)."""
_NAMED = (
    *(
        "ar",
        "bn",
        "cs",
        "da",
        "de",
        "el",
        "en",
        "es",
        "fa",
        "fi",
        "fr",
        "he",
        "hi",
        "hu",
        "id",
        "it",
    ),
    *("ja", "ko", "nl", "pl", "pt", "ro", "ru", "sv", "ta", "th", "tr", "uk", "vi", "zh"),
)
"""Languages whose own names are known where no code is meant."""
_FEW = 2
"""In so many countries a language needs no region."""


@lru_cache(maxsize=1024)
def is_language(written: str) -> bool:
    """Whether a code names a language as BCP 47 has it, in any letter case."""
    tag = canonical_tag(written)
    if tag is None:
        return False
    first = tag.partition("-")[0]
    is_known = first in _languages() or len(first) == 3  # of those there are eight thousand
    return is_known and first not in _DEPRECATED and first not in _shorter()


@lru_cache(maxsize=1024)
def is_written_language(written: str) -> bool:
    """Whether a code is that of a language that computers are used in: the CLDR has data for it.

    So `loops.lua.md` is a lesson about Lua and not in Luba-Lulua.
    """
    if not is_language(written):
        return False
    from babel import localedata

    return bool(localedata.exists(written.partition("-")[0].lower()))


def beside(name: str, is_there: Callable[[str], bool]) -> tuple[str, str] | None:
    """The code in the name of a file that is a translation of one beside it, and that one's name.

    ``is_there`` says whether a file of a name is in the same folder.
    """
    said = names.beside(name)
    is_one = said is not None and is_there(said[1]) and is_written_language(said[0])
    return said if is_one else None


@lru_cache(maxsize=1024)
def right_tag(written: str, text_in: str | None = None) -> str:
    """The tag that a code should have been, in its usual letter case; empty where nobody can say.

    ``text_in`` is the language that the texts seem to be in: it tells `br`, Brazil, from `br`, Breton.
    """
    tag = canonical_tag(written.strip().replace("_", "-"))
    if tag is None:
        return _named(written)
    first, *parts = tag.split("-")
    if text_in not in (None, first):
        found = _spoken_in(first, text_in)
        if found:
            return found
    if first in _DEPRECATED or first in _shorter():
        return "-".join([_shorter()[first], *parts])
    if is_language(tag):
        return tag
    return _spoken_in(first) or _named(written)


@lru_cache(maxsize=1024)
def widened(tag: str) -> str:
    """A tag with its likely script and region (UTS 35, likely subtags): `zh` and `zh-CN` are `zh-Hans-CN`."""
    from babel.core import parse_locale

    try:
        language, region, script, *_ = parse_locale(tag, sep="-")
    except ValueError:
        return tag
    ways = (f"_{script}_{region}", f"_{region}", f"_{script}", "")
    found = next((_likely()[language + way] for way in ways if language + way in _likely()), "")
    if not found:
        return tag
    usual, usual_script, usual_region = found.split("_")
    return f"{usual}-{script or usual_script}-{region or usual_region}"


@lru_cache(maxsize=256)
def own_name(tag: str) -> str:
    """What a language is called in itself, as in a list; its tag, where the CLDR does not know it."""
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale.parse(tag, sep="-").get_display_name()
    except (UnknownLocaleError, ValueError):
        name = None
    return f"{name[:1].upper()}{name[1:]}" if name else tag


def _spoken_in(country: str, language: str | None = None) -> str:
    """The tag of the language that most speak in a country, by its code; only if it is the given one."""
    full = _likely().get(f"und_{country.upper()}") if len(country) == 2 else None
    if full is None:
        return ""
    spoken, _, region = full.split("_")
    if language not in (None, spoken):
        return ""
    is_plain = _likely().get(spoken) == full and _countries(spoken) <= _FEW
    return spoken if is_plain else f"{spoken}-{region}"


def _countries(language: str) -> int:
    """In how many countries a language is official."""
    from babel.core import get_global

    spoken = get_global("territory_languages")
    return sum(
        any(
            name.partition("_")[0] == language and said.get("official_status") == "official"
            for name, said in of_country.items()
        )
        for of_country in spoken.values()
    )


def _named(written: str) -> str:
    """The tag of a language that is called by its name, in English or in itself."""
    from babel import Locale

    wanted = _words(written)
    for tag, name in _names(Locale("en").languages):
        if _words(name) == wanted:
            return tag
    for code in _NAMED:
        for tag, name in _names({code: Locale(code).languages.get(code, "")}):
            if _words(name) == wanted:
                return tag
    return ""


def _names(languages: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for code, name in languages.items():
        yield code.replace("_", "-"), name


def _words(name: str) -> frozenset[str]:
    """A name's words without accents and case: “Traditional Chinese” is `chinese-traditional`."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return frozenset(re.findall(r"[^\W\d_]+", letters))


@lru_cache(maxsize=1)
def _languages() -> frozenset[str]:
    aliases = (code for code in _aliases() if len(code) == 2)
    return frozenset(code for code in (*_likely(), *aliases) if "_" not in code) - {"und"}


@lru_cache(maxsize=1)
def _shorter() -> Mapping[str, str]:
    """The code that holds for a longer or an older one: `deu` and `ger` are `de`, `iw` is `he`."""
    return {
        old: new.replace("_", "-")
        for old, new in _aliases().items()
        if old in _DEPRECATED or (len(old) == 3 and len(new.partition("_")[0]) == 2)
    }


def _likely() -> Mapping[str, str]:
    from babel.core import get_global

    return get_global("likely_subtags")


def _aliases() -> Mapping[str, str]:
    from babel.core import get_global

    return get_global("language_aliases")
