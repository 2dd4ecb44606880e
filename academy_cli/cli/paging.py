"""Long lists, a page at a time on a screen and whole in a pipe.

Knows when there is a next page and how it is called for; refuses to know what is listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from academy_cli.cli.answer import Columns
from academy_cli.cli.lines import require_fields
from academy_cli.cli.terminal import Terminal
from academy_cli.kit.page import PAGE_SIZE
from academy_cli.kit.saying import say

Find = Callable[[int | None, int], Iterable[object]]
"""The rows of a page, given the greatest number of them (None for all) and how many come before."""


def show_in_pages(
    terminal: Terminal, find: Find, columns: Columns, *, sortable: Sequence[str], empty: str
) -> None:
    """Show the wanted page of rows that are found in the wanted order.

    On a screen nobody reads a million lines: without --limit or --page, it is the first page. One row more
    than a page has is asked for there, to say whether another one follows.
    """
    page = terminal.wish.page
    require_fields((key.field for key in page.sort), "--sort", sortable)
    is_screen = terminal.out.isatty()
    size = PAGE_SIZE if page.size is None and is_screen else page.size
    if size is None or not is_screen:
        terminal.show_page(find(size, page.offset), columns, empty=empty)
        return
    found = list(islice(find(size + 1, page.offset), size + 1))
    terminal.show_page(found[:size], columns, empty=empty)
    if len(found) > size and size:
        terminal.note(say("There are more: --page {}", (page.number or 1) + 1))
