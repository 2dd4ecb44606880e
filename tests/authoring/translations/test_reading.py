"""Which files are translations, of what, and what is found of them; nothing of it is a lesson."""

from __future__ import annotations

import pytest

from academy_cli.authoring.document import Kind
from tests import make
from tests.authoring.translations.words import (
    BESIDE,
    FILES,
    GERMAN,
    INTRO,
    LOOPS,
    course,
    keys,
    languages,
    source,
    translated,
)


def test_a_course_in_three_languages_has_the_lessons_of_one() -> None:
    found = make.compiled(make.tree(course()))

    assert found.problems == ()
    assert keys(found) == [
        ("@de", "translations/de/course.yaml", "Python auf Deutsch"),
        ("basics/intro@de", GERMAN, "Einführung"),
        ("basics/loops@de", f"translations/de/{LOOPS}", "Schleifen"),
        ("basics/loops@fr", BESIDE, "Boucles"),
        ("basics@de", "translations/de/01-basics/module.yaml", "Grundlagen"),
        ("more/files@de", f"translations/de/{FILES}", "Dateien"),
    ]
    assert [one.path for one in found.course.of_kind(Kind.LESSON)] == [INTRO, LOOPS, FILES]


def test_a_file_that_only_looks_like_a_translation_is_a_lesson() -> None:
    """Lua is a programming language before it is Luba-Lulua; and what has no original translates nothing."""
    lua, new = "02-more/01-files.lua.md", "02-more/02-new.de.md"
    found = make.compiled(make.tree({lua: "# Lua\n\nText\n", new: "# Neu\n\nText\n"}))

    assert keys(found) == []
    assert {lua, new} < {one.path for one in found.course.of_kind(Kind.LESSON)}


def test_what_a_list_names_is_a_lesson_whatever_it_is_called() -> None:
    listed = {"course.yaml": make.COURSE + f"content: [01-basics, 02-more, {GERMAN}]\n"}

    found = make.compiled(make.tree({**listed, GERMAN: "# Deutsch\n\nText\n"}))

    assert keys(found) == []
    assert GERMAN in {one.path for one in found.course.of_kind(Kind.LESSON)}


def test_what_is_ignored_is_no_translation() -> None:
    ignored = {"course.yaml": make.COURSE + "ignore: [translations]\n"}

    assert keys(make.compiled(make.tree({**course(), **ignored}))) == [
        ("basics/loops@fr", BESIDE, "Boucles")
    ]


@pytest.mark.parametrize(
    ("code", "text", "right"),
    [
        ("hk", "# 簡介\n\n歡迎。這是第一課,我們會學習很多東西。\n", "zh-HK"),
        ("tw", "# 簡介\n\n歡迎。這是第一課,我們會學習很多東西。\n", "zh-TW"),
        ("mo", "# 簡介\n\n歡迎。這是第一課,我們會學習很多東西。\n", "zh-MO"),
        ("jp", "# はじめに\n\nようこそ。これは最初のレッスンです。\n", "ja"),
        ("zh_CN", "# 简介\n\n欢迎。\n", "zh-CN"),
        ("deu", "# Einführung\n", "de"),
        ("iw", "# מבוא\n\nברוכים הבאים.\n", "he"),
        ("chinese-traditional", "# 簡介\n", "zh-Hant"),
        ("espanol", "# Introducción\n", "es"),
        (
            "br",
            "# Introdução\n\n"
            + "você não está em uma aula que é para o seu curso com mais de um " * 4,
            "pt-BR",
        ),
    ],
)
def test_a_wrong_code_is_found_with_the_right_one(code: str, text: str, right: str) -> None:
    (found,) = make.findings({f"translations/{code}/{INTRO}": text})

    assert (found.code, found.file, found.value) == (
        "translation.code",
        f"translations/{code}",
        code,
    )
    assert found.hint == f"Call it `{right}`."


@pytest.mark.parametrize(
    "code", ["de", "de-AT", "zh-Hans", "zh-tw", "sr-Latn", "br", "nb", "tlh", "es-419"]
)
def test_a_right_code_is_taken_whatever_its_letter_case(code: str) -> None:
    found = make.compiled(make.tree({f"translations/{code}/{INTRO}": translated("# T\n\nText\n")}))

    assert found.problems == ()
    assert {one.casefold() for one in languages(found)} == {code.casefold()}


