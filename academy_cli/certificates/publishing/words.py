"""What published pages say, in each language they speak.

Values alone: a language that is missing here is answered in English.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

FROM_THE_RIGHT = frozenset({"ar", "fa", "he", "ur"})


class Words(NamedTuple):
    """The words of a page."""

    certificate: str
    awarded: str
    completed: str
    issued: str
    until: str
    for_ever: str
    hours: str
    code: str
    states: Mapping[str, str]
    as_of: str
    replaced: str
    forgotten: str
    download: str
    check: str


ENGLISH = Words(
    "Certificate",
    "was awarded to",
    "Completed",
    "Issued",
    "Valid until",
    "without an end",
    "Hours of study",
    "Verification code",
    {
        "valid": "This certificate is valid.",
        "expired": "This certificate has expired.",
        "suspended": "This certificate is suspended for the time being.",
        "revoked": "This certificate was revoked.",
        "replaced": "This certificate was replaced by another one.",
        "compromised": "This certificate cannot be relied on: somebody else may have the key that signed it.",
    },
    "As of",
    "See the one that took its place",
    "What it stated was erased at the wish of its holder.",
    "The signed credential (Open Badges 3.0)",
    "Whoever wants to be sure checks its signature, which takes no trust in this page:",
)
_LANGUAGES: Mapping[str, Words] = {
    "en": ENGLISH,
    "fr": Words(
        "Certificat",
        "a été décerné à",
        "Terminé le",
        "Délivré le",
        "Valable jusqu’au",
        "sans limite",
        "Heures d’étude",
        "Code de vérification",
        {
            "valid": "Ce certificat est valable.",
            "expired": "Ce certificat a expiré.",
            "suspended": "Ce certificat est suspendu pour le moment.",
            "revoked": "Ce certificat a été révoqué.",
            "replaced": "Ce certificat a été remplacé par un autre.",
            "compromised": "Ce certificat n’est pas fiable\N{NO-BREAK SPACE}: "
            "un tiers a peut-être la clé qui l’a signé.",
        },
        "État au",
        "Voir celui qui le remplace",
        "Ce qu’il attestait a été effacé à la demande de son titulaire.",
        "L’attestation signée (Open Badges 3.0)",
        "Pour en être sûr, vérifiez sa signature, "
        "sans devoir faire confiance à cette page\N{NO-BREAK SPACE}:",
    ),
    "de": Words(
        "Zertifikat",
        "wurde verliehen an",
        "Abgeschlossen",
        "Ausgestellt",
        "Gültig bis",
        "unbegrenzt",
        "Lernstunden",
        "Prüfcode",
        {
            "valid": "Dieses Zertifikat ist gültig.",
            "expired": "Dieses Zertifikat ist abgelaufen.",
            "suspended": "Dieses Zertifikat ist vorläufig ausgesetzt.",
            "revoked": "Dieses Zertifikat wurde widerrufen.",
            "replaced": "Dieses Zertifikat wurde durch ein anderes ersetzt.",
            "compromised": "Auf dieses Zertifikat ist kein Verlass: Vielleicht hat sonst wer den Schlüssel.",
        },
        "Stand",
        "Zum Zertifikat, das es ersetzt",
        "Was darauf stand, wurde auf Wunsch der Person gelöscht.",
        "Der signierte Nachweis (Open Badges 3.0)",
        "Wer sicher sein will, prüft die Signatur und braucht dieser Seite nicht zu trauen:",
    ),
    "es": Words(
        "Certificado",
        "se otorgó a",
        "Completado",
        "Emitido",
        "Válido hasta",
        "sin límite",
        "Horas de estudio",
        "Código de verificación",
        {
            "valid": "Este certificado es válido.",
            "expired": "Este certificado ha caducado.",
            "suspended": "Este certificado está suspendido por ahora.",
            "revoked": "Este certificado fue revocado.",
            "replaced": "Este certificado fue sustituido por otro.",
            "compromised": "Este certificado no es fiable: quizá otros tengan la clave que lo firmó.",
        },
        "A fecha de",
        "Ver el que lo sustituye",
        "Lo que acreditaba se borró a petición de su titular.",
        "La credencial firmada (Open Badges 3.0)",
        "Para estar seguro, compruebe su firma, sin tener que fiarse de esta página:",
    ),
    "ar": Words(
        "شهادة",
        "مُنحت إلى",
        "تاريخ الإتمام",
        "تاريخ الإصدار",
        "صالحة حتى",
        "بلا تاريخ انتهاء",
        "ساعات الدراسة",
        "رمز التحقق",
        {
            "valid": "هذه الشهادة صالحة.",
            "expired": "انتهت صلاحية هذه الشهادة.",
            "suspended": "هذه الشهادة موقوفة مؤقتًا.",
            "revoked": "أُلغيت هذه الشهادة.",
            "replaced": "حلّت محل هذه الشهادة شهادة أخرى.",
            "compromised": "لا يمكن الوثوق بهذه الشهادة: قد يكون المفتاح الذي وقّعها في حوزة غير صاحبه.",
        },
        "الحالة بتاريخ",
        "عرض الشهادة التي حلّت محلها",
        "مُحي محتواها بطلب من صاحبها.",
        "الوثيقة الموقّعة (Open Badges 3.0)",
        "للتأكد يمكن التحقق من توقيعها دون الحاجة إلى الثقة بهذه الصفحة:",
    ),
}


def words(language: str) -> tuple[str, Words]:
    """The words of a language, or of a wider one; with which language that is."""
    wider = language.partition("-")[0]
    return (wider, _LANGUAGES[wider]) if wider in _LANGUAGES else ("en", ENGLISH)
