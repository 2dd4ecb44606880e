"""Fingerprints of pages that stay as they are; ``python -m tests.certificates.paper.goldens`` tells them.

A page that changes is another page than the one that people have on paper: only a new template, or a new
format of templates, may draw otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator

from academy_cli.certificates.paper import templates
from academy_cli.certificates.paper.drawing import drawn
from academy_cli.certificates.paper.samples import SAMPLES
from tests.certificates.paper.pictures import fingerprint

SHOWN = (
    "short",
    "long",
    "german",
    "greek",
    "cyrillic",
    "arabic",
    "hebrew",
    "chinese",
    "japanese",
    "mixed",
)

GOLDENS: dict[str, dict[str, str]] = {
    "classic": {
        "short": "6af8eb5a9e7a1e5b",
        "long": "4dfab9905c6b9a0b",
        "german": "d180d3ecb663f1d3",
        "greek": "6beb7994e6f037e1",
        "cyrillic": "4ec4eeb89368b1f6",
        "arabic": "1a3bea8713e59779",
        "hebrew": "d4beb9333bda3059",
        "chinese": "8f421d46debe7ce1",
        "japanese": "5389e12101b6be9a",
        "mixed": "0c4e82e267cb41bd",
    },
    "bold": {
        "short": "116868c719cbef83",
        "long": "92153cc878a59615",
        "german": "bc56e321fb8203b2",
        "greek": "2d6ab8a587080314",
        "cyrillic": "463d451b0960cf28",
        "arabic": "5196cec4e2a11399",
        "hebrew": "259e3b07ed0d0ff2",
        "chinese": "cdb6e54581a48a41",
        "japanese": "69bf63709d58468c",
        "mixed": "55b6081a28e5435e",
    },
    "modern": {
        "short": "fc14f59cf5f9f1b2",
        "long": "ace3917e55485a0a",
        "german": "fa52e6628c2b8e00",
        "greek": "557c237463ca49aa",
        "cyrillic": "8135b360ad093381",
        "arabic": "3a9ed7f19a0f775e",
        "hebrew": "051ec9b09f9b9267",
        "chinese": "43d1c50f841eda7f",
        "japanese": "080e0c7a87b47c60",
        "mixed": "e39a34e72e52928e",
    },
    "upright": {
        "short": "25c5f25d3f68b136",
        "long": "25f07306c8fa3e42",
        "german": "c77d791965b11ff5",
        "greek": "ad51302536309ea8",
        "cyrillic": "2e74e9f0b2b6c9fd",
        "arabic": "e4a7825e3cf8e868",
        "hebrew": "0e45f707276c55c7",
        "chinese": "7f5fa8eeb650eb01",
        "japanese": "5749650adb8ffe22",
        "mixed": "586cdb4cbca610e2",
    },
}


def told() -> Iterator[str]:
    """The fingerprints as they are now."""
    for name in templates.shipped():
        yield f'    "{name}": {{'
        for sample in SHOWN:
            yield f'        "{sample}": "{fingerprint(drawn(templates.named(name), SAMPLES[sample]))}",'
        yield "    },"


if __name__ == "__main__":
    print("\n".join(told()))  # noqa: T201
