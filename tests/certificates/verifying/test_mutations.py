"""Whatever is done to a certificate's file, picture or code: none that was changed is found valid."""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TypeAlias

import pytest

from academy_cli.certificates.credential import didkey, statuslist
from academy_cli.certificates.credential.compact import BadCodeError
from academy_cli.certificates.credential.compact import read as read_compact
from academy_cli.certificates.credential.statuslist import StatusList
from academy_cli.certificates.keys.trust import IssuerFile, PublicKey
from academy_cli.certificates.sharing.baking import baked
from academy_cli.certificates.verifying.checks import Outcome, Trusted, Verdict, Verification
from academy_cli.certificates.verifying.examining import examined
from academy_cli.certificates.verifying.given import Given
from tests.certificates.corpus import Issued, corpus
from tests.certificates.credential.samples import AT, FACTS, ISSUER, PUBLIC, sealed
from tests.certificates.pictures import png
from tests.reliability.chance import SHARE, seeded

pytestmark = [pytest.mark.torture] if SHARE else []

MANY = 5000
NOW = datetime(2026, 12, 20, tzinfo=UTC)
LISTS = tuple(
    sealed(statuslist.written(StatusList(address, purpose, statuslist.encoded(()), ISSUER, AT)))
    for address, purpose in (
        (FACTS.listed.revoked, "revocation"),
        (FACTS.listed.suspended, "suspension"),
    )
)
TRUSTED = Trusted(
    NOW, IssuerFile("Lakeside Academy", ISSUER.url, AT, (PublicKey(didkey.did(PUBLIC), AT),)), LISTS
)
Change: TypeAlias = Callable[[bytes, random.Random], bytes]


def numbers(usual: int) -> random.Random:
    """The same each time, but for long random runs."""
    return seeded() if SHARE else random.Random(usual)


def flipped(content: bytes, chance: random.Random) -> bytes:
    """One bit is another."""
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]


def replaced(content: bytes, chance: random.Random) -> bytes:
    """A byte is another that is likely to be read as well."""
    at = chance.randrange(len(content))
    other = chance.choice(b"0123456789abcdefABCDEF \n<>/()[]{}\"':,")
    return content[:at] + bytes([other]) + content[at + 1 :]


def cut(content: bytes, chance: random.Random) -> bytes:
    """It ends early."""
    return content[: chance.randrange(len(content))]


def dropped(content: bytes, chance: random.Random) -> bytes:
    """Some of it is missing."""
    at = chance.randrange(len(content))
    return content[:at] + content[at + chance.randint(1, 40) :]


def doubled(content: bytes, chance: random.Random) -> bytes:
    """Some of it stands there twice."""
    at, many = chance.randrange(len(content)), chance.randint(1, 200)
    return content[: at + many] + content[at:]


def moved(content: bytes, chance: random.Random) -> bytes:
    """Two parts of it have changed places."""
    many = chance.randint(1, 60)
    first, second = sorted(chance.sample(range(len(content) - many), 2))
    if second - first < many:
        return flipped(content, chance)
    one, other = content[first : first + many], content[second : second + many]
    between = content[first + many : second]
    return content[:first] + other + between + one + content[second + many :]


def appended(content: bytes, chance: random.Random) -> bytes:
    """Something comes behind it, such as an update that repaints the page."""
    return content + chance.choice(
        (b"\n", b" ", b"%\n", b"1 0 obj\n<<>>\nendobj\n", content, b"\n%%EOF\n", b"\0")
    )


CHANGES: tuple[Change, ...] = (flipped, flipped, replaced, cut, dropped, doubled, moved, appended)


def mutants(original: bytes, many: int, chance: random.Random) -> Iterator[bytes]:
    """So many that are not the original."""
    found = 0
    while found < many:
        one = chance.choice(CHANGES)(original, chance)
        if one != original:
            found += 1
            yield one


@pytest.fixture(scope="module")
def some() -> list[Issued]:
    """One of each script and length."""
    return list(corpus(12))


def verified(content: bytes) -> Verification:
    return examined(Given("mutant", content), TRUSTED)


def same_document(mutant: bytes, original: bytes) -> bool:
    """Whether JSON says the same, such as with a space more: not a letter that counts was changed."""
    try:
        return json.loads(mutant) == json.loads(original)
    except ValueError:
        return False


def test_what_was_not_changed_is_valid(some: list[Issued]) -> None:
    for one in some:
        assert verified(one.page).verdict is Verdict.VALID
        assert verified(one.credential.encode()).verdict is Verdict.VALID


def test_no_changed_page_is_valid(some: list[Issued]) -> None:
    chance = numbers(7)
    for one in some:
        for mutant in mutants(one.page, MANY // 2 // len(some), chance):
            found = verified(mutant)
            assert found.verdict is Verdict.INVALID, found
            assert [check for check in found.checks if check.outcome is Outcome.FAILED]


def test_no_changed_credential_is_valid(some: list[Issued]) -> None:
    chance = numbers(8)
    for one in some:
        original = one.credential.encode()
        for mutant in mutants(original, MANY // 4 // len(some), chance):
            is_same = same_document(mutant, original)
            assert (verified(mutant).verdict is Verdict.VALID) <= is_same, mutant


def test_no_changed_badge_is_valid_with_another_credential(some: list[Issued]) -> None:
    chance, picture = numbers(9), png(4, 4, bytes(64))
    for one in some:
        original = baked(picture, one.credential)
        for mutant in mutants(original, MANY // 8 // len(some), chance):
            found = verified(mutant)
            if found.verdict is Verdict.VALID:
                assert found.facts == one.facts
                assert zlib.crc32(mutant) != zlib.crc32(original)


def test_no_changed_code_is_valid(some: list[Issued]) -> None:
    chance = numbers(10)
    for one in some:
        original = one.scanned.encode()
        said = read_compact(one.scanned)
        for mutant in mutants(original, MANY // 8 // len(some), chance):
            try:
                scanned = read_compact(mutant.decode())
            except (BadCodeError, UnicodeDecodeError):
                continue
            found = examined(Given("mutant", scanned=scanned), TRUSTED)
            assert (found.verdict is Verdict.UNCERTAIN) <= (scanned == said), mutant
            assert found.verdict is not Verdict.VALID, "it does not say what was taken back"


def test_a_check_that_looks_at_nothing_would_let_them_pass(some: list[Issued]) -> None:
    """The control: without the page's seal, changed pages are found valid."""
    chance, passed = numbers(11), 0
    for mutant in mutants(some[0].page, 300, chance):
        found = verified(mutant)
        others = [one for one in found.checks if one.name not in {"page", "text"}]
        passed += all(one.outcome is Outcome.PASSED for one in others)
    assert passed > 0
