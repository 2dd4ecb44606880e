"""`content:` and `moved:` brought in line with the files: entries corrected, added, taken out.

Knows how an entry names a path; refuses to decide where a file belongs that no list around it knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from academy_cli.authoring import names
from academy_cli.authoring.conventions import join, normal
from academy_cli.authoring.course_shapes import Entries
from academy_cli.authoring.repair.bench import Bench
from academy_cli.authoring.repair.edits import Edit, Mended, Offer, Unsafe
from academy_cli.authoring.repair.keys import is_like, replaced, without
from academy_cli.authoring.repair.scalars import as_scalar
from academy_cli.authoring.repair.yamlplaces import Spot, Yaml
from academy_cli.authoring.signposts import relative
from academy_cli.formats.problems import Problem
from academy_cli.formats.yamltext import MappingNode, ScalarNode, SequenceNode
from academy_cli.kit.saying import say
from academy_cli.kit.spelling import nearest

_LIST_OF = re.compile(r"in the `content:` of (.+); it comes last")


def entry_at(finding: Problem, yaml: Yaml) -> Spot | None:
    """The entry of a `content:` list at a finding's place, the name before its list if it has one."""
    found = yaml.at(finding.line, finding.column, "key", "entry")
    if found is None or not isinstance(found.shape, Entries):
        return None
    is_named = isinstance(found.node, MappingNode) and found.role == "entry"
    return yaml.at(finding.line, finding.column, "key") if is_named else found


def corrected(finding: Problem, bench: Bench) -> Offer:
    """An entry that names what is not there, with the one name that can be meant."""
    yaml = bench.yaml(finding.file)
    spot = entry_at(finding, yaml)
    if spot is None or not isinstance(spot.node, ScalarNode):
        return None
    folder, said = folder_of(spot, yaml, bench), str(spot.node.value)
    right = _near(folder, said, bench) or _elsewhere(folder, said, bench)
    if right is None:
        return None
    if not yaml.is_bare(spot.node):
        return Unsafe(say("the entry has an anchor, a tag or several lines"))
    written = as_scalar(right, in_flow=yaml.is_flow(spot.holder))
    return Mended(say("“{}” becomes “{}”", said, right), (replaced(yaml, spot, written),))


def _near(folder: str, said: str, bench: Bench) -> str | None:
    """A name beside the one that is not there, if it is nearly the same."""
    above, _, last = said.rstrip("/").rpartition("/")
    here = bench.folders.get(normal(join(folder, above)) or "" if above else folder)
    if here is None:
        return None
    there = [*here.files, *here.folders]
    bare = [name for name in there if _stem(name) == _stem(last)]
    close = bare[0] if len(bare) == 1 else nearest(last, there) if not bare else None
    if close is None or not (bare or is_like(_stem(last), _stem(close))):
        return None
    return join(above, close)


def _stem(name: str) -> str:
    return names.folded(names.without_number(names.stem(name)))


def _elsewhere(folder: str, said: str, bench: Bench) -> str | None:
    """The only file of that name in the course."""
    hinted = re.match(r"Did you mean `(.+)`\?", bench.signposts.hint(join(folder, "x"), said, ""))
    return hinted[1] if hinted else None


def folder_of(spot: Spot, yaml: Yaml, bench: Bench) -> str:
    """The folder that an entry's path starts from: that of its file, below the names of folders around it."""
    above: list[str] = []
    around = spot.above
    while isinstance(around, Spot):
        if around is not spot and around.role == "key" and isinstance(around.above, Spot):
            above.append(str(around.node.value))
        around = around.above
    folder = yaml.file.rpartition("/")[0]
    for name in reversed(above):
        path = normal(join(folder, name.rstrip("/")))
        folder = path if path is not None and path in bench.folders else folder
    return folder


