"""What a lesson gives to take along, as a list of links below its text.

Knows the key ``resources``; refuses to know any format.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import Any

from academy_cli.interchange.exporting.bodies import Bodies
from academy_cli.interchange.exporting.placing import Placing
from academy_cli.interchange.exporting.xmltext import element, text


def resource_list(values: Mapping[str, Any], placing: Placing, bodies: Bodies) -> str:
    """The resources of a lesson as HTML, each of them noted; empty where there are none."""
    items, package = [], bodies.package
    for one in values.get("resources", ()):
        said = one if isinstance(one, dict) else {"file": one}
        target = str(said.get("url") or said.get("file") or "")
        is_web = re.match(r"https?://", target) is not None
        address = target if is_web else bodies.file(target, placing.path)
        line = placing.key("resources")
        if address is None:
            package.drop("resource", placing.path, "it is not there", line=line, name=target)
        else:
            package.keep("resource", placing.path, line=line, name=target)
            title = str(said.get("title") or posixpath.basename(target) or target)
            items.append(element("li", element("a", text(title), href=address)))
    return element("ul", *items) + "\n" if items else ""
