"""A course that has one of everything that can be exported, and packages opened to be looked into.

Knows our format; refuses to know any other.
"""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

from academy_cli.authoring.compile import compile_course
from academy_cli.interchange.exporting.course import Wanted, course_of
from academy_cli.interchange.exporting.formats import FORMATS
from academy_cli.interchange.exporting.writing import Exported, export_course

PICTURE = b"\x89PNG\r\n\x1a\n a picture"
FILM = b"a film"
COURSE = """
    id: everything
    title: Everything & more
    summary: One of <each>.
    description: _about.md
    language: en
    cover: images/cover.png
    starts_at: 2027-01-01
    ends_at: 2028-01-01
    instructors: [ada@example.org]
    prices: [{amount: "49.00", currency: eur}]
"""
QUIZ = """
    id: exam
    title: Exam
    text: Take your *time*.
    attempts: 3
    time_limit: 20 minutes
    pass_mark: 60
    shuffle: all
    show: answers
    questions:
      - kind: single
        id: one
        text: "Is 1 < 2, as in ![a picture](<../images/häuser & höfe (1).png>)?"
        points: 2
        explanation: Because of `<`.
        feedback: {right: Good., wrong: "No, it is."}
        choices:
          - {text: "Yes & *always*", correct: true, id: yes}
          - {text: "No", feedback: Think again.}
          - {text: "None of these", fixed: true}
      - kind: multiple
        text: Which are even?
        partial: none
        choices: [{text: "2", correct: true}, {text: "3"}, {text: "4", correct: true}]
      - kind: true-false
        text: Water is wet.
        answer: true
        feedback: {false: It is.}
      - kind: numeric
        text: How heavy?
        answer: 2.50
        tolerance: 5%
        unit: kg
      - kind: short
        text: Its capital?
        accept: [Rome, Roma]
        feedback: {right: Bene.}
      - kind: short
        text: "Its short name, exactly?"
        accept: [SPQR]
        ignore: []
      - kind: ordering
        text: In which order?
        points: 3
        items: [first, second, third]
      - kind: matching
        text: What belongs together?
        pairs: [{left: sun, right: day}, {left: moon, right: night}]
        distractors: [noon]
      - pool: spare
        pick: 1
        questions:
          - {kind: true-false, text: One., answer: true}
          - {kind: true-false, text: Two., answer: false}
"""
LESSON = r"""
    ---
    id: 1:hello
    minutes: 5
    resources: [{file: "../files/work sheet.csv", title: Sheet}, {url: "https://example.org/x"}]
    ---

    # Hello

    See [the exam](exam.quiz.yaml), [deeper](02-deep/01-deeper.md#part) and [nothing](nowhere.md).

    ![Houses](<../images/häuser & höfe (1).png>) ![far](https://example.org/far.png)

    It is $a < b$ and \(c\).

    ```python
    if a < b:

        print("&")
    ```
"""
FILES: Mapping[str, str | bytes] = {
    "course.yaml": COURSE,
    "_about.md": "About **it**.\n",
    "images/cover.png": PICTURE,
    "images/häuser & höfe (1).png": PICTURE + b" of houses",
    "files/work sheet.csv": b"a,b\n",
    "films/first.mp4": FILM,
    "00-loose.md": "---\ntitle: Loose\n---\n\nIt stands alone.\n",
    "01-start/module.yaml": "id: start\ntitle: Start\nrelease_at: 2027-02-01\n",
    "01-start/01-hello.md": LESSON,
    "01-start/02-deep/module.yaml": "title: Deep\n",
    "01-start/02-deep/01-deeper.md": "---\nid: deeper\n---\n\n## Part\n\nDeep.\n",
    "01-start/02-deep/02-bottom/01-last.md": "---\nrelease_at: 2027-03-01\n---\n\nDown.\n",
    "01-start/exam.quiz.yaml": QUIZ,
    "02-more/01-both.md": """
        ---
        id: both
        quiz:
          questions:
            - {kind: true-false, id: sure, text: Sure?, answer: false}
        ---

        A text with a quiz.
    """,
    "02-more/02-secret.md": "---\nid: secret\ndraft: true\n---\n\nNot for learners yet.\n",
    "02-more/03-film.md": "---\nkind: video\nvideo: ../films/first.mp4\n---\n",
    "02-more/04-tube.md": "---\nkind: video\nvideo: https://youtu.be/abcdefghijk\n---\n",
    "02-more/05-away.md": "---\nid: away\nkind: link\n---\n\n[Away](https://example.org/away?a=1&b=2)\n",
    "README.md": "No part of the course.\n",
}


def written(folder: Path, files: Mapping[str, str | bytes] = FILES) -> Path:
    """A course in a folder; texts are without the indentation that they have in a test."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, bytes) else dedent(content).lstrip("\n").encode()
        path.write_bytes(text)
    return folder


def exported(folder: Path, file: Path, form: str, **wanted: Any) -> Exported:
    """The course of a folder as a package."""
    course = course_of(compile_course(folder))
    return export_course(course, Wanted(form, **wanted), file)


def package(folder: Path, place: Path, form: str, **wanted: bool | None) -> dict[str, bytes]:
    """The files of a package of the course in a folder."""
    file = place / f"package{FORMATS[form].suffix}"
    file.unlink(missing_ok=True)
    exported(folder, file, form, **wanted)
    return contents(file)


def contents(file: Path) -> dict[str, bytes]:
    """The files in a package."""
    if file.name.endswith(".tar.gz"):
        with tarfile.open(file) as tar:
            members = [one for one in tar if one.isfile()]
            return {one.name: _read(tar, one) for one in members}
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _read(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    content = tar.extractfile(member)
    assert content is not None
    return content.read()


def packed(files: Mapping[str, bytes], file: Path) -> Path:
    """A zip of some files."""
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file
