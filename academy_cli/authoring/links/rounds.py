"""Asking many addresses: some hosts at once, each of them one request at a time.

A thread for each host, because headers may drip and nothing ends that; one that takes too long is left
behind, and dies with the process. Knows threads and time; refuses to know what answers mean.
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
from academy_cli.authoring.links.verdicts import Fate, Verdict

HOSTS = 16
"""So many hosts are asked at once."""
LIMIT_S = 120.0
"""How long one address may take, with all that it leads to and all attempts."""


class _Worker:
    """A host's addresses, and since when the first of them is being asked."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self.left = deque(addresses)
        self.began = time.monotonic()


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
        self.came: SimpleQueue[tuple[str, str, Verdict]] = SimpleQueue()
        self.waiting: deque[tuple[str, deque[str]]] = deque()
        self.working: dict[str, _Worker] = {}

    def run(self, addresses: Iterable[str]) -> Mapping[str, Verdict]:
        hosts: dict[str, deque[str]] = defaultdict(deque)
        for address in addresses:
            if any(fnmatchcase(address, one) for one in self.manners.ignored):
                self._settle(address, Verdict(Fate.SKIPPED, "links.ignore names it"))
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
            self.working[host] = _Worker(addresses)
            Thread(target=self._work, args=(host, tuple(addresses)), daemon=True).start()

    def _work(self, host: str, addresses: tuple[str, ...]) -> None:
        """What a host's thread does: ask, and rest a little between two."""
        asker = Asker(self.manners)
        try:
            for number, address in enumerate(addresses):
                if number:
                    self.manners.wait(self.manners.pause_s)
                self.came.put((host, address, asker.verdict(address)))
        finally:
            asker.close()

    def _listen(self) -> None:
        try:
            host, address, verdict = self.came.get(timeout=0.2)
        except Empty:
            return
        worker = self.working.get(host)
        if worker is None or not worker.left or worker.left[0] != address:
            return  # it was left behind
        worker.left.popleft()
        worker.began = time.monotonic()
        self._settle(address, verdict)
        if not worker.left:
            del self.working[host]

    def _leave_behind(self) -> None:
        late = [h for h, w in self.working.items() if time.monotonic() - w.began > self.limit_s]
        for host in late:
            for address in self.working.pop(host).left:
                self._settle(address, Verdict(Fate.UNREACHABLE, "it takes too long"))

    def _settle(self, address: str, verdict: Verdict) -> None:
        self.done[address] = verdict
        self.told(len(self.done))


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.casefold()
    except ValueError:
        return ""
