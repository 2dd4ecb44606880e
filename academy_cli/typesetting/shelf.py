"""The fonts that come along, by name, for the scripts that need no more than letters side by side.

Knows their files and digests; refuses to lose one: what was once drawn has to be drawn again to the letter,
so a font stays, and its successor gets another name.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from academy_cli.typesetting.typefaces import Font

FOLDER = Path(__file__).parent / "fonts"


_WEST = "Latin, Greek, Cyrillic"
_SCRIPTS = {
    "eb-garamond": _WEST,
    "manrope": _WEST,
    "inter": _WEST,
    "amiri": "Arabic",
    "noto-sans-arabic": "Arabic",
    "noto-kufi-arabic": "Arabic",
    "frank-ruhl-libre": "Hebrew",
    "heebo": "Hebrew",
    "noto-serif-sc": "Chinese, Japanese",
    "droid-sans-fallback": "Chinese, Japanese, Korean",
}
"""By how the names of fonts begin."""


class Shelved(NamedTuple):
    """A font that comes along: its name, and the SHA-256 of its file in hexadecimal."""

    name: str
    digest: str

    @property
    def scripts(self) -> str:
        """What it is for, in words."""
        return next(said for name, said in _SCRIPTS.items() if self.name.startswith(name))


# fmt: off
SHELF: tuple[Shelved, ...] = (
    Shelved("eb-garamond", "6fd4cd5a79daa8941db2fb3416aa528331a7d24ad5f204c97aa0c9249e5ec0dd"),
    Shelved("eb-garamond-italic", "530e74efb75caf8c5c3a8aa91cc9b6e4c458fa7333eb3183e316fbf6839028e0"),
    Shelved("eb-garamond-semibold", "8de3617f5ba736241228c8fff94d5b075d550e8c97e0787d5349ef9e76ba59e8"),
    Shelved("manrope-light", "d39a006aa0686396ba3f7ac78585c858cbe37a4367341b5a185cff8648341d58"),
    Shelved("manrope", "5a76f527e3ac34aa77c99087469a61ca178878c3b95f68a49631d8b2e96471bb"),
    Shelved("manrope-semibold", "e1b79bb88b839eeaef0129d0d7c4d1476510b8b6660096ac64f1e0a4097e6c0b"),
    Shelved("inter", "76ab3c2cb6e330b9dae065ec366504d33aa6c505c58e8a4db30ecb50ec6dd1bf"),
    Shelved("inter-semibold", "1d8edab18c6370e9dd65aa9b1d70841ce2f8307b47d19673fd057f050c24e7e3"),
    Shelved("inter-extrabold", "afa2caacf7e364d7c24b1d54bf3868640f609eb87c7dbfa69fdb901ce9aeca77"),
    Shelved("amiri", "f7399411f41821364863096784fefd8cc4803d3a79b0d77bedb088523c390e0b"),
    Shelved("amiri-bold", "56ef4f62805ed9ed3fab18c3226c9684ca2a7ff7fe1db8453d2963944d2526fb"),
    Shelved("noto-sans-arabic", "a1c9fbaf5530cc1a34216b6a8a00268e0104d2e077b9eb7ea3e45bf273e40366"),
    Shelved("noto-sans-arabic-semibold", "399a073c1f3f75993a9c7a8e4ea477d4194bbbe675e3ba899e59795a1b8295f0"),
    Shelved("noto-kufi-arabic", "4aeb6ed533a572ffc35be6341b35c0453d32220aecc6364662564e00f79bcdd2"),
    Shelved("noto-kufi-arabic-bold", "b4485db561f299e962838813beb74e99a8c158b0aae2761839a6a01d05fd3eb3"),
    Shelved("frank-ruhl-libre", "2158449e12aa89368cb5cabd5dc0fb806c69953996347998ab971e2da33d75fb"),
    Shelved("frank-ruhl-libre-semibold", "6f733ac19634229a96d6f74a6391926c6d26db8b668a743db3a4554f8b950b9b"),
    Shelved("heebo-light", "efe94ebea944ebba3538b0fcaa692314e87b22ba159ae8d80122936b97f0734e"),
    Shelved("heebo", "41031de4d9bf279011f7aa68857cd7a8f6ee51c39a68b3e2e8fd6689011a0f4b"),
    Shelved("heebo-bold", "713ad10841bbbe2e4f946cdcdd184538738bc57559b0b5f6a7b644d12b4e9af0"),
    Shelved("noto-serif-sc", "f1ca2cea1ca9471566365712904d9aa79d8ac65a109ccd283d3142cf46abe033"),
    Shelved("droid-sans-fallback", "91f585c0029a8f7126e26a81480838fdb0d09332892f9aed7bb81b39c6383282"),
)
# fmt: on
"""Every font that ever came along."""


def named(name: str) -> Font:
    """A font by its name. Raises KeyError."""
    return digested({one.name: one.digest for one in SHELF}[name])


@lru_cache(maxsize=64)
def digested(digest: str) -> Font:
    """A font by the SHA-256 of its file. Raises KeyError."""
    for one in SHELF:
        if one.digest == digest:
            return Font(digest, (FOLDER / f"{one.name}.ttf").read_bytes())
    raise KeyError(digest)
