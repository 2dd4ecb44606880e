"""Telling languages apart: right, or silent."""

from __future__ import annotations

import pytest

from academy_cli.authoring.languages import guess

# Article 1 of the Universal Declaration of Human Rights, in its official translations.
TEXTS = {
    "en": "All human beings are born free and equal in dignity and rights. They are endowed with reason and "
    "conscience and should act towards one another in a spirit of brotherhood. This is for all of you.",
    "de": "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und "
    "Gewissen begabt und sollen einander im Geist der Brüderlichkeit begegnen. Das ist für alle und nicht "
    "für den einen.",
    "es": "Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de "
    "razón y conciencia, deben comportarse fraternalmente los unos con los otros. Es para todos y no para "
    "una parte.",
    "fr": "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de "
    "raison et de conscience et doivent agir les uns envers les autres dans un esprit de fraternité. Ce qui "
    "est pour vous.",
    "it": "Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti. Essi sono dotati di "
    "ragione e di coscienza e devono agire gli uni verso gli altri in spirito di fratellanza. Questo è per "
    "il bene di tutti e non di uno.",
    "pt": "Todos os seres humanos nascem livres e iguais em dignidade e em direitos. Dotados de razão e de "
    "consciência, devem agir uns para com os outros em espírito de fraternidade. O que é seu não é um "
    "direito para os outros.",
    "ja": "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。",
    "zh": "人人生而自由,在尊严和权利上一律平等。他们赋有理性和良心,并应以兄弟关系的精神相对待。",
    "ko": "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.",
    "ru": "Все люди рождаются свободными и равными в своем достоинстве и правах.",
    "uk": "Всі люди народжуються вільними і рівними у своїй гідності та правах.",
    "ar": "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق.",
    "fa": "تمام افراد بشر آزاد به دنیا می‌آیند و از لحاظ حیثیت و حقوق با هم برابرند، چنان‌که گفته شد پس.",
    "he": "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם.",
    "hi": "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है।",
    "th": "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ",
    "el": "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα.",
    "ta": "மனிதப் பிறவியினர் சகலரும் சுதந்திரமாகவே பிறக்கின்றனர்.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_sentence_tells_its_language(language: str) -> None:
    assert guess([TEXTS[language]]) == language


@pytest.mark.parametrize("text", ["", "Hello.", "1 + 1 = 2", "x" * 100, TEXTS["de"] + TEXTS["en"]])
def test_too_little_or_a_mixture_tells_nothing(text: str) -> None:
    assert guess([text]) is None


def test_code_is_no_language() -> None:
    code = "```python\n" + "for the in that: with it and you\n" * 50 + "```\n"

    assert guess([code]) is None
    assert guess([TEXTS["de"], code]) == "de"


def test_english_commands_do_not_make_a_text_english() -> None:
    assert (
        guess([TEXTS["ja"], "`print the value of that`", "https://example.org/the/of/and"]) == "ja"
    )


def test_nothing_at_all_is_no_reason_to_fail() -> None:
    assert guess([]) is None
