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
from academy_cli.analytics.charts.scales import scale, told
from academy_cli.analytics.charts.values import Bar, Chart, Form
from academy_cli.analytics.errors import BadPlotError, NothingToDrawError
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
