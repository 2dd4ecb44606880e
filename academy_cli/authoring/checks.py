"""What is wrong between files: links, images and assets that do not fit together.

Knows how a relative link resolves; refuses to change anything. Works on a reading, so an unchanged
lesson is checked by the links that were stored with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote

from academy_cli.authoring import markdown, names
from academy_cli.authoring.codes import problem
from academy_cli.authoring.document import LESSON, CourseDocument, Node
from academy_cli.authoring.markdown import Link, Refers
from academy_cli.authoring.misnaming import misnamed
from academy_cli.authoring.parts import split
from academy_cli.authoring.signposts import Signposts, joined, relative
from academy_cli.authoring.translations.lessons import TranslatedLessons, leads_to
from academy_cli.authoring.tree import Limits, Tree, UnreadableError
from academy_cli.formats.problems import Problem
from academy_cli.kit.saying import say
from academy_cli.kit.spelling import Hints

_PREFIX = {Refers.LINK: "link", Refers.IMAGE: "image", Refers.FILE: "file"}


class Checked(NamedTuple):
    """Findings between files, and the paths of the assets that lessons refer to, in order."""

    problems: tuple[Problem, ...]
    assets: tuple[str, ...]


def check(document: CourseDocument, tree: Tree, *, limits: Limits = Limits()) -> Checked:
    """Check every link of a course against its files. Never raises for what an author wrote."""
    return _Checker(document, tree, limits).run()


class _Checker:
    """The state of one check."""

    def __init__(self, document: CourseDocument, tree: Tree, limits: Limits) -> None:
        self.document, self.tree, self.limits = document, tree, limits
        self.lessons = {node.path for node in document.contents if node.kind is LESSON}
        self.translated = TranslatedLessons(document)
        self.problems: list[Problem] = []
        self.assets: set[str] = set()
        self.anchors: dict[str, frozenset[str]] = {}
        self.hints = Hints(lambda path: sorted(self._anchors_of(path)))

    def run(self) -> Checked:
        document = self.document
        for node in (document.root, *document.contents, *document.translations):
            if node.page is not None and node.page.links:
                for link in node.page.links:
                    self._link(node, link)
        if len(self.by_folded) < len(self.tree.paths) + len(self.folders):
            self.problems += name_collisions(self.tree.paths)
        self.problems += misnamed(self.tree.paths, document.root.values.get("ignore", ()))
        return Checked(tuple(self.problems), tuple(sorted(self.assets)))

    @cached_property
    def folders(self) -> frozenset[str]:
        return folders_with(self.tree.paths)

    @cached_property
    def taught(self) -> Collection[str]:
        """The folders with a lesson somewhere below."""
        return folders_with(self.lessons)

    @cached_property
    def by_folded(self) -> Mapping[str, str]:
        every = (*self.tree.paths, *self.folders)
        return dict(zip(names.each_folded(every), every, strict=True))

    @cached_property
    def signposts(self) -> Signposts:
        return Signposts(self.tree.paths)

    def _link(self, node: Node, link: Link) -> None:
        if link.kind is Refers.IMAGE and not link.has_alt:
            self._add(
                "image.alt-missing",
                node.path,
                link,
                say("the image “{}” has no text for people who cannot see it", link.target),
            )
        if not link.is_external:
            self._resolve(node.path, link)

    def _resolve(self, file: str, link: Link) -> None:
        target, fragment = self._parts(link)
        if not target:
            if fragment:
                self._anchor(file, file, link, fragment)
            return
        if target.startswith("/"):
            self._rooted(file, link, target)
            return
        original = self.translated.originals.get(file)
        path = leads_to(file, original, target, self.tree.paths, self.folders)
        if path is None:
            self._add(
                "image.outside" if link.kind is Refers.IMAGE else "link.outside",
                file,
                link,
                say("“{}” leads out of the course", link.target),
            )
        elif path in self.lessons or path in self.translated.originals:
            if fragment:
                self._anchor(file, path, link, fragment)
        elif path in self.tree.paths:
            self._asset(file, path, link)
        elif path in self.folders:
            self._folder(file, path, link, fragment)
        else:
            self._broken(file, path, link)

    @staticmethod
    def _parts(link: Link) -> tuple[str, str]:
        """A link's path and fragment; a field names a file as it is, whatever is in its name."""
        if link.kind is Refers.FILE:
            return link.target, ""
        target, _, fragment = link.target.partition("#")
        return unquote(target.partition("?")[0]), fragment

    def _asset(self, file: str, path: str, link: Link) -> None:
        if path in self.assets:
            return
        if names.is_lesson_name(path) or path.rpartition("/")[2] in (
            names.COURSE_FILE,
            names.MODULE_FILE,
        ):
            self._add(
                "link.ignored",
                file,
                link,
                say("“{}” is not published with the course", link.target),
            )
        elif (size := self.tree.size(path)) > self.limits.asset_bytes:
            megabytes = size // 1024**2
            message = say(
                "the file has {} MB; {} are allowed", megabytes, self.limits.asset_bytes // 1024**2
            )
            self.problems.append(
                problem(
                    "source.too-large",
                    path,
                    value=path,
                    message=message,
                    hint=say("Link to a video service, or raise limits.asset_mb."),
                )
            )
        else:
            self.assets.add(path)

    def _folder(self, file: str, path: str, link: Link, fragment: str) -> None:
        front = next((lesson for lesson in front_pages(path) if lesson in self.lessons), None)
        if front is not None and fragment:
            self._anchor(file, front, link, fragment)
        elif front is None and path not in self.taught:
            self._add(
                "link.broken", file, link, say("“{}” is a folder without a lesson", link.target)
            )

    def _rooted(self, file: str, link: Link, target: str) -> None:
        path = joined("", target.lstrip("/"))
        hint = (
            say("Write the path relative to the lesson, or the whole web address.")
            if path is None or path not in self.tree.paths
            else say("Write `{}`.", relative(file, path))
        )
        self._add(
            f"{_PREFIX[link.kind]}.broken" if link.kind is not Refers.FILE else "file.missing",
            file,
            link,
            say("“{}” begins at the root of a site, which a course does not have", link.target),
            hint,
        )

    def _broken(self, file: str, path: str, link: Link) -> None:
        real = self.by_folded.get(names.folded(path))
        if real is not None and link.kind is not Refers.FILE:
            hint = say("Write `{}`.", relative(file, real))
            self._add(
                f"{_PREFIX[link.kind]}.case",
                file,
                link,
                say("“{}” differs from “{}” by letter case or Unicode form", link.target, real),
                hint,
            )
            return
        target, fragment = self._parts(link)
        hint = (
            say("Write `{}`.", relative(file, real))
            if real
            else self.signposts.hint(file, target, fragment)
        )
        code = "file.missing" if link.kind is Refers.FILE else f"{_PREFIX[link.kind]}.broken"
        self._add(code, file, link, say("“{}” is not there", link.target), hint)

    def _anchor(self, file: str, path: str, link: Link, fragment: str) -> None:
        wanted = unquote(fragment)
        known = self._anchors_of(path)
        if file in self.translated.originals:
            known = known.union(*map(self._anchors_of, self.translated.of(path)))
        if wanted in known or wanted.startswith(":~:") or wanted in ("", "top"):
            return
        close = self.hints.nearest(wanted, path)
        self._add(
            "link.anchor",
            file,
            link,
            say("no heading of “{}” has the anchor “#{}”", path, fragment),
            say("Write `#{}`.", close) if close else "",
        )

    def _anchors_of(self, path: str) -> frozenset[str]:
        if path not in self.anchors:
            if names.is_quiz_name(path):
                self.anchors[path] = frozenset()
                return self.anchors[path]
            try:
                text = split(self.tree.load(path, self.limits.text_bytes)).body.decode(
                    "utf-8", errors="replace"
                )
                self.anchors[path] = markdown.anchors(text)
            except (UnreadableError, markdown.MarkdownError):
                self.anchors[path] = frozenset()
        return self.anchors[path]

    def _add(self, code: str, file: str, link: Link, message: str, hint: str = "") -> None:
        self.problems.append(
            problem(
                code, file, link.line, link.column, value=link.target, message=message, hint=hint
            )
        )


def front_pages(folder: str) -> Iterator[str]:
    """The lessons that a link to a folder may mean, in the order in which they are meant."""
    for name in ("README.md", "index.md", "readme.md", "README.mdx", "index.mdx"):
        yield f"{folder}/{name}" if folder else name


def name_collisions(paths: Collection[str]) -> list[Problem]:
    """Find names that a file system without letter case or with another Unicode form would merge."""
    found = {*paths, *folders_with(paths)} - {""}
    first: dict[str, str] = {}
    merged = [
        (path, other)
        for path in sorted(found)
        if (other := first.setdefault(names.folded(path), path)) is not path
    ]
    return [
        problem(
            "source.name-collision",
            path,
            value=path,
            message=say("“{}” and “{}” differ only by letter case or Unicode form", path, other),
        )
        for path, other in merged
    ]


def folders_with(paths: Iterable[str]) -> frozenset[str]:
    """Every folder with a file somewhere in it, the course folder ``""`` among them."""
    found = {path.rpartition("/")[0] for path in paths}
    for folder in tuple(found):
        above = folder.rpartition("/")[0]
        while above not in found:
            found.add(above)
            above = above.rpartition("/")[0]
    return frozenset(found | {""})
