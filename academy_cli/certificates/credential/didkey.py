"""Public keys as names: ``did:key`` and Multikey, which say the whole key and so need nobody to ask.

Knows Ed25519 alone, in base 58; refuses other keys and spellings.
Source: w3.org/TR/cid-1.0, section 2.2.2 (Multikey) and 2.4 (Multibase); w3c-ccg.github.io/did-key-spec.
"""

from __future__ import annotations

import hashlib

from academy_cli.kit.saying import say

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ED25519 = b"\xed\x01"
"""Multicodec ed25519-pub, 0xed as a varint."""
_PREFIX = "did:key:"
KEY_BYTES = 32
NAME_BYTES = 4
LONGEST = 128
"""Characters of what is read as base 58: reading takes time with the square of the length."""


def base58(content: bytes) -> str:
    """Multibase base58btc: ``z`` and base 58 in Bitcoin's alphabet."""
    number, digits = int.from_bytes(content), ""
    while number:
        number, digit = divmod(number, 58)
        digits = _ALPHABET[digit] + digits
    zeros = len(content) - len(content.lstrip(b"\0"))
    return "z" + "1" * zeros + digits


def from_base58(written: str) -> bytes:
    """The bytes of a multibase text. Raises ValueError."""
    digits = written[1:]
    if not written.startswith("z") or len(written) > LONGEST:
        message = say("it is no short base58btc")
        raise ValueError(message)
    number = 0
    for digit in digits:
        number = number * 58 + _ALPHABET.index(digit)
    zeros = len(digits) - len(digits.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)


def multikey(public: bytes) -> str:
    """An Ed25519 public key of 32 bytes as a Multikey."""
    return base58(_ED25519 + public)


def from_multikey(written: str) -> bytes:
    """The public key of a Multikey. Raises ValueError for any other kind of key."""
    content = from_base58(written)
    if content[:2] != _ED25519 or len(content) != 2 + KEY_BYTES:
        message = say("it is no Ed25519 key")
        raise ValueError(message)
    return content[2:]


def name_of(public: bytes) -> str:
    """What a key is called where there is little room: eight hexadecimal digits of its SHA-256."""
    return hashlib.sha256(public).digest()[:NAME_BYTES].hex()


def did(public: bytes) -> str:
    """Who has a key, as a name."""
    return _PREFIX + multikey(public)


def method(public: bytes) -> str:
    """The key itself within its name, as proofs refer to it."""
    key = multikey(public)
    return f"{_PREFIX}{key}#{key}"


def key_of(verification_method: str) -> bytes:
    """The public key that a ``did:key`` refers to. Raises ValueError."""
    name, _, fragment = verification_method.removeprefix(_PREFIX).partition("#")
    if not verification_method.startswith(_PREFIX) or name != fragment:
        message = say("it is no did:key with its key")
        raise ValueError(message)
    return from_multikey(name)
