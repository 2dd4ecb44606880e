"""What any lesson can say of itself, a page in its front matter and a quiz in its file.

The one table of these keys; refuses to know what else a lesson or a quiz has.
"""

from __future__ import annotations

from academy_cli.formats.patterns import NODE_ID
from academy_cli.formats.records import Field
from academy_cli.formats.shapes import Boolean, Integer, List, Moment, Text

NAMES = (
    Field("id", NODE_ID, "its identity across renames and moves", decides=True),
    Field("title", Text(), "what learners see"),
)
OPENING = (
    Field("minutes", Integer(0, 100_000), "how long it takes"),
    Field("required", Boolean(), "whether completion needs it"),
    Field("preview", Boolean(), "whether anybody may read it"),
    Field("draft", Boolean(), "whether it is hidden from learners", decides=True),
    Field("release_at", Moment(), "when learners may open it", decides=True),
)
AIMS = (
    Field("objectives", List(Text(1000, lines=True)), "what the learner will be able to do"),
    Field("tags", List(Text(60)), "words to find it by"),
)
ORIGIN = (
    Field("source", Text(200), "of a translation: the digest of the text that it was made from"),
)
