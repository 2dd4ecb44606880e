"""Whether whoever takes mail is there and lets us in; no letter is begun.

Knows the first words of each dialogue; refuses to say who writes or to whom.
"""

from __future__ import annotations

from contextlib import suppress
from smtplib import SMTPException
from ssl import SSLSocket

from academy_cli.kit.saying import say
from academy_cli.mail.gateway import DownError
from academy_cli.mail.transports.http_answers import require_private
from academy_cli.mail.transports.sendgrid import SendGridAccount
from academy_cli.mail.transports.smtp_server import SmtpServer, connected, trust

SCOPES, SENDS = "/v3/scopes", "mail.send"


def smtp(server: SmtpServer) -> str:
    """What a server said of itself, and how the connection was kept from others. Raises DownError."""
    talk = connected(server, trust(server))
    try:
        secured = talk.sock
        kept = secured.version() if isinstance(secured, SSLSocket) else None
        who = say(", as “{}”", server.user) if server.user else ""
        return say(
            "{}:{} answers by {}{}",
            server.host,
            server.port,
            kept or say("a plain connection"),
            who,
        )
    finally:
        with suppress(SMTPException, OSError):
            talk.quit()
        talk.close()


def sendgrid(account: SendGridAccount) -> str:
    """That a key may send mail. Raises DownError.

    Source: https://www.twilio.com/docs/sendgrid/api-reference/api-key-permissions
    """
    import httpx

    if not account.key:
        raise DownError(say("mail.sendgrid_key is empty"))
    url = httpx.URL(account.url)
    require_private(url, say("the key has to stay secret"))
    headers = {"Authorization": f"Bearer {account.key}"}
    try:
        with httpx.Client(base_url=url, headers=headers, timeout=account.timeout_s) as client:
            answer = client.get(SCOPES)
            scopes = answer.json().get("scopes", ()) if answer.status_code == 200 else ()
    except (httpx.HTTPError, ValueError, AttributeError) as error:
        raise DownError(
            say("{} gave no good answer ({})", url.host, type(error).__name__)
        ) from None
    if answer.status_code in (401, 403):
        raise DownError(say("{} does not take the key ({})", url.host, answer.status_code))
    if answer.status_code != 200:
        raise DownError(say("{} answered {}", url.host, answer.status_code))
    if SENDS not in scopes:
        raise DownError(say("the key may not send mail (mail.send)"))
    return say("{} takes the key, which may send mail", url.host)
