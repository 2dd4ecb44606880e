"""Lessons of the Carpentries become courses."""

from __future__ import annotations

from academy_cli.interchange.notes import Fate
from tests.interchange.converted import body, converted, front, lesson_paths, notes

CONFIG = """
    carpentry: swc
    title: 'Gapminder'
    lang: en
    episodes:
    - two.md
    - one.md
    - gone.md
    learners:
"""
ONE = """
    ---
    title: One
    teaching: 10
    exercises: 5
    ---

    :::: objectives
    - Say it
      twice
    ::::

    ::::::::: challenge

    ## Try

    Do it, as in [two](two.html) or [setup](../learners/setup.md), with [pandas].

    ::: solution
    ## Look

    It is 3.
    :::
    :::::::::

    ::: callout
    ### Careful
    Twice.
    :::

    ::: instructor
    Take time.
    :::

    ![](fig/a.svg){alt='A line'}
"""
FILES = {
    "config.yaml": CONFIG,
    "links.md": "[pandas]: https://pandas.pydata.org\n",
    "index.md": "---\nsite: x\n---\nWelcome.\n",
    "episodes/one.md": ONE,
    "episodes/two.md": "---\ntitle: Two\nbreak: 3\n---\nText.\n",
    "episodes/fig/a.svg": "<svg/>",
    "learners/setup.md": "---\ntitle: Setup\n---\nInstall.\n",
    "instructors/notes.md": "For you.\n",
    "LICENSE.md": "CC BY\n",
}
PATH = "03-one.md"


def test_episodes_stand_as_config_lists_them_after_the_front_page() -> None:
    made = converted("carpentries", FILES)

    assert lesson_paths(made) == ["01-index.md", "02-two.md", PATH, "04-learners/01-setup.md"]
    assert [one.name for one in notes(made, "reference", Fate.DROPPED)] == ["gone.md"]


def test_without_a_list_episodes_go_by_name_and_the_report_says_so() -> None:
    made = converted(
        "carpentries", {**FILES, "config.yaml": "carpentry: swc\ntitle: X\nepisodes:\n"}
    )

    assert lesson_paths(made)[1] == "02-one.md"
    assert made.order == ""


def test_minutes_and_objectives_become_front_matter() -> None:
    made = converted("carpentries", FILES)

    assert front(made, PATH) == {"title": "One", "minutes": 15, "objectives": ["Say it twice"]}
    assert front(made, "02-two.md")["minutes"] == 3


def test_a_solution_is_folded_away_within_its_challenge() -> None:
    text = body(converted("carpentries", FILES), PATH)

    assert "<details>\n<summary>Look</summary>\n\nIt is 3.\n\n</details>" in text
    assert ":::" not in text


def test_a_callout_becomes_an_alert() -> None:
    assert "> [!NOTE]\n> ### Careful\n> Twice." in body(converted("carpentries", FILES), PATH)


def test_what_is_for_instructors_is_kept_where_learners_do_not_see_it() -> None:
    made = converted("carpentries", FILES)

    assert b"Take time." in made.files["_instructors/one.md"]
    assert made.files["_instructors/notes.md"] == b"For you.\n"
    assert "Take time." not in body(made, PATH)


def test_links_by_address_or_by_another_folder_lead_to_the_lessons() -> None:
    text = body(converted("carpentries", FILES), PATH)

    assert "[two](02-two.md)" in text
    assert "[setup](04-learners/01-setup.md)" in text


def test_the_words_for_a_picture_and_shared_links_come_along() -> None:
    text = body(converted("carpentries", FILES), PATH)

    assert "![A line](assets/episodes/fig/a.svg)" in text
    assert text.endswith("[pandas]: https://pandas.pydata.org")


def test_a_div_that_never_ends_keeps_its_text_and_is_told() -> None:
    made = converted("carpentries", {**FILES, "episodes/two.md": "::: challenge\nText.\n"})

    assert "Text." in body(made, "02-two.md")
    assert notes(made, "div", Fate.APPROXIMATED)


def test_code_to_be_run_is_shown() -> None:
    fence = "`" * 3
    made = converted(
        "carpentries", {**FILES, "episodes/two.md": f"{fence}{{r, echo=FALSE}}\nx\n{fence}\n"}
    )

    assert body(made, "02-two.md") == f"{fence}r\nx\n{fence}"


OLDER = """
    ---
    title: One
    teaching: 10
    questions:
    - How?
    objectives:
    - Say it
    keypoints:
    - So.
    ---

    ```{r, include=FALSE}
    secret()
    ```

    > ## Challenge
    >
    > Try.
    >
    > > ## Look
    > > ```{r a, eval=FALSE}
    > > x
    > > ```
    > {: .solution}
    {: .challenge}

    ~~~
    y
    ~~~
    {: .language-bash}
"""


def test_older_lessons_have_classes_below_quotations_and_lists_in_front() -> None:
    made = converted("carpentries", {**FILES, "episodes/one.md": OLDER})

    text = body(made, PATH)
    assert front(made, PATH) == {"title": "One", "minutes": 10, "objectives": ["Say it"]}
    assert text.startswith("## Questions\n\n- How?\n")
    assert text.endswith("~~~bash\ny\n~~~\n\n## Key points\n\n- So.")
    assert "<details>\n<summary>Look</summary>\n\n```r\nx\n```\n\n</details>" in text
    assert "secret" not in text
    assert ":::" not in text


def test_code_that_a_lesson_does_not_show_is_told_with_its_line() -> None:
    made = converted("carpentries", {**FILES, "episodes/one.md": OLDER})

    assert [one.line for one in notes(made, "code", Fate.DROPPED)] == [12]
