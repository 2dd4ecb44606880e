"""Links and pictures that lead nowhere and can be told where to: the same words, another target.

Knows where a link's target stands in a file's bytes; refuses to decide what a finding's hint left open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from academy_cli.authoring import markdown, names
from academy_cli.authoring.codes import AT_LINKS
from academy_cli.authoring.links.outward import in_lesson
from academy_cli.authoring.parts import split
from academy_cli.authoring.repair.bench import Bench
from academy_cli.authoring.repair.edits import Edit, Mended, Offer, Unsafe
from academy_cli.authoring.repair.keys import is_like
from academy_cli.authoring.repair.scalars import as_scalar
from academy_cli.authoring.signposts import joined, relative
from academy_cli.formats.codes import shown
from academy_cli.formats.problems import Problem
from academy_cli.kit.saying import say

_HINTED = re.compile(r"(?:Write|Did you mean) `(.+)`[:?.]")
_BLANK_ALT = re.compile(rb"!\[\s*\](?=[(\[])")
_NAMED_ALT = re.compile(rb"""\{[^{}\n]*\balt=(?:"([^"\n]+)"|'([^'\n]+)')[^{}\n]*\}""")
"""Pandoc's attributes, which hold the text that Markdown has no place for."""
_IMG = re.compile(rb"<img\b", re.IGNORECASE)
_HTML = rb"""\b(?:href|src)\s*=\s*["']?\s*"""
_UNSAFE_IN_LINK = re.compile(r"[\s()<>%?#\x00-\x1f]")


def redirected(finding: Problem, bench: Bench) -> Offer:
    """A link, a picture or a field's file with the path that was meant."""
    right = _right(finding, bench)
    if right is None or right == target_of(finding, bench):
        return None
    if finding.code == "file.missing" or not names.is_markdown_name(finding.file):
        return field(finding, bench, right)
    return retargeted(finding, bench, right)


def _right(finding: Problem, bench: Bench) -> str | None:
    """The target that was meant, as it should be written; the finding's own hint names it, or nobody."""
    target, mark, fragment = target_of(finding, bench).partition("#")
    hinted = _HINTED.search(finding.hint)
    if finding.code == "link.anchor":
        anchor = hinted[1].removeprefix("#") if hinted else ""
        is_near = bool(anchor) and is_like(unquote(fragment), anchor)
        return f"{target}#{anchor}" if is_near else None
    if hinted is None:
        path = _with_suffix(finding.file, target, bench)
        return encoded(relative(finding.file, path)) + mark + fragment if path else None
    path = hinted[1].partition("#")[0] if finding.code != "file.missing" else hinted[1]
    query = re.search(r"\?[^#]*", target)
    if finding.code == "file.missing":
        return path
    return encoded(path) + (query[0] if query else "") + mark + fragment


def target_of(finding: Problem, bench: Bench) -> str:
    """The whole target of the link that a finding is about, of which it may show the beginning only."""
    node = bench.nodes.get(finding.file)
    links = node.page.links if node is not None and node.page is not None else ()
    outward = in_lesson(finding.file, bench.data(finding.file)) if finding.code in AT_LINKS else ()
    here = (
        one.target
        for one in (*links, *outward)
        if (one.line, one.column) == (finding.line, finding.column)
    )
    return next((target for target in here if shown(target) == finding.value), finding.value)


def renewed(finding: Problem, bench: Bench) -> Offer:
    """A link to the web with the address that holds from now on."""
    hinted = _HINTED.search(finding.hint)
    if hinted is None:
        return None
    if split(bench.data(finding.file)).is_in_front(finding.line):
        return field(finding, bench, hinted[1])
    return retargeted(finding, bench, hinted[1])


def _with_suffix(file: str, target: str, bench: Bench) -> str | None:
    """The lesson that a link names without its suffix."""
    path = joined(file, unquote(target))
    found = [f"{path}{suffix}" for suffix in names.LESSON_SUFFIXES if path]
    there = [one for one in found if one in bench.tree.paths]
    return there[0] if len(there) == 1 else None


def encoded(path: str) -> str:
    """A path as a link has to write it, with the signs encoded that would end it."""
    return _UNSAFE_IN_LINK.sub(lambda sign: "".join(f"%{b:02X}" for b in sign[0].encode()), path)


def field(finding: Problem, bench: Bench, right: str) -> Offer:
    """A file that a field names, under another path."""
    yaml = bench.yaml(finding.file)
    spot = yaml.at(finding.line, finding.column, "value", "entry")
    if spot is None or not yaml.is_bare(spot.node):
        return Unsafe(say("the value has an anchor, a tag or several lines"))
    written = as_scalar(right, in_flow=yaml.is_flow(spot.holder))
    edit = Edit(yaml.file, *yaml.span(spot.node), written.encode())
    return Mended(say("“{}” becomes “{}”", finding.value, right), (edit,))


