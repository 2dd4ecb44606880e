"""One question of PrairieLearn: the inputs of its question.html whose right answers stand in the file.

After https://prairielearn.readthedocs.io/en/latest/elements/. An input is a question, with the text before
it. Whatever server.py makes, ``{{params}}`` above all, is known to the running system alone.
"""

from __future__ import annotations

import posixpath
import re

from academy_cli.interchange import htmltext, markup
from academy_cli.interchange.families import prairielearn_inputs
from academy_cli.interchange.notes import Fate
from academy_cli.interchange.quizmaking import Asked, Question
from academy_cli.interchange.sources import Source
from academy_cli.kit.saying import say

_MADE = re.compile(
    r"\{\{(?![!{]?\s*(?:feedback|format_errors|options\.question)).*?\}\}", re.DOTALL
)
_PANELS = ("pl-submission-panel", "pl-hide-in-panel", "pl-external-grader-results")
_FRAMES = frozenset(
    {
        "pl-question-panel", "pl-answer", "pl-statement", "pl-option", "pl-block-group", "pl-hidden-hints",
        "pl-variable",
    }
)  # fmt: skip
"""Elements that are only around or within others."""
_INPUT = re.compile(
    r"^pl-(?:.*-input|multiple-choice|checkbox|order-blocks|matching|dropdown|file-.*|matrix.*"
    r"|rich-text-editor|drawing|excalidraw|workspace|sketch|image-capture)$"
)


def questions(source: Source, name: str) -> list[Question]:
    """The questions that a question of that name becomes, noted with all it does not."""
    folder = f"questions/{name}"
    info, page = f"{folder}/info.json", f"{folder}/question.html"
    said = source.json(info)
    title = str(said.get("title") or "") if isinstance(said, dict) else ""
    text = source.text(page)
    if text is None:
        source.drop("question", info, say("it has no question.html"), name=name)
        return []
    body = markup.html(text)
    before = len(source.notes)
    inputs = [one for one in body.iter() if _INPUT.match(markup.name(one))]
    made: list[Question] = []
    prompts, explanation = _prompts(source, page, body, inputs)
    for number, (one, prompt) in enumerate(zip(inputs, prompts, strict=True), 1):
        own = one.get("answers-name") or str(number)
        asked = Asked(
            page,
            markup.line(one),
            prompt or title,
            name if len(inputs) == 1 else f"{name}/{own}",
            explanation=explanation if len(inputs) == 1 else "",
            what="input",
        )
        whole = f"{prompt}\0{markup.raw(one)}"
        if shown := _MADE.search(whole):
            why = say("{} is made by server.py when a learner asks", shown[0][:60])
            source.drop("input", page, why, line=asked.line, name=own)
        elif question := prairielearn_inputs.question(source, one, asked):
            made.append(question)
    is_torn = any(
        note.what == "template" and note.fate is Fate.DROPPED for note in source.notes[before:]
    )
    _note(source, info, name, (len(made), len(inputs)), is_torn=is_torn)
    return made


def _note(source: Source, info: str, name: str, count: tuple[int, int], *, is_torn: bool) -> None:
    """What became of the question as a whole."""
    made, there = count
    if not there:
        source.drop(
            "question",
            info,
            say("it has no input: it is graded by a program of its own"),
            name=name,
        )
    elif not made:
        source.drop("question", info, say("none of its inputs has a counterpart"), name=name)
    elif made < there:
        why = say("{} of its {} inputs are questions now; the others are dropped", made, there)
        source.approximate("question", info, why, name=name)
    elif there > 1:
        source.approximate(
            "question", info, say("its {} inputs are questions of their own", there), name=name
        )
    elif is_torn:
        why = "a part of its text comes from a template that is not in the source"
        source.approximate("question", info, why, name=name)
    else:
        source.keep("question", info, name=name)


def plain(source: Source, file: str, text: str) -> str:
    """HTML of a file as Markdown, with notes of what was lost."""
    return htmltext.markdown(markup.html(text), _say(source, file))


def _say(source: Source, file: str) -> htmltext.Say:
    def say(what: str, line: int, why: str) -> None:
        source.approximate(what, file, why, line=line)

    return say


def _prompts(
    source: Source, file: str, body: markup.Element, inputs: list[markup.Element]
) -> tuple[list[str], str]:
    """The text that stands before each input, and what is shown along with the answer."""
    answers = [one for one in body.iter() if markup.name(one) == "pl-answer-panel"]
    explanation = "\n\n".join(htmltext.markdown(one, _say(source, file)) for one in answers)
    for one in [*answers, *(one for one in body.iter() if markup.name(one) in _PANELS)]:
        _replace(one, "")
    _figures(source, file, body)
    for number, one in enumerate(inputs):
        _replace(one, f"\ue000{number}\ue001")
    text = htmltext.markdown(body, _say(source, file))
    parts = re.split(r"\ue000(\d+)\ue001", text)
    prompts = [""] * len(inputs)
    before = ""
    for index in range(1, len(parts), 2):
        own = parts[index - 1].strip().strip("-\\").strip()
        before = own or before
        label = inputs[int(parts[index])].get("label") or ""
        prompts[int(parts[index])] = f"{before} {label}".strip() if label not in before else before
    return prompts, explanation


def _figures(source: Source, file: str, body: markup.Element) -> None:
    """Pictures and hints as HTML has them; what a template would fill in as far as its file is there."""
    folder = posixpath.dirname(file)
    for one in list(body.iter()):
        kind = markup.name(one)
        if kind == "pl-figure" and one.get("file-name"):
            place = one.get("directory") or "clientFilesQuestion"
            start = "" if place.endswith("Course") else f"{folder}/"
            one.tag = "img"
            one.set("src", f"/{start}{place}/{one.get('file-name')}")
        elif kind == "pl-hint":
            one.tag = "details"
            source.keep(
                "hint", file, line=markup.line(one), why=say("learners open it, as they did")
            )
        elif kind == "pl-template":
            _template(source, file, one)
        elif kind == "pl-code":
            one.tag = "pre"
        elif kind.startswith("pl-") and kind not in _FRAMES and not _INPUT.match(kind):
            why = "what it would show is made on the server"
            source.drop("element", file, why, line=markup.line(one), name=kind)


def _template(source: Source, file: str, one: markup.Element) -> None:
    """The texts that a template frames, where they are files of the course; its frame is lost."""
    named = (
        f"{inner.get('directory') or 'serverFilesCourse'}/{inner.get('file-name')}"
        for inner in markup.named(one, "pl-variable")
        if inner.get("file-name")
    )
    texts = [text for path in named if (text := source.text(path)) is not None]
    line, name = markup.line(one), one.get("file-name") or ""
    if not texts:
        why = "what it would fill in is on the server"
        source.drop("template", file, why, line=line, name=name)
        _replace(one, "")
        return
    source.approximate(
        "template", file, say("its text stays, its frame does not"), line=line, name=name
    )
    inside = markup.html("\n".join(texts))
    inside.tag, inside.tail = "div", one.tail
    one.getparent().replace(one, inside)


def _replace(one: markup.Element, text: str) -> None:
    """Some text in place of an element."""
    above = one.getparent()
    if above is None:
        return
    before = one.getprevious()
    said = text + (one.tail or "")
    if before is None:
        above.text = (above.text or "") + said
    else:
        before.tail = (before.tail or "") + said
    one.tail = None
    above.remove(one)
