"""Whether the codes of a course's translations are those of their languages.

Knows what is written at the beginnings of some texts; refuses to read them whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from academy_cli.authoring import languages, names
from academy_cli.authoring.codes import problem
from academy_cli.authoring.ledger import Ledger
from academy_cli.authoring.parts import split
from academy_cli.authoring.translations.places import Place
from academy_cli.authoring.translations.tags import is_language, right_tag
from academy_cli.authoring.tree import UnreadableError
from academy_cli.formats.problems import Problem
from academy_cli.kit.saying import say

_SAMPLES, _LETTERS = 8, 4000
"""How many texts of a language are looked at, and how much of each."""


def wrong_codes(places: Sequence[Place], own: str, ledger: Ledger) -> frozenset[str]:
    """Report the codes that are wrong, each once; returns those that nobody can go by."""
    by_code: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        by_code[place.code].append(place)
    wrong: set[str] = set()
    for code, those in by_code.items():
        found = _judged(code, those, own, _told(those, ledger))
        if found is not None:
            ledger.report([found])
            if found.code == "translation.code":
                wrong.add(code)
    return frozenset(wrong)


def _told(places: Sequence[Place], ledger: Ledger) -> str | None:
    """The language that some of the texts seem to be in."""
    files = [one.path for one in places if names.is_markdown_name(one.path)][:_SAMPLES]
    return languages.guess(_beginnings(files, ledger))


def _beginnings(files: Iterable[str], ledger: Ledger) -> Iterable[str]:
    for path in files:
        try:
            data = ledger.tree.load(path, ledger.limits.text_bytes)
        except UnreadableError:
            continue
        yield split(data).body.decode(errors="replace")[:_LETTERS]


def _judged(code: str, places: Sequence[Place], own: str, told: str | None) -> Problem | None:
    """What is wrong with a code, in the words of the folder or file that has it."""
    mirrored = f"{names.TRANSLATIONS}/{code}"
    where = mirrored if places[0].path.startswith(f"{mirrored}/") else places[0].path
    right = right_tag(code, told)
    if not is_language(code) or (right and right.casefold() != code.casefold()):
        said = (
            say("“{}” is the code of another language", code)
            if is_language(code)
            else say("“{}” is no code of a language", code)
        )
        hint = say("Call it `{}`.", right) if right else ""
        return problem("translation.code", where, value=code, message=said, hint=hint)
    first = code.partition("-")[0].lower()
    if first == own.partition("-")[0].lower() and right.casefold() == own.casefold():
        said = say(
            "the course itself is in {}: `language:` in course.yaml says so, or is left out", own
        )
        return problem("translation.code", where, value=code, message=said)
    if told is not None and told != first and not _are_close(told, first):
        said = say("the texts seem to be in `{}`, and not in `{}`", told, code)
        return problem("translation.language", where, value=code, message=said)
    return None


_CLOSE: Mapping[str, str] = {
    **dict.fromkeys(("no", "nb", "nn", "da", "sv"), "scandinavian"),
    **dict.fromkeys(("zh", "yue", "wuu", "hak", "nan", "gan"), "chinese"),
    **dict.fromkeys(("ru", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg"), "cyrillic"),
    **dict.fromkeys(("hi", "mr", "ne", "sa", "mai", "bho", "kok"), "devanagari"),
    **dict.fromkeys(("ar", "ur", "ps", "ckb", "sd", "ug", "ks", "fa"), "arabic"),
    **dict.fromkeys(("bn", "as"), "bengali"),
    **dict.fromkeys(("he", "yi"), "hebrew"),
    **dict.fromkeys(("id", "ms", "jv", "su"), "malay"),
    **dict.fromkeys(("es", "pt", "gl", "ca", "it", "ro"), "romance"),
    **dict.fromkeys(("nl", "af", "de", "lb"), "germanic"),
}
"""Languages of one script or family that only letters or few words tell apart: nobody is blamed for those."""


def _are_close(one: str, other: str) -> bool:
    return _CLOSE.get(one) is not None and _CLOSE.get(one) == _CLOSE.get(other)
