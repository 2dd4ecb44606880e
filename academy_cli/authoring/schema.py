"""Course format, version 1: the keys of course.yaml, module.yaml, a lesson's front matter and a quiz.

The one table that reading, the published JSON Schema and the documentation are made from.
"""

from __future__ import annotations

from typing import Any

from academy_cli.authoring.course_shapes import Checks, Entries, Headings, Price
from academy_cli.authoring.patterns import GLOB, PATH, URL_OR_PATH
from academy_cli.formats.patterns import DURATION, EMAIL, LANGUAGE, NODE_ID, SLUG
from academy_cli.formats.records import Field, Record
from academy_cli.formats.shapes import Boolean, Choice, Either, Integer, List, Moment, Text
from academy_cli.kit.saying import say
from academy_cli.quizzes.lessonkeys import AIMS, NAMES, OPENING, ORIGIN
from academy_cli.quizzes.schema import BLOCK, QUIZ

FORMAT_VERSION = 1


ATTACHMENT = Record(
    (
        Field("title", Text(), say("what learners see")),
        Field("file", PATH, say("a file of the course")),
        Field("url", URL_OR_PATH, say("a web address")),
    ),
    say("a resource"),
)
RESOURCES = List(Either(URL_OR_PATH, ATTACHMENT))

COURSE = Record(
    (
        Field("id", SLUG, say("the course's short name, unique in the academy"), required=True),
        Field("title", Text(), say("what learners see"), required=True),
        Field("summary", Text(1000, lines=True), say("one or two sentences for lists")),
        Field(
            "description",
            Text(100_000, lines=True, is_placed=True),
            say("the course page's text, or the name of a Markdown file that holds it"),
        ),
        Field("language", LANGUAGE, say("the language of the texts, by BCP 47")),
        Field(
            "level",
            Choice(("beginner", "intermediate", "advanced")),
            say("how much learners should know"),
        ),
        Field("category", Text(100), say("the shelf it stands on")),
        Field("tags", List(Text(60)), say("words to find it by")),
        Field("instructors", List(EMAIL), say("e-mail addresses of who teaches it")),
        Field("duration", DURATION, say("how long learners need")),
        Field("cover", PATH, say("an image file of the course")),
        Field(
            "prices",
            List(Price(), one_per="currency"),
            say("what it costs, one per currency; none is free"),
            decides=True,
        ),
        Field(
            "access",
            Either(DURATION, DURATION),
            say("how long a learner keeps access; none is for ever"),
        ),
        Field("capacity", Integer(1, 1_000_000), say("how many learners it takes at most")),
        Field("starts_at", Moment(), say("when it begins; learners who are enrolled wait for it")),
        Field(
            "ends_at", Moment(is_placed=True), say("when it ends, and with it everybody's access")
        ),
        Field(
            "completion",
            Record(
                (
                    Field(
                        "lessons",
                        Either(Choice(("required", "all")), List(NODE_ID)),
                        say("which lessons count"),
                    ),
                    Field("percent", Integer(1, 100), say("how many of them, in percent")),
                    Field(
                        "on_add",
                        Choice(("keep-complete", "reopen")),
                        say("what a new lesson does to learners who are done"),
                    ),
                    Field(
                        "on_remove",
                        Choice(("keep-credit",)),
                        say("what an archived lesson does to its credit"),
                    ),
                ),
                "completion",
            ),
            say("when the course is complete"),
        ),
        Field(
            "certificate",
            Either(
                Boolean(),
                Record(
                    (
                        Field("template", Text(100), say("the name of a certificate template")),
                        Field("hours", Integer(1, 10_000), say("hours of study it states")),
                        Field("valid_for", DURATION, say("when it expires")),
                    ),
                    "certificate",
                ),
            ),
            say("whether completion earns a certificate"),
        ),
        Field(
            "refunds",
            Record(
                (
                    Field("window", DURATION, say("how long after the purchase")),
                    Field(
                        "highest_progress", Integer(0, 100), say("up to which progress, in percent")
                    ),
                ),
                "refunds",
            ),
            say("when a purchase can be refunded"),
        ),
        Field(
            "status",
            Choice(("draft", "published", "archived")),
            say("who sees it; without it `academy course publish` decides"),
        ),
        Field("publish_at", Moment(is_placed=True), say("when a draft becomes public by itself")),
        Field("content", Entries(), say("the order of modules and lessons"), decides=True),
        Field("ignore", List(GLOB), say("files that are not part of the course"), decides=True),
        Field(
            "moved",
            List(
                Record(
                    (
                        Field("from", PATH, say("the old path"), required=True),
                        Field("to", PATH, say("the new path; without it, gone for good")),
                    ),
                    "moved",
                    is_whole=True,
                )
            ),
            say("renamed files, so that they keep their learners"),
            decides=True,
        ),
        Field("checks", Checks(), say("raise or lower the severity of a finding")),
    ),
    "course.yaml",
)

MODULE = Record(
    (
        Field("id", NODE_ID, say("its identity across renames"), decides=True),
        Field("title", Text(), say("what learners see")),
        Field("summary", Text(1000, lines=True), say("one or two sentences")),
        Field("content", Entries(), say("the order of its lessons and modules"), decides=True),
        Field("release_at", Moment(), say("when learners may open it"), decides=True),
    ),
    "module.yaml",
)

LESSON = Record(
    (
        *NAMES,
        Field(
            "kind",
            Choice(("article", "video", "assignment", "link", "download", "live")),
            say("what it is"),
        ),
        *OPENING,
        Field("video", URL_OR_PATH, say("a web address or a file of the course")),
        Field("resources", RESOURCES, say("files and links to take along")),
        *AIMS,
        Field("quiz", BLOCK, say("questions below its text"), decides=True),
        *ORIGIN,
    ),
    say("front matter"),
)

TRANSLATED_COURSE = Record(
    (
        Field("title", Text(), say("what learners see")),
        Field("summary", Text(1000, lines=True), say("one or two sentences for lists")),
        Field(
            "description",
            Text(100_000, lines=True, is_placed=True),
            say("the course page's text, or the name of a Markdown file beside this one"),
        ),
        Field("headings", Headings(), say("what headings in `content:` are called")),
        *ORIGIN,
    ),
    say("a translated course.yaml"),
)
TRANSLATED_MODULE = Record(
    (
        Field("title", Text(), say("what learners see")),
        Field("summary", Text(1000, lines=True), say("one or two sentences")),
        *ORIGIN,
    ),
    say("a translated module.yaml"),
)

RECORDS = {"course": COURSE, "module": MODULE, "lesson": LESSON, "quiz": QUIZ}


def json_schema(name: str) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of ``course``, ``module``, ``lesson`` or ``quiz``, for editors."""
    entries = {
        "type": ["array", "null"],
        "items": {
            "anyOf": [
                PATH.json_schema(),
                {
                    "type": "object",
                    "minProperties": 1,
                    "maxProperties": 1,
                    "additionalProperties": {"$ref": "#/$defs/entries"},
                },
            ]
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"academy {name}, format {FORMAT_VERSION}",
        **RECORDS[name].json_schema(),
        "$defs": {"entries": entries},
    }
