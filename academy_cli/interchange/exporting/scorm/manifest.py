"""The manifest of a SCORM package: one course that a learning platform opens at one page.

After SCORM 1.2 (Content Aggregation Model, 2001) and SCORM 2004 4th Edition (2009), by ADL. Refuses to know
what is on pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote

from academy_cli.interchange.exporting.xmltext import HEAD, element, lines, text

NAME = "imsmanifest.xml"
_LONGEST = 200
"""Letters of a title, by SCORM 1.2; platforms cut longer ones."""
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SEQUENCING = "http://www.imsglobal.org/xsd/imsss"


class Edition(NamedTuple):
    """One version of SCORM: its own word for itself, its namespaces, and how it spells what is opened."""

    version: str
    packaging: str
    adl: str
    files: tuple[str, str]
    attribute: str


_EDITIONS = {
    "1.2": Edition(
        "1.2",
        "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
        "http://www.adlnet.org/xsd/adlcp_rootv1p2",
        ("imscp_rootv1p1p2.xsd", "adlcp_rootv1p2.xsd"),
        "adlcp__scormtype",
    ),
    "2004": Edition(
        "2004 4th Edition",
        "http://www.imsglobal.org/xsd/imscp_v1p1",
        "http://www.adlnet.org/xsd/adlcp_v1p3",
        ("imscp_v1p1.xsd", "adlcp_v1p3.xsd"),
        "adlcp__scormType",
    ),
}


def manifest(course: str, title: str, version: str, opened: str, files: Sequence[str]) -> str:
    """A manifest; ``opened`` is the page that a platform opens, and ``files`` are all there are."""
    edition = _EDITIONS[version]
    said = element("title", text(" ".join(title.split())[:_LONGEST]))
    item = element(
        "item", said, *_reporting(version), identifier="item", identifierref="pages"
    )  # fmt: skip
    organization = element("organization", said, item, identifier="course")
    about = (element("schema", "ADL SCORM"), element("schemaversion", edition.version))
    listed = [element("file", href=quote(file)) for file in files]
    resource = element(
        "resource", lines(listed), identifier="pages", type="webcontent", href=opened,
        **{edition.attribute: "sco"},
    )  # fmt: skip
    parts = (
        element("metadata", *about),
        element("organizations", organization, default="course"),
        element("resources", lines([resource])),
    )
    return HEAD + element("manifest", lines(parts), **_names(course, version, edition)) + "\n"


def _names(course: str, version: str, edition: Edition) -> dict[str, str]:
    places = f"{edition.packaging} {edition.files[0]} {edition.adl} {edition.files[1]}"
    names = {
        "identifier": f"academy-{course}",
        "version": "1.0",
        "xmlns": edition.packaging,
        "xmlns__adlcp": edition.adl,
        "xmlns__xsi": _XSI,
    }
    if version == "2004":
        names["xmlns__imsss"] = _SEQUENCING
        places += f" {_SEQUENCING} imsss_v1p0.xsd"
    return {**names, "xsi__schemaLocation": places}


def _reporting(version: str) -> list[str]:
    """That pages say themselves when they are done, and what that is worth."""
    if version != "2004":
        return []
    controls = element(
        "imsss:deliveryControls",
        tracked="true",
        completionSetByContent="true",
        objectiveSetByContent="true",
    )
    return [element("imsss:sequencing", controls)]
