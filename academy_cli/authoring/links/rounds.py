"""Asking many addresses: some hosts at once, each of them one request at a time.

A thread for each host, because headers may drip and nothing ends that; one that takes too long is left
behind, and another one goes on. Knows threads and time; refuses to know what answers mean.
"""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatchcase
from queue import Empty, SimpleQueue
from threading import Thread
from urllib.parse import urlsplit

from academy_cli.authoring.links.asking import Asker, Manners
from academy_cli.authoring.links.verdicts import TOO_LONG, UNASKED, Fate, Verdict
from academy_cli.kit.saying import say

HOSTS = 16
"""So many hosts are asked at once."""
LIMIT_S = 120.0
"""How long one address may take, with all that it leads to and all attempts."""


TIRED = 3
"""So many addresses in a row that take too long, and the host is asked for no more."""


class _Worker:
    """A host's addresses, since when the first of them is being asked, and how many took too long by now."""

    def __init__(self, addresses: Iterable[str], late: int = 0) -> None:
        self.left = deque(addresses)
        self.began = time.monotonic()
        self.late = late


def asked(
    addresses: Iterable[str],
    manners: Manners,
    *,
    told: Callable[[int], None] = lambda _: None,
    limit_s: float = LIMIT_S,
) -> Mapping[str, Verdict]:
    """What each address is found to be; ``told`` hears how many are done."""
    return _Round(manners, limit_s, told).run(dict.fromkeys(addresses))


class _Round:
    """The state of one round of asking."""

    def __init__(self, manners: Manners, limit_s: float, told: Callable[[int], None]) -> None:
        self.manners, self.limit_s, self.told = manners, limit_s, told
        self.done: dict[str, Verdict] = {}
        self.came: SimpleQueue[tuple[str, _Worker, str, Verdict]] = SimpleQueue()
        self.waiting: deque[tuple[str, deque[str]]] = deque()
        self.working: dict[str, _Worker] = {}

    def run(self, addresses: Iterable[str]) -> Mapping[str, Verdict]:
        hosts: dict[str, deque[str]] = defaultdict(deque)
        for address in addresses:
            if any(fnmatchcase(address, one) for one in self.manners.ignored):
                self._settle(address, Verdict(Fate.SKIPPED, say("links.ignore names it")))
            else:
                hosts[_host(address)].append(address)
        self.waiting.extend(hosts.items())
        while self.waiting or self.working:
            self._begin()
            self._listen()
            self._leave_behind()
        return self.done

    def _begin(self) -> None:
        while self.waiting and len(self.working) < HOSTS:
            host, addresses = self.waiting.popleft()
            self._start(host, _Worker(addresses))

    def _start(self, host: str, worker: _Worker) -> None:
        self.working[host] = worker
        what = host, worker, tuple(worker.left), worker.late
        Thread(target=self._work, args=what, daemon=True).start()

    def _work(self, host: str, worker: _Worker, addresses: tuple[str, ...], late: int) -> None:
        """What a host's thread does: ask, rest a little between two, and stop by itself once it is tired."""
        asker = Asker(self.manners)
        try:
            for number, address in enumerate(addresses):
                if number:
                    self.manners.wait(self.manners.pause_s)
                if self.working.get(host) is not worker:
                    return  # it was left behind
                verdict = asker.verdict(address)
                self.came.put((host, worker, address, verdict))
                late = late + 1 if verdict == TOO_LONG else 0
                if late >= TIRED:
                    return  # whoever listens gives up the rest, but perhaps not before the next was asked
        finally:
            asker.close()

    def _listen(self) -> None:
        try:
            host, worker, address, verdict = self.came.get(timeout=0.2)
        except Empty:
            return
        if self.working.get(host) is not worker:
            return  # it was left behind
        worker.left.popleft()
        worker.began = time.monotonic()
        worker.late = worker.late + 1 if verdict == TOO_LONG else 0
        self._settle(address, verdict)
        if worker.late >= TIRED:
            self._give_up(worker)
        if not worker.left:
            del self.working[host]

    def _leave_behind(self) -> None:
        late = [h for h, w in self.working.items() if time.monotonic() - w.began > self.limit_s]
        for host in late:
            worker = self.working.pop(host)
            self._settle(worker.left.popleft(), TOO_LONG)
            if worker.late + 1 >= TIRED:
                self._give_up(worker)
            if worker.left:
                self._start(host, _Worker(worker.left, worker.late + 1))

    def _give_up(self, worker: _Worker) -> None:
        while worker.left:
            self._settle(worker.left.popleft(), UNASKED)

    def _settle(self, address: str, verdict: Verdict) -> None:
        self.done[address] = verdict
        self.told(len(self.done))


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.casefold()
    except ValueError:
        return ""
