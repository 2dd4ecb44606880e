"""Git repositories for tests: made with git itself, as bare ones on disk or behind an HTTP server.

Knows git's plumbing, also what git's porcelain refuses to write; refuses to know how academy reads it.
"""

from __future__ import annotations

import os
import subprocess
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

COURSE = {
    "course.yaml": b"id: small\ntitle: Small\n",
    "01-first.md": b"---\nid: first\n---\n# First\n\nText.\n",
}
"""The smallest course that is sound."""
FILE, LINK, SUBMODULE = "100644", "120000", "160000"


@dataclass(frozen=True)
class Repository:
    """A bare repository that commits are written into, without a working tree."""

    path: Path

    @classmethod
    def new(cls, path: Path, *options: str) -> Repository:
        """An empty one, whose first branch is main."""
        path.mkdir(parents=True)
        made = cls(path)
        made.git("init", "--quiet", "--bare", "--initial-branch=main", *options, ".")
        made.git("config", "http.getanyfile", "false")
        return made

    def git(self, *words: str, data: bytes | None = None) -> str:
        """What git answers."""
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "gc.auto=0")
        given = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
        done = subprocess.run(
            ["git", *who, *words], cwd=self.path, input=data, capture_output=True, env=given
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode(errors="replace").strip()

    def commit(
        self, files: Mapping[str, bytes], branch: str = "main", *, keeps_history: bool = True
    ) -> str:
        """A commit of these files alone at the end of a branch; or in its place, which is a force-push."""
        entries = [(FILE, self.blob(data), name) for name, data in files.items()]
        return self.commit_tree(self.tree(entries), branch, keeps_history=keeps_history)

    def commit_tree(self, tree: str, branch: str = "main", *, keeps_history: bool = True) -> str:
        """A commit of a tree at the end of a branch, or in its place."""
        known = self.git("for-each-ref", "--format=%(objectname)", f"refs/heads/{branch}")
        parent = ("-p", known) if known and keeps_history else ()
        made = self.git("commit-tree", *parent, "-m", "A commit", tree)
        self.git("update-ref", f"refs/heads/{branch}", made)
        return made

    def blob(self, data: bytes) -> str:
        """The object of some bytes."""
        return self.git("hash-object", "-w", "--stdin", data=data)

    def tree(self, entries: list[tuple[str, str, str]]) -> str:
        """The tree of files by mode, object and path; folders are made of the strokes in paths."""
        here = [(mode, number, name) for mode, number, name in entries if "/" not in name]
        for folder in dict.fromkeys(name.partition("/")[0] for *_, name in entries if "/" in name):
            inner = [
                (mode, number, name.removeprefix(f"{folder}/"))
                for mode, number, name in entries
                if name.startswith(f"{folder}/")
            ]
            here.append(("40000", self.tree(inner), folder))
        return self.raw_tree(here)

    def raw_tree(self, entries: list[tuple[str, str, str]]) -> str:
        """A tree with any names, also those that git itself would never write."""

        def place(entry: tuple[str, str, str]) -> bytes:
            return os.fsencode(entry[2] + ("/" if entry[0] == "40000" else ""))

        raw = b"".join(
            os.fsencode(f"{mode} {name}") + b"\0" + bytes.fromhex(number)
            for mode, number, name in sorted(entries, key=place)
        )
        return self.git("hash-object", "-t", "tree", "-w", "--stdin", "--literally", data=raw)


@dataclass
class Host:
    """An HTTP server with git repositories: what was asked of it, and how it behaves."""

    root: Path
    password: str = ""
    redirect: str = ""
    is_silent: bool = False
    silent_from: int = 1 << 30
    """How many requests are answered."""
    url: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Each request's path, and its Authorization."""
    closing: Event = field(default_factory=Event)

    @property
    def credentials(self) -> list[str]:
        """What anybody proved themselves with."""
        return [given for _, given in self.asked if given]


@contextmanager
def serving(root: Path, **how: object) -> Iterator[Host]:
    """A host on this machine, with all repositories below a folder."""
    host = Host(root, **how)  # type: ignore[arg-type]

    class Handler(_Handler):
        of = host

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    host.url = f"http://127.0.0.1:{server.server_port}"
    listening = Thread(target=server.serve_forever, args=(0.02,))
    listening.start()
    try:
        yield host
    finally:
        host.closing.set()
        server.shutdown()
        listening.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    of: Host

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self) -> None:
        host = self.of
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        given = self.headers.get("Authorization", "")
        host.asked.append((self.path, given))
        if host.is_silent or len(host.asked) > host.silent_from:
            host.closing.wait(60)
            return
        wanted = f"Basic {b64encode(host.password.encode()).decode()}"
        if host.password and given != wanted:
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="git"')
            self.end_headers()
        elif host.redirect:
            self.send_response(302)
            self.send_header("Location", host.redirect + self.path)
            self.end_headers()
        else:
            self._backend(body)

    def _backend(self, body: bytes) -> None:
        """Let git itself answer, by CGI (git-http-backend(1))."""
        path, _, query = self.path.partition("?")
        environ = {
            "PATH": os.environ["PATH"],
            "GIT_PROJECT_ROOT": str(self.of.root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REQUEST_METHOD": self.command,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
        }
        done = subprocess.run(
            ["git", "http-backend"], input=body, capture_output=True, env=environ, check=False
        )
        head, _, answer = done.stdout.partition(b"\r\n\r\n")
        lines = [line.partition(": ") for line in head.decode().split("\r\n") if line]
        status = next((value for name, _, value in lines if name == "Status"), "200")
        self.send_response(int(status.split()[0]))
        for name, _, value in lines:
            if name != "Status":
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer)
