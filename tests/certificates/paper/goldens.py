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
        "short": "cd61846379a46f27",
        "long": "55e88d830d6807ee",
        "german": "e4ac60f7f7dfadee",
        "greek": "62b6c53be0986818",
        "cyrillic": "20e7927e67a19829",
        "arabic": "a08fd08af68fe685",
        "hebrew": "cb988ac2911f2b9b",
        "chinese": "bdfac13f6232b37e",
        "japanese": "26c6c10077447d4a",
        "mixed": "84fd5e0cb4b64d2c",
    },
    "bold": {
        "short": "116868c719cbef83",
        "long": "2bfd856af9dd184c",
        "german": "bc56e321fb8203b2",
        "greek": "2d6ab8a587080314",
        "cyrillic": "463d451b0960cf28",
        "arabic": "289b7d7d485f1972",
        "hebrew": "42a37dd50644519a",
        "chinese": "cdb6e54581a48a41",
        "japanese": "0c08ca4723b4bd7e",
        "mixed": "fff036005f9cc07d",
    },
    "modern": {
        "short": "a1c4417619fb0d8a",
        "long": "e53d3ca648d4cecc",
        "german": "dda510be10ad442d",
        "greek": "b46a23274ad164a3",
        "cyrillic": "0deae22d38062fa1",
        "arabic": "b43525c0b28f938d",
        "hebrew": "093d2e732952c2a1",
        "chinese": "aebabb3b5e661848",
        "japanese": "f68798e0b3d65cf6",
        "mixed": "f3de7780b728d483",
    },
    "upright": {
        "short": "25c5f25d3f68b136",
        "long": "573b62224ce5ea58",
        "german": "c77d791965b11ff5",
        "greek": "ad51302536309ea8",
        "cyrillic": "2e74e9f0b2b6c9fd",
        "arabic": "be36d3e2c327a2d5",
        "hebrew": "eba862c0d7f53368",
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
