"""What a person names as a course: a folder of this machine, or a repository.

Knows how a repository looks on disk; refuses to run git.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, Union

from academy_cli.authoring.names import COURSE_FILE
from academy_cli.kit.paths import is_file, is_folder, is_there, real

if TYPE_CHECKING:
    from academy_cli.authoring.repositories.address import Address

Place: TypeAlias = Union[Path, "Address"]
_WEB = re.compile(r"^([a-z]+):/(?!/)")
_LIKE_SCP = re.compile(r"[^/\s@#]+@[^/#]+:")


def place_of(word: str) -> Place:
    """A folder, or a repository: what is there under this very name is what is meant.

    Raises BadAddressError and SecretInAddressError.
    """
    path = Path(word)
    if is_there(path) and not _is_bare(path):
        return path
    from academy_cli.authoring.repositories.address import address_of  # most are folders

    return address_of(_WEB.sub(r"\1://", word), _repository_at) or path


def require_folder(path: Path) -> None:
    """Insist that a path is none of a repository's addresses, of which Path joins the strokes.

    Raises ReadOnlyRepositoryError.
    """
    if _is_bare(path) if is_there(path) else _is_address(str(path)):
        from academy_cli.authoring.repositories.address import shown
        from academy_cli.authoring.repositories.errors import ReadOnlyRepositoryError

        raise ReadOnlyRepositoryError(shown(_WEB.sub(r"\1://", str(path))))


def _is_address(word: str) -> bool:
    where, mark, _ = word.partition("#")
    is_local = mark != "" and _repository_at(where) is not None
    return is_local or any(form.match(word) for form in (_WEB, _LIKE_SCP))


def _repository_at(where: str) -> str | None:
    path = Path(where)
    return str(real(path)) if _is_bare(path) or is_there(path / ".git") else None


def _is_bare(folder: Path) -> bool:
    """Whether a folder is a bare repository, and no course that only looks like one."""
    has_all = is_file(folder / "HEAD") and all(is_folder(folder / x) for x in ("objects", "refs"))
    return has_all and not is_there(folder / COURSE_FILE)
