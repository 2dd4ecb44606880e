"""A letter as SendGrid's API takes it.

Pure: knows the fields of ``POST /v3/mail/send``; refuses whatever would make another letter of it on its way.
Source: https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from academy_cli.mail.headers import REPLY_TO, travelling
from academy_cli.mail.letter import Letter, Mailbox

_UNTOUCHED = {
    "click_tracking": {"enable": False, "enable_text": False},
    "open_tracking": {"enable": False},
    "subscription_tracking": {"enable": False},
}
"""Links stay what they are, for some let their reader in; and List-Unsubscribe stays ours (RFC 8058)."""


def body(letter: Letter) -> Mapping[str, Any]:
    """The request for one letter; the text comes first, as SendGrid demands."""
    texts = [("text/plain", letter.text), *([("text/html", letter.html)] if letter.html else [])]
    request: dict[str, Any] = {
        "personalizations": [
            {"to": [_recipient(letter.recipient)], "custom_args": {"outbox_id": letter.key}}
        ],
        "from": _box(letter.sender),
        "subject": letter.subject,
        "content": [{"type": kind, "value": text} for kind, text in texts],
        "headers": {"Message-ID": f"<{travelling(letter.message_id)}>", **letter.headers},
        "tracking_settings": _UNTOUCHED,
    }
    if answers := request["headers"].pop(REPLY_TO, ""):
        request["reply_to"] = {"email": travelling(answers)}
    if letter.attachments:
        request["attachments"] = [
            {
                "content": base64.b64encode(file.content).decode("ascii"),
                "filename": file.name,
                "type": file.media_type,
                "disposition": "attachment",
            }
            for file in letter.attachments
        ]
    return request


def _box(box: Mailbox) -> Mapping[str, str]:
    email = box.travelling
    return {"email": email, "name": box.name} if box.name else {"email": email}


def _recipient(box: Mailbox) -> Mapping[str, str]:
    """Without a name that has a comma or semicolon: SendGrid took what follows for another recipient.

    Source: https://github.com/sendgrid/sendgrid-python/issues/291
    """
    is_misread = "," in box.name or ";" in box.name
    return {"email": box.travelling} if is_misread else _box(box)
