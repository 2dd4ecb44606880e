"""Lessons of The Carpentries that Jekyll makes: their layout, their Liquid, their kramdown."""

from __future__ import annotations

import pytest

from academy_cli.interchange.notes import Fate
from academy_cli.interchange.recognising import signs
from tests.interchange.converted import body, converted, front, lesson_paths, notes, tree

CONFIG = """
carpentry: "incubator"
title: "Containers"
collections:
  episodes:
    output: true
sched:
  name: Slurm
snippets: /snips
docs: https://example.org/docs
episode_order:
  - two
  - 01-one
  - gone
"""
FILES: dict[str, str | bytes] = {
    "_config.yml": CONFIG,
    "index.md": "---\nlayout: lesson\n---\n\nWelcome.\n\n{% include base_path.html %}\n",
    "_includes/links.md": "[docs]: {{ site.docs }}\n[setup]: {{ page.root }}/setup.html\n",
    "_includes/snips/jobs.snip": "Jobs of {{ site.sched.name }}.\n",
    "_episodes/01-one.md": '---\ntitle: "One"\nteaching: 10\nquestions:\n- "How?"\n---\nText.\n',
    "_episodes/two.md": "---\ntitle: Two\n---\nText.\n",
    "_extras/guide.md": "---\ntitle: Guide\n---\nFor you.\n",
    "_extras/figures.md": "---\ntitle: Figures\n---\n{% include all_figures.html %}\n",
    "setup.md": "---\ntitle: Setup\n---\nInstall.\n",
    "aio.md": "---\nlayout: base\n---\n",
    "fig/a.svg": "<svg/>",
}
ONE = "03-01-one.md"


def page(text: str) -> str:
    """What an episode of that text becomes."""
    return body(converted("carpentries", {**FILES, "_episodes/two.md": text}), "02-two.md")


def test_its_settings_tell_the_format() -> None:
    assert [one.family for one in signs(tree(FILES))] == ["carpentries"]


def test_episodes_stand_as_the_settings_list_them_and_pages_for_learners_after_them() -> None:
    made = converted("carpentries", FILES)

    assert lesson_paths(made) == [
        "01-index.md", "02-two.md", "03-one.md", "04-learners/01-setup.md"
    ]  # fmt: skip
    assert made.order == "episode_order of _config.yml"
    assert [(one.name, one.line) for one in notes(made, "reference")] == [("gone", 13)]
    assert front(made, "03-one.md") == {"title": "One", "minutes": 10}
    assert body(made, "03-one.md").startswith("## Questions\n\n- How?")


def test_what_instructors_and_jekyll_alone_need_is_no_lesson() -> None:
    made = converted("carpentries", FILES)

    assert b"For you." in made.files["_instructors/guide.md"]
    assert [one.file for one in notes(made, "page", Fate.DROPPED)] == ["_extras/figures.md"]
    assert body(made, "01-index.md") == "Welcome."


def test_without_an_order_episodes_go_by_name() -> None:
    config = CONFIG.partition("episode_order")[0]

    made = converted("carpentries", {**FILES, "_config.yml": config})

    assert lesson_paths(made)[1:3] == ["02-one.md", "03-two.md"]
    assert made.order == ""


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[s]({{ page.root }}{% link setup.md %})", "[s](04-learners/01-setup.md)"),
        ("[s]({{ page.root }}/setup.html#x)", "[s](04-learners/01-setup.md#x)"),
        ("[o]({{ page.root }}/01-one/)", "[o](03-one.md)"),
        ("[o](../01-one/index.html#x)", "[o](03-one.md#x)"),
        ("![a]({{ page.root }}/fig/a.svg)", "![a](assets/fig/a.svg)"),
        ("![a](../fig/a.svg){: width=\"50%\"}", "![a](assets/fig/a.svg)"),
        ('{% include figure.html max-width="75%"\n   file="/fig/a.svg" alt="A" %}\nText.',
         "![A](assets/fig/a.svg)\n\nText."),
        ("{{ site.sched.name }} and {{site.sched.name}}", "Slurm and Slurm"),
        ("{% include {{ site.snippets }}/jobs.snip %}", "Jobs of Slurm."),
        ("a{% comment %}\nb\n{% endcomment %}c", "a\n\nc"),
        ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
        ("{{ page.unknown }}", "{{ page.unknown }}"),
        ("{% if x != '' %}y{% endif %}", "y"),
        ("[docs] x\n\n{% include links.md %}", "[docs] x\n\n[docs]: https://example.org/docs"),
        ("1. a\n    ~~~\n    b\n    ~~~\n    {: .language-bash}", "1. a\n    ~~~bash\n    b\n    ~~~"),
        ("> quoted\n> ~~~\n> b\n> ~~~\n> {: .output}", "> quoted\n> ~~~output\n> b\n> ~~~"),
        ("## A\n{: .no_toc}\n\nb{:target=\"_blank\"} c", "## A\n\nb c"),
        ("> ## Try\n> It.\n>\n> > ## Look\n> > 3.\n> {: .solution}\n{: .challenge}",
         "## Try\nIt.\n\n<details>\n<summary>Look</summary>\n\n3.\n\n</details>"),
        ("~~~\n{: .x}\n~~~", "~~~\n{: .x}\n~~~"),
    ],
)  # fmt: skip
def test_liquid_and_kramdown_become_what_ours_has_for_them(written: str, said: str) -> None:
    assert page(f"{written}\n") == said


def test_what_is_left_of_liquid_is_told_with_its_line() -> None:
    made = converted(
        "carpentries", {**FILES, "_episodes/two.md": "a\n\n{% assign x = 1 %} {{ x }}\n"}
    )

    assert [(one.name, one.line) for one in notes(made, "tag", Fate.DROPPED)] == [
        ("{% assign x = 1 %}", 3)
    ]
    assert [(one.name, one.line) for one in notes(made, "variable")] == [("x", 3)]


def test_pieces_that_include_themselves_come_to_an_end() -> None:
    snip = "x {% include snips/jobs.snip %} {% include snips/jobs.snip %}\n"

    made = converted("carpentries", {**FILES, "_includes/snips/jobs.snip": snip,
                                     "_episodes/two.md": "{% include snips/jobs.snip %}\n"})  # fmt: skip

    assert body(made, "02-two.md").count("x") == 31
