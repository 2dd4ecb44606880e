"""Letters in a folder, and on a console."""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path

import pytest

from academy_cli.mail.gateway import DownError
from academy_cli.mail.letter import Attachment, mime
from academy_cli.mail.transports.console import ConsoleTransport
from academy_cli.mail.transports.folder import FolderTransport
from tests.mail.letters import letter, with_everything


def test_a_letter_is_a_file_that_mail_programs_open(tmp_path: Path) -> None:
    with FolderTransport(tmp_path).opened() as sender:
        name = sender.send(with_everything())

    assert name == "outbox-81.4f1c@mail.example.org.eml"
    assert (tmp_path / name).read_bytes() == mime(with_everything())


def test_a_letter_that_is_sent_again_is_the_same_file(tmp_path: Path) -> None:
    with FolderTransport(tmp_path).opened() as sender:
        sender.send(letter())
        sender.send(letter())

    assert len(list(tmp_path.iterdir())) == 1


def test_letters_never_share_a_file(tmp_path: Path) -> None:
    with FolderTransport(tmp_path).opened() as sender:
        for message_id in ("a+b@x.org", "a-b@x.org", "a=b@x.org", "a_b@x.org", "a/b@x.org"):
            sender.send(letter(message_id=message_id))

    assert len(list(tmp_path.iterdir())) == 5


def test_a_long_message_id_has_a_file_too(tmp_path: Path) -> None:
    with FolderTransport(tmp_path).opened() as sender:
        for number in range(2):
            sender.send(letter(message_id=f"{'x' * 200}{number}@mail.example.org"))

    assert len(list(tmp_path.iterdir())) == 2


def test_letters_are_for_their_owner_s_eyes_only(tmp_path: Path) -> None:
    with FolderTransport(tmp_path / "mail").opened() as sender:
        name = sender.send(letter())

    assert stat.S_IMODE((tmp_path / "mail").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "mail" / name).stat().st_mode) == 0o600


def test_a_file_of_another_s_is_not_written_through_a_link(tmp_path: Path) -> None:
    target = tmp_path / "precious"
    target.write_text("mine")
    mail = tmp_path / "mail"
    mail.mkdir()
    (mail / "outbox-81.4f1c@mail.example.org.partial").symlink_to(target)

    with FolderTransport(mail).opened() as sender, pytest.raises(DownError):
        sender.send(letter())

    assert target.read_text() == "mine"


def test_what_a_crash_left_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "outbox-81.4f1c@mail.example.org.partial").write_bytes(b"x" * 100_000)

    with FolderTransport(tmp_path).opened() as sender:
        name = sender.send(letter())

    assert os.listdir(tmp_path) == [name]  # noqa: PTH208
    assert (tmp_path / name).read_bytes() == mime(letter())


def test_a_folder_that_is_gone_takes_no_letter(tmp_path: Path) -> None:
    with FolderTransport(tmp_path / "mail").opened() as sender:
        (tmp_path / "mail").rmdir()
        with pytest.raises(DownError, match="no such file"):
            sender.send(letter())


def test_a_letter_is_shown_with_its_usual_headers() -> None:
    stream = io.StringIO()
    one = letter(attachments=(Attachment("invoice.pdf", "application/pdf", b"%PDF"),))

    with ConsoleTransport(stream).opened() as sender:
        sender.send(one)

    assert stream.getvalue() == (
        "From: no-reply@academy.example.org\n"
        "To: ann@example.org\n"
        "Subject: Welcome to Python\n"
        "Attached: invoice.pdf\n"
        "\n"
        "Hello Ann,\n"
        "\n"
        "your course begins.\n"
        "\n"
    )


def test_a_letter_does_not_steer_the_terminal() -> None:
    stream = io.StringIO()

    with ConsoleTransport(stream).opened() as sender:
        sender.send(letter(text="a\x1b[2Jb\rc\u202ed"))

    assert "\x1b" not in stream.getvalue()
    assert "\r" not in stream.getvalue()


def test_what_a_console_has_no_letters_for_is_spelled_out() -> None:
    below = io.BytesIO()

    with ConsoleTransport(io.TextIOWrapper(below, encoding="ascii")).opened() as sender:
        sender.send(letter(text="نور"))
        written = below.getvalue()

    assert rb"\u0646\u0648\u0631" in written
