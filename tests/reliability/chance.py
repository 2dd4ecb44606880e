"""The one seed of all long random runs.

Knows where it comes from and says it, so that a run can be repeated.
"""

from __future__ import annotations

import os
import random
import secrets
import sys

SHARE = float(os.environ.get("ACADEMY_TORTURE") or 0)
"""How much of all that ``make torture`` tries is tried now; 0 in every other run."""
SEED = int(os.environ.get("ACADEMY_SEED") or secrets.randbelow(10**9))


def seeded() -> random.Random:
    """Numbers that ``ACADEMY_SEED`` repeats."""
    say(f"ACADEMY_SEED={SEED}")
    return random.Random(SEED)


def say(what: str) -> None:
    """Tell whoever reads the output of a long run."""
    sys.stdout.write(f"{what}\n")
