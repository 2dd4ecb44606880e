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
        "long": "919031cf93593258",
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
        "long": "b41cb4c110aafd4b",
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
        "short": "5fde66da4bc83bd5",
        "long": "5beb6f0cf36c5d78",
        "german": "14ad6de81977251f",
        "greek": "7b6b2606f4b02794",
        "cyrillic": "0dcc4acdf879fb46",
        "arabic": "d9bcadfd016f9ac0",
        "hebrew": "4db33c2deb9fb556",
        "chinese": "7d5f658c78eb519f",
        "japanese": "57ecb224b8585cf2",
        "mixed": "81aed65289e29a67",
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