def test_the_languages_own_code_is_no_translation() -> None:
    (found,) = make.findings({f"translations/en/{INTRO}": "# Introduction\n\nText\n"})

    assert (found.code, found.value) == ("translation.code", "en")
    assert "the course itself is in en" in found.message


def test_a_link_leads_from_where_a_translation_is_or_else_from_where_its_original_is() -> None:
    links = "[there](02-loops.md) [up](../../../02-more/01-files.md)"
    images = "![own](own.png) ![theirs](images/loop.png)"
    texts = {
        GERMAN: translated(f"# E\n\n{links} {images}\n"),
        "translations/de/01-basics/own.png": "x",
    }

    found = make.compiled(make.tree(texts))

    assert found.problems == ()
    assert [one.path for one in found.course.assets] == [
        "01-basics/images/loop.png",
        "translations/de/01-basics/own.png",
    ]


def test_a_link_to_nowhere_is_found_in_the_translation() -> None:
    (found,) = make.findings({GERMAN: translated("# E\n\n[lost](nowhere.md)\n")})

    assert (found.code, found.place) == ("link.broken", f"{GERMAN}:7:1")


def test_an_anchor_is_that_of_the_translated_heading() -> None:
    texts = {
        GERMAN: translated(
            "# E\n\n[a](02-loops.md#schleifen) [b](02-loops.md#loops) [c](02-loops.md#no)\n"
        ),
        f"translations/de/{LOOPS}": translated("# Schleifen\n\nText\n", LOOPS),
        BESIDE: translated("# Boucles\n\n[a](01-intro.md#introduction)\n", LOOPS),
    }

    found = [(one.code, one.file, one.value) for one in make.findings(texts)]

    assert ("link.anchor", GERMAN, "02-loops.md#no") in found
    assert ("link.anchor", GERMAN, "02-loops.md#schleifen") not in found
    assert [one for one in found if one[1] == BESIDE] == []


def test_a_broken_translation_keeps_no_lesson_from_anything() -> None:
    found = make.compiled(make.tree({GERMAN: "---\nsource: [\n---\nText\n"}))

    assert [one.code for one in found.problems][:1] == ["yaml.syntax"]
    assert found.doubts == make.compiled(make.tree()).doubts
    assert not any(node.is_broken for node in found.course.contents)


class TestWhatATranslationWasMadeFrom:
    """“0 false fresh”: whatever a learner reads, if it changes, is noticed."""

    MUTATIONS = (
        {INTRO: "# Introduction\n\nWelcome! See [loops](02-loops.md).\n"},
        {INTRO: "# Intro\n\nWelcome. See [loops](02-loops.md).\n"},
        {INTRO: "---\ntitle: First\n---\n# Introduction\n\nWelcome. See [loops](02-loops.md).\n"},
        {
            INTRO: "---\nobjectives: [Know]\n---\n# Introduction\n\nWelcome. See [loops](02-loops.md).\n"
        },
        {
            INTRO: "---\nresources: [{title: T, url: 'https://a.org'}]\n---\n"
            "# Introduction\n\nWelcome. See [loops](02-loops.md).\n"
        },
    )

    @pytest.mark.parametrize("change", MUTATIONS)
    def test_a_change_of_the_words_makes_it_stale(self, change: make.Changes) -> None:
        texts = {**course(), **change}

        found = [one for one in make.findings(texts) if one.file == GERMAN]

        assert [(one.code, one.value) for one in found] == [("translation.stale", source(INTRO))]

    @pytest.mark.parametrize(
        "front", ["minutes: 5", "draft: true", "id: intro", "release_at: 2027-01-01", "x-mine: 1"]
    )
    def test_a_change_of_anything_else_does_not(self, front: str) -> None:
        text = f"---\n{front}\n---\n# Introduction\n\nWelcome. See [loops](02-loops.md).\n"
        body_of = {INTRO: text.replace("---\n# ", "---\n# ")}
        moved = {**course(), **body_of}

        assert [one.code for one in make.findings(moved)] == []

    def test_the_course_and_a_module_become_stale_by_their_words(self) -> None:
        changed = {
            "course.yaml": make.COURSE + "summary: New\ncapacity: 5\n",
            "01-basics/module.yaml": "title: The basics\n",
        }

        found = make.findings({**course(), **changed})

        assert [(one.code, one.file) for one in found] == [
            ("translation.stale", "translations/de/01-basics/module.yaml"),
            ("translation.stale", "translations/de/course.yaml"),
        ]

    def test_a_heading_of_a_list_is_a_word_of_the_course(self) -> None:
        listed = {"course.yaml": make.COURSE + "content: [{First steps: [01-basics]}, 02-more]\n"}
        made = {
            "translations/de/course.yaml": "title: Python\nheadings: {First steps: Erste Schritte}\n"
            f"source: {source('course.yaml', listed)}\n"
        }
        other = {"course.yaml": make.COURSE + "content: [{Next steps: [01-basics]}, 02-more]\n"}

        assert make.findings({**listed, **made}) == ()
        assert [one.code for one in make.findings({**other, **made})] == ["translation.stale"]


