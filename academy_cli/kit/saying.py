"""Sentences that know what they were made of, so that a shell can say them in another language.

Knows templates and what is put into them; refuses to know any language but English, in which everything is
written, logged and compared: a sentence is its English text, and equal to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeAlias

Kept: TypeAlias = "str | int | float | list[Kept]"
"""A text or a value as JSON can hold it."""


class Tongue(Protocol):
    """A language, asked as Python's gettext is: each returns English where it knows nothing else."""

    def gettext(self, message: str, /) -> str:
        """The template that says the same."""

    def ngettext(self, one: str, many: str, count: int, /) -> str:
        """The template that says the same of so many things."""


class _English:
    """The language that everything is written in."""

    def gettext(self, message: str, /) -> str:
        """The template itself."""
        return message

    def ngettext(self, one: str, many: str, count: int, /) -> str:
        """That of its two."""
        return one if count == 1 else many


ENGLISH: Tongue = _English()
NUMBER = "1,234.5"
"""A number as English writes it; its translation shows what parts thousands and decimals elsewhere."""


class Said(str):
    """An English text with the template and the values that it was made of.

    Whatever is done to it gives a text that knows nothing.
    """

    __slots__ = ("many", "number", "template", "values")
    kind = "said"
    """What it is called where it was taken apart."""
    template: str
    many: str
    """The template of more than one, where there may be more; ``number`` says how many there are."""
    number: int
    values: tuple[Any, ...]

    def __reduce__(self) -> tuple[Any, ...]:
        """As it is kept."""
        return put_together, (taken_apart(self),)

    def into(self, tongue: Tongue) -> str:
        """The same in another language; so are values that were said themselves, and no others."""
        if self.many:
            template = tongue.ngettext(self.template, self.many, self.number)
        else:
            template = tongue.gettext(self.template) if self.template else ""
        return _filled(template, [retold(one, tongue) for one in self.values], tongue)


class _Row(Said):
    """Several texts, with one between each two."""

    __slots__ = ()
    kind = "joined"

    def into(self, tongue: Tongue) -> str:
        """The same in another language."""
        between = tongue.gettext(self.template) if self.template else ""
        return between.join(str(retold(one, tongue)) for one in self.values)


class _Whole(Said):
    """A literal sentence without places."""

    __slots__ = ()
    kind = "whole"

    def into(self, tongue: Tongue) -> str:
        """The same in another language."""
        return tongue.gettext(self.template) if self.template else ""


class _Clause(Said):
    """A sentence without its full stop."""

    __slots__ = ()
    kind = "clause"

    def into(self, tongue: Tongue) -> str:
        """The same in another language."""
        return sentence(self.values[0], tongue).rstrip(".")


def retold(value: Any, tongue: Tongue) -> Any:
    """A value in another language, if it or any of it was said; else as it is, for it is somebody's own."""
    value = _text(value)
    if isinstance(value, Said):
        return value.into(tongue)
    if type(value) in (list, tuple):
        return [retold(one, tongue) for one in value]
    return value


def _text(value: Any) -> Any:
    """The one argument of an exception, which is its text, or the value itself."""
    return value.args[0] if isinstance(value, Exception) and len(value.args) == 1 else value


def sentence(text: str, tongue: Tongue) -> str:
    """A whole sentence in another language: one that was said, or a literal one, which nobody else wrote."""
    if isinstance(text, Said):
        return text.into(tongue)
    return (
        tongue.gettext(text) if text else text
    )  # of nothing, gettext tells what it knows of itself


def say(template: str, /, *values: object) -> str:
    """An English sentence, or a part of one: a literal template with a place ``{}`` for each value."""
    return _made(Said, template.format(*values), template, values)


def say_so_many(one: str, many: str, count: int, /, *values: object) -> str:
    """The same of so many things, in the plural of each language; ``count`` is the first of the values."""
    template = one if count == 1 else many
    made = _made(Said, template.format(count, *values), one, (count, *values))
    made.many, made.number = many, count
    return made


