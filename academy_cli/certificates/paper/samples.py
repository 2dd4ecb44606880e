"""People and courses to try a template with: short and long names, in several scripts and languages.

Knows that they are nobody's; refuses to know templates.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from academy_cli.certificates.paper.sheet import Sheet, Signatory

_SIGNED = (
    "HTTPS://LAKESIDE.EXAMPLE/Q/AFLHK3LBNRUW4ZLTONSWC3DJNZSXAYLSMVXGIYLOMRZWK5BAONUW4Z3FEB2GQ2LT"
    "EBUXGIDBEBZWC3LQNRSSA33GEBQSAY3FOJ2GSZTJMNQXIZJANZXXIIDTNFTW4ZLEEBRHSIDBNZ4W63TFEBQW4ZBAON2G"
    "S3DMEBZWGYLOOMQGC4ZAN5XGKIDXN52WYZBAMRXSAYLOMQQGC3TPORUGK4RAN52CA5DIMVZWKIDXN5ZGI4ZAN5TCA5DIMU"
)  # fmt: skip
_STAFF = (
    Signatory("Dr. Maria Santos", "Director of Studies"),
    Signatory("John Whitfield", "Instructor"),
)
_SAMPLE = Sheet(
    recipient="Amelia Hartwell",
    title="Python for Everybody",
    language="en",
    completed=date(2026, 11, 26),
    issued=date(2026, 11, 27),
    valid_until=date(2029, 11, 27),
    academy="Lakeside Academy",
    site="https://lakeside.example",
    code="K7QM-3ZP0-9XTB-54C8",
    signed=_SIGNED,
    url="https://lakeside.example/c/K7QM-3ZP0-9XTB-54C8",
    credential=b'{"sample":true}',
    signatories=_STAFF,
    summary="From the first line to a program of one’s own.",
    hours=24,
    score="94 %",
)

SAMPLES: Mapping[str, Sheet] = {
    "short": _SAMPLE,
    "long": _SAMPLE._replace(
        recipient="Maria-Theresia Wilhelmina Alexandra von Hohenzollern-Sigmaringen"
        " und zu Schwarzenberg-Liechtenstein",
        title="Introduction to the Theory and Practice of Sustainable Agricultural Engineering for"
        " Smallholder Farmers in Semi-Arid Regions of the World",
        academy="The International Academy for Continuing Education and Professional Development",
        site="https://certificates.international-academy.example",
        signatories=(
            *_STAFF,
            Signatory(
                "Prof. Dr. Aleksandra Kowalczyk-Wiśniewska", "Chair of the Examination Board"
            ),
            Signatory("Jean-Baptiste de la Fontaine", "Registrar"),
        ),
    ),
    "plain": _SAMPLE._replace(valid_until=None, score="", hours=None, signatories=_STAFF[:1]),
    "french": _SAMPLE._replace(
        recipient="Éléonore Lefèvre-Dûval",
        title="Cuisine végétale : de l’œuf sans œuf au soufflé",
        language="fr",
        academy="Académie du Lac",
        signatories=(Signatory("Hélène Brûlé", "Directrice des études"),),
        score="17/20",
    ),
    "german": _SAMPLE._replace(
        recipient="Jürgen Großmann",
        title="Grundlagen der Elektrotechnik",
        language="de",
        academy="Akademie am See",
        hours=1,
    ),
    "spanish": _SAMPLE._replace(
        recipient="José Ángel Muñoz Ibáñez",
        title="Fotografía para principiantes",
        language="es",
        academy="Academia del Lago",
    ),
    "polish": _SAMPLE._replace(
        recipient="Żółć Gęślą-Jaźń", title="Wprowadzenie do programowania", language="pl"
    ),
    "greek": _SAMPLE._replace(
        recipient="Γιώργος Παπαδόπουλος",
        title="Εισαγωγή στη Φιλοσοφία",
        language="el",
        academy="Ακαδημία της Λίμνης",
    ),
    "cyrillic": _SAMPLE._replace(
        recipient="Наталья Щербакова",
        title="Основы анализа данных",
        language="ru",
        academy="Академия у озера",
        signatories=(Signatory("Игорь Ёлкин", "Директор"),),
    ),
    "arabic": _SAMPLE._replace(
        recipient="محمد الأمين بن عبد الله",
        title="أساسيات البرمجة بلغة Python",
        language="ar",
        academy="أكاديمية البحيرة",
        signatories=(Signatory("د. مريم السيد", "المديرة"), Signatory("خالد منصور", "المحاضر")),
    ),
    "hebrew": _SAMPLE._replace(
        recipient="דוד לוי",
        title="יסודות התכנות",
        language="he",
        academy="האקדמיה שעל האגם",
        signatories=(Signatory("ד״ר מרים כהן", "מנהלת"),),
    ),
    "chinese": _SAMPLE._replace(
        recipient="王小明",
        title="Python 编程入门",
        language="zh",
        academy="湖畔学院",
        signatories=(Signatory("李华", "院长"),),
    ),
    "japanese": _SAMPLE._replace(
        recipient="佐藤 さくら", title="はじめての機械学習", language="ja", academy="湖畔アカデミー"
    ),
    "mixed": _SAMPLE._replace(recipient="Ahmad أحمد 王 Nguyễn", language="fr"),
}