def test_a_translated_module_is_no_module_whether_its_course_is_translated_or_not() -> None:
    """Its `source:` was found as a key that no module.yaml has, and what it listed became lessons."""
    module = {"01-basics/module.yaml": "title: Basics\n"}
    written = f"title: Grundlagen\nsource: {source('01-basics/module.yaml', module)}\n"
    german = {"translations/de/01-basics/module.yaml": written}
    lesson = {GERMAN: translated("# Einführung\n\nWillkommen.\n")}

    found = make.compiled(make.tree({**module, **german, **lesson}))
    listing = {name: f"{text}content: [01-intro.md]\n" for name, text in german.items()}
    copied = make.compiled(make.tree({**module, **lesson, **listing}))

    assert found.problems == ()
    assert [one.path for one in copied.course.of_kind(Kind.LESSON)] == [INTRO, LOOPS, FILES]
    assert keys(copied) == keys(found)


def test_a_course_about_translations_has_modules_of_that_name() -> None:
    about = {
        "course.yaml": make.COURSE + "content: [01-basics, 02-more, translations]\n",
        "translations/module.yaml": "title: Translating\n",
        "translations/machine/module.yaml": "title: Machines\n",
        "translations/machine/01-new.md": "# New\n\nText\n",
        "translations/de/module.yaml": "title: German\n",
        "translations/de/01-new.md": "# German\n\nText\n",
    }

    found = make.compiled(make.tree(about))

    assert found.problems == ()
    assert keys(found) == []
    titles = [one.title for one in found.course.of_kind(Kind.MODULE)]
    assert titles[2:] == ["Translating", "German", "Machines"]


def test_a_header_may_be_copied_and_says_nothing_but_its_words() -> None:
    """As in a lesson, only what the copy says otherwise than its original is found."""
    module = "id: basics\ntitle: Basics\ncontent: [01-intro.md, 02-loops.md]\n"
    original = {"01-basics/module.yaml": module}
    german = {
        "translations/de/course.yaml": f"{make.COURSE}source: {source('course.yaml')}\n",
        "translations/de/01-basics/module.yaml": (
            f"{module}source: {source('01-basics/module.yaml', original)}\n"
        ),
    }
    other = {
        "translations/de/course.yaml": german["translations/de/course.yaml"] + "level: advanced\n"
    }

    found = make.compiled(make.tree({**original, **german}))
    said = make.compiled(make.tree({**original, **german, **other}))

    assert found.problems == ()
    assert [node.values.keys() - {"of", "source"} for node in found.course.translations] == [
        set(),
        set(),
    ]
    assert [(one.code, one.file, one.value) for one in said.problems] == [
        ("translation.key", "translations/de/course.yaml", "level")
    ]


def test_a_heading_that_no_list_has_is_found_with_the_one_that_is_meant() -> None:
    """Learners would have read the original's, and its translator would not have known."""
    lists = {
        "course.yaml": make.COURSE + "content: [{To start: [01-basics]}, {To end: [02-more]}]\n"
    }
    said = "headings: {To start: Zu Beginn, To ende: Zum Schluss}\n"
    german = {
        "translations/de/course.yaml": f"title: P\nsource: {source('course.yaml', lists)}\n{said}"
    }

    problems = make.compiled(make.tree({**lists, **german})).problems

    assert [(one.code, one.line, one.value, one.hint) for one in problems] == [
        ("yaml.unknown-key", 3, "To ende", "Did you mean `To end`?")
    ]
