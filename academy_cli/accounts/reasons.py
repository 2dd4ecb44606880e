"""Why something of a person stays when they are erased, in words.

Knows what it is by the names that an erasure counts it by; refuses to know how it is found.
"""

from __future__ import annotations

from academy_cli.kit.saying import say

WHY = {
    "enrollments": say("courses' numbers stay right; nothing says whose they are"),
    "lessons": say("progress counts for courses; nothing says whose it is"),
    "attempts": say("points count for quizzes; nothing says whose they are"),
    "reviews": say("stars count for courses; their words go"),
    "audit_entries": say(
        "who did what must stay provable; of them, a number, and the reason given for erasing them"
    ),
    "batch_reasons": say(
        "the reason of an import is about all its rows;"
        " whether one names them says: academy batch show"
    ),
    "certificates": say("their code still verifies, without a name"),
}
