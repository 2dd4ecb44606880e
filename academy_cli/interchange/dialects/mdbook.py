"""What mdBook and its preprocessors add to Markdown: hidden lines, words at fences, captions, formulas.

After https://rust-lang.github.io/mdBook/format/mdbook.html. Knows how they are written; refuses to run any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from academy_cli.interchange.dialects.rewriting import ALERTS, Spot, alert, details
from academy_cli.interchange.sources import Source

_FENCE = re.compile(r"^([ >]*(?:[-*+]\s+|\d+[.)]\s+)?)(`{3,}|~{3,})\s*([^`]*?)\s*$")
_RUST = re.compile(r"^([ >]*)#(.?)(.*)$")
_COMPONENT = re.compile(
    r"^\s*<([A-Z]\w*)((?:\s+[\w-]+=(?:\"[^\"]*\"|'[^']*'))*)\s*/?>\s*$", re.DOTALL
)
_END = re.compile(r"^\s*</[A-Z]\w*>\s*$")
_ATTRIBUTE = re.compile(r"([\w-]+)=(?:\"([^\"]*)\"|'([^']*)')")
_ALERT = re.compile(r"^(\s*>\s*)\[!([\w-]+)\]\s*$")
_DIRECTIVE = re.compile(r"^\s*\{\{%[^{}]*\}\}\s*$")
_ADMONISH = re.compile(r"admonish\b\s*(?P<kind>[\w-]+)?(?![\w-]*=)")
_TITLE = re.compile(r"\btitle\s*=\s*(?:\"([^\"]*)\"|'([^']*)')|admonish[^\"=]*\"([^\"]*)\"")
_KINDS = {
    **dict.fromkeys(("tip", "hint", "success", "check", "done"), "TIP"),
    **dict.fromkeys(("warning", "attention", "failure", "fail", "missing", "bug"), "WARNING"),
    **dict.fromkeys(("caution", "danger", "error"), "CAUTION"),
    **dict.fromkeys(("important", "question", "help", "faq"), "IMPORTANT"),
}
"""The alerts that kinds of mdbook-admonish are; any other is a note."""
_FAILS = ("does_not_compile", "compile_fail", "should_panic", "panics", "not_desired_behavior")
_MOST_LINES = 8


def converted(
    text: str, source: Source, file: str, hidden: Mapping[str, str], *, is_math: bool = False
) -> str:
    """A chapter as Markdown; ``hidden`` is the mark of lines that are not shown, by language.

    With ``is_math`` formulas stand between backslashes and brackets, as MathJax has them in books.
    """
    return "\n".join(_lines(text.split("\n"), Spot(source, file, 1), hidden, is_math=is_math))


def _lines(
    lines: list[str], start: Spot, hidden: Mapping[str, str], *, is_math: bool
) -> Iterator[str]:
    at = 0
    while at < len(lines):
        spot = start._replace(line=at + 1)
        if fence := _FENCE.match(lines[at]):
            end = _end(lines, at, fence[2])
            if _ADMONISH.match(fence[3]):
                yield from _admonished(fence, lines[at + 1 : end], spot)
            else:
                yield from _code(fence, lines[at + 1 : end], spot, hidden)
                yield from lines[end : end + 1]
            at = end + 1
        elif lines[at].lstrip().startswith("<") and (found := _component(lines, at)):
            shown, count = found
            if not _END.match(lines[at]):
                why = "its words stay, what a preprocessor makes of it does not"
                name = lines[at].strip()[:60]
                spot.source.approximate("component", spot.file, why, line=spot.line, name=name)
            yield from shown
            at += count
        else:
            yield _plain(lines[at], spot, is_math=is_math)
            at += 1


def _end(lines: list[str], start: int, fence: str) -> int:
    closing = re.compile(rf"^[ >]*{re.escape(fence[0])}{{{len(fence)},}}\s*$")
    return next((n for n in range(start + 1, len(lines)) if closing.match(lines[n])), len(lines))


def _admonished(fence: re.Match[str], lines: list[str], spot: Spot) -> Iterator[str]:
    """A block of mdbook-admonish as an alert, or folded away as it was; in a list where that stood."""
    said = _ADMONISH.match(fence[3])
    kind = (said["kind"] if said else None) or "note"
    found = _TITLE.search(fence[3])
    title = next(filter(None, found.groups()), "") if found else ""
    margin = re.compile(rf"[ >]{{0,{len(fence[1])}}}")
    inside = [margin.sub("", line, count=1) for line in lines]
    spot.source.keep("admonition", spot.file, line=spot.line, name=kind)
    if "collapsible=true" in fence[3].replace(" ", ""):
        made = details(title or kind.capitalize(), inside)
    else:
        words = title or ("" if kind in ("note", "tip") else kind.capitalize())
        head = [f"**{words}**", ""] if words and words.upper() != _KINDS.get(kind) else []
        made = alert(_KINDS.get(kind, "NOTE"), [*head, *inside])
    after = re.sub(r"[^> ]", " ", fence[1])
    yield from (f"{after if number else fence[1]}{one}" for number, one in enumerate(made))


def _code(
    fence: re.Match[str], lines: list[str], spot: Spot, hidden: Mapping[str, str]
) -> Iterator[str]:
    """A block of code without the lines that a book hides, its language alone at its fence."""
    words = [word for word in re.split(r"[\s,]+", fence[3]) if word]
    language = words[0] if words else ""
    if words and (
        language in _FAILS or language in ("ignore", "no_run", "editable", "noplayground")
    ):
        language = "rust"
    if told := [word for word in words if word in _FAILS]:
        why = "that it is meant to fail is not shown"
        spot.source.approximate("code", spot.file, why, line=spot.line, name=", ".join(told))
    own = next((word[10:] for word in words if word.startswith("hidelines=")), "")
    mark = own or hidden.get(language, "")
    shown = list(_shown(lines, language, mark))
    if len(shown) < len(lines):
        why = "the lines that a reader had to unfold are left out"
        name = f"lines: {len(lines) - len(shown)}"
        spot.source.approximate("hidden code", spot.file, why, line=spot.line, name=name)
    yield f"{fence[1]}{fence[2]}{language}"
    yield from shown


def _shown(lines: list[str], language: str, mark: str) -> Iterator[str]:
    for line in lines:
        rust = _RUST.match(line) if language == "rust" and not mark else None
        if mark and line.lstrip(" >").startswith(mark):
            continue
        if rust and rust[2] in ("", " "):
            continue
        yield f"{rust[1]}#{rust[3]}" if rust and rust[2] == "#" else line


def _component(lines: list[str], at: int) -> tuple[list[str], int] | None:
    """What is shown of a tag that no HTML has, and on how many lines it stands; None where there is none."""
    if _END.match(lines[at]):
        return [""], 1
    for count in range(1, _MOST_LINES):
        if at + count > len(lines):
            break
        if found := _COMPONENT.match("\n".join(lines[at : at + count])):
            return _caption(found), count
        if ">" in lines[at + count - 1]:
            break
    return None


def _caption(found: re.Match[str]) -> list[str]:
    said = {name: first or second for name, first, second in _ATTRIBUTE.findall(found[2])}
    number = f"{found[1]} {said['number']}" if said.get("number") else ""
    file = f"`{said['file-name']}`" if said.get("file-name") else ""
    caption = re.sub(r"\s+", " ", said.get("caption") or said.get("title") or "")
    parts = [part for part in (number and f"**{number}**", file, caption) if part]
    return ["", " · ".join(parts), ""] if parts else [""]


def _plain(line: str, spot: Spot, *, is_math: bool) -> str:
    if _DIRECTIVE.match(line):
        why = "what a preprocessor puts here is not in the course"
        spot.source.drop("helper", spot.file, why, line=spot.line, name=line.strip())
        return ""
    if (said := _ALERT.match(line)) and said[2].upper() not in ALERTS:
        why = "it is a quotation now"
        spot.source.approximate("alert", spot.file, why, line=spot.line, name=said[2])
        return f"{said[1]}**{said[2].capitalize()}**\n{said[1].rstrip()}"
    if is_math and "\\\\" in line:
        line = re.sub(r"\\\\([()])", "$", line)
        line = re.sub(r"\\\\[\[\]]", "$$", line)
    return line
