"""Templates for tests: a small one that is sound, of which a test breaks one thing."""

from __future__ import annotations

from pathlib import Path

from academy_cli.certificates.paper import folders
from academy_cli.certificates.paper.folders import Read
from academy_cli.certificates.paper.template import Template

SOUND = """\
name: small
page: {size: A4, orientation: landscape}
languages: [en, fr]
colors: {navy: "#1b2a49"}
typefaces:
  text: [eb-garamond, amiri, frank-ruhl-libre, droid-sans-fallback]
elements:
  - text: {en: Certificate, fr: Attestation}
    at: [148.5, 40]
    size: 30
    color: navy
  - {text: "{{ recipient.name }}", at: [148.5, 80], size: 30, min_size: 12, width: 220, lines: 2, grows: up}
  - {text: "{{ course.title }}", at: [148.5, 110], size: 20, min_size: 10, width: 220}
  - {text: "{{ code }}", at: [20, 190], align: left, size: 10, min_size: 7, width: 60}
  - {qr: signed, at: [240, 150], size: 34}
"""


def sound_with(*pairs: str) -> str:
    """The sound template with texts in place of others: old, new, old, new."""
    text = SOUND
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert old in text, old
        text = text.replace(old, new)
    return text


def and_(element: str) -> str:
    """The sound template with one element more, on line 18."""
    return f"{SOUND}  - {element}\n"


def written(root: Path, text: str = SOUND, files: dict[str, bytes] | None = None) -> Path:
    """A folder with a template and its files."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "template.yaml").write_text(text, encoding="utf-8")
    for path, content in (files or {}).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root


def read(root: Path, text: str = SOUND, files: dict[str, bytes] | None = None) -> Read:
    """What reading such a folder gives."""
    return folders.read(written(root, text, files))


def template(root: Path, text: str = SOUND, files: dict[str, bytes] | None = None) -> Template:
    """The template of such a folder, which has to be sound."""
    found = read(root, text, files)
    assert found.template is not None, found.problems
    return found.template
