"""The languages of a page: which one it is in, and where it is in the others.

Knows what languages call themselves; refuses to know what is translated.
"""

from __future__ import annotations

from collections.abc import Sequence

from academy_cli.authoring.preview.addresses import href, root_of
from academy_cli.authoring.preview.looking import Looking
from academy_cli.authoring.preview.retelling import Said
from academy_cli.authoring.translations.tags import own_name
from academy_cli.kit.language import is_right_to_left
from academy_cli.pages.values import Language


def language(tag: str) -> Language:
    """A language by its tag."""
    return Language(tag, tag, is_right_to_left(tag))


def language_of(said: Said, page: str) -> Language | None:
    """The language of a text, where it is another than its page's; there is none of no text."""
    return None if said.language in ("", page) or not said.text else language(said.language)


def languages(
    looking: Looking, address: str, elsewhere: str, index: int | None
) -> Sequence[Language]:
    """The languages that the page at an address is in, the course's own first, each with where it is.

    ``elsewhere`` is its address below the folder of each; ``index`` is the page's lesson or module, -1 the
    course, None for none of these.
    """
    told, root = looking.retelling, root_of(address)
    every = [told.own, *looking.sketch.translated.languages]
    if len(every) == 1:
        return [language(told.own)]
    return [
        Language(
            tag,
            own_name(tag),
            is_right_to_left(tag),
            href(root, f"{looking.folder_of(tag)}{elsewhere}"),
            index is None or told.is_translated(index, tag),
        )
        for tag in every
    ]