def retargeted(finding: Problem, bench: Bench, right: str) -> Offer:
    """A link at a finding's place in a lesson's text, with another target."""
    places = list(_targets(bench.data(finding.file), finding, target_of(finding, bench).encode()))
    if len(set(places)) != 1:
        return Unsafe(say("the link is written with escapes, or its target stands elsewhere"))
    edit = Edit(finding.file, *places[0], right.encode())
    return Mended(say("“{}” becomes “{}”", finding.value, right), (edit,))


def bracketed(finding: Problem, bench: Bench) -> Offer:
    """A path with spaces between the signs that make it a link's."""
    lines = bench.data(finding.file).split(b"\n")
    line = lines[finding.line - 1]
    begin = len(line.decode()[: finding.column - 1].encode())
    path = re.escape(target_of(finding, bench).encode())
    found = re.compile(rb"\]\([ \t]*(" + path + rb")[ \t]*\)").search(line, begin)
    if found is None:
        return Unsafe(say("the path stands elsewhere"))
    at = sum(len(one) + 1 for one in lines[: finding.line - 1])
    edit = Edit(finding.file, at + found.start(1), at + found.end(1), b"<" + found[1] + b">")
    return Mended(say("“{}” stands between < and >", finding.value), (edit,))


def _targets(data: bytes, finding: Problem, raw: bytes) -> Iterator[tuple[int, int]]:
    """Where the target of the link at a finding's place stands, in bytes of the file."""
    parts = split(data)
    body_at = len(data) - len(parts.body)
    where = (finding.line - parts.body_line + 1, finding.column)
    for begin, end, reference in markdown.link_spans(parts.body.decode(errors="replace"), where):
        if reference:
            yield from _defined(parts.body, body_at, reference, raw)
            continue
        span = parts.body[begin:end]
        if span.startswith(b"<" + raw + b">"):
            yield begin + body_at + 1, begin + body_at + 1 + len(raw)
            continue
        if span[:1] == b"<":
            tag = re.match(rb"<[^<>]*>", span)
            found = [m.end() for m in re.finditer(_HTML + re.escape(raw), tag[0] if tag else b"")]
        else:
            found = [m.end() for m in re.finditer(rb"\]\(\s*<?\s*" + re.escape(raw), span)]
        found = [one for one in found if not span[one : one + 1].strip(b"\"' \t\r\n)>")]
        if found:  # of a picture within a link the outer target comes last
            last = begin + body_at + (found[0] if span[:1] in (b"!", b"<") else found[-1])
            yield last - len(raw), last


def _defined(body: bytes, at: int, name: str, raw: bytes) -> Iterator[tuple[int, int]]:
    """Where the definition stands that a link refers to by name."""
    label = rb"\s+".join(re.escape(word) for word in name.encode().split())
    pattern = rb"^ {0,3}\[\s*" + label + rb"\s*\]:\s*<?(" + re.escape(raw) + rb")(?=[\s>]|\Z)"
    for found in re.finditer(pattern, body, re.MULTILINE | re.IGNORECASE):
        yield found.start(1) + at, found.end(1) + at


def with_alt(finding: Problem, bench: Bench) -> Offer:
    """A picture with a to-do where its text for people who cannot see it should stand."""
    data = bench.data(finding.file)
    parts = split(data)
    at = len(data) - len(parts.body)
    where = (finding.line - parts.body_line + 1, finding.column)
    for begin, end, _ in markdown.link_spans(parts.body.decode(errors="replace"), where):
        span = parts.body[begin:end]
        if found := _BLANK_ALT.match(span):
            named = _NAMED_ALT.match(parts.body, end)
            alt = _escaped(named[1] or named[2]) if named else markdown.ALT_TODO.encode()
            edit = Edit(finding.file, at + begin, at + begin + found.end(), b"![" + alt + b"]")
            if named:
                return Mended(
                    say("“{}” gets the text that stands behind it", finding.value), (edit,)
                )
        elif found := _IMG.match(span):
            here = at + begin + found.end()
            edit = Edit(finding.file, here, here, f' alt="{markdown.ALT_TODO}"'.encode())
        else:
            continue
        return Mended(say("“{}” gets a to-do for its text", finding.value), (edit,))
    return Unsafe(say("the picture is written in a way that nobody may touch"))


def _escaped(text: bytes) -> bytes:
    """A text between square brackets, where it may not end them."""
    return re.sub(rb"([\[\]\\`*_<])", rb"\\\1", text)
