"""What can be refused to whoever wants to prove who they are, each with its own sentence.

Knows passwords, links and tokens, and never says one; refuses to tell who has an account.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.clock import iso
from academy_cli.kit.saying import say


class LoginRefusedError(AcademyError):
    """A login that does not hold: the same words for nobody, a wrong password and a locked account."""

    def __init__(self) -> None:
        super().__init__(
            Kind.REFUSED,
            "auth.refused",
            "The e-mail address and the password do not belong together, or nobody may log in so now.",
            "New here? Open the link in your mail first. Else try again later, or ask for a new password.",
        )


class WrongPasswordError(AcademyError):
    """A change of what lets somebody in, with a password that is not theirs, or is not looked at now."""

    def __init__(self) -> None:
        super().__init__(
            Kind.REFUSED,
            "auth.wrong-password",
            "This is not the password that you have now, or too many wrong ones were tried.",
            "Try again in a while, or ask for a new password.",
        )


class NoAccountError(AcademyError):
    """An actor without an account of their own to change."""

    def __init__(self, said: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "auth.no-account",
            say("“{}” has no account of their own.", said),
            "Act as the person whose account it is.",
        )


class OwnPasswordError(AcademyError):
    """Somebody's own password, set as if it were another's."""

    def __init__(self, said: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "user.own-password",
            say("“{}” is you: your own password changes with the one that you have now.", said),
            say("Change it: academy user password {} --as {}", said, said),
        )


class SessionOverError(AcademyError):
    """A session, or what proves it, that does not hold any more."""

    def __init__(self) -> None:
        super().__init__(
            Kind.REFUSED, "auth.session-over", "This session is over.", "Log in again."
        )


class LinkUsedError(AcademyError):
    """A link that works once, and not this time: unknown, used, expired or replaced by a newer one."""

    def __init__(self) -> None:
        super().__init__(
            Kind.REFUSED,
            "auth.link-used",
            "This link was used already, has expired, or was replaced by a newer one.",
            "Ask for a new one.",
        )


class TokenRefusedError(AcademyError):
    """A program's token that does not hold."""

    def __init__(self) -> None:
        super().__init__(
            Kind.REFUSED,
            "auth.token-refused",
            "This token is unknown, revoked or expired.",
            "Make a new one: academy user token create EMAIL --name NAME",
        )


class WeakPasswordError(AcademyError):
    """A password that will not do; it is not repeated."""

    def __init__(self, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "user.weak-password",
            say("This password will not do: {}.", why),
            "Take several words that nobody would guess of you.",
        )


class SameNameError(AcademyError):
    """A name that another token of the same person has."""

    def __init__(self, email: str, name: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "user.token-exists",
            say("“{}” has a token named “{}” already.", email, name),
            say("See them: academy user token list {}", email),
        )


class UnknownTokenError(AcademyError):
    """A name that no token of a person has."""

    def __init__(self, email: str, name: str) -> None:
        super().__init__(
            Kind.MISSING,
            "user.no-token",
            say("“{}” has no token named “{}”.", email, name),
            say("See them: academy user token list {}", email),
        )


class UnknownSessionError(AcademyError):
    """A code that no session of a person has."""

    def __init__(self, email: str, code: str) -> None:
        super().__init__(
            Kind.MISSING,
            "user.no-session",
            say("“{}” has no session “{}”.", email, code),
            say("See them: academy user session list {}", email),
        )


class UnknownScopeError(AcademyError):
    """A scope that is neither an action nor a noun of actions."""

    def __init__(self, scope: str) -> None:
        super().__init__(
            Kind.USAGE,
            "user.no-scope",
            say("“{}” is nothing that a token could be limited to.", scope),
            "See the actions: academy user role --matrix; a noun such as “course” means all of its own.",
        )


class AlreadyHereError(AcademyError):
    """Somebody who has a password, so needs no invitation."""

    def __init__(self, email: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "user.already-here",
            say("“{}” has a password already and needs no invitation.", email),
            say("See the account: academy user show {}", email),
        )


class NoPasswordGivenError(AcademyError):
    """Standard input without a password in it."""

    def __init__(self) -> None:
        super().__init__(
            Kind.USAGE,
            "user.no-password",
            "There is no password on standard input.",
            "Give it as the first line: academy user password EMAIL --stdin < FILE",
        )


class WeakKeyError(AcademyError):
    """A key that could be guessed from what it signs; it is not repeated."""

    def __init__(self, shortest: int) -> None:
        super().__init__(
            Kind.INVALID,
            "auth.weak-key",
            say("A key in “accounts.jwt_key” has fewer than {} characters.", shortest),
            "Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'",
        )


class EndedTokenError(AcademyError):
    """A token that would have ended before it begins."""

    def __init__(self, ends: datetime) -> None:
        super().__init__(
            Kind.INVALID,
            "user.token-ended",
            say(
                "A token that ends at “{}” would never hold: that is not in the future.", iso(ends)
            ),
            "Say a later --expires, or none.",
        )


class OutlivingTokenError(AcademyError):
    """A token that would outlive the one that makes it."""

    def __init__(self, ends: datetime, maker_ends: datetime) -> None:
        super().__init__(
            Kind.REFUSED,
            "user.token-outlives",
            say(
                "A token cannot make one that ends at “{}”: it ends itself at {}.",
                iso(ends),
                iso(maker_ends),
            ),
            "Say no later end than that.",
        )


class TokenOfTokenError(AcademyError):
    """A token that a token made, and that would make one as well."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "user.token-of-token",
            say("The token “{}” was made by a token, and such a one makes none.", name),
            "Make it with the first token, or: academy user token create EMAIL --name NAME",
        )


class SetOrClearedError(AcademyError):
    """A password that is to be set and taken away at once."""

    def __init__(self) -> None:
        super().__init__(
            Kind.USAGE,
            "user.set-or-cleared",
            "“--stdin” sets a password and “--clear” takes it away; only one of them can be meant.",
            "Leave one of them out.",
        )


class KeyFileError(AcademyError):
    """The file of the key that signs access tokens cannot be used."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "auth.key-file",
            say("The key file “{}” cannot be used: {}.", path, why),
            "Check who may read it, or set accounts.jwt_key.",
        )


class ExposedKeyError(AcademyError):
    """A key that others may read."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            Kind.REFUSED,
            "auth.exposed-key",
            say("“{}” signs access tokens, and others than its owner may read it.", path),
            say("Take that from them: chmod 600 {}; and remove it if they may have read it.", path),
        )
