"""The fonts that come along, made again: ``python -m tests.typesetting.stripping FOLDER``.

Knows what a page needs of a font: outlines, widths, letters and kerning; drops hints for screens, alternates
and joining rules, which make a page three times as large. FOLDER holds the published files by the names in
academy_cli/typesetting/fonts/README.md; the same files give the same bytes.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from academy_cli.typesetting.shelf import FOLDER

CUT = frozenset({"noto-serif-sc"})
"""Fonts of 14 MB, of which the 9,331 ideographs stay that GB 2312, Big5 and JIS X 0208 put first."""
NAMES = (0, 1, 2, 4, 5, 6, 13, 14)
"""Copyright, family, style, full name, version, PostScript's name, licence and its address."""


def stripped(source: Path, target: Path) -> None:
    """Write what a page needs of a font."""
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options(
        hinting=False,
        layout_features=["kern"],
        name_IDs=list(NAMES),
        name_languages=[0x409],
        glyph_names=False,
        notdef_outline=True,
        legacy_kern=False,
        legacy_cmap=False,
        recalc_timestamp=False,
    )
    options.drop_tables += [
        "STAT",
        "GSUB",
        "GDEF",
        "DSIG",
        "gasp",
        "meta",
        "vhea",
        "vmtx",
        "VORG",
        "BASE",
    ]
    worker = subset.Subsetter(options)
    worker.populate(unicodes=_letters(font, is_cut=source.stem in CUT))
    worker.subset(font)
    font.save(target, reorderTables=True)


def _letters(font: TTFont, *, is_cut: bool) -> set[int]:
    """All that a font has a letter for, but for its private ones."""
    found = {code for code in font.getBestCmap() if not 0xE000 <= code <= 0xF8FF}
    if not is_cut:
        return found
    common = _coded("gb2312", range(0xB0, 0xF8)) | _coded("euc_jp", range(0xB0, 0xD0))
    common |= _coded("big5", range(0xA4, 0xC7))
    return {
        code
        for code in found
        if code in common or 0x3000 <= code < 0x3100 or 0xFF00 <= code < 0xFFF0
    }


def _coded(encoding: str, first: range) -> set[int]:
    """The letters of an encoding of two bytes that begin with one of these."""
    pairs = (bytes((one, two)) for one in first for two in range(0x40, 0xFF))
    decoded = (pair.decode(encoding, errors="ignore") for pair in pairs)
    return {ord(letter) for letter in decoded if len(letter) == 1}


if __name__ == "__main__":
    for published in sorted(Path(sys.argv[1]).glob("*.ttf")):
        made = FOLDER / published.name
        stripped(published, made)
        print(f"{made.name} {hashlib.sha256(made.read_bytes()).hexdigest()}")  # noqa: T201