def say_joined(between: str, parts: Iterable[str], /) -> str:
    """Texts one behind the other, as ``str.join`` puts them."""
    values = tuple(parts)
    return _made(_Row, between.join(values), between, values)


def whole(text: str, /) -> str:
    """A literal sentence that stands where messages are found without ``say``, such as in a table of them."""
    return text if isinstance(text, Said) else _made(_Whole, text, text, ())


def unstopped(text: str, /) -> str:
    """A sentence as a part of another one: without its full stop. It may be literal."""
    return _made(_Clause, text.rstrip("."), "{}", (text,))


def say_quoted(texts: Iterable[object], /) -> str:
    """Texts of others one behind the other, each in quotes."""
    return say_joined(", ", (say("“{}”", one) for one in texts))


def said_by(error: Exception, /) -> str:
    """The text of an exception, as it was said."""
    said = _text(error)
    return said if isinstance(said, Said) else str(error)


def changed(text: str, act: Callable[[str], str], /) -> str:
    """A text with something done to it and to each text in it; what was said is still known."""
    if not isinstance(text, Said):
        return act(text)
    values = tuple(_changed(one, act) for one in text.values)
    made = _made(type(text), act(str(text)), text.template, values)
    made.many, made.number = text.many, text.number
    return made


def _changed(value: object, act: Callable[[str], str]) -> object:
    value = _text(value)
    if isinstance(value, list | tuple) and type(value) in (list, tuple):  # not one with names
        return [_changed(one, act) for one in value]
    if isinstance(value, str):
        return changed(value, act)
    return act(str(value)) if hasattr(value, "__fspath__") else value  # a path


def taken_apart(text: str, /) -> Kept:
    """A text as JSON can hold it: itself, or what it was made of.

    Values that are neither texts nor numbers are kept as texts; where they are written in a form of their
    own, such as dates, the whole is its English text.
    """
    if not isinstance(text, Said):
        return text
    if "{:" in text.template and not all(isinstance(one, int | float | str) for one in text.values):
        return str(text)
    return [text.kind, text.template, text.many, text.number, *map(_kept, text.values)]


def _kept(value: object) -> Kept:
    value = _text(value)
    if isinstance(value, str):
        return taken_apart(value)
    return value if isinstance(value, int | float) else str(value)


def put_together(kept: Kept, /) -> str:
    """A text as it was before it was taken apart."""
    if not isinstance(kept, list):
        return str(kept)
    kind, template, many, number, *values = kept
    told = tuple(put_together(one) if isinstance(one, list) else one for one in values)
    if kind == "joined":
        return say_joined(
            str(template), (one if isinstance(one, str) else str(one) for one in told)
        )
    if kind == "clause" and isinstance(told[0], str):
        return unstopped(told[0])
    if kind == "whole":
        return whole(str(template))
    if many:
        return say_so_many(str(template), str(many), int(str(number)), *told[1:])
    return say(str(template), *told)


def _made(kind: type[Said], english: str, template: str, values: tuple[Any, ...]) -> Said:
    made = kind(english)
    made.template, made.values, made.many, made.number = template, values, "", 0
    return made


def _filled(template: str, values: list[Any], tongue: Tongue) -> str:
    """A template with its values; numbers that have a form, such as ``{:,}``, as the language writes them."""
    told = tongue.gettext(NUMBER)
    if told == NUMBER or [told[:1], told[2:5], told[6:]] != ["1", "234", "5"]:
        return template.format(*values)
    marks = str.maketrans(",.", told[1] + told[5])
    return template.format(*(_Number(one, marks) if _is_number(one) else one for one in values))


class _Number:
    """A number that is written with other marks than English has, where it has a form."""

    def __init__(self, value: float, marks: dict[int, int]) -> None:
        self._value, self._marks = value, marks

    def __format__(self, form: str) -> str:
        text = format(self._value, form)
        return text.translate(self._marks) if form else text

    def __repr__(self) -> str:
        return repr(self._value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
