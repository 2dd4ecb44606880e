"""``academy certificate verify``: check anybody's certificate, check by check.

Knows the words of the command; needs neither settings nor database, unless --own asks for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from academy_cli.cli.answer import Columns
from academy_cli.cli.moments import end
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.certificates.verifying.evidence import Evidence
    from academy_cli.certificates.verifying.views import Examination

app = noun("Check.")

What = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE|FOLDER|CODE|TEXT",
        help="PDFs or JSON, folders of them, a code, a scanned text.",
    ),
]
Trust = Annotated[
    Path | None,
    typer.Option("--trust", metavar="FILE", help="The issuer's keys: issuer.json from its site."),
]
Status = Annotated[
    list[Path] | None,
    typer.Option(
        "--status", metavar="FILE", help="A status list; repeatable. Those beside --trust too."
    ),
]
At = Annotated[str | None, typer.Option("--at", metavar="DATE", help="As of then, UTC; now else.")]
Offline = Annotated[bool, typer.Option("--offline", help="Ask no network.")]
Own = Annotated[bool, typer.Option("--own", help="Trust this academy's own keys and lists.")]
Proof = Annotated[
    Path | None,
    typer.Option(
        "--proof", metavar="FILE", help="That it is in a batch: certificate anchor proof."
    ),
]
LISTED = Columns(
    ("file", "verdict", "unchecked", "name", "title", "code", "why"),
    (
        *("file", "verdict", "unchecked", "name", "title", "code", "why", "issuer"),
        *("issued_at", "valid_until", "replaced_by", "checks"),
    ),
)


class NotValidError(AcademyError):
    """Something that was checked and does not hold."""

    def __init__(self, found: Examination, others: int) -> None:
        more = say(", and {:,} more", others) if others else ""
        super().__init__(
            Kind.INVALID,
            f"verify.{found.verdict}",
            say("“{}” is {}{}.", found.file, _SAID.get(found.verdict, found.verdict), more),
            found.advice,
        )


class NotThereError(AcademyError):
    """One of several that is not there, or that nobody at hand knows."""

    def __init__(self, found: Examination, others: int) -> None:
        more = say(", and {:,} more", others) if others else ""
        super().__init__(
            Kind.MISSING,
            "verify.nothing",
            say("“{}” could not be found{}; the others were checked.", found.file, more),
            found.advice,
        )


class NotTrustedError(AcademyError):
    """Something that is whole, and of which nothing at hand proves whose it is."""

    def __init__(self, found: Examination, others: int) -> None:
        from academy_cli.certificates.verifying.errors import left_open

        said = left_open(found.file, others, found.why)
        super().__init__(Kind.ATTENTION, "verify.untrusted", said, found.advice)


_SAID = {
    "invalid": say("not valid"),
    "expired": say("over"),
    "unreadable": say("no file that can be read"),
}
_OPEN = frozenset({"valid", "missing", "untrusted", "uncertain"})
"""Verdicts that do not say that something is wrong with what was checked."""


@command(
    app,
    "verify",
    examples=(
        "academy certificate verify ann.pdf --trust issuer.json",
        "academy certificate verify pages/ --trust issuer.json --offline --format jsonl",
        "academy certificate verify K7QM-29XD-4HTR-0B8N --trust issuer.json",
        "academy certificate verify ACADEMY:AFLEOJ5… --trust issuer.json",
        "academy certificate verify ann.pdf --own",
    ),
)
def verify(
    shell: Shell,
    what: What = None,
    *,
    trust: Trust = None,
    status: Status = None,
    at: At = None,
    offline: Offline = False,
    own: Own = False,
    proof: Proof = None,
) -> None:
    """Check a certificate: that not a letter was changed, who issued it, and whether it still holds.

    It is valid only if its issuer is trusted, and did not take it back by lists that are not too old. Without
    --offline the issuer's own site is asked for what it says now, whatever is at hand, and nobody else.
    """
    from academy_cli.certificates.verifying.evidence import Evidence

    words = what or [shell.terminal.ask("FILE", "What shall be checked?")]
    evidence = Evidence(trust, tuple(status or ()), end("--at", at), proof, may_ask=not offline)
    if own or (trust is None and _are_codes(words)):
        evidence = evidence.with_own(shell.academy.own_evidence)
    found = list(_examined(words, evidence))
    if len(words) == 1 and len(found) == 1:
        from academy_cli.cli.show.certificate import show_examination

        show_examination(shell.terminal, found[0])
    else:
        shell.terminal.show_list(found, LISTED, empty="There is nothing to check in it.")
    _require_valid(found)


def _are_codes(words: Sequence[str]) -> bool:
    from academy_cli.certificates.credential import code as codes

    return all(codes.read(word) is not None and not Path(word).exists() for word in words)


def _examined(words: Sequence[str], evidence: Evidence) -> Iterator[Examination]:
    """Each file and code; those of a folder are called by their way there, so that no two look the same."""
    from academy_cli.certificates.verifying.errors import NothingInFolderError
    from academy_cli.certificates.verifying.given import files_in

    is_one = len(words) == 1
    for word in words:
        folder = files_in(word)
        if folder is None:
            yield evidence.examine(word) if is_one else evidence.row(word, word)
        elif not folder:
            raise NothingInFolderError(word)
        else:
            for path in folder:
                called = path.relative_to(word) if is_one else path
                yield evidence.row(str(path), str(called))


def _require_valid(found: Sequence[Examination]) -> None:
    """Let the exit code say it, the worst first.

    Raises NotValidError, NotThereError, NotTrustedError and NotLookedUpError.
    """
    bad = [one for one in found if one.verdict not in _OPEN]
    if bad:
        raise NotValidError(bad[0], len(bad) - 1)
    missing = [one for one in found if one.verdict == "missing"]
    if missing:
        raise NotThereError(missing[0], len(missing) - 1)
    unsure = [one for one in found if one.verdict == "untrusted"]
    if unsure:
        raise NotTrustedError(unsure[0], len(unsure) - 1)
    unchecked = [one for one in found if one.verdict == "uncertain"]
    if unchecked:
        from academy_cli.certificates.verifying.errors import NotLookedUpError

        first = unchecked[0]
        raise NotLookedUpError(first.file, len(unchecked) - 1, first.why, first.advice)
