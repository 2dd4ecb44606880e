"""Which pipeline file a platform reads, what is in it, and the writing of it into a repository.

Knows three platforms; refuses to touch a file that is there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from academy_cli import __version__
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.paths import is_there
from academy_cli.kit.saying import say
from academy_cli.kit.systemwords import system_words

PACKAGE = f"academy-cli=={__version__}"
_PLACES = {
    "github": (".github/workflows/academy.yml",),
    "gitlab": (".gitlab-ci.yml", ".gitlab/academy.yml"),
    "pre-commit": (".pre-commit-config.yaml",),
}
"""Where each platform's file goes; the second place where there is one at the first already."""
_INCLUDED = say("Add to .gitlab-ci.yml:  {}", "include: [{local: /.gitlab/academy.yml}]")
_NEXT = {
    "github": say("set the secrets that docs/ci.md names, then commit the file"),
    "gitlab": say("set the variables that docs/ci.md names, then commit the file"),
    "pre-commit": "pre-commit install",
}
_SAFE = {
    "--branch": re.compile(r"(?!-)[\w./+-]+", re.ASCII),
    "--package": re.compile(r"(?!-)[\w.@:/+#=<>!~,\[\] -]+", re.ASCII),
    "--courses": re.compile(r"(?!-)[\w./+@ -]+"),
}


class UnsafeValueError(AcademyError):
    """A word that would mean something else in a pipeline file or its shell."""

    def __init__(self, option: str, value: str) -> None:
        super().__init__(
            Kind.USAGE,
            "ci.unsafe-value",
            say("“{}” cannot stand in a pipeline file.", value),
            say("Give {} letters, digits and the usual signs of names only.", option),
        )


class PipelineExistsError(AcademyError):
    """A pipeline file that is there already, and is somebody's."""

    def __init__(self, file: Path, platform: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "ci.exists",
            say("“{}” is there already. Nothing was written.", file),
            say(
                "See what would be in it, and add it by hand: academy ci init {} --stdout", platform
            ),
        )


class PipelineUnwritableError(AcademyError):
    """A pipeline file that cannot be written."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "ci.unwritable",
            say("“{}” cannot be written: {}.", file, why),
            "Check who may write there, or name another folder.",
        )


@dataclass(frozen=True)
class Pipeline:
    """A pipeline file: for which platform, where, and what to do next."""

    platform: str
    file: Path
    next: str
    text: str = field(repr=False, default="")


def pipeline(
    platform: str,
    folder: Path,
    *,
    branch: str = "main",
    package: str = PACKAGE,
    courses: str = ".",
) -> Pipeline:
    """The file that a platform should have in a repository. Raises UnsafeValueError."""
    given = {"--branch": branch, "--package": package, "--courses": courses}
    for option, value in given.items():
        if not _SAFE[option].fullmatch(value):
            raise UnsafeValueError(option, value)
    first, *others = _PLACES[platform]
    is_second = bool(others) and is_there(folder / first)
    text = files(__package__).joinpath(f"{platform}.yml").read_text("utf-8")
    words = {"@BRANCH@": branch, "@PACKAGE@": package, "@COURSES@": courses}
    for word, value in words.items():
        text = text.replace(word, value)
    following = _INCLUDED if is_second else _NEXT[platform]
    return Pipeline(platform, folder / (others[0] if is_second else first), following, text)


def require_absent(made: Pipeline) -> None:
    """Raise PipelineExistsError where there is such a file."""
    if is_there(made.file) or made.file.is_symlink():
        raise PipelineExistsError(made.file, made.platform)


def write(made: Pipeline) -> None:
    """Write a pipeline file. Raises PipelineExistsError and PipelineUnwritableError."""
    require_absent(made)
    try:
        made.file.parent.mkdir(parents=True, exist_ok=True)
        with made.file.open("x", encoding="utf-8", newline="\n") as file:
            file.write(made.text)
    except FileExistsError as error:
        raise PipelineExistsError(made.file, made.platform) from error
    except OSError as error:
        why = system_words(error)
        raise PipelineUnwritableError(made.file, why) from error
