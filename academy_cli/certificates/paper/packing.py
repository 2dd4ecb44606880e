"""A template as bytes and back: what is stored by its digest, and draws the same page ever after.

One line of canonical JSON with all that the template names: its values, its files, and the digests of the
fonts that come along. Knows its limits; refuses what is larger, or names a font that is not there.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from academy_cli.certificates.paper.assembling import assembled
from academy_cli.certificates.paper.codes import CODES
from academy_cli.certificates.paper.naming import FILE, Names
from academy_cli.certificates.paper.schema import FORMAT, TEMPLATE
from academy_cli.certificates.paper.template import Template
from academy_cli.formats import reading
from academy_cli.formats.problems import has_errors
from academy_cli.kit.jsontext import canonical
from academy_cli.kit.saying import say
from academy_cli.typesetting import shelf
from academy_cli.typesetting.typefaces import Font

LARGEST_BYTES = 32_000_000


class BadTemplateError(ValueError):
    """Bytes that are no template which can be drawn; says why."""


def packed(
    values: Mapping[str, Any], files: Mapping[str, bytes], fonts: Mapping[str, str]
) -> bytes:
    """The bytes of a template: its values, its files by path, and its fonts that come along by name."""
    contents = {path: base64.b64encode(content).decode() for path, content in files.items()}
    whole = {"files": contents, "fonts": fonts, "format": FORMAT, "template": values}
    return canonical(whole).encode()


def digest(content: bytes) -> str:
    """The SHA-256 of a packed template, in hexadecimal: what a certificate names."""
    return hashlib.sha256(content).hexdigest()


@lru_cache(maxsize=16)
def unpacked(content: bytes) -> Template:
    """The template of its bytes. Raises BadTemplateError."""
    if len(content) > LARGEST_BYTES:
        raise BadTemplateError(say("it has more than {:,} bytes", LARGEST_BYTES))
    try:
        whole = json.loads(content)
        if whole["format"] != FORMAT:
            raise BadTemplateError(
                say("it is of format {}, and {} is known", whole["format"], FORMAT)
            )
        files = {
            path: base64.b64decode(text, validate=True) for path, text in whole["files"].items()
        }
        text, fonts = canonical(whole["template"]), dict(whole["fonts"])
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        binascii.Error,
    ) as error:
        if isinstance(error, BadTemplateError):
            raise
        raise BadTemplateError(say("it is no packed template")) from error
    return _template(text, files, fonts, digest(content))


def _template(
    text: str, files: Mapping[str, bytes], fonts: Mapping[str, str], named: str
) -> Template:
    values, problems = reading.values(text, FILE, TEMPLATE, codes=CODES)
    if values is None or has_errors(problems):
        said = problems[0].message if problems else say("it says nothing")
        raise BadTemplateError(said)

    def shelved(name: str) -> Font:
        return shelf.digested(fonts[name])

    def opened(path: str) -> bytes:
        return files[path]

    try:
        names = Names(values, opened, shelved)
        found = assembled(values, names, named).template
    except KeyError as error:
        raise BadTemplateError(say("a file or font of it is not there: {}", error)) from error
    if names.problems:
        raise BadTemplateError(names.problems[0].message)
    return found
