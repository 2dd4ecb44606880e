"""The libraries of signatures, which are installed only where somebody wants them.

Knows how their lack is told; refuses to know what they do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from academy_cli.certificates.signatures.errors import MissingSignExtraError

INSTALL = "pip install 'academy-cli[sign]'"


@contextmanager
def wanted() -> Iterator[None]:
    """Import libraries of the extra in the block. Raises MissingSignExtraError."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise MissingSignExtraError(str(error.name), INSTALL) from error
