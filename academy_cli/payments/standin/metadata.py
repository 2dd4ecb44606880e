"""Metadata: what is kept of it, and what a change leaves.

Knows https://docs.stripe.com/api/metadata; refuses to read it.
"""

from __future__ import annotations

from academy_cli.payments.standin.wire import Json


def given(params: Json) -> Json:
    """The metadata of something new; an empty value sets nothing."""
    return merged({}, params.get("metadata", {}))


def merged(kept: Json, change: Json | str) -> Json:
    """Metadata after a change: an empty value drops a key, an empty text drops all."""
    if isinstance(change, str):
        return {}
    both = {**kept, **change}
    return {name: text for name, text in both.items() if text != ""}
