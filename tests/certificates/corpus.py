"""Two hundred certificates of one issuer: twelve scripts and lengths, four templates, several languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from academy_cli.certificates.credential import code as codes
from academy_cli.certificates.credential import compact, didkey, document, proofs, seal
from academy_cli.certificates.credential.facts import Drawn, Facts
from academy_cli.certificates.paper import templates
from academy_cli.certificates.paper.library import Library, Pressed
from tests.certificates.credential.samples import FACTS, KEY, PUBLIC, SITE, TAUGHT

MANY = 200
NAMES = (
    "Bo Li",
    "François-Xavier Lefèvre d’Étaples",
    "Maximiliane Wilhelmine Adelheid Freifrau von und zu Hohenstein-Schwarzenfels und Oberlauterbach",
    "Nguyễn Thị Phương Thảo",
    "Żółć Gęślą Jaźń",
    "Γιώργος Παπαδόπουλος",
    "Наталья Щербакова",
    "محمد الأمين",
    "דוד לוי",
    "王小明",
    "山田 太郎",
    "محمد Ahmed 王",
)
"""One of each script and length."""
TITLES = (
    ("en", "Python for Everybody"),
    ("de", "Grundlagen der Datenanalyse: Von der Tabelle zur Entscheidung"),
    ("fr", "L’internet des objets pour les débutants"),
    ("ar", "أساسيات البرمجة بلغة بايثون"),
    ("zh", "Python 编程入门"),
)


class Issued(NamedTuple):
    """A certificate: what it states, the signed document, the code on its page, and the page."""

    facts: Facts
    credential: str
    scanned: str
    page: bytes


def corpus(many: int = MANY) -> Iterator[Issued]:
    """So many, one after the other; the same each time."""
    shipped = templates.shipped()
    for number in range(many):
        name = NAMES[number % len(NAMES)]
        language, title = TITLES[number // len(NAMES) % len(TITLES)]
        template = shipped[number % len(shipped)]
        yield issued(number, name, language, title, template)


def issued(number: int, name: str, language: str, title: str, template: str) -> Issued:
    """One of them."""
    page = pressed(template)
    facts = replace(
        FACTS,
        id=UUID(int=FACTS.id.int + number),
        code=codes.completed(2**74 + 37 * number),
        recipient=name,
        taught=replace(TAUGHT, title=title, language=language),
        drawn=Drawn(page.name, page.sha256),
        listed=replace(FACTS.listed, index=1000 + number),
    )
    plain = document.written(facts)
    signed = proofs.signed(plain, KEY, didkey.method(PUBLIC), "2026-11-27T11:00:00Z")
    credential = json.dumps(signed, ensure_ascii=False, separators=(",", ":"))
    scanned = compact.written(facts, KEY, didkey.name_of(PUBLIC), SITE)
    drawn = page.drawn(facts, scanned, credential)
    return Issued(facts, credential, scanned, seal.sealed(drawn, seal.signed(drawn, KEY)))


@cache
def pressed(template: str) -> Pressed:
    """A template that comes along, with two people who sign."""
    people = (("Dr. Maria Santos", "Director of Studies"), ("John Whitfield", "Instructor"))
    return Library(Path("/nowhere"), "classic", people).page(template)
