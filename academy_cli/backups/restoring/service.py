"""Bringing a backup back, in place of what is there or where nothing is; and going back on that.

Knows that what is there stays as it is until the moment of the swap, and is kept for a week; refuses to know
engines and targets.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import NamedTuple, Protocol, TypeAlias

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.audit.service import Act, record
from academy_cli.backups import destination, finding
from academy_cli.backups.archive.described import EMBEDDED, Header, Manifest
from academy_cli.backups.archive.reading import Keep
from academy_cli.backups.finding import Found
from academy_cli.backups.opening import NO_KEYS, Keys
from academy_cli.backups.ownership import is_of, readable_instance
from academy_cli.backups.progress import Progress, counted
from academy_cli.backups.restoring import erased, loading, moments
from academy_cli.backups.restoring.aftermath import settle
from academy_cli.backups.restoring.errors import NoKeptError
from academy_cli.backups.restoring.places import Kept
from academy_cli.backups.restoring.scratch import Scratch
from academy_cli.backups.restoring.views import KeptView, RestoreView
from academy_cli.backups.vault import Vault
from academy_cli.db.errors import ForeignError
from academy_cli.errors import AcademyError
from academy_cli.kit.clock import iso, utc_now

BringKey: TypeAlias = Callable[[str, bytes], bool]
"""Puts a private key back by its name, unless one is there; whether it was not."""
IsOtherKey: TypeAlias = Callable[[str, bytes], bool | None]
"""Whether another private key is there by the name of one; None where none is."""


class Keeping(Protocol):
    """Where the courses' files go."""

    def keep(self, sha256: str, content: Iterator[bytes]) -> Iterator[bytes]:
        """Store a file while it goes by, unless it is there; nothing of a damaged one stays."""


class Loading(NamedTuple):
    """How an archive is loaded: by which keys, where its files go, and who is told how far it is."""

    keys: Keys
    keep: Keep
    progress: Progress


