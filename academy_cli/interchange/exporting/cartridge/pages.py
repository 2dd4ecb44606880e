"""Lessons as resources of a cartridge: a page for a text, a link, and a test for a quiz.

Knows one lesson at a time; refuses to know where it stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any, NamedTuple
from urllib.parse import quote

from academy_cli.authoring.document import LESSON
from academy_cli.authoring.preview.looking import Looking
from academy_cli.authoring.preview.sketch import Told
from academy_cli.interchange import markup
from academy_cli.interchange.exporting.bodies import Bodies, Way
from academy_cli.interchange.exporting.cartridge import questions
from academy_cli.interchange.exporting.course import Course
from academy_cli.interchange.exporting.naming import Names, flat
from academy_cli.interchange.exporting.package import Package
from academy_cli.interchange.exporting.placing import Placing
from academy_cli.interchange.exporting.resources import resource_list
from academy_cli.interchange.exporting.xmltext import HEAD, element, lines, text
from academy_cli.interchange.xmlids import as_xml_id
from academy_cli.kit.language import is_right_to_left
from academy_cli.kit.timespan import after
from academy_cli.pages.rendering import video
from academy_cli.pages.wording import words
from academy_cli.quizzes.questions import Pool, Quiz

PAGE, LINK = "webcontent", "imswl_xmlv1p1"
TEST = "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"
NO_KEY = "a cartridge has nothing like it"
_ONE_LINK = re.compile(r"\s*\[([^\]\n]*)\]\(<?(https?://[^\s<>]+?)>?\)\s*")
_QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_WEB_LINK = "http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1"
_ASSETS = "web_resources/"
_NO_PAGE = "platforms give no address to what it leads to: its words stay"
_FIRST_PAGE = "a module has no page: it leads to the first one in it"
_NO_DRAFT = "it leads to a draft, which is not in the package"
_MOST_ATTEMPTS = 5
_MOST_MINUTES = 527_040


class Resource(NamedTuple):
    """Something in a cartridge that an item may name: its file, and the files that this needs."""

    ident: str
    kind: str
    title: str
    file: str
    needs: tuple[str, ...] = ()
    is_for_instructors: bool = False


class Pages:
    """The resources of one course; ``assets`` are those that pages and questions need, by their files."""

    def __init__(
        self,
        course: Course,
        looking: Looking,
        names: Sequence[str],
        package: Package,
        *,
        with_drafts: bool,
    ) -> None:
        self._with_drafts = with_drafts
        self.course, self.names, self.package = course, names, package
        self.assets: dict[str, str] = {}
        self.bodies = Bodies(looking, package, self._file_at, self._page_at)
        language = words(course.language)
        self._words = (language("true"), language("false"))
        self._flat, self._places = Names(), Names(names)
        self._depth, self._needed = "", dict[str, None]()

    def resources(self, index: int, *, is_draft: bool) -> Iterator[Resource]:
        """Write what a lesson becomes, and name it."""
        told, path = self.course.told(index), self.course.sketch.places[index].path
        values = self.course.said(index)
        placing, name = Placing(self.course, path), self.names[index]
        said = Placing(self.course, self.course.text_file(index))
        made = []
        if link := _link_of(told):
            made.append(self._link(name, told.title, link))
        elif _has_page(told):
            made.append(self._page(index, values, said))
        if (quiz := self.course.quiz(index)) is not None:
            ident = self._places.give(f"{name}.quiz") if made else name
            made.append(self._test(ident, told.title, quiz, said))
        if len(made) > 1:
            why = "its text and its quiz are two items now"
            self.package.approximate("lesson", path, why, name=name, to=made[0].file)
        else:
            what = "quiz" if told.quiz else "lesson"
            self.package.keep(what, path, name=name, to=made[0].file)
        self._keys(values, placing)
        yield from (one._replace(is_for_instructors=is_draft) for one in made)

    def _keys(self, values: Mapping[str, Any], placing: Placing) -> None:
        """Note what a lesson says of itself that a cartridge cannot."""
        if "release_at" in values:
            why = "cartridges have no dates: it is open at once"
            line = placing.key("release_at")
            self.package.drop("key", placing.path, why, line=line, name="release_at")
        taken = {"draft", "release_at", "video", "resources", "quiz"}
        for key in sorted(values.keys() - taken):
            if key != "kind" or values[key] != "link":
                self.package.drop("key", placing.path, NO_KEY, line=placing.key(key), name=key)

    # -- pages -------------------------------------------------------------------------------------

    def _page(self, index: int, values: Mapping[str, Any], placing: Placing) -> Resource:
        told, name = self.course.told(index), self.names[index]
        self._begin("../")
        parts = [f"<h1>{text(told.title)}</h1>\n"]
        if address := str(values.get("video", "")):
            parts.append(self._video(address, told.title, placing))
        line = placing.line(told.text)
        parts.append(self.bodies.html(told.text, placing.path, title=told.title, line=line))
        parts.append(resource_list(values, placing, self.bodies))
        file = f"pages/{as_xml_id(name)}.html"
        self.package.put(file, self.document(told.title, "".join(parts)))
        return Resource(as_xml_id(name), PAGE, told.title, file, tuple(self._needed))

    def document(self, title: str, body: str) -> str:
        """A page of HTML."""
        language = self.course.language
        direction = "rtl" if is_right_to_left(language) else "ltr"
        return (
            f'<!DOCTYPE html>\n<html lang="{text(language)}" dir="{direction}">\n'
            f'<head><meta charset="utf-8"><title>{text(title)}</title></head>\n'
            f"<body>\n{body}\n</body>\n</html>\n"
        )

    def _video(self, address: str, title: str, placing: Placing) -> str:
        line = placing.key("video")
        if "://" in address:
            why = "it is in another place, so it is a link"
            self.package.approximate("video", placing.path, why, line=line, name=address)
            return f"<p>{video(address, None, frozenset(), title=title)}</p>\n"
        own = self.bodies.file(address, placing.path)
        if own is None:
            self.package.drop("video", placing.path, "it is not there", line=line, name=address)
            return ""
        self.package.keep("video", placing.path, line=line, name=address)
        return element("p", element("video", " ", src=own, controls="")) + "\n"

    def _link(self, name: str, title: str, address: str) -> Resource:
        file = f"links/{as_xml_id(name)}.xml"
        inside = [element("title", text(title)), element("url", href=address, target="_blank")]
        said = element("webLink", lines(inside), xmlns=_WEB_LINK)
        self.package.put(file, f"{HEAD}{said}\n")
        return Resource(as_xml_id(name), LINK, title, file)

    # -- tests -------------------------------------------------------------------------------------

    def _test(self, ident: str, title: str, quiz: Quiz, placing: Placing) -> Resource:
        self._begin("$IMS-CC-FILEBASE$/")
        meta = questions.fields(
            cc_profile="cc.exam.v0p1",
            qmd_assessmenttype="Examination",
            qmd_scoretype="Percentage",
            qmd_timelimit=_minutes(quiz.time_limit),
            cc_maxattempts=str(quiz.attempts)
            if 0 < (quiz.attempts or 0) <= _MOST_ATTEMPTS
            else "unlimited",
        )
        rubric = (
            [element("rubric", questions.material(self._html(quiz.text, placing)))]
            if quiz.text
            else []
        )
        section = element("section", lines(self._items(quiz, placing)), ident="root_section")
        test = element(
            "assessment", lines([meta, *rubric, section]), ident=as_xml_id(ident), title=title
        )
        file = f"tests/{as_xml_id(ident)}.xml"
        self.package.put(file, f"{HEAD}{element('questestinterop', test, xmlns=_QTI)}\n")
        self._settings(quiz, placing)
        return Resource(as_xml_id(ident), TEST, title, file, tuple(self._needed))

    def _items(self, quiz: Quiz, placing: Placing) -> Iterator[str]:
        is_shuffled = quiz.shuffle in ("choices", "all")
        for question in quiz.questions:
            made = questions.items(
                question, question.key, lambda one: self._html(one, placing),
                self._words, is_shuffled=is_shuffled,
            )  # fmt: skip
            line = placing.line(question.text)
            if made.lacks:
                why = "; ".join(made.lacks)
                self.package.approximate(
                    "question", placing.path, why, line=line, name=question.key
                )
            else:
                self.package.keep("question", placing.path, line=line, name=question.key)
            yield from made.xml

    def _html(self, markdown: str, placing: Placing) -> str:
        """A text of a question as HTML that is XML as well, as readers of either take it."""
        made = self.bodies.html(markdown, placing.path, line=placing.line(markdown))
        return markup.xhtml(made).strip()

    def _settings(self, quiz: Quiz, placing: Placing) -> None:
        """Note what is said of a whole quiz, for which the profile has no words."""
        path, package = placing.path, self.package
        for pool in (one for one in quiz.entries if isinstance(one, Pool)):
            why = f"all of its {len(pool.questions)} questions are asked, not {pool.pick}"
            package.approximate("pool", path, why, line=placing.line(pool.name), name=pool.name)
        if quiz.shuffle in ("questions", "all"):
            why = "questions keep their order"
            package.approximate("key", path, why, line=placing.key("shuffle"), name="shuffle")
        if (quiz.attempts or 0) > _MOST_ATTEMPTS:
            why = f"cartridges know up to {_MOST_ATTEMPTS} attempts, or any number: it has no limit"
            package.approximate("key", path, why, line=placing.key("attempts"), name="attempts")
        if quiz.time_limit and _minutes(quiz.time_limit) is None:
            package.drop("key", path, NO_KEY, line=placing.key("time_limit"), name="time_limit")
        if quiz.pass_mark is not None:
            package.drop("key", path, NO_KEY, line=placing.key("pass_mark"), name="pass_mark")
        if quiz.show != "answers":
            why = "the platform decides what is shown"
            package.approximate("key", path, why, line=placing.key("show"), name="show")

    # -- addresses ----------------------------------------------------------------------------------

    def _begin(self, depth: str) -> None:
        """Begin a file from which the cartridge's folder is so far away."""
        self._depth, self._needed = depth, {}

    def _file_at(self, path: str) -> str:
        if path not in self.assets:
            self.assets[path] = f"{_ASSETS}{flat(path, self._flat)}"
            self.package.copy(self.assets[path], path)
            self.package.keep("asset", path, to=self.assets[path])
        self._needed[self.assets[path]] = None
        return f"{self._depth}{quote(self.assets[path])}"

    def _page_at(self, index: int, fragment: str) -> Way:
        """Where a lesson is; of a module, its first page. Only pages have addresses on every platform."""
        sketch = self.course.sketch
        if sketch.places[index].kind is not LESSON:
            ways = (self._page_at(child, "") for child in sketch.children[index])
            first = next((way for way in ways if way.address), Way(None, _NO_PAGE))
            return first._replace(why=_FIRST_PAGE if first.address else _NO_PAGE)
        told = self.course.told(index)
        if is_draft(told) and not self._with_drafts:
            return Way(None, _NO_DRAFT)
        if link := _link_of(told):
            return Way(escape(link))
        if not _has_page(told):
            return Way(None, _NO_PAGE)
        tail = f"#{quote(fragment)}" if fragment else ""
        return Way(f"{self._depth}pages/{quote(as_xml_id(self.names[index]))}.html{tail}")


def is_draft(told: Told) -> bool:
    """Whether learners do not see a lesson."""
    return json.loads(told.fields).get("draft") is True


def _link_of(told: Told) -> str | None:
    """The address that a lesson consists of, if it is no more than that."""
    found = _ONE_LINK.fullmatch(told.text)
    return found[2] if found and json.loads(told.fields).get("kind") == "link" else None


def _has_page(told: Told) -> bool:
    """Whether a lesson is more than its quiz."""
    values = json.loads(told.fields)
    is_said = told.text.strip() or values.get("video") or values.get("resources")
    return bool(is_said) or not told.quiz


def _minutes(length: str) -> str | None:
    """A length of time in whole minutes, as far as a cartridge can say it."""
    begin = datetime(2001, 1, 1, tzinfo=UTC)
    end = after(begin, length)
    minutes = 0 if end is None else int((end - begin).total_seconds()) // 60
    return str(minutes) if 0 < minutes <= _MOST_MINUTES else None
