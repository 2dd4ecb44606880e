"""The settings of certificates: where the keys are, and which template pages are drawn by.

Knows their defaults and reasons; refuses to know who reads them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from academy_cli.config.field import Bounds, setting
from academy_cli.config.places import DATA_FOLDER, data_folder
from academy_cli.kit.oneline import one_line
from academy_cli.kit.saying import say

MOST_SIGNATORIES = 4
NAMELESS = "Academy"
"""What an academy is called that was given no name."""
_NOWHERE = say("no certificate says where it can be looked up")
_FIRST = say("Set that first; the file: academy config path")


def signatories(text: str) -> Sequence[tuple[str, str]]:
    """People who sign, each with what they are, as in ``Dr. Ann Lee, Director; Bo Berg``."""
    parts = (part.partition(",") for part in text.split(";") if part.strip())
    return [(name.strip(), role.strip()) for name, _, role in parts]


def _flaw_of_signatories(text: str) -> str | None:
    try:
        found = [one_line(part) for pair in signatories(text) for part in pair]
    except ValueError:
        return say("names and what people are, in one line")
    is_good = len(found) <= 2 * MOST_SIGNATORIES and all(found[::2])
    return None if is_good else say("{} people at most, parted by semicolons", MOST_SIGNATORIES)


def lacking(name: str, url: str) -> str:
    """What certificates would lack for ever, by the academy's name and site; empty if nothing."""
    if name != NAMELESS:
        return "" if url else say("site.url is not set: {}, for ever. {}", _NOWHERE, _FIRST)
    by = say("certificates say “by {}”", NAMELESS)
    if url:
        return say("site.name is not set: {}, for ever. {}", by, _FIRST)
    return say("site.name and site.url are not set: {}, and {}, for ever. {}", by, _NOWHERE, _FIRST)


@dataclass(frozen=True, slots=True)
class CertificatesSettings:
    """What certificates are signed with and drawn by."""

    keys: Path = setting(  # noqa: RUF009 - it makes a dataclass field
        lambda: data_folder() / "keys",
        "Private keys, readable by their owner alone; they are in no backup unless asked for.",
        shown=f"{DATA_FOLDER}/keys",
    )
    key_passphrase: str = setting(
        "",
        "Opens the keys where they are encrypted; best given by the environment.",
        shown="<none>",
        is_secret=True,
    )
    signing_certificate: str = setting(
        "",
        "PKCS #12, readable by its owner alone: signs pages for readers of PDFs (certificate pdf --signed).",
        shown="<none>",
        is_path=True,
    )
    signing_passphrase: str = setting(
        "",
        "Opens that file where it is encrypted; best given by the environment.",
        shown="<none>",
        is_secret=True,
    )
    template: str = setting("classic", "The template of courses that name none.")
    templates: Path = setting(  # noqa: RUF009 - as above
        lambda: data_folder() / "certificates",
        "Templates of your own; one of the same name stands in for one that comes along.",
        shown=f"{DATA_FOLDER}/certificates",
    )
    signatories: str = setting(
        "",
        "Who signs, and as what, four at most: Dr. Ann Lee, Director; Bo Berg, Instructor.",
        shown="<none>",
        flaw=_flaw_of_signatories,
    )
    remind_days: int = setting(
        30,
        "Days before a certificate ends that its holder is told: academy certificate expiring --mail.",
        bounds=Bounds(1, 365),
    )
