"""Modules of Microsoft Learn become modules of ours."""

from __future__ import annotations

import pytest

from academy_cli.interchange.notes import Fate
from tests.interchange.converted import body, converted, front, lesson_paths, notes

MODULE = """
    ### YamlMime:Module
    uid: learn.loops
    title: Loops
    summary: Doing it again.
    levels: [beginner]
    units:
      - learn.loops.2-for
      - learn.loops.1-while
      - learn.loops.gone
    badge:
      uid: learn.loops.badge
"""
UNIT = """
    ### YamlMime:ModuleUnit
    uid: learn.loops.{name}
    title: {title}
    durationInMinutes: 5
    content: |
      [!include[](includes/{name}.md)]
"""
FILES = {
    "azure/loops/index.yml": MODULE,
    "azure/loops/1-while.yml": UNIT.format(name="1-while", title="While"),
    "azure/loops/2-for.yml": UNIT.format(name="2-for", title="For")
    + """
    quiz:
      questions:
        - content: What ends it?
          choices:
            - content: Break
              isCorrect: true
              explanation: It leaves.
            - content: Continue
              isCorrect: false
              explanation: It goes on.
    """.replace("\n    ", "\n    "),
    "azure/loops/includes/1-while.md": "Until it is done.\n",
    "azure/loops/includes/2-For.md": "![A loop](../media/loop.png)\n",
    "azure/loops/media/loop.png": b"png",
}


def text(markdown: str, **more: str) -> str:
    """What a unit of that text becomes."""
    files = {**FILES, "azure/loops/includes/1-while.md": markdown, **more}
    return body(converted("mslearn", files), "01-loops/02-while.md")


def test_units_stand_as_their_module_lists_them() -> None:
    made = converted("mslearn", FILES)

    assert lesson_paths(made) == ["01-loops/01-for.md", "01-loops/02-while.md"]
    assert made.order


def test_uids_titles_and_minutes_carry_over() -> None:
    made = converted("mslearn", FILES)

    said = front(made, "01-loops/02-while.md")
    assert said == {"id": "learn.loops.1-while", "title": "While", "minutes": 5}
    assert front(made, "01-loops/module.yaml")["id"] == "learn.loops"


def test_a_knowledge_check_becomes_a_quiz_with_its_explanations() -> None:
    made = converted("mslearn", FILES)

    assert front(made, "01-loops/01-for.md")["quiz"] == {
        "show": "answers",
        "questions": [
            {
                "kind": "single",
                "text": "What ends it?",
                "choices": [
                    {"text": "Break", "correct": True, "feedback": "It leaves."},
                    {"text": "Continue", "feedback": "It goes on."},
                ],
            }
        ],
    }


def test_a_picture_of_an_include_leads_to_where_it_is_now() -> None:
    made = converted("mslearn", FILES)

    assert body(made, "01-loops/01-for.md") == "![A loop](../assets/azure/loops/media/loop.png)"
    assert made.assets == {"assets/azure/loops/media/loop.png": "azure/loops/media/loop.png"}


def test_what_is_not_there_is_told_with_its_line() -> None:
    (note,) = notes(converted("mslearn", FILES), "reference", Fate.DROPPED)

    assert (note.file, note.line, note.name) == ("azure/loops/index.yml", 9, "learn.loops.gone")


def test_an_include_of_another_case_is_taken_and_told() -> None:
    (note,) = notes(converted("mslearn", FILES), "include", Fate.APPROXIMATED)

    assert note.name == "includes/2-for.md"


def test_a_key_without_a_counterpart_is_told() -> None:
    assert [one.name for one in notes(converted("mslearn", FILES), "key")] == ["levels", "badge"]


def test_a_path_holds_its_modules() -> None:
    path = """
        ### YamlMime:LearningPath
        uid: learn.first-steps
        title: First steps
        modules: [learn.loops]
    """

    made = converted("mslearn", {**FILES, "paths/first-steps/index.yml": path})

    assert lesson_paths(made)[0] == "01-first-steps/01-loops/01-for.md"


def test_alerts_of_ours_stay_and_others_become_quotations() -> None:
    assert text("> [!NOTE]\n> Careful.\n") == "> [!NOTE]\n> Careful."
    assert text('> [!div class="x"]\n> Careful.\n') == "> Careful."


def test_films_zones_and_images_in_blocks_become_markdown() -> None:
    image = ':::image type="content" source="../media/loop.png" alt-text="A loop":::\n'

    assert text("> [!VIDEO https://x.org/1]\n") == "> <https://x.org/1>"
    assert text('::: zone pivot="c"\n\nC\n\n::: zone-end\n') == "C"
    assert text(image).startswith("![A loop](../assets/")


def test_an_include_within_an_include_is_read_and_its_links_mended() -> None:
    shared = {"shared/tip.md": "See ![](loop2.png)\n", "shared/loop2.png": "png"}

    assert text("[!INCLUDE [tip](../../../shared/tip.md)]\n", **shared).endswith(
        "See ![](../assets/shared/loop2.png)"
    )


def test_files_that_include_each_other_end() -> None:
    made = text("[!include[](1-while.md)]\n")

    assert made == ""


def test_what_looks_like_an_extension_in_code_stays() -> None:
    assert text("```\n> [!VIDEO https://x.org]\n:::row:::\n```\n").count("\n") == 3


CODE = "one\n# <part>\ntwo\n# </part>\n#region last\nthree\n#endregion\n"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[!code-python[](../code/x.py)]", CODE.rstrip()),
        ("[!code-python[](../code/x.py?name=part)]", "two"),
        ("[!code-python[](../code/x.py?range=1,3-4)]", "one\ntwo\n# </part>"),
        ("[!code-python[](../code/x.py#L3-L3)]", "two"),
        (':::code language="python" source="../code/x.py" range="6-":::', "three\n#endregion"),
        (':::code language="python" source="../code/x.py" id="last":::', "three"),
    ],
)
def test_code_of_files_is_shown_as_far_as_it_is_named(written: str, said: str) -> None:
    found = text(f"{written}\n", **{"azure/loops/code/x.py": CODE})

    assert found == f"```python\n{said}\n```"


def test_code_that_is_not_there_or_not_as_named_is_told() -> None:
    block = ':::code language="python" source="../code/{}" id="gone":::\n'
    files = {
        **FILES,
        "azure/loops/includes/1-while.md": block.format("no.py") + block.format("x.py"),
        "azure/loops/code/x.py": CODE,
    }

    made = converted("mslearn", files)

    assert [one.line for one in notes(made, "code", Fate.APPROXIMATED)] == [1, 2]
    assert "<../code/no.py>" in body(made, "01-loops/02-while.md")


@pytest.mark.parametrize(
    "target",
    [
        "xref:learn.loops.2-for#a",
        "/training/modules/loops/2-for#a",
        "/en-us/learn/modules/loops/2-For#a",
    ],
)
def test_links_by_uid_or_by_address_lead_to_the_units(target: str) -> None:
    assert text(f"[for]({target})\n") == "[for](01-for.md#a)"


def test_links_to_what_is_elsewhere_stay_and_are_told() -> None:
    files = {**FILES, "azure/loops/includes/1-while.md": "Text.\n[s](xref:System.String)\n"}

    made = converted("mslearn", files)

    assert body(made, "01-loops/02-while.md") == "Text.\n[s](xref:System.String)"
    told = [(one.name, one.line) for one in notes(made, "link", Fate.APPROXIMATED)]
    assert told == [("System.String", 2)]