class Restoring:
    """What one actor brings back."""

    def __init__(
        self,
        vault: Vault,
        keeping: Keeping,
        actor: Actor,
        *,
        bring_key: BringKey = lambda _name, _content: False,
        is_other_key: IsOtherKey = lambda _name, _content: None,
        require_keys_place: Callable[[], None] = lambda: None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._vault, self._keeping, self._clock = vault, keeping, clock
        self._bring_key, self._require_keys_place = bring_key, require_keys_place
        self._is_other_key = is_other_key
        self.actor = actor

    @permits(Permission.BACKUP_RESTORE)
    def look(self, word: str, keys: Keys = NO_KEYS, *, with_keys: bool = False) -> RestoreView:
        """What bringing a backup back would do, by its header alone. Changes nothing.

        ``word`` is an id, “latest”, or the path of an archive. Raises what ``restore`` raises for what is no
        backup, or cannot be read.
        """
        self._require_place(with_keys=with_keys)
        with self._found(word, keys) as found:
            loading.require_known(found.archive, found.name)
            return self._view(found, None)

    @permits(Permission.BACKUP_RESTORE)
    def restore(
        self,
        word: str,
        keys: Keys = NO_KEYS,
        *,
        with_keys: bool = False,
        progress: Progress = lambda _: None,
    ) -> RestoreView:
        """Put a backup in the place of the database, which is kept for a week.

        ``with_keys`` also puts private keys of certificates back that are not where they were.

        It is loaded beside it, proved and brought up to date first. Raises UnknownBackupError, DamagedError,
        NewerRevisionError, NoIdentityError, WrongIdentityError, InUseError, ForeignError, what
        ``loading.load`` raises, and for keys what is wrong with their folder: nothing has changed then.
        """
        self._require_place(with_keys=with_keys)
        with self._alone(), self._found(word, keys) as found:
            at = self._moment()
            had = not self._vault.place.is_empty
            with self._vault.place.replacing(at) as place:
                keep = self._keeping.keep
                view = self._loaded(found, place, Loading(keys, keep, progress))
                view = view._replace(kept=at if had else "")
                if with_keys:
                    view = self._with_keys(found, view)
                    back = [self._bring_key(*one) for one in found.archive.keys.items()]
                    view = view._replace(keys_back=sum(back))
                self._log(place, "backup.restore", found.archive.header, view)
                self._vault.database.close()  # whoever is at work there keeps it from being replaced
            moments.forget_old(self._vault.place, self._clock())
        return view

    @permits(Permission.BACKUP_RESTORE)
    def rehearse(
        self,
        word: str,
        keys: Keys = NO_KEYS,
        *,
        with_keys: bool = False,
        progress: Progress = lambda _: None,
    ) -> RestoreView:
        """Do all that ``restore`` does before the swap, and undo it; raises what that raises by then."""
        self._require_place(with_keys=with_keys)
        with self._found(word, keys) as found, self._vault.place.trial() as place:
            view = self._loaded(found, place, Loading(keys, loading.as_it_is, progress))
            return self._with_keys(found, view) if with_keys else view

    def _with_keys(self, found: Found, view: RestoreView) -> RestoreView:
        """How many private keys are not where they were, and which ones are others there."""
        held = {name: self._is_other_key(name, one) for name, one in found.archive.keys.items()}
        others = sorted(name for name, is_other in held.items() if is_other)
        return view._replace(keys_back=list(held.values()).count(None), other_keys=others)

    def _loaded(self, found: Found, place: Scratch, way: Loading) -> RestoreView:
        """Load a backup, prove it, bring it up to date, and let nothing go on as if nothing had been."""
        there: set[str] = set()

        def keep(sha256: str, content: Iterator[bytes]) -> Iterable[bytes]:
            there.add(sha256)
            return way.keep(sha256, content)

        manifest = loading.load(found.archive, found.name, place, keep, counted(way.progress))
        way.keys.require(found.archive, found.name)
        found.require_same()
        place.upgrade()
        done = settle(place.connection, self._clock())
        files = self._vault.files
        needed = [one for one in files.needed(place.connection) if one not in there]
        return self._view(found, manifest)._replace(
            **done._asdict(),
            keys=len(found.archive.keys),
            lost_files=sum(files.size(one) is None for one in needed),
            erased_since=erased.back(self._gone(), place.connection),
        )

    @permits(Permission.BACKUP_RESTORE)
    def kept(self) -> Sequence[KeptView]:
        """Databases that were replaced and are kept, the newest first."""
        return [_kept_view(one) for one in self._vault.place.kept()]

    @permits(Permission.BACKUP_RESTORE)
    def rollback(self, word: str = "", *, dry_run: bool = False) -> KeptView:
        """Put the database back that was replaced last, or at a moment; what is there is kept in turn.

        Raises NoKeptError and InUseError.
        """
        place = self._vault.place
        fitting = [one for one in place.kept() if word in ("", one.at, one.name)]
        if not fitting:
            raise NoKeptError(word)
        if not dry_run:
            with self._alone():
                self._vault.database.close()
                place.swap_back(fitting[0], self._moment())
        return _kept_view(fitting[0])

    def _require_place(self, *, with_keys: bool) -> None:
        """Insist that nobody else's tables are replaced, and that keys go where nobody else can read them.

        A database that cannot be read may be the reason to bring one back.
        """
        if with_keys:
            self._require_keys_place()
        try:
            destination.require_ours(self._vault.database)
        except ForeignError:
            raise
        except AcademyError:
            return

    def _moment(self) -> str:
        return moments.free(self._vault.place, self._clock())

    @contextmanager
    def _found(self, word: str, keys: Keys) -> Iterator[Found]:
        instance = readable_instance(self._vault.database)
        with finding.found(self._vault.target, word, instance, keys) as found:
            yield found

    def _alone(self) -> AbstractContextManager[None]:
        return self._vault.alone(self._vault.database.engine)

    def _view(self, found: Found, manifest: Manifest | None) -> RestoreView:
        header = found.archive.header
        return RestoreView(
            header.id,
            header.created_at,
            header.instance,
            is_same=is_of(self._vault.database, header.instance),
            revision=header.revision,
            engine=header.engine,
            rows=manifest.rows if manifest else 0,
            files=manifest.assets.number if manifest else 0,
            content=manifest.content if manifest else "",
            kept="",
            absent_files=_absent(found, manifest),
            is_replacing=not self._vault.place.is_empty,
        )

    def _gone(self) -> Collection[str]:
        return erased.ever_erased(self._vault.database, self._vault.place)

    def _log(self, place: Scratch, action: str, header: Header, view: RestoreView) -> None:
        details: dict[str, object] = {
            "created_at": iso(header.created_at),
            "rows": view.rows,
            "kept": view.kept,
        }
        if gone := erased.carried(self._gone(), place.connection):
            details[erased.CARRIED] = gone
        act = Act(action, f"backup:{header.id}", details)
        record(place.connection, at=self._clock(), actor=self.actor, act=act)


def _absent(found: Found, manifest: Manifest | None) -> int:
    """How many files of courses an archive does not hold, as far as it was read."""
    if manifest is None:
        return found.backup.absent_files if found.backup else 0
    assets = manifest.assets
    is_listed = found.archive.header.assets != EMBEDDED
    return len(assets.missing) + (assets.number if is_listed else 0)


def _kept_view(kept: Kept) -> KeptView:
    return KeptView(kept.at, kept.name, moments.until(kept))
