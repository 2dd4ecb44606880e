"""Commands run alone, before a noun of the root has them.

Knows how a command is built and ended; refuses to know any.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout

from academy_cli.cli.exits import ended
from academy_cli.cli.lazy import Noun
from tests.cli.conftest import Ran


def run(noun: Noun, verb: str, *words: str) -> Ran:
    """Run one verb of a noun to its end, its output in a pipe."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = ended(lambda: _invoked(noun, verb, words), words)
    return Ran(code, out.getvalue(), err.getvalue())


def _invoked(noun: Noun, verb: str, words: Sequence[str]) -> None:
    command = noun.makers[verb]()
    with command.make_context(verb, list(words)) as context:
        command.invoke(context)
