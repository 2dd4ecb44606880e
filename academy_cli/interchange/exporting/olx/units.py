"""Lessons as verticals of OLX: the text as HTML, the video, and a problem for each question.

Knows one lesson at a time; refuses to know where it stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from academy_cli.authoring.document import LESSON
from academy_cli.authoring.preview.looking import Looking
from academy_cli.interchange.exporting.bodies import Bodies, Way
from academy_cli.interchange.exporting.course import Course
from academy_cli.interchange.exporting.naming import Names, flat
from academy_cli.interchange.exporting.olx.problems import problem
from academy_cli.interchange.exporting.package import Package
from academy_cli.interchange.exporting.placing import Placing
from academy_cli.interchange.exporting.resources import resource_list
from academy_cli.interchange.exporting.xmltext import element, lines, text
from academy_cli.pages.wording import words
from academy_cli.quizzes.questions import Pool, Quiz

TOP = "course/"
_MATH = re.compile(
    r'(<span class="math(?: block)?"[^>]*>)(\$\$?|\\\(|\\\[)(.*?)(\$\$?|\\\)|\\\])(</span>)',
    re.DOTALL,
)
_YOUTUBE = re.compile(
    r"https?://(?:www\.|m\.)?(?:youtube\.com/(?:watch\?(?:.*&)?v=|embed/)|youtu\.be/)([\w-]{6,20})"
)
_PLAYED = re.compile(r"https?://\S+\.(?:mp4|m4v|webm|ogv|ogg|m3u8)(?:[?#]\S*)?$", re.IGNORECASE)
NO_KEY = "Open edX has nothing like it"
_NO_HEADING = "links of Open edX lead to lessons, not to headings in them"
_NO_LEVEL = "the module that it leads to is no section of its own"
_FIRST = f"{_NO_LEVEL}: it leads to the first one in it"


class Units:
    """The verticals of one course."""

    def __init__(
        self, course: Course, looking: Looking, names: Sequence[str], package: Package
    ) -> None:
        self.course, self.names, self.package = course, names, package
        self.bodies = Bodies(looking, package, self._file_at, self._page_at)
        self._files: dict[str, str] = {}
        self._flat, self._problems = Names(), Names()

    def add(self, index: int) -> bool:
        """Add the files of one lesson; whether it has a quiz."""
        told, path = self.course.told(index), self.course.sketch.places[index].path
        values = self.course.said(index)
        placing, said = (
            Placing(self.course, path),
            Placing(self.course, self.course.text_file(index)),
        )
        name, quiz = self.names[index], self.course.quiz(index)
        parts = [
            *self._video(name, told.title, values, said),
            *self._text(index, values, said),
        ]
        if quiz is not None:
            parts += self._quiz(name, told.title, quiz, said)
        made = element(
            "vertical",
            lines(parts),
            display_name=told.title,
            visible_to_staff_only="true" if values.get("draft") is True else None,
            start=values.get("release_at"),
        )
        to = f"{TOP}vertical/{file_name(name)}.xml"
        self.package.put(to, made + "\n")
        self.package.keep(
            "quiz" if not told.text.strip() and told.quiz else "lesson", path, name=name, to=to
        )
        if values.get("draft") is True:
            self.package.keep("visibility", path, line=placing.key("draft"), name="draft")
        for key in sorted(values.keys() - {"draft", "release_at", "video", "resources", "quiz"}):
            self.package.drop("key", path, NO_KEY, line=placing.key(key), name=key)
        return bool(told.quiz)

    # -- texts -------------------------------------------------------------------------------------

    def _text(self, index: int, values: Mapping[str, Any], placing: Placing) -> Iterator[str]:
        told, path = self.course.told(index), placing.path
        html = self.html(told.text, placing, title=told.title) if told.text.strip() else ""
        html += resource_list(values, placing, self.bodies)
        if html.strip():
            yield self._block(f"{self.names[index]}.text", told.title, html, path)

    def _block(self, name: str, title: str, html: str, path: str) -> str:
        said = element("html", filename=file_name(name), display_name=title)
        self.package.put(f"{TOP}html/{file_name(name)}.xml", said + "\n")
        self.package.put(f"{TOP}html/{file_name(name)}.html", html)
        return element("html", url_name=name)

    def html(self, markdown: str, placing: Placing, title: str = "") -> str:
        """A text of a file, with formulas as Open edX finds them."""
        made = self.bodies.html(markdown, placing.path, title=title, line=placing.line(markdown))
        return _MATH.sub(_mathjax, made)

    # -- videos ------------------------------------------------------------------------------------

    def _video(
        self, name: str, title: str, values: Mapping[str, Any], placing: Placing
    ) -> Iterator[str]:
        address = str(values.get("video", ""))
        if not address:
            return
        line = placing.key("video")
        found = _YOUTUBE.match(address)
        own = None if "://" in address else self.bodies.file(address, placing.path)
        if found:
            video = element(
                "video",
                url_name=f"{name}.video",
                display_name=title,
                youtube_id_1_0=found[1],
                youtube=f"1.00:{found[1]}",
            )
        elif source := own or (address if _PLAYED.match(address) else None):
            video = element(
                "video", element("source", src=source), url_name=f"{name}.video",
                display_name=title, youtube_id_1_0="", html5_sources=json.dumps([source]),
            )  # fmt: skip
        elif "://" in address:
            why = "its page plays it, so it is a link"
            self.package.approximate("video", placing.path, why, line=line, name=address)
            link = element("p", element("a", text(address), href=address))
            yield self._block(f"{name}.link", "Video", link, placing.path)
            return
        else:
            self.package.drop("video", placing.path, "it is not there", line=line, name=address)
            return
        to = f"{TOP}video/{file_name(f'{name}.video')}.xml"
        self.package.put(to, video + "\n")
        self.package.keep("video", placing.path, line=line, name=address, to=to)
        yield element("video", url_name=f"{name}.video")

    # -- quizzes -----------------------------------------------------------------------------------

    def _quiz(self, name: str, title: str, quiz: Quiz, placing: Placing) -> Iterator[str]:
        if quiz.text:
            yield self._block(f"{name}.quiz", title, self.html(quiz.text, placing), placing.path)
        language = words(self.course.language)
        for number, question in enumerate(quiz.questions, 1):
            given = self._problems.give(question.key)
            made = problem(
                question, quiz, f"{title} {number}", lambda one: self.html(one, placing),
                (language("true"), language("false")),
            )  # fmt: skip
            to = f"{TOP}problem/{file_name(given)}.xml"
            self.package.put(to, made.xml + "\n")
            line = placing.line(question.text)
            if made.lacks:
                self.package.approximate(
                    "question",
                    placing.path,
                    "; ".join(made.lacks),
                    line=line,
                    name=question.key,
                    to=to,
                )
            else:
                self.package.keep("question", placing.path, line=line, name=question.key, to=to)
            yield element("problem", url_name=given)
        self._settings(quiz, placing)

    def _settings(self, quiz: Quiz, placing: Placing) -> None:
        """Note what is said of a whole quiz, which Open edX says of each problem or not at all."""
        path, package = placing.path, self.package
        for pool in (one for one in quiz.entries if isinstance(one, Pool)):
            why = f"all of its {len(pool.questions)} questions are asked, not {pool.pick}"
            package.approximate("pool", path, why, line=placing.line(pool.name), name=pool.name)
        if quiz.attempts is not None:
            why = "each question can be answered so often"
            package.approximate("key", path, why, line=placing.key("attempts"), name="attempts")
        if quiz.shuffle in ("questions", "all"):
            why = "questions keep their order"
            package.approximate("key", path, why, line=placing.key("shuffle"), name="shuffle")
        if quiz.show != "answers":
            why = "each answer is graded at once, and right answers are not shown"
            package.approximate("key", path, why, line=placing.key("show"), name="show")
        for key, value in (("pass_mark", quiz.pass_mark), ("time_limit", quiz.time_limit)):
            if value not in (None, ""):
                package.drop("key", path, NO_KEY, line=placing.key(key), name=key)

    # -- addresses ----------------------------------------------------------------------------------

    def _file_at(self, path: str) -> str:
        """The address of a file, which is copied to where Open edX keeps files: all in one folder."""
        if path not in self._files:
            self._files[path] = flat(path, self._flat)
            to = f"{TOP}static/{self._files[path]}"
            self.package.copy(to, path)
            self.package.keep("asset", path, to=to)
        return f"/static/{quote(self._files[path])}"

    def _page_at(self, index: int, fragment: str) -> Way:
        """Where a lesson or a module is; of a module that is no section of its own, its first lesson."""
        sketch = self.course.sketch
        place, inside = sketch.places[index], sketch.children[index]
        is_level = place.parent == -1 or any(
            sketch.places[child].kind is LESSON for child in inside
        )
        if place.kind is LESSON or is_level:
            return Way(f"/jump_to_id/{self.names[index]}", _NO_HEADING if fragment else "")
        first = next((way for child in inside if (way := self._page_at(child, "")).address), None)
        return Way(None, _NO_LEVEL) if first is None else Way(first.address, _FIRST)


def file_name(name: str) -> str:
    """The path of the file of a block: a colon in its name is a folder."""
    return name.replace(":", "/")


def _mathjax(found: re.Match[str]) -> str:
    """A formula between the signs that Open edX looks for."""
    is_block = found[2] in ("$$", "\\[")
    begin, end = ("\\[", "\\]") if is_block else ("\\(", "\\)")
    return f"{found[1]}{begin}{found[3]}{end}{found[5]}"
