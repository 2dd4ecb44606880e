"""Components in Hugging Face's Markdown: tips, films, questions, switches of frameworks.

After https://github.com/huggingface/doc-builder. Knows how components are written; runs none of them.
"""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from academy_cli.interchange import quizmaking
from academy_cli.interchange.dialects.mdx_switches import joined, one_side
from academy_cli.interchange.dialects.rewriting import GONE, Spot, alert, marked, rewrite
from academy_cli.interchange.embedded import taken_out
from academy_cli.interchange.quizmaking import Asked, Choice, Question
from academy_cli.interchange.sources import Source
from academy_cli.kit.saying import say

_QUESTION = re.compile(r"<Question\s+choices=\{(\[.{0,20000}?\])\}\s*/>", re.DOTALL)
_ASKING = re.compile(r"^#{2,6}[ \t]+(?:\d+[.)][ \t]*)?(?=\S)", re.MULTILINE)
_TIP = re.compile(r"^\s*<Tip\b([^>]*)>\s*$")
_TIP_END = re.compile(r"^\s*</Tip>\s*$")
_FILM = re.compile(r"^\s*<Youtube\s+id=[\"']([\w-]+)[\"']\s*/>\s*$")
_SWITCH = re.compile(r"^\s*\{(?:#if|:else|/if|#each|/each)[^}]*\}\s*$")
_HEADING = re.compile(r"^(#{1,6}\s.*?)\s*\[\[([\w.:-]+)\]\]\s*$")
_DARK = re.compile(r"<img\b[^>]*\bclass=\"[^\"]*\bhidden dark:block\b[^\"]*\"[^>]*>")
_TAB = re.compile(r"^\s*<hfoption\b([^>]*)>\s*$")
_NAMED = re.compile(r"\b(label|id|value|title)=(?:\"([^\"]*)\"|'([^']*)')")
_TABS = re.compile(r"^\s*</?hfoptions?\b[^>]*>\s*$")
_BROKEN_TIP = re.compile(r"[ \t]*(</?Tip\b[^>]*>)[ \t]*")
_MARK = re.compile(
    r"^\s*(?:\[\[autodoc\]\].*|\[\[[\w-]+(?:\]\]|=.*\]\])|import\s.+\sfrom\s.+|<(?:/?[A-Z]\w*)\b[^>]*>)\s*$"
)
_TEXT = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`"
_LOOSE_TEXT = (
    r"\"(?:[^\"\\]|\\.|\"(?!\s*[,}\]]))*\"|'(?:[^'\\]|\\.|'(?!\s*[,}\]]))*'|`(?:[^`\\]|\\.)*`"
)
_REST = r"|(?P<word>[A-Za-z_]\w*)|(?P<sign>[\[\]{}:,]))"
_TOKEN = re.compile(rf"\s*(?:(?P<text>{_TEXT}){_REST}", re.DOTALL)
_LOOSE_TOKEN = re.compile(rf"\s*(?:(?P<text>{_LOOSE_TEXT}){_REST}", re.DOTALL)
"""The same, where a quotation mark within a text is not escaped: one ends before a comma or a bracket."""


class Converted(NamedTuple):
    """A text without components, and the questions that stood in it."""

    text: str
    questions: tuple[Question, ...]


def converted(text: str, source: Source, file: str, line: int) -> Converted:
    """A text with its components as what our format has for them."""
    questions: list[Question] = []
    text = taken_out(one_side(text, source, file, line), source, file, line)
    done, at = [], 0
    for found in _QUESTION.finditer(text):
        before = text[at : found.start()]
        heading = next(iter(reversed(list(_ASKING.finditer(before)))), None)
        start = heading.start() if heading else len(before)
        prompt = before[heading.end() :] if heading else before.strip().rpartition("\n\n")[2]
        place = line + text.count("\n", 0, found.start())
        made = _question(source, Asked(file, place, prompt), found[1])
        questions += [made] if made else []
        rest = before[start:] if made is None or heading is None else ""
        lines = before[start:].count("\n") - rest.count("\n") + found[0].count("\n")
        done += [before[:start], rest, "\n" * lines]
        at = found.end()
    plain = joined("".join(done) + text[at:])
    rest = rewrite(plain, source, file, line, _line)
    return Converted(_tips(rest, source, file), tuple(questions))


def _line(written: str, spot: Spot) -> str:
    source, file, number = spot
    if film := _FILM.match(written):
        address = f"https://www.youtube.com/watch?v={film[1]}"
        source.approximate("film", file, say("it is a link now"), line=number, name=film[1])
        return f"<{address}>"
    if _SWITCH.match(written):
        why = "both sides of a switch are shown, one after the other"
        source.approximate("switch", file, why, line=number, name=written.strip())
        return GONE
    if (framed := _framed(written, spot)) is not None:
        return framed
    if _MARK.match(written):
        source.drop(
            "component", file, say("nothing here runs it"), line=number, name=written.strip()[:80]
        )
        return GONE
    return written


def _framed(written: str, spot: Spot) -> str | None:
    """A line with a tip, a tab, an anchor or a picture for dark pages; None for any other."""
    source, file, number = spot
    if "<Tip" in written or "</Tip>" in written:
        if "<Tip" in written:
            source.keep("tip", file, line=number)
        return _BROKEN_TIP.sub(r"\n\1\n", written).strip("\n")
    if heading := _HEADING.match(written):
        return f"{heading[1]} {{#{heading[2]}}}"
    if tab := _TAB.match(written):
        name = _named(tab[1], "label", "id", "value")
        source.approximate(
            "tab", file, say("it is text now, after the others"), line=number, name=name
        )
        return f"\n**{name}**\n" if name else ""
    if _TABS.match(written):
        return GONE
    if _DARK.search(written):
        why = "the same one for dark pages; the other is taken"
        source.drop("picture", file, why, line=number)
        return _DARK.sub("", written)
    return None


def _named(attributes: str, *names: str) -> str:
    """What the first of some attributes says that is there."""
    said = {found[1]: found[2] or found[3] or "" for found in _NAMED.finditer(attributes)}
    return next((said[name] for name in names if said.get(name)), "")


def _tips(text: str, source: Source, file: str) -> str:
    """Tips as alerts; one that never ends goes on to the end of the page."""
    done: list[str] = []
    inside: list[str] | None = None
    kind = ""
    for line, is_code in marked(text):
        tip = None if is_code else _TIP.match(line)
        if tip and inside is None:
            title = _named(tip[1], "title")
            inside = [f"**{title}**", ""] if title else []
            kind = "WARNING" if re.search(r"\bwarning\b(?!\s*=\s*\{false\})", tip[1]) else "TIP"
        elif inside is not None and not is_code and _TIP_END.match(line):
            done += [*alert(kind, "\n".join(inside).strip("\n").split("\n")), ""]
            inside = None
        else:
            (done if inside is None else inside).append(line)
    if inside is not None:
        source.approximate("tip", file, say("it never ends"))
        done += alert(kind, inside)
    return "\n".join(done)


def _question(source: Source, asked: Asked, written: str) -> Question | None:
    """The question of a component; its choices are written as JavaScript has them."""
    why = ""
    try:
        said = _literal(written, _TOKEN)
    except (ValueError, RecursionError):
        why = (
            "quotation marks within its texts are not written as they have to be; they are guessed"
        )
        try:
            said = _literal(written, _LOOSE_TOKEN)
        except (ValueError, RecursionError):
            return quizmaking.refused(source, asked, say("its choices are no plain list"))
    choices = [
        Choice(str(one.get("text", "")), one.get("correct") is True, str(one.get("explain", "")))
        for one in said
        if isinstance(one, dict)
    ]
    right = sum(one.is_right for one in choices)
    make = quizmaking.multiple if right > 1 else quizmaking.single
    return quizmaking.taken(source, asked, make(asked, choices), why)


def _literal(written: str, token: re.Pattern[str]) -> Any:
    """A literal of JavaScript without anything to compute. Raises ValueError for what is none."""
    parts, at = [], 0
    while at < len(written.rstrip()):
        found = token.match(written, at)
        if found is None:
            raise ValueError(written[at : at + 20])
        if found["text"]:
            parts.append(
                json.dumps(re.sub(r"\\(.)", _escaped, found["text"][1:-1], flags=re.DOTALL))
            )
        elif found["word"] and found["word"] not in ("true", "false", "null"):
            parts.append(json.dumps(found["word"]))
        else:
            parts.append(found["word"] or found["sign"])
        at = found.end()
    return json.loads(re.sub(r",(?=[\]}])", "", "".join(parts)))


def _escaped(found: re.Match[str]) -> str:
    return {"n": "\n", "t": " "}.get(found[1], found[1])
