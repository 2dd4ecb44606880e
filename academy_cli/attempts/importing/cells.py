"""What rows of answers say, in which columns: whose they are, on which sheet, and what was answered.

Pure: knows how columns are named after questions; refuses to know which answers are right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from academy_cli.access.address import canonical_address
from academy_cli.bulk.columns import Field, plain_name
from academy_cli.bulk.errors import RefusedRowError
from academy_cli.bulk.kinds import Value, Wanted
from academy_cli.bulk.longform import Long
from academy_cli.enrollments.importing.cells import EMAIL, past
from academy_cli.errors import AcademyError
from academy_cli.kit.saying import say
from academy_cli.kit.table import cut
from academy_cli.quizzes.drawing import draw
from academy_cli.quizzes.questions import Pool, Question, Quiz
from academy_cli.quizzes.texts import unmarked

ANSWER, QUESTION, SEED, WHEN = "answer", "question", "seed", "submitted_at"
PREFIX = f"{ANSWER}."
"""Before the question, in the name of the field that is the answer to it."""
MOST_KNOWN = 10_000
"""So many ways to call a question are remembered."""
LONGEST_CALLED = 60
"""Characters of a question that is called by what it asks."""
SEEDS = 2**63
"""The seeds that there are, 0 included."""
_NUMBERED = ("{}", "question {}", "Q{}", "answer {}", "response {}", "Frage {}", "pregunta {}")
_FIXED = (
    EMAIL,
    Field(SEED, ("sheet",)),
    Field(WHEN, ("handed in", "submitted on", "abgegeben", "entregado", "rendu")),
    Field(QUESTION, ("Frage", "pregunta")),
    Field(ANSWER, ("Antwort", "respuesta", "réponse"), has_parts=True),
)
_TAKEN = frozenset(plain_name(one) for each in _FIXED for one in (each.name, *each.names))


def fields(quiz: Quiz) -> tuple[Field, ...]:
    """The columns there are: those of any row, and one for each question by its key, text or number."""
    names = {one.key: _names(one) for one in quiz.questions}
    free = _once(names.values())
    taken = _TAKEN | {plain_name(one) for one in chain.from_iterable(names.values())}
    numbers = (str(number) for number in range(1, _asked(quiz) + 1))
    numbered = {
        number: tuple(form.format(number) for form in _NUMBERED)
        for number in numbers
        if plain_name(PREFIX + number) not in taken
    }
    return (
        *_FIXED,
        *_found(names, free),
        *_found(numbered, _once(numbered.values()) - taken),
    )


def called(question: Question) -> str:
    """A question as people know it: by its id, or else by what it asks."""
    return question.key if question.has_id else cut(unmarked(question.text), LONGEST_CALLED)


def unasked(quiz: Quiz, named: Collection[str], seed: int) -> Sequence[str]:
    """The questions of a sheet, as ``called``, that none of the fields ``named`` answers.

    Where rows say which sheet they have and call questions by number, the numbers; else all of the quiz.
    """
    known = {one.key: one for one in quiz.questions}
    numbers = [str(number) for number in range(1, _asked(quiz) + 1)]
    if SEED in named:
        left = [number for number in numbers if PREFIX + number not in named]
        if len(left) < len(numbers):
            return left
        return [called(one) for one in known.values() if PREFIX + one.key not in named]
    pairs = zip(numbers, draw(quiz, seed).keys, strict=True)
    return [
        called(known[key])
        for number, key in pairs
        if not {PREFIX + number, PREFIX + key} & set(named)
    ]


def has_many_sheets(quiz: Quiz) -> bool:
    """Whether questions or their choices stand elsewhere on another sheet, or others are asked."""
    return quiz.shuffle != "none" or any(isinstance(one, Pool) for one in quiz.entries)


class Words:
    """The questions of a quiz by how rows may call them: their keys, and their texts by letters alone."""

    def __init__(self, quiz: Quiz) -> None:
        names = {one.key: _names(one) for one in quiz.questions}
        free = _once(names.values())
        plain = ((plain_name(one), key) for key, told in names.items() for one in told)
        self._plain = {name: key for name, key in plain if name in free}
        self._known = {key: key for key in names}

    def meant(self, written: str) -> str:
        """The key of a question that a row calls so; as it is where it is none."""
        found = self._known.get(written)
        if found is None:
            found = self._plain.get(plain_name(written), written)
            if len(self._known) < MOST_KNOWN:
                self._known[written] = found
        return found


def parsed(said: Mapping[str, str], course: str, lesson: str, known: Words) -> Wanted:
    """What a row asks for; ``known`` are questions by how rows may call them.

    Raises RefusedRowError and BadAddressError.
    """
    values: dict[str, Value] = {}
    if SEED in said:
        values[SEED] = _seed(said[SEED])
    if WHEN in said:
        values[WHEN] = past(said[WHEN], WHEN)
    for name, told in said.items():
        if name.startswith(PREFIX):
            field = PREFIX + known.meant(name.removeprefix(PREFIX))
            if field in values:
                raise RefusedRowError(say("“{}” is answered twice", field.removeprefix(PREFIX)))
            values[field] = told
    return Wanted(f"{canonical_address(said['email'])} {course} {lesson}", values)


def answers(values: Mapping[str, Value]) -> Mapping[str, str]:
    """What a row answers, as written, by the keys or numbers of questions."""
    found = ((name, str(told)) for name, told in values.items() if name.startswith(PREFIX))
    return {name.removeprefix(PREFIX): told for name, told in found}


def address(written: str) -> str:
    """One spelling of an address; of what is none, the letters that it has."""
    try:
        return canonical_address(written)
    except AcademyError:
        return written.casefold()


LONG = Long("email", QUESTION, ANSWER, address)
"""A file with a row for each answer."""


def _asked(quiz: Quiz) -> int:
    """How many questions a sheet has: the same for every one."""
    return len(draw(quiz, 0).questions)


def _names(question: Question) -> tuple[str, ...]:
    return (question.key, question.text)


def _once(names: Iterable[tuple[str, ...]]) -> frozenset[str]:
    """The names that mean one thing alone, by their letters and digits."""
    plain = ({plain_name(one) for one in told} for told in names)
    count = Counter(chain.from_iterable(plain))
    return frozenset(name for name, times in count.items() if times == 1 and name) - _TAKEN


def _found(names: Mapping[str, tuple[str, ...]], free: frozenset[str]) -> Iterator[Field]:
    """A field for each question that can be told from all others."""
    for key, told in names.items():
        mine = tuple(one for one in told if plain_name(one) in free)
        if mine:
            yield Field(PREFIX + key, mine, has_parts=True)


def _seed(written: str) -> int:
    is_number = written.isascii() and written.isdigit() and len(written) <= 19
    if not is_number or int(written) >= SEEDS:
        raise RefusedRowError(say("“{}” is no seed: it is a whole number", written))
    return int(written)
