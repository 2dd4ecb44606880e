"""The names of the output formats.

Knows which formats there are; refuses to write one, so that a command line can be read cheaply.
"""

from __future__ import annotations

from enum import Enum


class Format(Enum):
    """How an answer is written to standard output."""

    TABLE = "table"
    TSV = "tsv"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    YAML = "yaml"
    IDS = "ids"
    SARIF = "sarif"
    GITHUB = "github"
    JUNIT = "junit"
    MARKDOWN = "markdown"

    @property
    def is_structured(self) -> bool:
        """Whether the format keeps nested values, and so gives every field by default."""
        return self in {Format.JSON, Format.JSONL, Format.YAML}

    @property
    def is_report(self) -> bool:
        """Whether only some commands offer it, for a certain reader: each of them says so in its help."""
        return self in REPORTS


REPORTS = (Format.SARIF, Format.GITHUB, Format.JUNIT, Format.MARKDOWN)
