"""Microsoft Learn: modules of units in YAML, their texts in includes, paths of modules.

Order: a path's ``modules:``, a module's ``units:``. Modules of no path come afterwards, by the folder's name;
units that no module lists are dropped. Quizzes (knowledge checks) become the quiz below a unit's text.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from academy_cli.interchange import quizmaking
from academy_cli.interchange.dialects import docfx
from academy_cli.interchange.dialects.rewriting import Spot
from academy_cli.interchange.outline import Item, Lesson, Module, Outline
from academy_cli.interchange.quizmaking import Asked, Choice
from academy_cli.interchange.shapes import items, mappings
from academy_cli.interchange.sources import Mapped, Source
from academy_cli.kit.saying import say

_KIND = re.compile(r"###\s*YamlMime:\s*(\w+)")
_ADDRESS = re.compile(
    r"(?:/[a-z]{2}-[a-z]{2})?/(?:training|learn)/modules/([\w.-]+)(?:/([\w.-]+))?/?(?=[?#]|$)"
)
_LEVELS = {"beginner": "beginner", "intermediate": "intermediate", "advanced": "advanced"}


class _File(NamedTuple):
    path: str
    said: Mapped

    def text(self, key: str) -> str:
        value = self.said.value.get(key)
        return value.strip() if isinstance(value, str) else ""

    def names(self, key: str) -> list[str]:
        value = self.said.value.get(key)
        return [str(one) for one in value] if isinstance(value, list) else []


def read(source: Source) -> Outline:
    """The modules and units of every path, then the modules of none."""
    files = _files(source)
    modules, units = files["Module"], files["ModuleUnit"] | files["LearningPathUnit"]
    source.called.update(_names(modules, units))
    made = {uid: _module(source, module, units) for uid, module in modules.items()}
    _unlisted(source, modules, units)
    children, placed = _paths(source, files["LearningPath"], made)
    if children:
        children += [made[uid] for uid in made if uid not in placed]
    else:
        children = list(made.values())
    title, fields = _course(files, made)
    return Outline(
        title,
        tuple(children),
        "units: of each module's index.yml, modules: of each path" if made else "",
        fields=fields,
        guessed={} if len(made) == 1 else {"title": "from the first of several modules"},
    )


def resolve(source: Source, base: str, target: str) -> str | None:
    """Where a link leads, whatever the case of its letters, also by an address of the site."""
    if found := _ADDRESS.match(target):
        return source.called.get(f"{found[1]}/{found[2] or ''}".rstrip("/").lower())
    return source.nearly_at(base, target)


def _names(modules: dict[str, _File], units: dict[str, _File]) -> Iterator[tuple[str, str]]:
    """What links call units and modules, which begin with their first unit: uids, and addresses."""
    for uid, unit in units.items():
        folder, _, name = unit.path.rpartition("/")
        yield uid, unit.path
        yield f"{posixpath.basename(folder)}/{name.rpartition('.')[0]}".lower(), unit.path
    for uid, module in modules.items():
        first = next((units[one].path for one in module.names("units") if one in units), None)
        if first is not None:
            yield uid, first
            yield posixpath.basename(posixpath.dirname(module.path)).lower(), first


def _files(source: Source) -> dict[str, dict[str, _File]]:
    """Every file with a kind in its first line, by kind and uid."""
    found: dict[str, dict[str, _File]] = {
        kind: {}
        for kind in ("Module", "ModuleUnit", "LearningPathUnit", "LearningPath", "Achievements")
    }
    for path in source.below("", (".yml", ".yaml")):
        text = source.text(path)
        kind = _KIND.match(text or "")
        if text is None or not kind or kind[1] not in found:
            source.used.discard(path)
            continue
        said = source.mapping(text, path)
        if said is None:
            continue
        uid = str(said.value.get("uid") or path)
        if kind[1] == "Achievements":
            source.drop("achievements", path, say("badges are left to certificates"))
        elif uid in found[kind[1]]:
            source.drop("file", path, say("its uid {} stands in another file, too", uid))
        else:
            found[kind[1]][uid] = _File(path, said)
    return found


def _paths(
    source: Source, paths: dict[str, _File], made: dict[str, Module]
) -> tuple[list[Item], set[str]]:
    """Each path as a module of modules; a module that several paths name stays in the first."""
    children: list[Item] = []
    placed: set[str] = set()
    for uid, path in paths.items():
        inside = []
        for number, name in enumerate(path.names("modules")):
            line = path.said.line("modules", number)
            if name not in made:
                source.drop(
                    "reference", path.path, say("there is no such module"), line=line, name=name
                )
            elif name in placed:
                why = "a lesson has one place: it is in a path before this one"
                source.drop("reference", path.path, why, line=line, name=name)
            else:
                inside.append(made[name])
                placed.add(name)
        summary = {"summary": path.text("summary")[:1000]} if path.text("summary") else {}
        slug = posixpath.basename(posixpath.dirname(path.path))
        children.append(
            Module(
                path.text("title"), path.path, tuple(inside), uid, 1, slug, summary, "learning path"
            )
        )
        _rest(source, path, {"title", "summary", "modules", "uid"})
    return children, placed


def _module(source: Source, module: _File, units: dict[str, _File]) -> Module:
    inside = []
    for number, uid in enumerate(module.names("units")):
        if uid in units:
            inside.append(_unit(source, units[uid], uid))
        else:
            line = module.said.line("units", number)
            source.drop("reference", module.path, say("there is no such unit"), line=line, name=uid)
    summary = module.text("summary") or module.text("abstract")
    taken = {"summary"} if module.text("summary") else {"abstract"}
    _rest(source, module, {"title", "units", "uid", *taken})
    slug = posixpath.basename(posixpath.dirname(module.path))
    uid = str(module.said.value.get("uid") or "")
    fields = {"summary": summary[:1000]} if summary else {}
    return Module(module.text("title"), module.path, tuple(inside), uid, 1, slug, fields)


def _unit(source: Source, unit: _File, uid: str) -> Lesson:
    said = unit.said.value
    body, base = _text(source, unit)
    fields: dict[str, Any] = {}
    if isinstance(said.get("durationInMinutes"), int):
        fields["minutes"] = said["durationInMinutes"]
    _rest(source, unit, {"title", "uid", "durationInMinutes", "content", "quiz"})
    return Lesson(
        unit.text("title"),
        unit.path,
        body,
        uid,
        base=base,
        slug=posixpath.basename(unit.path).rpartition(".")[0],
        fields=fields,
        quiz=_quiz(source, unit),
        also=tuple(one for one in (base,) if one),
    )


def _text(source: Source, unit: _File) -> tuple[str, str]:
    """A unit's text, and the file that its links start from: of the one include that it consists of."""
    content = unit.text("content")
    alone = docfx.INCLUDE.fullmatch(content)
    line = unit.said.line("content")
    if alone is None:
        return docfx.converted(content, source, unit.path, line), ""
    found = source.nearly_at(unit.path, alone[1])
    page = source.page(found) if found else None
    if found is None or page is None:
        why = "the file is not there, so the lesson has no text"
        source.drop("include", unit.path, why, line=line, name=alone[1])
        return "", ""
    docfx.note_include(source, Spot(source, unit.path, line), alone[1])
    return docfx.converted(page.body, source, found, page.line), found


