"""What a course's refund policy says: how long after the purchase, up to which progress.

A function of values; refuses rows and clocks. Whoever asks decides whether that binds them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from academy_cli.kit.clock import iso
from academy_cli.kit.saying import say
from academy_cli.kit.timespan import after


class Policy(NamedTuple):
    """The keys of course.yaml below ``refunds``; None says nothing."""

    window: str | None = None
    highest_progress: int | None = None

    @classmethod
    def of(cls, fields: str) -> Policy:
        """Read a course's fields as they are stored, canonical JSON."""
        said: Any = json.loads(fields).get("refunds")
        if not isinstance(said, dict):
            return cls()
        window, highest = said.get("window"), said.get("highest_progress")
        return cls(
            window if isinstance(window, str) else None,
            highest if isinstance(highest, int) else None,
        )

    def objections(
        self, title: str, paid_at: datetime, now: datetime, percent: int | None
    ) -> Sequence[str]:
        """Why a purchase cannot be refunded, in sentences; ``percent`` is the progress made."""
        found = []
        end = after(paid_at, self.window) if self.window else None
        if end is not None and now >= end:
            found.append(
                say("“{}” can be refunded for {}: until {}.", title, self.window, iso(end))
            )
        if self.highest_progress is not None and (percent or 0) > self.highest_progress:
            found.append(
                say(
                    "“{}” can be refunded up to {} % of it, and {} % is done.",
                    title,
                    self.highest_progress,
                    percent,
                )
            )
        return found
