"""A template as bytes: always the same for the same, and the same page out of them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from academy_cli.certificates.paper import packing, templates
from academy_cli.certificates.paper.drawing import drawn
from academy_cli.certificates.paper.errors import InvalidTemplateError
from academy_cli.certificates.paper.packing import LARGEST_BYTES, BadTemplateError, unpacked
from academy_cli.certificates.paper.samples import SAMPLES
from tests.certificates.paper.folders import SOUND, and_, sound_with, written
from tests.certificates.paper.pictures import logo

IMAGE = and_("{image: images/logo.png, at: [20, 20], width: 30}")


def packed(root: Path, text: str = SOUND, files: dict[str, bytes] | None = None) -> bytes:
    return templates.packed(written(root, text, files))


def test_bytes_draw_the_page_that_their_folder_draws(tmp_path: Path) -> None:
    files = {"images/logo.png": logo()}
    content = packed(tmp_path, IMAGE, files)
    here, _ = templates.read(tmp_path)

    assert here is not None
    assert unpacked(content) == here
    assert drawn(unpacked(content), SAMPLES["short"]) == drawn(here, SAMPLES["short"])


def test_the_digest_names_the_bytes(tmp_path: Path) -> None:
    content = packed(tmp_path)

    assert (
        unpacked(content).digest == packing.digest(content) == hashlib.sha256(content).hexdigest()
    )


def test_comments_order_and_where_a_folder_lies_change_nothing(tmp_path: Path) -> None:
    other = "# mine\n" + sound_with(
        'colors: {navy: "#1b2a49"}\n', "", "typefaces:", 'colors: {navy: "#1B2A49"}\ntypefaces:'
    )

    assert packed(tmp_path / "a") == packed(tmp_path / "b", other)


@pytest.mark.parametrize(
    "pair",
    [
        ("[20, 190]", "[20, 191]"),
        ("name: small", "name: smaller"),
        ("fr: Attestation", "fr: Certificat"),
        (", droid-sans-fallback", ""),
        ("[en, fr]", "[fr, en]"),
    ],
)
def test_whatever_a_page_depends_on_changes_the_digest(
    pair: tuple[str, str], tmp_path: Path
) -> None:
    assert packed(tmp_path / "a") != packed(tmp_path / "b", sound_with(*pair))


def test_a_file_that_changed_changes_the_digest(tmp_path: Path) -> None:
    one, other = (
        packed(tmp_path / name, IMAGE, {"images/logo.png": content})
        for name, content in (("a", logo()), ("b", logo() + b"\0"))
    )

    assert one != other


def test_a_template_with_errors_is_not_packed(tmp_path: Path) -> None:
    with pytest.raises(InvalidTemplateError) as caught:
        packed(tmp_path, sound_with("color: navy", "color: nav"))

    assert "template.yaml:11:12" in caught.value.message


def changed(content: bytes, **parts: Any) -> bytes:
    return json.dumps(json.loads(content) | parts).encode()


def test_what_is_no_packed_template_is_refused(tmp_path: Path) -> None:
    content = packed(tmp_path, IMAGE, {"images/logo.png": logo()})
    sound = json.loads(content)
    for broken in (
        b"",
        b"{}",
        b"[" * 100_000,
        content[:-1],
        changed(content, format=99),
        changed(content, files={}),
        changed(content, files={"images/logo.png": "no base64"}),
        changed(content, files={"images/logo.png": "bm9wZQ=="}),
        changed(content, fonts={}),
        changed(content, fonts=dict.fromkeys(sound["fonts"], "0" * 64)),
        changed(content, template={}),
        changed(content, template=sound["template"] | {"languages": "en"}),
        b" " * (LARGEST_BYTES + 1),
    ):
        with pytest.raises(BadTemplateError):
            unpacked(broken)


@pytest.mark.parametrize("name", templates.shipped())
def test_shipped_templates_are_small_enough_to_keep(name: str) -> None:
    assert len(templates.packed_shipped(name)) < 30_000
