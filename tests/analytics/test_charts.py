"""Charts: what is drawn is what was told, in every kind of file, and small enough to be read."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from io import BytesIO

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image

from academy_cli.analytics.asking import By, Subject
from academy_cli.analytics.charts import files
from academy_cli.analytics.charts.choosing import charts
from academy_cli.analytics.charts.drawing import Drawing, Rect, Words, drawn
from academy_cli.analytics.charts.learning import where_they_stop, who_comes_back
from academy_cli.analytics.charts.scales import scale, told
from academy_cli.analytics.charts.values import Bar, Chart, Form
from academy_cli.analytics.errors import BadPlotError, NothingToDrawError
from academy_cli.analytics.views import Cohort, Stop
from academy_cli.cli.terminal import plotting
from tests.analytics.world import World

MONTHS = Chart(
    "Net by month, EUR",
    Form.COLUMNS,
    (
        Bar("2026-01", 100.0, "100.00 EUR"),
        Bar("2026-02", -50.0, "-50.00 EUR"),
        Bar("2026-03", 200.0, "200.00 EUR"),
        Bar("2026-04", 0.0, "0.00 EUR"),
    ),
)
COURSES = Chart(
    "Enrolled by course",
    Form.ROWS,
    (Bar("<python> & co", 40.0, "40"), Bar("مقدمة", 20.0, "20"), Bar("ሰላም", None, "unknown")),
)
SIZES = some.floats(-1e9, 1e9).map(lambda size: round(size, 2))


def rects(drawing: Drawing) -> list[Rect]:
    return [one for one in drawing.shapes if isinstance(one, Rect)]


def test_bars_are_as_long_as_what_they_say() -> None:
    hundred, minus, two, nothing = rects(drawn(MONTHS))

    assert two.height == pytest.approx(2 * hundred.height)
    assert minus.height == pytest.approx(hundred.height / 2)
    assert minus.y == pytest.approx(hundred.y + hundred.height)  # below the line of nothing
    assert nothing.height == 0


def test_rows_are_as_long_as_what_they_say_and_what_is_unknown_has_none() -> None:
    forty, twenty = rects(drawn(COURSES))

    assert forty.width == pytest.approx(2 * twenty.width)
    assert "unknown" in [one.text for one in drawn(COURSES).shapes if isinstance(one, Words)]


@given(some.lists(SIZES, max_size=20))
def test_a_scale_holds_all_and_nothing_with_few_round_lines(sizes: list[float]) -> None:
    found = scale(sizes)

    assert found.least <= min([0.0, *sizes])
    assert found.most >= max([0.0, *sizes])
    assert 0 in found.ticks
    assert 2 <= len(found.ticks) <= 9
    assert all(0 <= found.part(size) <= 1 for size in sizes)


def test_numbers_of_a_scale_are_short() -> None:
    assert [told(one) for one in (0, 2.5, 950, 1500, 12000, 2.5e6)] == [
        "0", "2.5", "950", "1.5k", "12k", "2.5M",
    ]  # fmt: skip


@given(some.lists(some.tuples(some.text(max_size=40), SIZES), min_size=1, max_size=40))
def test_whatever_names_are_an_svg_is_sound_and_says_them_all(
    rows: list[tuple[str, float]],
) -> None:
    bars = tuple(Bar(name, size, "1") for name, size in rows)
    content = files.content([Chart("T", Form.ROWS, bars)], ".svg")

    found = ET.fromstring(content)

    assert len(found.findall(".//{http://www.w3.org/2000/svg}rect")) == 1 + len(bars)


def test_an_svg_tells_what_it_shows_to_whoever_does_not_see_it() -> None:
    text = files.content([MONTHS, COURSES], ".svg").decode()

    assert "Net by month, EUR from 2026-01 (100.00 EUR) to 2026-04 (0.00 EUR)" in text
    assert "&lt;python&gt; &amp; co" in text
    assert text.count('role="img"') == 2
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


def test_a_picture_and_a_page_show_the_same_in_every_script() -> None:
    picture = Image.open(BytesIO(files.content([MONTHS, COURSES], ".png")))
    page = pypdfium2.PdfDocument(files.content([MONTHS, COURSES], ".pdf"))
    text = page[0].get_textpage().get_text_range()

    assert picture.format == "PNG"
    assert len(picture.convert("L").getcolors() or ()) > 20
    assert "Net by month, EUR" in text
    assert "<python> & co" in text


def test_the_same_chart_is_the_same_bytes() -> None:
    for kind in files.KINDS:
        assert files.content([COURSES], kind) == files.content([COURSES], kind)


def test_a_file_of_another_kind_or_of_nothing_is_refused() -> None:
    with pytest.raises(BadPlotError):
        files.kind_of("figures.gif")
    with pytest.raises(NothingToDrawError):
        files.content([], ".svg")


def test_each_currency_has_a_chart_of_its_own(world: World) -> None:
    course, buyer = world.course("python"), world.person("zoe", "2026-09-01")
    world.sold(buyer, {course: 5000}, "2026-10-10")
    world.sold(buyer, {course: 7000}, "2026-10-10", currency="jpy")

    found = charts(world.tell(Subject.REVENUE, By.MONTH))

    assert [(one.title, one.bars[0].size) for one in found] == [
        ("Net by month, EUR", 50.0),
        ("Net by month, JPY", 7000.0),
    ]


COHORTS = (
    Cohort("2026-09", 10, (8, 6, 1), (80.0, 60.0, 10.0), is_over=False),
    Cohort("2026-10", 30, (12, 2), (40.0, 6.7), is_over=False),
    Cohort("2026-11", 5, (1,), (20.0,), is_over=False),
)


def test_who_comes_back_is_all_cohorts_together_as_far_as_months_are_over() -> None:
    [chart] = who_comes_back(COHORTS, By.MONTH)

    # In their own month 8 of 10 and 12 of 30; a month later 6 of 10, for October's one was November.
    assert [(bar.name, bar.size, bar.text) for bar in chart.bars] == [
        ("+0", 50.0, "50.0 % of 40"),
        ("+1", 60.0, "60.0 % of 10"),
    ]
    [over] = who_comes_back([one._replace(is_over=True) for one in COHORTS], By.MONTH)
    assert [bar.text for bar in over.bars] == ["46.7 % of 45", "20.0 % of 40", "10.0 % of 10"]
    assert who_comes_back([], By.MONTH) == []


def test_a_chart_for_others_says_nothing_of_few_who_come_back() -> None:
    [chart] = who_comes_back(COHORTS, By.MONTH, least=7)

    assert [(bar.size, bar.text) for bar in chart.bars] == [
        (50.0, "50.0 % of 40"),
        (None, "hidden"),
    ]
    assert "hidden" in [one.text for one in drawn(chart).shapes if isinstance(one, Words)]


def test_lessons_where_learners_stop_have_a_chart_for_each_course_the_most_first() -> None:
    stops = [Stop("sql", "x", "Joins", 9, 7, 77.8), Stop("python", "a", "Lists", 20, 4, 20.0),
             Stop("sql", "y", "Keys", 8, 2, 25.0)]  # fmt: skip

    sql, python = where_they_stop(stops)

    assert (sql.title, python.title) == (
        "Learners who stopped, sql",
        "Learners who stopped, python",
    )
    assert [(bar.name, bar.size, bar.text) for bar in sql.bars] == [
        ("Joins", 7.0, "7 of 9"), ("Keys", 2.0, "2 of 8")
    ]  # fmt: skip
    assert [len(one.bars) for one in where_they_stop(stops, least=5)] == [1]
    assert where_they_stop([]) == []


def test_names_below_bars_are_evenly_apart_and_end_with_the_last() -> None:
    months = [f"2026-{number:02d}" for number in range(1, 13)]
    bars = plotting.Bars("T", months, [1.0] * 12, ["1"] * 12)

    named = list(plotting.columns(bars, {0.0: "0", 1.0: "1"}, 80))[-1].split()

    assert named == months[1::2]


def test_a_title_longer_than_a_narrow_terminal_is_said_all_the_same() -> None:
    bars = plotting.Bars("Learners who came back, " * 4, ["+0"], [1.0], ["1"])

    assert next(iter(plotting.columns(bars, {0.0: "0", 1.0: "1"}, 40))) == bars.title


def test_a_terminal_shows_bars_with_their_scale_and_names() -> None:
    names, sizes, texts = zip(*MONTHS.bars, strict=True)
    bars = plotting.Bars(MONTHS.title, names, sizes, texts)
    ticks = {tick: told(tick) for tick in scale(sizes).ticks}

    lines = list(plotting.columns(bars, ticks, 60))

    assert "Net by month, EUR" in lines[0]
    assert max(map(len, lines)) <= 60
    assert "\x1b" not in "".join(lines)
    assert any(line.startswith((" 200┤", "200┤")) for line in lines)


def test_rows_on_a_terminal_stand_below_each_other_whatever_their_script() -> None:
    bars = plotting.Bars("T", ("编程", "a\x1b[31m", "b"), (4.0, 2.0, None), ("4", "2", "unknown"))

    title, *rows = plotting.rows(bars, 50)

    assert title == "T"
    assert "\x1b" not in "".join(rows)
    assert rows[0].count("▇") == 2 * rows[1].count("▇")
    assert rows[2].endswith("unknown")
