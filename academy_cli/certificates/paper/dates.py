"""A day in words, in the Gregorian calendar, as each language writes it on a document.

Knows names of months and their order, from the Unicode CLDR, in a table of its own: a library's would change
between its versions, and a page has to stay the same to the letter. Another language gets ISO 8601.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from academy_cli.certificates.paper.numerals import written


class _Form(NamedTuple):
    """How a day is written; ``first`` is the day's own word for 1, where there is one."""

    pattern: str
    months: str = ""
    first: str = ""


_ROMANCE_PT = (
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"
)
_ENGLISH = "January February March April May June July August September October November December"
_DANISH = "januar februar marts april maj juni juli august september oktober november december"
_NORWEGIAN = "januar februar mars april mai juni juli august september oktober november desember"
_LEVANT = (
    "كانون·الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين·الأول تشرين·الثاني كانون·الأول"
)
_ARABIC = "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"
_MAGHREB = "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر"

_FORMS: Mapping[str, _Form] = {
    "en": _Form("{d} {m} {y}", _ENGLISH),
    "en-US": _Form("{m} {d}, {y}", _ENGLISH),
    "en-CA": _Form("{m} {d}, {y}", _ENGLISH),
    "fr": _Form(
        "{d} {m} {y}",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "1er",
    ),
    "de": _Form(
        "{d}. {m} {y}",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    ),
    "de-AT": _Form(
        "{d}. {m} {y}",
        "Jänner Februar März April Mai Juni Juli August September Oktober November Dezember",
    ),
    "es": _Form(
        "{d} de {m} de {y}",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    ),
    "it": _Form(
        "{d} {m} {y}",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "1º",
    ),
    "pt": _Form("{d} de {m} de {y}", _ROMANCE_PT, "1º"),
    "pt-PT": _Form("{d} de {m} de {y}", _ROMANCE_PT),
    "ca": _Form(
        "{d} {m} del {y}",
        "de·gener de·febrer de·març d’abril de·maig de·juny de·juliol d’agost de·setembre d’octubre"
        " de·novembre de·desembre",
    ),
    "ro": _Form(
        "{d} {m} {y}",
        "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie"
        " decembrie",
    ),
    "nl": _Form(
        "{d} {m} {y}",
        "januari februari maart april mei juni juli augustus september oktober november december",
    ),
    "sv": _Form(
        "{d} {m} {y}",
        "januari februari mars april maj juni juli augusti september oktober november december",
    ),
    "da": _Form("{d}. {m} {y}", _DANISH),
    "nb": _Form("{d}. {m} {y}", _NORWEGIAN),
    "no": _Form("{d}. {m} {y}", _NORWEGIAN),
    "fi": _Form(
        "{d}. {m} {y}",
        "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta"
        " syyskuuta lokakuuta marraskuuta joulukuuta",
    ),
    "pl": _Form(
        "{d} {m} {y}",
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada"
        " grudnia",
    ),
    "cs": _Form(
        "{d}. {m} {y}",
        "ledna února března dubna května června července srpna září října listopadu prosince",
    ),
    "hu": _Form(
        "{y}. {m} {d}.",
        "január február március április május június július augusztus szeptember október november"
        " december",
    ),
    "ru": _Form(
        "{d} {m} {y} г.",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    ),
    "uk": _Form(
        "{d} {m} {y} р.",
        "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    ),
    "el": _Form(
        "{d} {m} {y}",
        "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου"
        " Οκτωβρίου Νοεμβρίου Δεκεμβρίου",
    ),
    "tr": _Form(
        "{d} {m} {y}",
        "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    ),
    "ar": _Form("{d} {m} {y}", _ARABIC),
    **dict.fromkeys(("ar-DZ", "ar-TN"), _Form("{d} {m} {y}", _MAGHREB)),
    **dict.fromkeys(("ar-IQ", "ar-JO", "ar-LB", "ar-PS", "ar-SY"), _Form("{d} {m} {y}", _LEVANT)),
    "fa": _Form(
        "{d} {m} {y}",
        "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
    ),
    "he": _Form(
        "{d} {m} {y}",
        "בינואר בפברואר במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר",
    ),
    "id": _Form(
        "{d} {m} {y}",
        "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    ),
    "vi": _Form("{d} tháng {n}, {y}"),
    "zh": _Form("{y}年{n}月{d}日"),
    "ja": _Form("{y}年{n}月{d}日"),
    "ko": _Form("{y}년 {n}월 {d}일"),
}
LANGUAGES = frozenset(_FORMS)


def in_words(day: date, language: str) -> str:
    """A day as a language (BCP 47) writes it, with the numerals of its region."""
    form = _form(language)
    if form is None:
        return day.isoformat()
    months = form.months.split()
    month = months[day.month - 1].replace("·", " ") if months else ""
    first = form.first if day.day == 1 and form.first else str(day.day)
    said = form.pattern.format(d=first, m=month, n=day.month, y=day.year)
    return written(said, language)


def _form(language: str) -> _Form | None:
    parts = language.split("-")
    wider = ("-".join(parts[:many]) for many in range(len(parts), 0, -1))
    region = f"{parts[0]}-{parts[-1]}" if len(parts) > 2 else ""
    return next((_FORMS[one] for one in (region, *wider) if one in _FORMS), None)
