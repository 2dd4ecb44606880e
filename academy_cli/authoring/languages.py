"""Which language a text is in, told from its script and its commonest words; or nothing when unsure.

Knows letters and function words; refuses to guess where two languages are close.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

_SCRIPTS = {
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "CJK": "zh",
    "THAI": "th",
    "HEBREW": "he",
    "GREEK": "el",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "BENGALI": "bn",
    "GUJARATI": "gu",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "ARABIC": "ar",
    "CYRILLIC": "ru",
    "DEVANAGARI": "hi",
}
_OTHERWISE = (("ARABIC", "پچژگ", "fa"), ("CYRILLIC", "іїєґ", "uk"))
"""Letters which say that a script is used for another language than its commonest."""
_WORDS = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the and of to is that for it with are you this be will can from",
        "de": "der die und das ist nicht ein eine mit für auf sie werden zu den wird",
        "es": "el los las que y en una para con por es del se lo más como",
        "fr": "le les des et est une pour dans que vous du sur pas avec ce qui",
        "it": "il di che e un per non sono con della è gli nel più questo si",
        "nl": "de het een en van is dat niet met voor op zijn aan wordt je ook",
        "pl": "i w na z że się nie jest do to jak dla są przez od oraz",
        "pt": "o que e do da em um uma para com não os as você é seu",
        "sv": "och att det som en är på för med inte av till den kan ett om",
        "tr": "ve bir bu için ile da de olarak daha gibi olan çok ne var ya veya",
        "id": "dan yang di untuk dengan ini dari adalah akan pada anda dapat itu ke atau dalam",
        "vi": "và của là có cho một trong các bạn được không với này để những khi",
    }.items()
}
_NOT_PROSE = re.compile(
    r"^(```|~~~).*?^\1|`[^`\n]*`|<[^>]*>|\]\([^)]*\)|https?://\S+|\{[^}]*\}",
    re.DOTALL | re.MULTILINE,
)
_WORD = re.compile(r"[^\W\d_]+")
_LEAST_WORDS, _LEAST_SHARE, _LEAST_LEAD = 30, 0.12, 1.5


def guess(texts: Iterable[str]) -> str | None:
    """The language of some Markdown texts as a BCP 47 tag, or None when it is not clear."""
    prose = _NOT_PROSE.sub(" ", "\n".join(texts))
    scripts = Counter(filter(None, map(_script, filter(str.isalpha, prose.casefold()))))
    total = scripts.total()
    if not total:
        return None
    foreign = total - scripts["LATIN"]
    return _by_script(scripts, prose) if foreign * 2 > total else _by_words(prose)


@lru_cache(maxsize=8192)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _by_script(scripts: Counter[str], prose: str) -> str | None:
    if scripts["HIRAGANA"] * 10 > scripts.total():  # Japanese has more Chinese letters than kana
        return "ja"
    commonest = next(name for name, _ in scripts.most_common() if name != "LATIN")
    for script, letters, language in _OTHERWISE:
        if commonest == script and sum(map(prose.count, letters)) * 50 > scripts[script]:
            return language
    return _SCRIPTS.get(commonest)


def _by_words(prose: str) -> str | None:
    words = _WORD.findall(prose.casefold())
    if len(words) < _LEAST_WORDS:
        return None
    counts = Counter(words)
    found = {name: sum(counts[word] for word in known) for name, known in _WORDS.items()}
    (first, most), (_, next_most) = Counter(found).most_common(2)
    is_clear = most > _LEAST_SHARE * len(words) and most > _LEAST_LEAD * next_most
    return first if is_clear else None
