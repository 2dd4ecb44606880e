"""What Canvas adds to a cartridge: what learners see of it, settings of tests and tasks, announcements.

After https://canvas.instructure.com/xsd/cccv1p0.xsd. Knows the files in ``course_settings`` and beside
resources; refuses to know the manifest.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import Any

from academy_cli.interchange import htmltext, markup
from academy_cli.interchange.markup import Element
from academy_cli.interchange.sources import Source
from academy_cli.kit.saying import say

UNPUBLISHED = "unpublished"
_MODULES = "course_settings/module_meta.xml"
_META = ("assessment_meta.xml", "assignment_settings.xml", "assignment.xml")
_PLAIN = frozenset(
    {"", "false", "0", "0.0", "none", "keep_highest", "assignment", "practice_quiz", "points"}
)
_TAKEN = frozenset(
    {"title", "description", "allowed_attempts", "time_limit", "shuffle_answers", "show_correct_answers",
     "hide_results", "available", "workflow_state", "points_possible", "position", "assignment",
     "assignment_group_identifierref", "assignment_overrides", "quiz_identifierref", "text", "extensions"}
)  # fmt: skip


def states(source: Source) -> dict[str, str]:
    """The state of each module and item of Canvas' own list of modules, by its identifier."""
    root = _quiet(source, _MODULES)
    if root is None:
        return {}
    return {
        one.get("identifier") or "": _text(one, "workflow_state")
        for one in markup.named(root, "module", "item")
    }


def is_unpublished(source: Source, files: Iterable[str]) -> bool:
    """Whether a page, a test or a task says that learners do not see it."""
    for file in files:
        if file.endswith(".html"):
            sign = r"<meta\s+name=\"workflow_state\"\s+content=\"unpublished\""
            if re.search(sign, source.peek(file, source.limits.text_bytes)[:5000]):
                return True
        elif posixpath.basename(file) in _META and (root := _quiet(source, file)) is not None:
            if any(
                markup.words(one) == UNPUBLISHED for one in markup.named(root, "workflow_state")
            ):
                return True
            if _text(root, "available") == "false" and markup.name(root) == "quiz":
                return True
    return False


def is_announcement(source: Source, files: Iterable[str]) -> bool:
    """Whether a topic is an announcement."""
    roots = (_quiet(source, file) for file in files if file.endswith(".xml"))
    return any(
        markup.words(one) == "announcement"
        for root in roots
        if root is not None and markup.name(root) == "topicmeta"
        for one in markup.named(root, "type")
    )


def quiz(source: Source, files: Iterable[str]) -> dict[str, Any]:
    """What Canvas says of a test beside its questions, in our words."""
    path = next((file for file in files if posixpath.basename(file) == "assessment_meta.xml"), "")
    root = markup.xml(source, path) if path in source.known else None
    if root is None:
        return {}
    said = {markup.name(one): markup.words(one) for one in root}
    found: dict[str, Any] = {}
    about = next((one for one in root if markup.name(one) == "description"), None)
    if about is not None and (text := _markdown(source, path, "".join(about.itertext()))):
        found["text"] = text[:20_000]
    if re.fullmatch(r"[1-9]\d{0,2}", said.get("allowed_attempts", "")):
        found["attempts"] = int(said["allowed_attempts"])
    if re.fullmatch(r"[1-9]\d{0,5}", said.get("time_limit", "")):
        found["time_limit"] = f"{said['time_limit']} minutes"
    if said.get("shuffle_answers") == "true":
        found["shuffle"] = "choices"
    hides = said.get("show_correct_answers") == "false"
    found["show"] = (
        "score" if said.get("hide_results") == "always" else "feedback" if hides else "answers"
    )
    tell(source, path, root)
    return found


def tell(source: Source, path: str, root: Element) -> None:
    """Note the settings that are set to something and that ours has nothing like, in one note."""
    names = [
        markup.name(one)
        for one in root
        if markup.words(one).lower() not in _PLAIN and not _is_nested(one)
    ]
    if left := [name for name in names if name not in _TAKEN]:
        source.drop("settings", path, say("ours has no such settings"), name=", ".join(left)[:500])


def tell_task(source: Source, path: str, files: Iterable[str]) -> None:
    """Note how a task is handed in and graded, which nobody does here."""
    for file in files:
        if posixpath.basename(file) not in ("assignment_settings.xml", "assignment.xml"):
            continue
        root = markup.xml(source, file) if file != path else _quiet(source, file)
        told = ("submission_types", "points_possible", "due_at", "grading_type")
        said = [
            f"{name}: {_deep(root, name)}"
            for name in told
            if root is not None and _deep(root, name)
        ]
        if said:
            why = "nothing is handed in here; its text stays"
            source.drop("settings", file, why, name=", ".join(said)[:500])


def add_settings(source: Source) -> None:
    """Note the files of Canvas' settings that nothing was taken from."""
    told = {note.file for note in source.notes}
    for path in source.below("course_settings"):
        if path == _MODULES:
            source.keep("settings", path, why=say("what learners see of each module and item"))
        elif path not in told and path not in source.used and not path.endswith(".html"):
            source.drop("settings", path, say("ours has nothing like them"))


def _quiet(source: Source, path: str) -> Element | None:
    """The root of a file that is only looked at."""
    if path not in source.known:
        return None
    return markup.document(source.peek(path, source.limits.text_bytes).encode())


def _text(root: Element, name: str) -> str:
    found = markup.child(root, name)
    return "" if found is None else markup.words(found)


def _deep(root: Element, name: str) -> str:
    found: Iterator[Element] = markup.named(root, name)
    return next((words for one in found if (words := markup.words(one)) and words != "none"), "")


def _is_nested(one: Element) -> bool:
    return len(one) > 0


def _markdown(source: Source, path: str, text: str) -> str:
    def say(what: str, line: int, why: str) -> None:
        source.approximate(what, path, why, line=line)

    return htmltext.markdown(markup.html(text), say)
