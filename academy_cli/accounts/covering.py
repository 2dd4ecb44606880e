"""What lies on top of somebody's dossier: which file holds what, and what none of them does.

Knows words only; refuses to know any table.
"""

from __future__ import annotations

READ_ME = """\
Everything that the academy holds about {email}, as of {at}.

account.json       the account: what you said of yourself, and what the academy noted
roles.json         what you may do beside learning, and since when
enrollments.json   the courses you are or were in, each with why (grants)
progress.json      how far you came in each lesson
certificates.json  the certificates that were issued to you
sessions.json      where and when you were logged in
tokens.json        tokens for programs that act as you, by name
links.json         links that were sent to you and work once
mail.json          mail that was or will be sent to you
orders.json        what you bought, line by line, with the coupons used for it
payments.json      what came in for your orders, what moved, and what a bank disputed
refunds.json       what went back, with every step of it
subscriptions.json what you subscribed to
invoices.json      invoices and credit notes that were made out to you
imports.json       rows of files about your account, enrollments and progress, or refused with your address
audit.json         what was done to your account, by whom; and what you did

Passwords, tokens and links that work are in no file: whoever has this one could act as you. Nor are their
digests, by which alone the academy knows them.
"""
