"""Learners who act for themselves.

Knows how they get their service; refuses to know what they learn.
"""

from __future__ import annotations

from academy_cli.progress.service import Progress
from tests.school import School


def learning(school: School, email: str) -> Progress:
    """The service of a learner who acts alone."""
    _, progress, _ = school.services(school.actor(email))
    return progress
