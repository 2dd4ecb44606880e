"""Common Cartridge 1.1: imsmanifest.xml, and what it organizes.

After https://www.imsglobal.org/cc/ccv1p1/. Of all versions this is the one that every platform takes. Knows
the organization and its resources; refuses to leave anything out without a note.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from academy_cli.authoring.document import LESSON
from academy_cli.authoring.names import COURSE_FILE
from academy_cli.authoring.preview.looking import View
from academy_cli.interchange.exporting.cartridge.pages import (
    NO_KEY,
    PAGE,
    Pages,
    Resource,
    is_draft,
)
from academy_cli.interchange.exporting.course import Course, Wanted
from academy_cli.interchange.exporting.naming import names_of
from academy_cli.interchange.exporting.package import Package
from academy_cli.interchange.exporting.placing import Placing
from academy_cli.interchange.exporting.xmltext import HEAD, element, lines, text
from academy_cli.interchange.xmlids import as_xml_id

MANIFEST = "imsmanifest.xml"
_CP = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
_LOM_RESOURCE = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/resource"
_ARRANGING = frozenset({"content", "ignore", "moved", "checks"})
_SOLD = frozenset({"prices", "access", "capacity", "refunds", "status", "publish_at"})
_DRAFT = "learners do not see it: --drafts takes it along, for instructors alone"
_HIDDEN = "it is for instructors alone, and no item names it"


def export(course: Course, wanted: Wanted, package: Package) -> None:
    """Fill a package with a course, without its drafts unless they are wanted."""
    names = names_of(course.nodes)
    pages = Pages(
        course, course.looking(View.AUTHOR), names, package, with_drafts=wanted.with_drafts
    )
    writer = _Writer(course, wanted, pages)
    items = [one for index in course.sketch.children[-1] for one in writer.items(index)]
    writer.about()
    package.put(MANIFEST, HEAD + writer.manifest(items) + "\n")
    package.keep("course", COURSE_FILE, name=course.slug, to=MANIFEST)


class _Writer:
    """The organization of one course."""

    def __init__(self, course: Course, wanted: Wanted, pages: Pages) -> None:
        self.course, self.wanted, self.pages = course, wanted, pages
        self.package = pages.package
        self.resources: list[Resource] = []

    def items(self, index: int) -> Sequence[str]:
        """A lesson or a module as items."""
        sketch = self.course.sketch
        if sketch.places[index].kind is LESSON:
            return self._lesson(index)
        inside = [one for child in sketch.children[index] for one in self.items(child)]
        told, file = self.course.told(index), self.course.module_file(index)
        name = self.pages.names[index]
        self.package.keep("module", file, name=name)
        values: Mapping[str, Any] = json.loads(told.fields)
        if "release_at" in values:
            why = "cartridges have no dates: it is open at once"
            self.package.drop("key", file, why, name="release_at")
        return [_item(as_xml_id(name), told.title, inside)]

    def _lesson(self, index: int) -> Sequence[str]:
        sketch = self.course.sketch
        path, told = sketch.places[index].path, self.course.told(index)
        is_hidden = is_draft(told)
        line = Placing(self.course, path).key("draft") if is_hidden else 1
        if is_hidden and not self.wanted.with_drafts:
            self.package.drop("draft", path, _DRAFT, line=line, name=self.pages.names[index])
            return ()
        made = list(self.pages.resources(index, is_draft=is_hidden))
        self.resources += made
        if is_hidden:
            self.package.approximate("draft", path, _HIDDEN, line=line, name=made[0].ident)
            return ()
        return [_item(f"item_{one.ident}", one.title, reference=one.ident) for one in made]

    def about(self) -> None:
        """Write the page about the course, and note what course.yaml says besides."""
        values, placing = self.course.sketch.values, Placing(self.course, COURSE_FILE)
        for key in ("summary", "language"):
            if key in values:
                self.package.keep("key", COURSE_FILE, line=placing.key(key), name=key)
        kept = {"summary", "language"}
        for key in sorted(values.keys() - kept - _ARRANGING):
            why = "it is of the academy that sells the course" if key in _SOLD else NO_KEY
            self.package.drop("key", COURSE_FILE, why, line=placing.key(key), name=key)

    def manifest(self, items: Sequence[str]) -> str:
        """The manifest as XML."""
        slug = self.course.slug
        top = element("item", lines(items), identifier="root_item")
        organization = element(
            "organization", top, identifier="organization", structure="rooted-hierarchy"
        )
        return element(
            "manifest",
            lines(
                [
                    self._metadata(),
                    element("organizations", organization),
                    element("resources", lines([*self._resources(), *self._assets()])),
                ]
            ),
            identifier=f"course_{slug}",
            xmlns=_CP,
            xmlns__lomimscc=_LOM,
            xmlns__lom=_LOM_RESOURCE,
        )

    def _metadata(self) -> str:
        language = self.course.language
        general = [_said("title", self.course.title, language)]
        general.append(element("lomimscc:language", text(language)))
        if summary := self.course.summary:
            general.append(_said("description", summary, language))
        lom = element("lomimscc:lom", element("lomimscc:general", lines(general)))
        said = [
            element("schema", "IMS Common Cartridge"),
            element("schemaversion", "1.1.0"),
            lom,
        ]
        return element("metadata", lines(said))

    def _resources(self) -> Sequence[str]:
        idents = {file: f"asset_{number}" for number, file in enumerate(self._files, 1)}
        return [
            element(
                "resource",
                _FOR_INSTRUCTORS if one.is_for_instructors else "",
                element("file", href=one.file),
                *(element("dependency", identifierref=idents[file]) for file in one.needs),
                identifier=one.ident,
                type=one.kind,
                href=one.file if one.kind == PAGE else None,
            )
            for one in self.resources
        ]

    def _assets(self) -> Sequence[str]:
        return [
            element(
                "resource",
                element("file", href=file),
                identifier=f"asset_{number}",
                type=PAGE,
                href=file,
            )
            for number, file in enumerate(self._files, 1)
        ]

    @property
    def _files(self) -> Sequence[str]:
        return sorted(self.pages.assets.values())


def _item(
    identifier: str, title: str, inside: Sequence[str] = (), reference: str | None = None
) -> str:
    parts = [element("title", text(title)), *inside]
    return element("item", lines(parts), identifier=identifier, identifierref=reference)


def _said(name: str, words: str, language: str) -> str:
    string = element("lomimscc:string", text(words), language=language)
    return element(f"lomimscc:{name}", string)


_FOR_INSTRUCTORS = element(
    "metadata",
    element(
        "lom:lom",
        element(
            "lom:educational",
            element(
                "lom:intendedEndUserRole",
                element("lom:source", "IMSGLC_CC_Rolesv1p1"),
                element("lom:value", "Instructor"),
            ),
        ),
    ),
)
"""What tells platforms that a resource is not for learners."""
