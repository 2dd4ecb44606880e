"""Rows of uploads.

Knows queries; refuses to commit and to decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from academy_cli.authoring.uploads.views import UploadView
from academy_cli.models import Upload


def of_lesson(connection: Connection, lesson: int) -> Sequence[UploadView]:
    """The uploads of a lesson, given by its row, by name."""
    query = select(
        Upload.name, Upload.media_type, Upload.size, Upload.sha256, Upload.uploaded_at
    ).where(Upload.lesson_id == lesson)
    return [UploadView(*row) for row in connection.execute(query.order_by(Upload.name))]


def add(connection: Connection, lesson: int, new: UploadView) -> None:
    """Attach a file to a lesson."""
    values = {"lesson_id": lesson, "name": new.name, **_content(new)}
    connection.execute(insert(Upload).values(values))


def replace(connection: Connection, lesson: int, new: UploadView) -> None:
    """Give an upload of a lesson another file."""
    connection.execute(update(Upload).where(*_one(lesson, new.name)).values(_content(new)))


def remove(connection: Connection, lesson: int, name: str) -> None:
    """Detach a file from a lesson."""
    connection.execute(delete(Upload).where(*_one(lesson, name)))


def _one(lesson: int, name: str) -> tuple[ColumnElement[bool], ...]:
    return Upload.lesson_id == lesson, Upload.name == name


def _content(new: UploadView) -> dict[str, str | int | datetime]:
    return {
        "media_type": new.media_type,
        "size": new.size,
        "sha256": new.sha256,
        "uploaded_at": new.uploaded_at,
    }
