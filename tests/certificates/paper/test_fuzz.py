"""Whatever a template's file says, reading it ends in findings or in a template, never in a crash."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from academy_cli.certificates.paper.drawing import drawn
from academy_cli.certificates.paper.samples import SAMPLES
from academy_cli.errors import AcademyError
from academy_cli.formats.problems import has_errors
from tests.authoring.chance import often
from tests.certificates.paper.folders import SOUND, and_, read

WORDS = st.sampled_from(
    [
        *("[", "]", "{", "}", ":", ",", "\n", "  ", "- ", '"', "#", "*a", "&a", "!x", "|", ">", "%"),
        *("0", "-1", "1e9", "1e999", ".nan", "null", "true", "[1, 2]", "{}", "[[[[", "\x00", "\ufeff"),
        *("text: ", "qr: url", "path: M", "braid: ", "show_if: code", "../x", "fonts/a.ttf", "en: "),
        *("{{", "}}", "{{ code }}", "{{ x }}", "size: 4", "width: 0.1", "lines: 6", "radius: [0, 0]"),
    ]
)  # fmt: skip
WHOLE = and_("{braid: [1, 1, 100, 100], depth: 3, wave: 4, color: navy}")


@often(200, torture=50_000)
@given(
    st.lists(
        st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 12), WORDS), min_size=1, max_size=4
    )
)
def test_a_template_that_was_broken_anywhere_is_read_to_an_end(
    changes: list[tuple[int, int, str]],
) -> None:
    text = WHOLE
    for at, length, word in changes:
        text = text[:at] + word + text[at + length :]
    with tempfile.TemporaryDirectory() as folder:
        found = read(Path(folder), text)

    assert (found.template is None) == has_errors(found.problems)
    if found.template is not None:
        try:
            assert drawn(found.template, SAMPLES["mixed"]).startswith(b"%PDF-")
        except AcademyError as error:
            assert error.hint  # noqa: PT017 - either a page or a refusal in words


@often(60, torture=20_000)
@given(st.binary(max_size=300))
def test_bytes_that_are_no_template_are_findings(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = read(Path(folder), "", {"template.yaml": data})

    assert has_errors(found.problems)


def test_the_template_that_is_broken_is_sound_at_first() -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert read(Path(folder), WHOLE).problems == ()
        assert read(Path(folder), SOUND).problems == ()
