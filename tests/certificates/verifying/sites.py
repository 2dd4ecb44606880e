"""A site on this machine that shows what an academy published, and what a stranger takes along of it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeAlias

from academy_cli.certificates.verifying.views import Examination
from tests.certificates.bureau import Bureau

Published: TypeAlias = tuple[Bureau, str, list[str]]
"""A bureau whose site answers, the code of a certificate, and what the site was asked."""


class Quiet(SimpleHTTPRequestHandler):
    """A web server of files that remembers what it was asked."""

    asked: list[str]

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its own signature
        self.asked.append(self.path)


@contextmanager
def site(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Files on a server of this machine: its address, and what it was asked."""
    asked: list[str] = []
    handler = type("Handler", (Quiet,), {"asked": asked})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def brought(folder: Path, tmp_path: Path, code: str) -> tuple[str, Path]:
    """A credential and the issuer's keys, taken along without the lists."""
    mine = tmp_path / "mine"
    mine.mkdir()
    shutil.copy(folder / "certificates" / code / "credential.json", mine)
    shutil.copy(folder / "issuer.json", mine)
    return str(mine / "credential.json"), mine / "issuer.json"


def outcomes(found: Examination) -> dict[str, str]:
    return {one.check: one.outcome for one in found.checks}
