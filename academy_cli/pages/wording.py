"""The words of pages themselves, in the languages there are.

Knows what buttons and headings are called; refuses to know what is on a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Words(NamedTuple):
    """The words of one language, by name; ``tag`` says which it is."""

    tag: str
    said: Mapping[str, str]

    def __call__(self, name: str, **values: object) -> str:
        """A word, with values in it."""
        return self.said[name].format(**values)


ENGLISH = {
    "alert_note": "Note",
    "alert_tip": "Tip",
    "alert_important": "Important",
    "alert_warning": "Warning",
    "alert_caution": "Caution",
    "done": "done",
    "to_do": "to do",
    "author": "Author",
    "learner": "Learner",
    "contents_fact": "Contents",
    "duration": "Duration",
    "level": "Level",
    "skip": "Skip to the content",
    "outline": "Outline",
    "contents": "On this page",
    "trail": "Where you are",
    "pages": "Previous and next",
    "previous": "Previous",
    "next": "Next",
    "start": "Start the course",
    "theme": "Dark or light",
    "views": "View",
    "languages": "Languages",
    "lessons": "{count} lessons",
    "lesson": "1 lesson",
    "minutes": "{count} min",
    "optional": "optional",
    "draft": "draft",
    "waiting": "opens {day}",
    "waits": "This opens on {day}.",
    "drafted": "This is a draft: learners do not see it.",
    "resources": "To take along",
    "findings": "Findings",
    "finding": "1 finding",
    "many_findings": "{count} findings",
    "none_found": "Nothing was found that is wrong.",
    "checking": "The course is being checked …",
    "checking_title": "Checking",
    "left_out": "{count} more are left out here; academy course check names them all.",
    "error": "error",
    "warning": "warning",
    "note": "note",
    "empty": "There is nothing here yet.",
}
GERMAN = {
    "alert_note": "Hinweis",
    "alert_tip": "Tipp",
    "alert_important": "Wichtig",
    "alert_warning": "Warnung",
    "alert_caution": "Vorsicht",
    "done": "erledigt",
    "to_do": "offen",
    "author": "Autorin",
    "learner": "Lernende",
    "contents_fact": "Inhalt",
    "duration": "Dauer",
    "level": "Stufe",
    "skip": "Zum Inhalt",
    "outline": "Gliederung",
    "contents": "Auf dieser Seite",
    "trail": "Hier sind Sie",
    "pages": "Zurück und weiter",
    "previous": "Zurück",
    "next": "Weiter",
    "start": "Kurs beginnen",
    "theme": "Dunkel oder hell",
    "views": "Ansicht",
    "languages": "Sprachen",
    "lessons": "{count} Lektionen",
    "lesson": "1 Lektion",
    "minutes": "{count} Min.",
    "optional": "freiwillig",
    "draft": "Entwurf",
    "waiting": "ab {day}",
    "waits": "Ab {day} zugänglich.",
    "drafted": "Das ist ein Entwurf: Lernende sehen ihn nicht.",
    "resources": "Zum Mitnehmen",
    "findings": "Befunde",
    "finding": "1 Befund",
    "many_findings": "{count} Befunde",
    "none_found": "Es wurde nichts gefunden, das falsch wäre.",
    "checking": "Der Kurs wird geprüft …",
    "checking_title": "Prüfung",
    "left_out": "{count} weitere fehlen hier; academy course check nennt alle.",
    "error": "Fehler",
    "warning": "Warnung",
    "note": "Hinweis",
    "empty": "Hier ist noch nichts.",
}
ARABIC = {
    "alert_note": "ملاحظة",
    "alert_tip": "نصيحة",
    "alert_important": "مهم",
    "alert_warning": "تحذير",
    "alert_caution": "تنبيه",
    "done": "تم",
    "to_do": "لم يتم",
    "author": "المؤلف",
    "learner": "المتعلم",
    "contents_fact": "المحتوى",
    "duration": "المدة",
    "level": "المستوى",
    "skip": "انتقل إلى المحتوى",
    "outline": "المخطط",
    "contents": "في هذه الصفحة",
    "trail": "مكانك",
    "pages": "السابق والتالي",
    "previous": "السابق",
    "next": "التالي",
    "start": "ابدأ الدورة",
    "theme": "داكن أو فاتح",
    "views": "العرض",
    "languages": "اللغات",
    "lessons": "عدد الدروس: {count}",
    "lesson": "درس واحد",
    "minutes": "{count} دقيقة",
    "optional": "اختياري",
    "draft": "مسودة",
    "waiting": "يفتح في {day}",
    "waits": "يفتح في {day}.",
    "drafted": "هذه مسودة لا يراها المتعلمون.",
    "resources": "ملفات وروابط",
    "findings": "الملاحظات",
    "finding": "ملاحظة واحدة",
    "many_findings": "عدد الملاحظات: {count}",
    "none_found": "لم يُعثر على أي خطأ.",
    "checking": "يجري فحص الدورة …",
    "checking_title": "فحص",
    "left_out": "لم تُعرض {count} ملاحظة أخرى؛ يسردها كلها academy course check.",
    "error": "خطأ",
    "warning": "تحذير",
    "note": "ملاحظة",
    "empty": "لا شيء هنا بعد.",
}
ENGLISH_WORDS = Words("en", ENGLISH)
_LANGUAGES = {"en": ENGLISH, "de": GERMAN, "ar": ARABIC}


def words(language: str) -> Words:
    """The words for a page in a language; English where there are none."""
    tag = language.partition("-")[0].lower()
    return Words(tag, _LANGUAGES[tag]) if tag in _LANGUAGES else ENGLISH_WORDS