def _unlisted(source: Source, modules: dict[str, _File], units: dict[str, _File]) -> None:
    listed = {uid for module in modules.values() for uid in module.names("units")}
    for uid, unit in units.items():
        if uid not in listed:
            source.drop("lesson", unit.path, say("no module lists this unit"), name=uid)


def _course(
    files: dict[str, dict[str, _File]], made: dict[str, Module]
) -> tuple[str, dict[str, Any]]:
    tops = list((files["LearningPath"] or files["Module"]).values())
    if not tops:
        return "", {}
    fields: dict[str, Any] = {}
    levels = {name for one in files["Module"].values() for name in one.names("levels")}
    if len(levels) == 1 and (level := levels.pop()) in _LEVELS:
        fields["level"] = level
    locale = tops[0].said.value.get("metadata")
    if isinstance(locale, dict) and isinstance(locale.get("ms.contentlocale"), str):
        fields["language"] = locale["ms.contentlocale"]
    return tops[0].text("title"), fields


def _quiz(source: Source, unit: _File) -> dict[str, Any] | None:
    quiz = unit.said.value.get("quiz")
    if not isinstance(quiz, dict):
        return None
    questions = list(_questions(source, unit, quiz.get("questions")))
    line = unit.said.line("quiz")
    if not questions:
        source.drop("quiz", unit.path, say("none of its questions has a counterpart"), line=line)
        return None
    source.keep("quiz", unit.path, line=line)
    if quiz.get("title"):
        source.drop(
            "quiz title", unit.path, say("a quiz below a text has none of its own"), line=line
        )
    return {"show": "answers", "questions": questions}


def _questions(source: Source, unit: _File, questions: Any) -> Iterator[quizmaking.Question]:
    for number, one in enumerate(items(questions)):
        if not isinstance(one, dict):
            continue
        asked = Asked(
            unit.path, unit.said.line("quiz", "questions", number), str(one.get("content") or "")
        )
        choices = [_choice(choice) for choice in mappings(one.get("choices"))]
        right = sum(choice.is_right for choice in choices)
        make = quizmaking.multiple if right > 1 else quizmaking.single
        if made := quizmaking.taken(source, asked, make(asked, choices)):
            yield made


def _choice(said: dict[str, Any]) -> Choice:
    is_right = said.get("isCorrect") is True
    why = said.get("correctExplanation" if is_right else "incorrectExplanation") or said.get(
        "explanation"
    )
    return Choice(str(said.get("content") or ""), is_right, str(why or ""))


def _rest(source: Source, file: _File, taken: set[str]) -> None:
    """Note the keys of a file that have no counterpart."""
    for key in file.said.value:
        if key not in taken:
            source.drop(
                "key", file.path, say("ours has no such key"), line=file.said.line(key), name=key
            )
