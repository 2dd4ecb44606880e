"""MyST's additions to Markdown (Jupyter Book): directives, roles, labels.

After https://mystmd.org/guide. Knows how they are written; runs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import takewhile
from typing import NamedTuple

from academy_cli.interchange.dialects.rewriting import Spot, alert, details
from academy_cli.interchange.sources import Source

_OPENING = re.compile(r"^(\s*)(`{3,}|~{3,}|:{3,})\{([\w:+.-]+)\}\s*(.*?)\s*$")
_OPTION = re.compile(r"^:([\w-]+):\s*(.*)$")
_LABEL = re.compile(r"^\([\w:.-]+\)=\s*$")
_ROLE = re.compile(r"\{([\w:-]+)\}(`+)(.+?)\2(?!`)")
_REFERENCE = re.compile(r"^(.*?)\s*<([^>]+)>$")
_ALERTS = {
    "note": "NOTE", "tip": "TIP", "hint": "TIP", "seealso": "NOTE", "important": "IMPORTANT",
    "warning": "WARNING", "attention": "WARNING", "caution": "CAUTION", "danger": "CAUTION",
    "error": "CAUTION", "admonition": "NOTE",
}  # fmt: skip
_OPENED = {"dropdown": "More", "toggle": "More", "solution": "Solution"}
_CODE = frozenset({"code-cell", "code-block", "code", "sourcecode", "ipython"})


class _Directive(NamedTuple):
    kind: str
    words: str
    options: dict[str, str]
    lines: list[str]
    spot: Spot


def converted(text: str, source: Source, file: str, first_line: int) -> str:
    """A text with its directives and roles as what our format has for them."""
    lines, done, at = text.split("\n"), list[str](), 0
    while at < len(lines):
        spot = Spot(source, file, first_line + at)
        opening = _OPENING.match(lines[at])
        fence = re.match(r"^\s*(`{3,}|~{3,})", lines[at])
        if opening:
            end = _end(lines, at, opening[2])
            done += _directive(opening, lines[at + 1 : end], spot)
            at = end + 1
        elif fence:
            end = _end(lines, at, fence[1])
            done += lines[at : end + 1]
            at = end + 1
        else:
            done += _plain(lines[at], spot)
            at += 1
    return "\n".join(done)


def _end(lines: list[str], start: int, fence: str) -> int:
    """The line that closes a fence; the end of the text where none does."""
    closing = re.compile(rf"^\s*{re.escape(fence[0])}{{{len(fence)},}}\s*$")
    inner = (number for number in range(start + 1, len(lines)) if closing.match(lines[number]))
    return next(inner, len(lines))


def _directive(opening: re.Match[str], lines: list[str], spot: Spot) -> list[str]:
    found = list(takewhile(bool, (_OPTION.match(line.strip()) for line in lines)))
    options = {option[1]: option[2] for option in found if option}
    count = len(found)
    if lines[:1] == ["---"] and "---" in lines[1:]:
        count = lines.index("---", 1) + 1
    rest = lines[count:]
    while rest and not rest[0].strip():
        rest = rest[1:]
    said = _Directive(opening[3].lower(), opening[4], options, rest, spot)
    make = next((make for names, make in _MAKERS if said.kind in names), _unknown)
    return [f"{opening[1]}{line}".rstrip() for line in make(said)]


def _inner(said: _Directive) -> list[str]:
    first = said.spot.line + 1
    return converted("\n".join(said.lines), said.spot.source, said.spot.file, first).split("\n")


def _alert(said: _Directive) -> list[str]:
    said.spot.source.keep("alert", said.spot.file, line=said.spot.line, name=said.kind)
    title = [f"**{said.words}**", ""] if said.kind == "admonition" and said.words else []
    first = [said.words] if said.words and not title else []
    if "dropdown" in said.options.get("class", ""):
        return details(said.words or "More", _inner(said))
    return alert(_ALERTS[said.kind], [*title, *first, *_inner(said)])


def _opened(said: _Directive) -> list[str]:
    spot = said.spot
    spot.source.keep(said.kind, spot.file, line=spot.line, why="learners open it, as they did")
    is_title = said.words and said.kind != "solution"
    return details(said.words if is_title else _OPENED[said.kind], _inner(said))


def _code(said: _Directive) -> list[str]:
    spot = said.spot
    if said.kind == "code-cell":
        why = "the code is shown as it is and not run"
        spot.source.approximate("code", spot.file, why, line=spot.line)
    fence = "`" * (
        3 + max((len(run) for run in re.findall(r"`{3,}", "\n".join(said.lines))), default=0)
    )
    language = {"ipython3": "python", "ipython": "python"}.get(said.words, said.words)
    return [f"{fence}{language}", *said.lines, fence]


def _picture(said: _Directive) -> list[str]:
    spot = said.spot
    spot.source.keep("figure", spot.file, line=spot.line, name=said.words)
    caption = [line for line in said.lines if line.strip()]
    alt = said.options.get("alt") or " ".join(caption)
    shown = f"![{alt.replace(']', '')}]({said.words})"
    return [shown, "", *caption] if said.kind == "figure" and caption else [shown]


def _math(said: _Directive) -> list[str]:
    said.spot.source.keep("mathematics", said.spot.file, line=said.spot.line)
    return ["$$", *filter(None, [said.words]), *said.lines, "$$"]


def _gone(said: _Directive) -> list[str]:
    spot = said.spot
    spot.source.drop(
        "directive", spot.file, "nothing here makes it", line=spot.line, name=said.kind
    )
    return []


def _unknown(said: _Directive) -> list[str]:
    spot = said.spot
    why = "its text stays, its frame does not"
    spot.source.approximate("directive", spot.file, why, line=spot.line, name=said.kind)
    title = [f"**{said.words}**", ""] if said.words else []
    return ["", *title, *_inner(said), ""]


_MAKERS: tuple[tuple[frozenset[str], Callable[[_Directive], list[str]]], ...] = (
    (frozenset(_ALERTS), _alert),
    (frozenset(_OPENED), _opened),
    (_CODE, _code),
    (frozenset({"figure", "image"}), _picture),
    (frozenset({"math"}), _math),
    (
        frozenset({"tableofcontents", "toctree", "bibliography", "index", "raw", "glue:figure"}),
        _gone,
    ),
)


def _plain(line: str, spot: Spot) -> list[str]:
    if _LABEL.match(line):
        spot.source.drop(
            "label", spot.file, "links lead to headings here", line=spot.line, name=line.strip()
        )
        return []
    if "}`" not in line:
        return [line]
    return [_ROLE.sub(lambda found: _role(found, spot), line)]


def _role(role: re.Match[str], spot: Spot) -> str:
    kind, said = role[1], role[3]
    if kind == "math":
        return f"${said}$"
    if kind in ("doc", "ref", "numref", "eq", "download"):
        named = _REFERENCE.match(said)
        words, target = (named[1], named[2]) if named else (said, said)
        if kind in ("doc", "download"):
            return f"[{words}]({target})"
    elif kind in ("sub", "sup"):
        return f"<{kind}>{said}</{kind}>"
    else:
        words = said
    why = "its words stay, what it does is not"
    spot.source.approximate("role", spot.file, why, line=spot.line, name=role[0][:60])
    return words if kind in ("ref", "numref", "eq") else f"`{words}`"
