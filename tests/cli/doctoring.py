"""What ``academy doctor`` says, by its checks.

Knows its answer; refuses to know what is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.cli.conftest import Run


def found(run: Run, *words: str) -> Mapping[str, list[dict[str, Any]]]:
    """What each check says."""
    ran = run("doctor", *words, "--format", "json")
    by_check: dict[str, list[dict[str, Any]]] = {}
    for one in json.loads(ran.out):
        by_check.setdefault(one["check"], []).append(one)
    return by_check


def states(run: Run, *words: str) -> list[str]:
    return [one["state"] for some in found(run, *words).values() for one in some]