def listed(finding: Problem, bench: Bench) -> Offer:
    """What no list names, in the list of its folder, where its name belongs."""
    found = _LIST_OF.search(finding.message)
    folder, _, name = finding.file.rpartition("/")
    yaml = bench.yaml(found[1]) if found else None
    here = next(_lists_of(folder, yaml, bench), None) if yaml is not None else None
    if yaml is None or here is None:
        return Unsafe(say("no list is that of its folder"))
    if not here.value:
        return Unsafe(say("the list has no entry that shows how it is written"))
    said = [str(_name(one)) for one in here.value]
    has_stems = any(join(folder, f"{one}.md") in bench.tree.paths for one in said)
    wanted = names.stem(name) if has_stems and name.endswith(".md") else name
    at = _place_in(said, name)
    flow = yaml.is_flow(here)
    text = as_scalar(wanted, in_flow=flow)
    edit = _in_flow(yaml, here, at, text) if flow else _in_block(yaml, here, at, text)
    if edit is None:
        return Unsafe(say("the list is written in a way that nobody may touch"))
    ranked = edit._replace(rank=names.natural_key(name))
    return Mended(say("“{}” is listed {}", wanted, _where(said, at)), (ranked,))


def _where(said: list[str], at: int) -> str:
    return say("after “{}”", said[at - 1]) if at else say("before “{}”", said[0])


def _name(entry: object) -> object:
    if isinstance(entry, MappingNode) and entry.value:
        return entry.value[0][0].value
    return entry.value if isinstance(entry, ScalarNode) else ""


def _place_in(said: list[str], name: str) -> int:
    """Where a name belongs among others: in natural order where they are in it, else at the end."""
    keys = [names.natural_key(one.rstrip("/").rpartition("/")[2]) for one in said]
    if keys != sorted(keys):
        return len(said)
    wanted = names.natural_key(name)
    return sum(key <= wanted for key in keys)


def _lists_of(folder: str, yaml: Yaml, bench: Bench) -> Iterator[SequenceNode]:
    """The lists of a file that are those of a folder."""
    own = yaml.file.rpartition("/")[0]
    for spot in yaml.spots():
        if spot.role != "key" or not isinstance(spot.shape, Entries):
            continue
        if not isinstance(spot.value, SequenceNode):
            continue
        if not isinstance(spot.above, Spot):
            path: str | None = own
        else:
            path = normal(join(folder_of(spot, yaml, bench), str(spot.node.value).rstrip("/")))
        if path == folder:
            yield spot.value


def _in_block(yaml: Yaml, here: SequenceNode, at: int, text: str) -> Edit | None:
    entry = Spot("entry", here.value[max(at - 1, 0)], here, max(at - 1, 0))
    lines = yaml.lines_of(entry)
    if lines is None:
        return None
    begin, end = lines
    dash = yaml.data[begin : yaml.data.index(b"-", begin)]
    gap = re.match(rb"-[ \t]*", yaml.data[begin + len(dash) :])
    line = dash + (gap[0] if gap else b"- ") + text.encode() + yaml.line_end
    where = end if at else begin
    if at and not yaml.data[:end].endswith(b"\n"):
        line = yaml.line_end + line.removesuffix(yaml.line_end)
    return Edit(yaml.file, where, where, line)


def _in_flow(yaml: Yaml, here: SequenceNode, at: int, text: str) -> Edit:
    if at:
        end = yaml.span(here.value[at - 1])[1]
        return Edit(yaml.file, end, end, f", {text}".encode())
    begin = yaml.span(here.value[0])[0]
    return Edit(yaml.file, begin, begin, f"{text}, ".encode())


def taken_out(finding: Problem, bench: Bench) -> Offer:
    """An entry that names what another one has named, taken out."""
    yaml = bench.yaml(finding.file)
    spot = entry_at(finding, yaml)
    if spot is None:
        return None
    if spot.role == "key":
        return Unsafe(say("it has a list of its own, which would go with it"))
    return out_of(yaml, spot, say("the second “{}” goes", spot.node.value))


def out_of(yaml: Yaml, spot: Spot, what: str) -> Offer:
    """An entry, taken out of its list."""
    if not yaml.is_flow(spot.holder):
        return without(yaml, spot, what)
    items = spot.holder.value
    if len(items) == 1:
        return Unsafe(say("nothing would be left of the list"))
    begin, end = yaml.span(spot.node)
    if spot.number:
        begin = yaml.span(items[spot.number - 1])[1]
    else:
        end = yaml.span(items[1])[0]
    if b"#" in yaml.data[begin:end]:
        return Unsafe(say("a comment stands between the entries"))
    return Mended(what, (Edit(yaml.file, begin, end, b""),))


