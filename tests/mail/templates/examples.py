"""Templates for tests: a sound one, of which a test breaks one thing.

Knows the format; refuses to know the shipped ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from academy_cli.mail.templates.catalog import samples
from academy_cli.mail.templates.rendering import Rendered, rendered
from academy_cli.mail.templates.source import Template, parse

ARABIC = """---
subject: دعوة إلى {{ academy }}
language: ar
---
مرحباً {{ name | بك }}،

أعدّت {{ academy }} حساباً لك.

[قبول الدعوة]({{ link? }})
"""


def written(body: str, subject: str = "Hello", language: str = "en") -> str:
    return f"---\nsubject: {subject}\nlanguage: {language}\n---\n{body}\n"


def template(body: str, subject: str = "Hello", name: str = "invitation", **more: str) -> Template:
    return parse(written(body, subject, **more), f"mail/{more.get('language', 'en')}/{name}.md")


def mail(body: str, values: Mapping[str, object] | None = None, **more: str) -> Rendered:
    """A template with its samples, some of them changed."""
    one = template(body, **more)
    return rendered(one, {**samples(one.name), **(values or {})})


def keep(folder: Path, path: str, text: str) -> Path:
    """A file of a folder of templates."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file
