"""Where a course is kept in git: a repository, and a branch, tag or commit and a folder of it.

Knows how an address is written and which ones are refused; refuses to ask anybody whether it is there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from shlex import quote
from typing import NamedTuple

from academy_cli.authoring.repositories.errors import BadAddressError, SecretInAddressError
from academy_cli.authoring.repositories.fetched import SHA
from academy_cli.kit.oneline import NEVER
from academy_cli.kit.saying import say

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""Where http is as good as https."""
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?://|:)")
_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])"
_USER = r"[A-Za-z0-9_][A-Za-z0-9_.+-]*"
_WEB = re.compile(rf"(?P<scheme>https?)://(?P<host>{_HOST})(?::\d{{1,5}})?/[^\s?#]+", re.IGNORECASE)
_SSH = re.compile(rf"ssh://(?:{_USER}@)?{_HOST}(?::\d{{1,5}})?/[^\s?#-][^\s?#]*")
_SCP = re.compile(rf"{_USER}@{_HOST}:(?!//|-)[^\s#]+")
_LIKE_SCP = re.compile(r"[^/\s@#]+@[^/#]+:")
_USERINFO = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://(?P<user>[^/@?#]*)@")
_SECRETS = (
    re.compile(r"^(?P<kept>[A-Za-z][A-Za-z0-9+.-]*:/+)[^/?#]*@"),
    re.compile(r"^(?P<kept>)[^/@#\s]*:[^/#]*@"),
    re.compile(r"^(?P<kept>[A-Za-z][A-Za-z0-9+.-]*:/[^?#]*)\?[^#]*"),
)
"""A user and a password before a host, the same as ssh writes it, and a query."""
_NO_REF = re.compile(r"[\s~^?*\[\\]|\.\.|@\{|//|^[-/.]|/\.|[/.]$|\.lock(?:/|$)|^@$")
"""What no branch is called (git-check-ref-format(1)), or what git would take for an option."""
_ABBREVIATED = re.compile(r"[0-9a-f]{7,63}")
ASKED = say(
    "academy asks https://HOST/NAME.git, git@HOST:NAME.git, ssh://HOST/NAME.git or a repository on"
    " this machine"
)


class Address(NamedTuple):
    """A repository and what is meant of it.

    ``url`` is what git is given: an address, or the whole path of a repository on this machine. ``ref`` is a
    branch, a tag or a commit, empty for what the repository has first; ``path`` is a folder, empty for all.
    """

    url: str
    ref: str = ""
    path: str = ""

    def __str__(self) -> str:
        """The address as people write it."""
        path = f":{self.path}" if self.path else ""
        return f"{self.url}#{self.ref}{path}" if self.ref or path else self.url

    @property
    def key(self) -> str:
        """Names the repository among all, whatever is meant of it."""
        return sha256(self.url.encode("utf-8", "surrogateescape")).hexdigest()[:32]

    @property
    def name(self) -> str:
        """What people call the repository, or the folder of it."""
        last = re.split(r"[/:]", (self.path or self.url).rstrip("/"))[-1]
        return last.removesuffix(".git") or "repository"

    @property
    def is_commit(self) -> bool:
        """Whether exactly one commit is meant, so that nobody has to be asked which."""
        return SHA.fullmatch(self.ref) is not None

    @property
    def is_short(self) -> bool:
        """Whether the ref looks like the beginning of a commit's number."""
        return not self.is_commit and _ABBREVIATED.fullmatch(self.ref) is not None

    @property
    def is_local(self) -> bool:
        """Whether the repository is on this machine."""
        return self.url.startswith("/")

    @property
    def is_ssh(self) -> bool:
        """Whether ssh leads to it."""
        return self.url.startswith("ssh://") or _SCP.fullmatch(self.url) is not None

    def below(self, folder: str) -> Address:
        """The address of a folder within this one's."""
        return self._replace(path="/".join(filter(None, (self.path, folder))))


def address_of(word: str, local: Callable[[str], str | None]) -> Address | None:
    """The address that a word is; None when it is the path of a folder.

    ``local`` says the whole path of a repository on this machine, and None for what is none. Raises
    BadAddressError and SecretInAddressError.
    """
    where, _, meant = word.partition("#")
    if found := _USERINFO.match(word):
        _require_no_secret(word, found["user"])
    if _SCHEME.match(word):
        url = _known(word, where, local)
    elif _SCP.fullmatch(where):
        url = where
    elif _LIKE_SCP.match(where):
        raise BadAddressError(shown(word), ASKED)
    else:
        here = local(where) if where else None
        if here is None:
            return None
        url = here
    ref, _, path = meant.partition(":")
    return Address(url, _ref(word, ref), _path(word, path))


def _known(word: str, where: str, local: Callable[[str], str | None]) -> str:
    """The address of a repository somewhere else, if it is one that academy asks."""
    if NEVER.search(word):
        raise BadAddressError(shown(word), say("it holds characters that nobody can see"))
    if where.startswith("file://"):
        here = local(where.removeprefix("file://"))
        if here is None:
            raise BadAddressError(shown(word), say("there is no repository"))
        return here
    web = _WEB.fullmatch(where)
    if web and web["scheme"].lower() == "http" and web["host"].lower() not in LOOPBACK:
        raise BadAddressError(shown(word), say("http lets everybody on the way read and change it"))
    if not web and not _SSH.fullmatch(where):
        raise BadAddressError(shown(word), ASKED)
    return where.rstrip("/")


def _require_no_secret(word: str, user: str) -> None:
    """Refuse a password in an address: everybody on this machine sees it, and so does every log.

    The name alone can be one, too: hosts take tokens for names. Only ssh has names that are none.
    """
    if ":" in user or not word.startswith("ssh://"):
        raise SecretInAddressError(shown(word))


def shown(word: str) -> str:
    """An address as it may be shown: without what may be a secret, and without what nobody can see.

    Whoever writes a password with an ``@`` in it, or an address in a form of its own, is told so without it.
    """
    for secret in _SECRETS:
        word = secret.sub(r"\g<kept>", word)
    return NEVER.sub("�", word)


def _ref(word: str, ref: str) -> str:
    if ref and (_NO_REF.search(ref) or NEVER.search(ref)):
        raise BadAddressError(shown(word), say("no branch is called {}", quote(shown(ref))))
    return "" if ref == "HEAD" else ref


def _path(word: str, path: str) -> str:
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if ".." in parts or NEVER.search(path) or path.startswith("/"):
        raise BadAddressError(shown(word), say("the folder has to be in the repository"))
    return "/".join(parts)
