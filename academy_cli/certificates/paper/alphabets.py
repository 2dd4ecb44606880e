"""The letters that people's names have in a language, beyond those that every Latin font has.

Knows the exemplar characters of the Unicode CLDR, and what stands for a script of thousands; refuses to judge
a language that is not listed.
"""

from __future__ import annotations

from collections.abc import Mapping

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآةىئؤ"
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяё"
_KANA = (
    "あいうえおかきくけこさしすせそたちつてとなにぬねのまみむめもやゆよらりるれろわをんアイウエオン"
)

_LETTERS: Mapping[str, str] = {
    "fr": "àâæçéèêëîïôœùûüÿ",
    "de": "äöüß",
    "es": "áéíñóúü",
    "it": "àèéìòù",
    "pt": "áâãàçéêíóôõú",
    "ca": "àçéèíïóòúü·",
    "ro": "ăâîșț",
    "nl": "áéëïóöü",
    "sv": "åäöé",
    "da": "æøå",
    "nb": "æøå",
    "no": "æøå",
    "fi": "åäöšž",
    "pl": "ąćęłńóśźż",
    "cs": "áčďéěíňóřšťúůýž",
    "hu": "áéíóöőúüű",
    "tr": "âçğıöşüİ",
    "vi": "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
    "ru": _CYRILLIC,
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "el": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋ",
    "ar": _ARABIC,
    "fa": _ARABIC + "پچژگکی",
    "ur": _ARABIC + "پچژگکیٹڈڑںے",
    "he": "אבגדהוזחטיכךלמםנןסעפףצץקרשת",
    "zh": "的一是不王李张刘陈杨黄赵周吴徐孙朱马胡林",
    "ja": _KANA + "佐藤鈴木高橋田中伊渡辺",
    "ko": "가김이박최정강조윤장임한글",
}


def letters_of(language: str) -> str:
    """Letters, small and capital, without which names of a language (BCP 47) cannot be written."""
    own = _LETTERS.get(language.partition("-")[0])
    if own is None:
        return _LATIN if language.partition("-")[0] == "en" else ""
    return "".join(dict.fromkeys(own + own.upper().replace("SS", "")))
