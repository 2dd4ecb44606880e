"""Whether a translated quiz asks what its original does.

Knows where the quizzes of two files are, also of files that were not read now; refuses to know how questions
are compared, which is what ``quizzes/retelling`` does.
"""

from __future__ import annotations

from academy_cli.authoring.document import Node, Page, digest
from academy_cli.authoring.ledger import Ledger
from academy_cli.authoring.lessonfiles import read_lesson
from academy_cli.kit.saying import say
from academy_cli.quizzes.retelling import differences
from academy_cli.quizzes.whole import read_whole

_MARK = '"quiz":{'


def other_questions(ledger: Ledger, path: str, page: Page, original: Node) -> str:
    """What a translated file asks otherwise than its original, in words.

    Empty where it has no quiz, or where that is a translation of the original's.
    """
    if _MARK not in page.fields:
        return ""
    if _MARK not in original.fields:
        return say("“{}” has no quiz", original.path)
    known = original.page.quiz if original.page else ""
    quiz = page.quiz or _read_again(ledger, path)
    wanted = known or _read_again(ledger, original.path)
    if not quiz or not wanted:
        return ""
    return next(differences(read_whole(wanted), read_whole(quiz)), "")


def _read_again(ledger: Ledger, path: str) -> str:
    """The quiz of a file, as canonical JSON: pages that are kept have none."""
    data = ledger.load(path)
    if data is None:
        return ""
    return read_lesson(path, data, digest(data), off=ledger.off, limits=ledger.yaml).quiz
