"""One change in words: what is new, what it was before, and why it has to wait.

Knows how an author would say it; refuses to know the tree around it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any

from academy_cli.authoring.changes import Action, Change, FieldChange, Withheld
from academy_cli.authoring.document import Kind
from academy_cli.authoring.unclear import percent
from academy_cli.kit.money import Money, written
from academy_cli.kit.record import shown
from academy_cli.kit.saying import say, say_joined, say_so_many
from academy_cli.kit.table import cut

_VALUE_WIDTH = 40
_QUESTION_WIDTH = 60
_OF_QUESTIONS = ("questions", "sha256")
_KINDS: Mapping[Kind, str] = {
    Kind.COURSE: say("course"),
    Kind.MODULE: say("module"),
    Kind.LESSON: say("lesson"),
    Kind.QUESTION: say("question"),
    Kind.ASSET: say("asset"),
    Kind.TRANSLATION: say("translation"),
}
_MANY: Mapping[str, Callable[[int], str]] = {
    "course": lambda number: say_so_many("{} course", "{} courses", number),
    "module": lambda number: say_so_many("{} module", "{} modules", number),
    "lesson": lambda number: say_so_many("{} lesson", "{} lessons", number),
    "question": lambda number: say_so_many("{} question", "{} questions", number),
    "asset": lambda number: say_so_many("{} asset", "{} assets", number),
    "translation": lambda number: say_so_many("{} translation", "{} translations", number),
}
_ACTIONS: Mapping[Action, str] = {
    Action.CREATE: say("create"),
    Action.UPDATE: say("update"),
    Action.MOVE: say("move"),
    Action.RENAME: say("rename"),
    Action.ARCHIVE: say("archive"),
    Action.RESTORE: say("restore"),
}


def change(one: Change) -> str:
    """What happens to a module, a lesson, an asset or the course."""
    match one.action:
        case Action.CREATE:
            return say("new {}", _noun(one))
        case Action.ARCHIVE:
            return say("archive {}", _noun(one))
        case Action.RESTORE:
            return say("restore {}", _noun(one))
        case _:
            fields = {name: part for name, part in one.fields.items() if not _is_implied(name, one)}
            said = [_field(_told(name, one), part, one.kind) for name, part in fields.items()]
            if one.similarity is not None:
                said.append(say("{} % the same", percent(one.similarity)))
            return say_joined(", ", said) if said else _noun(one)


def withheld(one: Withheld) -> str:
    """What does not happen, and why."""
    reason = (
        say("it has an error") if one.reason == say("“{}” has an error", one.path) else one.reason
    )
    return say("{} {} is withheld: {}", _ACTIONS[one.action], _noun(one), reason)


def followers(counts: Mapping[str, int]) -> str:
    """``1 module and 2 lessons follow``."""
    parts = [_MANY[word](number) for word, number in sorted(counts.items(), reverse=True)]
    said = say_joined(" and ", parts)
    return say("{} follows", said) if sum(counts.values()) == 1 else say("{} follow", said)


def _is_implied(name: str, one: Change) -> bool:
    """Whether another changed field says it already: a new folder is a new module."""
    path = one.fields.get("path")
    if name != "parent" or path is None:
        return False
    return PurePosixPath(path.before).parent != PurePosixPath(path.after).parent


def _told(name: str, one: Change) -> str:
    """A question has no text but the one that an author wrote below that key."""
    return name.removeprefix("fields.") if one.kind is Kind.QUESTION else name


def _field(name: str, part: FieldChange, kind: Kind) -> str:
    match name:
        case "path":
            return say("was {}", _from(PurePosixPath(part.before), PurePosixPath(part.after)))
        case "position":
            return _place(part.before + 1, part.after + 1)
        case "parent":
            return say("from {} to {}", _module(part.before), _module(part.after))
        case "text" | "source" | "fields.source":
            return _whole(name, part, kind)
        case "quiz":
            return _quiz(part.before or {}, part.after or {})
        case _:
            tell = _prices if name == "prices" else _values
            return say("{} {}", name, tell(part.before, part.after))


def _whole(name: str, part: FieldChange, kind: Kind) -> str:
    """That a text or a file is another one, or that of which it is a translation."""
    if name == "text":
        return say("text")
    if name == "fields.source":
        return _made_from(part)
    return say("new contents") if kind is Kind.ASSET else say("says the same in other words")


def _made_from(source: FieldChange) -> str:
    """That a translation names another text as its original; the digest itself says nothing to anybody."""
    if source.before is None:
        return say("says what it was made from")
    return (
        say("made from another text")
        if source.after
        else say("says no longer what it was made from")
    )


def _quiz(before: Mapping[str, object], after: Mapping[str, object]) -> str:
    """The settings of a quiz that change; its questions have lines of their own."""
    names = [name for name in sorted(before.keys() | after.keys()) if name not in _OF_QUESTIONS]
    told = [
        say("{} {}", name, _values(before.get(name), after.get(name)))
        for name in names
        if before.get(name) != after.get(name)
    ]
    return say_joined(", ", told) if told else say("questions")


def _place(before: int, after: int) -> str:
    return say("place {} → {}", before, after) if before != after else say("in another order")


def _values(before: object, after: object) -> str:
    if isinstance(before or [], list) and isinstance(after or [], list):
        return _list(before or [], after or [])
    return say("{} → {}", _value(before), _value(after))


def _from(before: PurePosixPath, after: PurePosixPath) -> str:
    return before.name if before.parent == after.parent else str(before)


def _module(key: str) -> str:
    return say("module “{}”", key) if key else say("no module")


def _list(before: Any, after: Any) -> str:
    """What a list loses and gains, or that only its order changed."""
    gone = [f"-{cut(shown(part), _VALUE_WIDTH)}" for part in before if part not in after]
    come = [f"+{cut(shown(part), _VALUE_WIDTH)}" for part in after if part not in before]
    return " ".join([*gone, *come]) or say("in another order")


def _prices(before: Any, after: Any) -> str:
    """What becomes dearer or cheaper, and in which currencies it is sold from now on, or no more."""
    was, now = ({one["currency"]: Money(**one) for one in side or ()} for side in (before, after))
    said = [
        f"{written(was[code])} → {written(now[code])}"
        for code in was
        if code in now and was[code] != now[code]
    ]
    said += [f"+{written(now[code])}" for code in now if code not in was]
    said += [f"-{written(was[code])}" for code in was if code not in now]
    said += [say("free")] if was and not now else []
    return say_joined(", ", said) if said else say("in another order")


def _value(value: object) -> str:
    if value is None or value == "":
        return say("none")
    text = cut(shown(value), _VALUE_WIDTH)
    return say("“{}”", text) if isinstance(value, str) else text


def _noun(one: Change | Withheld) -> str:
    title = cut(one.title, _QUESTION_WIDTH) if one.kind is Kind.QUESTION else one.title
    kind = _KINDS[one.kind]
    return say("{} “{}”", kind, title) if title else kind
