"""Behind the stage: what tests and the demo let happen that no request of Stripe's could ask for.

Knows the addresses under ``/_test/`` and what each does; refuses to change the rules of objects.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict

from academy_cli.payments.standin import bulk, webhooks
from academy_cli.payments.standin.conversation import Stage
from academy_cli.payments.standin.events import shown
from academy_cli.payments.standin.faults import Trouble
from academy_cli.payments.standin.happenings import HAPPENINGS
from academy_cli.payments.standin.refusals import RefusedError
from academy_cli.payments.standin.resources import balance
from academy_cli.payments.standin.wire import Answer, Json, answer, refusal
from academy_cli.payments.standin.world import RefundMode, Terms, World

PREFIX = "/_test/"


class Backstage:
    """One run of the stand-in, and what may be done to it."""

    def __init__(self) -> None:
        self.stage = Stage.set()
        self._verbs: Mapping[str, Callable[[Json], Json]] = {
            "reset": self._reset,
            "fault": self._fault,
            "clear": self._clear,
            "log": self._log,
            "restrict": self._restrict,
        }
        self._in_world: Mapping[str, Callable[[World, Json], Json]] = {
            "clock": _clock,
            "keys_in_use": lambda world, _: {"keys": world.keys.in_use()},
            "refund_mode": _refund_mode,
            "terms": _terms,
            "bulk": lambda world, asked: bulk.make(world, bulk.Wanted(**asked)),
            "dump": _dump,
            "webhook": lambda world, asked: webhooks.listen(
                world, asked["url"], tuple(asked["types"])
            ),
            **HAPPENINGS,
        }

    def answer(self, path: str, asked: Json) -> Answer:
        """Do what an address says; what cannot be is answered with 400 and a sentence."""
        verb = path.removeprefix(PREFIX)
        try:
            return answer(200, self._done(verb, asked))
        except RefusedError as error:
            return refusal(error)
        except (KeyError, TypeError, ValueError, re.error) as error:
            return refusal(RefusedError(400, f"{verb}: {error!r}"))

    def _done(self, verb: str, asked: Json) -> Json:
        if verb in self._verbs:
            return self._verbs[verb](asked)
        world = self.stage.worlds[asked.pop("livemode", False)]
        if verb == "deliver":  # without the lock, for whoever gets an event may ask for its object
            return {"sent": [asdict(one) for one in webhooks.deliver(world, **asked)]}
        if verb not in self._in_world:
            raise RefusedError(404, f"Nothing is called {verb} behind the stage.")
        with world.lock:
            world.clock.catch_up()
            return self._in_world[verb](world, asked)

    def _reset(self, asked: Json) -> Json:
        self.stage.troubles.clear()
        self.stage = Stage.set(asked.get("seed"), asked.get("start"))
        return {}

    def _fault(self, asked: Json) -> Json:
        self.stage.troubles.add(Trouble.read(asked))
        return {}

    def _restrict(self, asked: Json) -> Json:
        for pattern in asked["allowed"]:
            re.compile(pattern)
        self.stage.rights[asked["key"]] = tuple(asked["allowed"])
        return {}

    def _clear(self, _asked: Json) -> Json:
        self.stage.troubles.clear()
        return {}

    def _log(self, _asked: Json) -> Json:
        return {"requests": list(self.stage.log)}


def _clock(world: World, asked: Json) -> Json:
    world.clock.advance(int(asked.get("advance_s", 0)))
    return {"now": world.now()}


def _refund_mode(world: World, asked: Json) -> Json:
    world.refund_mode = RefundMode(asked["mode"])
    return {}


def _terms(world: World, asked: Json) -> Json:
    world.terms = Terms(**asked)
    return {}


def _dump(world: World, asked: Json) -> Json:
    """Everything there is, by kind, from the oldest on; events only where they are wanted."""
    kinds = {}
    for kind, table in world.everything():
        if kind == "event":
            if asked.get("events"):
                kinds[kind] = [shown(world, one) for one in table.oldest_first()]
        elif kind == "balance_transaction":
            kinds[kind] = [balance.shown(world, one) for one in table.oldest_first()]
        else:
            kinds[kind] = list(table.oldest_first())
    return {"now": world.now(), "livemode": world.livemode, "objects": kinds}
