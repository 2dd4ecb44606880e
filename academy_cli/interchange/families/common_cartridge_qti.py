"""Tests of a cartridge (QTI 1.2, in the profile of Common Cartridge) as quizzes.

Knows items whose right answers stand in conditions of ``varequal``; refuses to compute others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from academy_cli.interchange import htmltext, markup, quizmaking
from academy_cli.interchange.markup import Element
from academy_cli.interchange.outline import Lesson
from academy_cli.interchange.quizmaking import Asked, Choice, Question
from academy_cli.interchange.sources import Source

_KNOWN = frozenset({"cc_profile", "qmd_assessmenttype", "cc_maxattempts"})


def lesson(source: Source, path: str, name: str, title: str) -> Lesson | None:
    """A test as a quiz; None, noted, where none of its items has a counterpart."""
    root = markup.xml(source, path)
    if root is None:
        return None
    questions = [
        made for item in markup.named(root, "item") if (made := _question(source, path, item))
    ]
    if not questions:
        source.drop("quiz", path, "none of its questions has a counterpart", name=title or name)
        return None
    quiz: dict[str, object] = {"show": "answers"}
    test = next(markup.named(root, "assessment"), None)
    for label, entry in _metadata(test if test is not None else root):
        if label == "cc_maxattempts" and entry.isdecimal() and 0 < int(entry) <= 1000:
            quiz["attempts"] = int(entry)
        elif label == "qmd_timelimit" and entry.isdecimal() and int(entry) > 0:
            quiz["time_limit"] = f"{entry} minutes"
        elif label not in _KNOWN and (label, entry) != ("qmd_scoretype", "Percentage"):
            source.drop("key", path, "ours has no such key", name=label)
    if said := "\n\n".join(_text(source, path, one) for one in markup.named(root, "rubric")):
        quiz["text"] = said
    shown = list(markup.named(root, "render_choice"))
    if shown and all(one.get("shuffle") == "Yes" for one in shown):
        quiz["shuffle"] = "choices"
    own = "" if test is None else test.get("title") or ""
    return Lesson(
        title or own,
        path,
        id=name,
        slug=title or own,
        quiz={**quiz, "questions": questions},
        is_quiz=True,
    )


def _metadata(element: Element) -> Iterator[tuple[str, str]]:
    """What is said about a test or an item itself, not about what is in it."""
    for one in element:
        if markup.name(one) in ("qtimetadata", "itemmetadata"):
            for entry in markup.named(one, "qtimetadatafield"):
                label, value = markup.child(entry, "fieldlabel"), markup.child(entry, "fieldentry")
                if label is not None and value is not None:
                    yield markup.words(label), markup.words(value)


def _question(source: Source, path: str, item: Element) -> Question | None:
    said = dict(_metadata(item))
    profile, weight = said.get("cc_profile", ""), said.get("cc_weighting", "")
    feedback = {
        one.get("ident") or "": _text(source, path, one)
        for one in markup.named(item, "itemfeedback")
    }
    presentation = next(markup.named(item, "presentation"), None)
    asked = Asked(
        path,
        markup.line(item),
        "" if presentation is None else _prompt(source, path, presentation),
        item.get("ident") or "",
        int(weight) if re.fullmatch(r"[0-9]{1,3}", weight) else None,
        feedback.get("general_fb", ""),
    )
    if "essay" in profile or presentation is None:
        return quizmaking.refused(source, asked, "a person grades it")
    if "pattern_match" in profile:
        return quizmaking.refused(source, asked, "its answer is a pattern, and ours are words")
    made = _chosen(source, asked, item, feedback) or _typed(asked, item, feedback)
    if made is None:
        return quizmaking.refused(source, asked, f"there is nothing like {profile or 'it'}")
    return quizmaking.taken(source, asked, made)


def _chosen(
    source: Source, asked: Asked, item: Element, feedback: dict[str, str]
) -> Question | None:
    """An item in which something is chosen; what is told about the whole answer stands at the choices."""
    labels = list(markup.named(item, "response_label"))
    responses = list(markup.named(item, "response_lid"))
    if not labels or not responses:
        return None
    right, shown = _right(item), _shown(item, feedback)
    general = _general(feedback)
    choices = []
    for one in labels:
        name = one.get("ident") or ""
        told = shown.get(name) or general["right" if name in right else "wrong"]
        choices.append(Choice(_text(source, asked.file, one), name in right, told))
    kinds = {(one.get("rcardinality") or "").lower() for one in responses}
    make = quizmaking.multiple if "multiple" in kinds else quizmaking.single
    return make(asked, choices)


def _typed(asked: Asked, item: Element, feedback: dict[str, str]) -> Question | None:
    """An item in which a word is typed."""
    accept = sorted(_right(item))
    if not accept or not markup.has(item, "response_str", "render_fib"):
        return None
    cases = {one.get("case") for one in markup.named(item, "varequal")}
    made = quizmaking.short(asked, accept, ignore=[] if cases == {"Yes"} else None)
    return quizmaking.telling(made, _general(feedback))


def _general(feedback: dict[str, str]) -> dict[str, str]:
    """What is told about a whole answer."""
    return {
        "right": feedback.get("correct_fb", ""),
        "wrong": feedback.get("general_incorrect_fb", ""),
    }


def _prompt(source: Source, path: str, presentation: Element) -> str:
    """The text of an item: what stands before its choices."""
    texts = []
    for one in presentation.iter():
        if markup.name(one) in ("response_lid", "response_str", "response_grp"):
            break
        if markup.name(one) == "material":
            texts.append(_text(source, path, one))
    return "\n\n".join(filter(None, texts))


def _text(source: Source, path: str, element: Element) -> str:
    """The texts of some material, HTML as Markdown."""

    def say(what: str, line: int, why: str) -> None:
        source.approximate(what, path, why, line=line)

    found = []
    for one in markup.named(element, "mattext"):
        text = "".join(one.itertext())
        is_html = (one.get("texttype") or "").lower() == "text/html"
        found.append(htmltext.markdown(markup.html(text), say) if is_html else text.strip())
    return "\n\n".join(filter(None, found))


def _right(item: Element) -> set[str]:
    """What has to be answered for points: named by a condition that sets a score, and not within ``not``."""
    found: set[str] = set()
    for condition in markup.named(item, "respcondition"):
        scores = [markup.words(one) for one in markup.named(condition, "setvar")]
        if any(score not in ("", "0", "0.0") for score in scores):
            for one in markup.named(condition, "varequal"):
                if not any(markup.name(above) == "not" for above in one.iterancestors()):
                    found.add(markup.words(one))
    return found


def _shown(item: Element, feedback: dict[str, str]) -> dict[str, str]:
    """What is told about each choice: by a condition of that choice alone."""
    shown: dict[str, str] = {}
    for condition in markup.named(item, "respcondition"):
        choices = [markup.words(one) for one in markup.named(condition, "varequal")]
        for one in markup.named(condition, "displayfeedback"):
            if len(choices) == 1 and (told := feedback.get(one.get("linkrefid") or "")):
                shown.setdefault(choices[0], told)
    return shown
