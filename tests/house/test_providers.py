"""A provider's library has one importer, and everything heavy waits until it is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from tests.house.source import PACKAGE, Module, imports, modules, parse

IMPORTERS = {
    "stripe": ("payments",),
    "reportlab": ("certificates.paper", "invoicing.pdf", "typesetting"),
    "bidi": ("typesetting.bidi",),
    "arabic_reshaper": ("typesetting.shaping",),
    "uharfbuzz": ("typesetting.typefaces",),
    "pypdfium2": ("certificates.paper",),
    "num2words": ("invoicing.pdf.spelled",),
    "drafthorse": ("invoicing.electronic",),
    "facturx": ("invoicing.electronic",),
    "pikepdf": ("invoicing.electronic",),
    "PIL": ("certificates.paper", "invoicing.electronic"),
    "qrbill": ("invoicing.electronic",),
    "segno": ("certificates.paper.matrix", "invoicing.electronic"),
    "httpx": (
        "authoring.links.asking",
        "mail.transports",
        "certificates.verifying.fetching",
        "storage.stores",
    ),
    "idna": ("mail.headers",),
    "smtplib": ("mail.transports",),
    "obstore": ("storage",),
    "yaml": ("formats.yamltext", "config"),
    "rich": ("cli.terminal",),
    "questionary": ("cli.terminal",),
    "alembic": ("db",),
    "psycopg": ("db", "backups.restoring.postgresql", "backups.rows.postgresql"),
    "sqlite3": ("db", "backups.restoring", "backups.rows.sqlite"),
    "zstandard": ("backups.archive",),
    "pyrage": ("backups.archive.sealing", "backups.keys"),
    "pyromark": ("pages.parsing", "mail.templates.markdown"),
    "nh3": ("pages.allowed",),
    "jinja2": ("pages.drawing",),
    "markupsafe": ("pages.drawing",),
    "pygments": ("pages.code",),
    "watchfiles": ("authoring.preview",),
    "lxml": ("interchange.markup",),
    "babel": (
        "invoicing.abroad",
        "mail.templates.wording",
        "authoring.translations.tags",
        "interchange.catalogues",
    ),
    "docutils": ("interchange.dialects.rst",),
    "platformdirs": ("config",),
    "bcrypt": ("accounts.signin.passwords",),
    "cryptography": ("certificates", "backups.archive.signing"),
    "pyhanko": ("certificates.signatures",),
    "pyhanko_certvalidator": ("certificates.signatures",),
    "asn1crypto": ("certificates.signatures",),
    "jwt": ("accounts.signin.accesstokens",),
    "email_validator": ("access.address",),
    "typer": ("cli",),
}
NEVER = {"click", "pydantic", "sqlalchemy.ext.asyncio", "asyncio"}
"""Click comes inside Typer and is not ours to import; the rest is not how academy works."""


def strangers(found: Iterable[Module]) -> Iterator[str]:
    """Imports of a provider's library by a module that is not its importer."""
    for module in found:
        for name in set(imports(module)):
            allowed = IMPORTERS.get(name.partition(".")[0])
            if allowed and not any(_is_in(module.name, place) for place in allowed):
                yield f"{module.name} imports {name}"


def unwanted(found: Iterable[Module]) -> Iterator[str]:
    for module in found:
        for name in set(imports(module)):
            if name in NEVER or name.partition(".")[0] in NEVER:
                yield f"{module.name} imports {name}"


def _is_in(module: str, place: str) -> bool:
    return f"{module}.".startswith(f"{PACKAGE}.{place}.")


def test_each_provider_has_one_importer() -> None:
    assert list(strangers(modules())) == []


def test_what_we_decided_against_is_not_imported() -> None:
    assert list(unwanted(modules())) == []


@pytest.mark.parametrize(
    ("text", "name", "caught"),
    [
        ("import yaml", f"{PACKAGE}.authoring.read", True),
        ("def f():\n    from yaml.nodes import Node", f"{PACKAGE}.cli.lines", True),
        ("import yaml", f"{PACKAGE}.formats.yamltext", False),
        ("import yaml", f"{PACKAGE}.formats.yamltextual", True),
        ("from stripe import Refund", f"{PACKAGE}.cli.refund", True),
        ("import stripe_like", f"{PACKAGE}.cli.refund", False),
    ],
)
def test_the_rule_catches_a_second_importer(text: str, name: str, caught: bool) -> None:  # noqa: FBT001
    assert bool(list(strangers([parse(text, name)]))) is caught


def test_the_rule_catches_click() -> None:
    assert list(unwanted([parse("from click import echo")])) == ["sample imports click"]
