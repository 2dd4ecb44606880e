"""A wish to end is heard, wherever in the wish the next one comes: signals come in the middle of anything."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from itertools import count
from types import FrameType
from typing import Any

from academy_cli.kit.stopping import Stop


def interrupted_at(step: int, wish: Callable[[], None]) -> bool:
    """Wish, with a Ctrl-C before so many steps of the interpreter; whether it came to that."""
    left = count()
    came = False

    def looks_on(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal came
        frame.f_trace_opcodes = True
        if event == "opcode" and next(left) == step:
            came = True
            raise KeyboardInterrupt
        return looks_on

    before = sys.gettrace()
    sys.settrace(looks_on)
    try:
        wish()
    except KeyboardInterrupt:
        pass
    finally:
        sys.settrace(before)
    return came


def ends(wish: Callable[[], None]) -> bool:
    """Whether it comes to its end."""
    thread = threading.Thread(target=wish, daemon=True)
    thread.start()
    thread.join(1)
    return not thread.is_alive()


def test_a_wish_that_was_interrupted_anywhere_can_be_wished_again() -> None:
    for step in count():
        stop = Stop()
        came = interrupted_at(step, stop.wish)

        assert ends(stop.wish)
        assert stop.is_wished
        if not came:
            break
    assert step > 3


def test_an_event_that_was_interrupted_can_not() -> None:
    """The control, and why it is none."""
    for step in range(200):
        event = threading.Event()
        interrupted_at(step, event.set)
        if not ends(event.set):
            return
    raise AssertionError


def test_whoever_rests_is_woken_and_so_is_the_next() -> None:
    stop = Stop()
    resting = [threading.Thread(target=stop.rest, args=(60,), daemon=True) for _ in range(3)]
    for each in resting:
        each.start()
    stop.wish()
    for each in resting:
        each.join(20)

    assert not any(each.is_alive() for each in resting)
    began = time.monotonic()
    stop.rest(60)
    assert time.monotonic() - began < 60


def test_a_rest_ends_by_itself() -> None:
    stop = Stop()
    stop.rest(0.001)

    assert not stop.is_wished
