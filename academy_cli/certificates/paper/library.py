"""The templates of an academy: its own and those that come along, as certificates name and keep them.

What a page is drawn by besides its credential (a template, and who signs) is one text, by whose digest
certificates name it; it is kept with them. Knows folders; refuses rows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from academy_cli.certificates.credential import code as codes
from academy_cli.certificates.credential.facts import Facts
from academy_cli.certificates.paper import templates
from academy_cli.certificates.paper.drawing import drawn, require_name
from academy_cli.certificates.paper.errors import UnknownPaperError
from academy_cli.certificates.paper.naming import FILE
from academy_cli.certificates.paper.packing import unpacked
from academy_cli.certificates.paper.samples import SAMPLES
from academy_cli.certificates.paper.sheet import Sheet, Signatory
from academy_cli.certificates.paper.template import Template
from academy_cli.errors import AcademyError
from academy_cli.kit.jsontext import canonical
from academy_cli.kit.spelling import nearest


@dataclass(frozen=True)
class Pressed:
    """What pages are drawn by: all of it in one text, which is kept."""

    name: str
    packed: bytes

    @cached_property
    def sha256(self) -> str:
        """The digest by which certificates name it, in hexadecimal."""
        return hashlib.sha256(self.packed).hexdigest()

    def drawn(self, facts: Facts, scanned: str, credential: str) -> bytes:
        """A certificate as a PDF. Raises what ``drawing.drawn`` raises."""
        return drawn(self._template, sheet_of(facts, scanned, credential, self._signatories))

    def refuses(self, recipient: str, language: str) -> AcademyError | None:
        """Why somebody cannot be named on a page of it; None if they can."""
        sheet = SAMPLES["plain"]._replace(recipient=recipient, language=language)
        try:
            require_name(self._template, sheet)
        except AcademyError as error:
            return error
        return None

    @cached_property
    def _template(self) -> Template:
        return unpacked(str(json.loads(self.packed)["template"]).encode())

    @cached_property
    def _signatories(self) -> Sequence[Signatory]:
        return tuple(Signatory(*one) for one in json.loads(self.packed)["signatories"])


@lru_cache(maxsize=8)
def kept(packed: bytes) -> Pressed:
    """What was kept with certificates."""
    return Pressed("", packed)


class Library:
    """The templates by their names; those in ``folder`` stand in for those that come along."""

    def __init__(
        self, folder: Path, usual: str, signatories: Sequence[tuple[str, str]] = ()
    ) -> None:
        self._folder, self._usual, self._signatories = folder, usual, signatories

    def names(self) -> Sequence[tuple[str, str]]:
        """Every template, and where it is from: ``own`` or ``shipped``."""
        own = sorted(path.parent.name for path in self._folder.glob(f"*/{FILE}"))
        rest = [name for name in templates.shipped() if name not in own]
        return [*((name, "own") for name in own), *((name, "shipped") for name in rest)]

    def place(self, name: str) -> Path:
        """The folder of a template. Raises UnknownPaperError."""
        found = dict(self.names()).get(name)
        if found is None:
            known = [one for one, _ in self.names()]
            raise UnknownPaperError(name, nearest(name, known), ", ".join(known))
        return self._folder / name if found == "own" else templates.folder_of(name)

    def lacks(self, name: str) -> str | None:
        """What to say to whoever names a template that is not here; None for one that is."""
        try:
            self.place(name)
        except UnknownPaperError as error:
            return error.hint
        return None

    def page(self, name: str) -> Pressed:
        """What pages of a template are drawn by; of the usual one for an empty name.

        Raises UnknownPaperError, and InvalidTemplateError for one with mistakes.
        """
        wanted = name or self._usual
        text = templates.packed(self.place(wanted)).decode()
        whole = canonical(
            {"signatories": [list(one) for one in self._signatories], "template": text}
        )
        return Pressed(wanted, whole.encode())


def sheet_of(
    facts: Facts, scanned: str, credential: str, signatories: Sequence[Signatory]
) -> Sheet:
    """What is on the page of a credential."""
    taught, issuer = facts.taught, facts.issuer
    code = codes.shown(facts.code)
    site = issuer.url.rstrip("/")
    return Sheet(
        recipient=facts.recipient,
        title=taught.title,
        language=taught.language,
        completed=facts.completed_on,
        issued=facts.issued_at.date(),
        valid_until=facts.valid_until.date() if facts.valid_until else None,
        academy=issuer.name,
        site=site,
        code=code,
        signed=scanned,
        url=f"{site}/certificates/{code}/" if site else scanned,
        credential=credential.encode(),
        signatories=signatories,
        summary=taught.summary,
        hours=taught.hours,
        score=facts.score,
    )
