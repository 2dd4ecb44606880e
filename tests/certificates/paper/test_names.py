"""Whatever people are called: their name fits, or is refused in words, and is found on the page again."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from academy_cli.certificates.credential.facts import clean
from academy_cli.certificates.paper import templates
from academy_cli.certificates.paper.drawing import drawn
from academy_cli.certificates.paper.errors import LetterMissingError, TextTooLongError
from academy_cli.certificates.paper.samples import SAMPLES
from academy_cli.certificates.paper.text import missing, page_text
from tests.authoring.chance import often
from tests.certificates.paper.pictures import places

SCRIPTS = (
    "abcdefghijklmnopqrstuvwxyzàâäåæçéèêëíîïñóôöøœßúûüýþžšřčćłńśźżőűğışțșđħŀŋ",
    "αβγδεζηθικλμνξοπρστυφχψωάέήίόύώϊϋ",
    "абвгдежзийклмнопрстуфхцчшщъыьэюяёєіїґђјљњћџў",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآةىئؤپچژگ",
    "אבגדהוזחטיכלמנסעפצקרשתםןףץך",
    "王李張刘陈杨趙黄周吳徐孙朱馬胡林小明佐藤鈴木さくらハルカ김이박최",
)


def words(letters: str) -> st.SearchStrategy[list[str]]:
    """Words of one script, and of Latin between them."""
    one = st.sampled_from((letters, letters, SCRIPTS[0])).flatmap(
        lambda some: st.text(some, min_size=1, max_size=14)
    )
    return st.lists(one, min_size=1, max_size=7)


NAMES = (
    st.sampled_from(SCRIPTS)
    .flatmap(words)
    .map(lambda parts: " ".join(part[:1].upper() + part[1:] for part in parts))
)
ANYTHING = st.text(max_size=120).map(clean).filter(bool)
TEMPLATES = st.sampled_from(templates.shipped())
LANGUAGES = st.sampled_from(["en", "de", "ar", "he", "zh"])


@often(60, torture=5_000)
@given(NAMES, TEMPLATES, LANGUAGES)
def test_a_name_of_letters_that_fonts_have_is_found_on_the_page(
    name: str, template: str, language: str
) -> None:
    sheet = SAMPLES["short"]._replace(recipient=clean(name), language=language)
    try:
        content = drawn(templates.named(template), sheet)
    except TextTooLongError:
        assert len(name) > 30
        return

    assert missing([sheet.recipient, sheet.title, sheet.code], page_text(content)) == []
    assert all(0 < at < 297 for at in places(content).values())


@often(150, torture=20_000)
@given(ANYTHING, TEMPLATES)
def test_any_name_is_drawn_or_refused_in_words(name: str, template: str) -> None:
    sheet = SAMPLES["short"]._replace(recipient=name)

    with suppress(LetterMissingError, TextTooLongError):
        assert drawn(templates.named(template), sheet).startswith(b"%PDF-")