def flattened(finding: Problem, bench: Bench) -> Offer:
    """A file with a list of its own: the list's entries stand behind it, which is how they are read."""
    yaml = bench.yaml(finding.file)
    key = entry_at(finding, yaml)
    if key is None or key.role != "key" or yaml.is_flow(key.holder) or yaml.is_flow(key.value):
        return Unsafe(say("the list is not written in lines"))
    entry = key.above
    whole = yaml.lines_of(entry) if isinstance(entry, Spot) else None
    colon = re.match(rb"\s*:[ \t]*(?=\r?\n|#)", yaml.data[yaml.span(key.node)[1] :])
    if whole is None or colon is None or not key.value.value:
        return Unsafe(say("the list is not written in lines"))
    after = yaml.span(key.node)[1]
    dash = yaml.data[whole[0] : yaml.data.index(b"-", whole[0])]
    first = yaml.data.index(b"\n", after) + 1
    inner = re.match(rb"[ ]*", yaml.data[first:])
    deeper = len(inner[0]) - len(dash) if inner else 0
    if deeper < 0:
        return Unsafe(say("the list is not written in lines"))
    edits = [Edit(yaml.file, after, after + len(colon[0].rstrip(b" \t")), b"")]
    at = first
    for line in yaml.data[first : whole[1]].splitlines(keepends=True):
        if line.startswith(b" " * (len(dash) + deeper)):
            edits.append(Edit(yaml.file, at, at + deeper, b""))
        at += len(line)
    return Mended(say("what is listed below “{}” stands behind it", key.node.value), tuple(edits))


def without_heading(finding: Problem, bench: Bench) -> Offer:
    """A heading without lessons, taken out of its list."""
    yaml = bench.yaml(finding.file)
    key = entry_at(finding, yaml) if finding.line else None
    if key is None or key.role != "key" or not isinstance(key.above, Spot) or key.value.value:
        return None
    return out_of(yaml, key.above, say("the heading “{}” goes", key.node.value))


def attached(finding: Problem, bench: Bench) -> Offer:
    """A file that is no lesson, as a resource of the lesson before it in the list."""
    yaml = bench.yaml(finding.file)
    spot = entry_at(finding, yaml)
    if spot is None or spot.role != "entry":
        return Unsafe(say("it has a list of its own"))
    folder = folder_of(spot, yaml, bench)
    path = normal(join(folder, str(spot.node.value)))
    lesson = next(_lessons_before(spot, folder, bench), None)
    out = out_of(yaml, spot, "")
    if path is None or lesson is None or not isinstance(out, Mended):
        return (
            out if isinstance(out, Unsafe) else Unsafe(say("no lesson comes before it in the list"))
        )
    if bench.yaml(lesson).pair("resources") is not None:
        return Unsafe(say("“{}” has resources already; add it there", lesson))
    from academy_cli.authoring.repair.fronts import with_line

    name = as_scalar(relative(lesson, path), in_flow=True)
    line = with_line(lesson, bench.data(lesson), f"resources: [{name}]")
    what = say("“{}” becomes a resource of “{}”", spot.node.value, lesson)
    return Mended(what, (*out.edits, *line.edits))


def _lessons_before(spot: Spot, folder: str, bench: Bench) -> Iterator[str]:
    for item in reversed(spot.holder.value[: spot.number]):
        path = normal(join(folder, str(_name(item)).rstrip("/"))) or ""
        found = (path + suffix for suffix in ("", *names.LESSON_SUFFIXES))
        yield from (one for one in found if names.is_lesson_name(one) and one in bench.nodes)


def without_move(finding: Problem, bench: Bench) -> Offer:
    """An entry of `moved:` that has no effect, taken out; or led to where the file is now."""
    yaml = bench.yaml(finding.file)
    spot = yaml.at(finding.line, finding.column, "value") if finding.line else None
    if spot is None or not isinstance(spot.above, Spot):
        return None
    if "is not there" in finding.message:
        right = _elsewhere("", str(spot.node.value), bench)
        if right is None or not yaml.is_bare(spot.node):
            return Unsafe(say("nobody can say where the file is now"))
        edit = replaced(yaml, spot, as_scalar(right, in_flow=yaml.is_flow(spot.holder)))
        return Mended(say("“{}” becomes “{}”", spot.node.value, right), (edit,))
    entry = spot.above
    if isinstance(entry.above, Spot) and len(entry.holder.value) == 1:
        return without(yaml, entry.above, say("`moved:` goes, which has no effect"))
    return out_of(yaml, entry, say("the entry for “{}” goes, which has no effect", spot.node.value))
