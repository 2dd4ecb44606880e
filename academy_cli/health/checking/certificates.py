"""What signs and draws certificates: the key, the fonts that come along, and the languages in use.

Knows which letters a language cannot do without; refuses to sign anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

from sqlalchemy import Connection, func, select

from academy_cli.errors import AcademyError
from academy_cli.health.checking.views import WARNING, Finding, Pen
from academy_cli.kit.saying import say, say_so_many, unstopped
from academy_cli.models import Certificate, Course
from academy_cli.typesetting.shelf import FOLDER, SHELF, named
from academy_cli.typesetting.typefaces import has

PEN, FONTS = Pen("certificates"), Pen("fonts")
_LETTERS = {
    "ar": "ش", "fa": "پ", "ur": "ٹ", "he": "ש", "yi": "ש", "zh": "中", "ja": "あ", "ko": "한",
    "ru": "я", "uk": "ї", "bg": "щ", "sr": "ђ", "el": "Ω", "vi": "ế", "pl": "ł", "tr": "ğ",
    "hi": "ह", "mr": "ह", "ne": "ह", "bn": "ব", "ta": "த", "te": "త", "kn": "ಕ", "ml": "മ",
    "gu": "ગ", "pa": "ਪ", "si": "ස", "th": "ก", "lo": "ກ", "km": "ក", "my": "မ", "ka": "ქ",
    "hy": "հ", "am": "አ", "ti": "አ",
}  # fmt: skip
"""A letter of each language that a font has or has not; those of others are plain Latin ones."""


def key(connection: Connection, trouble: Callable[[], AcademyError | None]) -> Iterator[Finding]:
    """Whether certificates that were issued can be signed here; ``trouble`` says why not."""
    waits = select(func.count()).where(
        Certificate.signed_at.is_(None), Certificate.revoked_at.is_(None)
    )
    waiting = connection.scalar(waits) or 0
    error = trouble()
    if error is None:
        yield PEN.ok(say("the key that signs is here"))
        return
    if waiting:
        said = say_so_many(
            "{:,} certificate waits for a signature: {}",
            "{:,} certificates wait for a signature: {}",
            waiting,
            unstopped(error.message),
        )
        yield PEN.refused(error)._replace(said=said)
        return
    is_used = connection.scalar(select(Certificate.id).limit(1)) is not None
    if is_used:
        yield PEN.refused(error)._replace(state=WARNING)
    else:
        yield PEN.ok(say("no certificate was issued yet, and there is no key"))


def languages(connection: Connection) -> Sequence[str]:
    """The languages of courses."""
    return list(connection.scalars(select(Course.language).distinct().order_by(Course.language)))


def fonts(used: Sequence[str]) -> Iterator[Finding]:
    """Whether the fonts are whole, and have the letters of the languages in use."""
    lost = [one.name for one in SHELF if not _is_whole(one.name, one.digest)]
    if lost:
        yield FONTS.failing(
            say("{} of academy's own fonts is missing or not as it came", ", ".join(lost)),
            say("Install academy again"),
            "pip install --force-reinstall academy-cli",
        )
        return
    bare = [code for code in used if not _is_covered(code)]
    for code in bare:
        yield FONTS.warning(
            say("none of the fonts that come along has the letters of “{}”", code),
            say(
                "Give certificates a template with a font of your own: docs/certificate-templates.md"
            ),
            "academy certificate template list",
        )
    if not bare:
        yield FONTS.ok(
            say("{} fonts are whole, and have the letters of the courses' languages", len(SHELF))
        )


def _is_whole(name: str, digest: str) -> bool:
    try:
        return sha256((FOLDER / f"{name}.ttf").read_bytes()).hexdigest() == digest
    except OSError:
        return False


def _is_covered(language: str) -> bool:
    letter = _LETTERS.get(language.partition("-")[0].lower())
    return letter is None or any(has(named(one.name), letter) for one in SHELF)
