"""Asking the web: what each behaviour of a real server is taken for, and how politely it is asked."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from academy_cli.authoring.links import guard, rounds
from academy_cli.authoring.links.asking import Asker, Manners
from academy_cli.authoring.links.rounds import TIRED, asked
from academy_cli.authoring.links.verdicts import TOO_LONG, UNASKED, Fate, Verdict
from tests.authoring.links.website import Website, running

HERE = ("127.0.0.1", "localhost")


@pytest.fixture
def site() -> Iterator[Website]:
    with running() as found:
        yield found


def manners(**how: object) -> Manners:
    """How this machine is asked: quickly."""
    waits: list[float] = []
    given = {"allowed": HERE, "timeout_s": 1.0, "pause_s": 0.0, "wait": waits.append, **how}
    return Manners(**given)  # type: ignore[arg-type]  # they are of every type


def verdict(address: str, **how: object) -> Verdict:
    asker = Asker(manners(**how))
    try:
        return asker.verdict(address)
    finally:
        asker.close()


@pytest.mark.parametrize(
    ("path", "fate", "why"),
    [
        ("ok", Fate.FINE, ""),
        ("gone", Fate.DEAD, "404"),
        ("really-gone", Fate.DEAD, "410"),
        ("no-head/405", Fate.FINE, ""),
        ("no-head/403", Fate.FINE, ""),
        ("no-head/501", Fate.FINE, ""),
        ("no-head/404", Fate.FINE, ""),
        ("forbidden", Fate.FINE, ""),
        ("for-now/ok", Fate.FINE, ""),
        ("for-now/gone", Fate.DEAD, "404"),
        ("for-good/gone", Fate.DEAD, "404"),
        ("loop", Fate.UNREACHABLE, "circle"),
        ("on/1", Fate.UNREACHABLE, "more than 10 times"),
        ("busy/1", Fate.FINE, ""),
        ("busy/3600", Fate.UNREACHABLE, "asks to wait"),
        ("ill/1", Fate.FINE, ""),
        ("ill/9", Fate.UNREACHABLE, "500"),
        ("slow/1.6", Fate.UNREACHABLE, "too long"),
        ("reset", Fate.UNREACHABLE, "connection fails"),
        ("huge", Fate.FINE, ""),
    ],
)
def test_a_behaviour_is_taken_for_what_it_is(
    site: Website, path: str, fate: Fate, why: str
) -> None:
    found = verdict(f"{site.url}/{path}")

    assert found.fate is fate, found
    assert why in found.why


def test_only_what_is_permanent_from_the_first_step_on_is_the_new_address(site: Website) -> None:
    chain = verdict(f"{site.url}/for-good/for-good/for-now/ok")

    assert (chain.fate, chain.now) == (Fate.MOVED, f"{site.url}/for-now/ok")
    assert verdict(f"{site.url}/for-now/for-good/ok").fate is Fate.FINE


def test_of_a_huge_body_nothing_much_is_read(site: Website) -> None:
    asker = Asker(manners())
    assert asker._asked("GET", f"{site.url}/huge").status == 200
    asker.close()

    assert site.tries.get("bytes", 0) < 20_000_000


def test_a_head_that_is_answered_is_enough(site: Website) -> None:
    verdict(f"{site.url}/ok")

    assert site.paths("GET") == []


def test_a_server_that_asks_to_wait_is_waited_for(site: Website) -> None:
    waits: list[float] = []

    verdict(f"{site.url}/busy/7", wait=waits.append)

    assert 7.0 in waits


def test_who_asks_says_so_and_sends_nothing_else(site: Website) -> None:
    asker = Asker(manners(agent="academy/1 (+https://academy.example)"))
    for _ in range(2):
        asker.verdict(f"{site.url}/ok")
    asker.close()

    for sent in site.headers:
        assert sent["User-Agent"] == "academy/1 (+https://academy.example)"
        assert sent["Host"] == site.url.removeprefix("http://")
        assert not {"Cookie", "Authorization", "Referer"} & sent.keys()


def test_a_host_is_asked_one_thing_at_a_time(site: Website) -> None:
    addresses = [f"{site.url}/slow/0.0{n}" for n in range(1, 6)]

    found = asked(addresses, manners())

    assert {one.fate for one in found.values()} == {Fate.FINE}
    assert site.most_at_once == 1
    assert list(dict.fromkeys(site.paths())) == [f"/slow/0.0{n}" for n in range(1, 6)]


def test_many_hosts_are_asked_at_once_but_not_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "HOSTS", 3)
    with running() as site:
        port = site.url.rpartition(":")[2]
        hosts = [f"127.0.0.{n}" for n in range(1, 9)]
        monkeypatch.setattr(guard, "_numbers", lambda *_: ["127.0.0.1"])
        asked([f"http://{host}:{port}/slow/0.2" for host in hosts], manners(allowed=hosts))

    assert 1 < site.most_at_once <= 3


def test_headers_that_drip_hold_up_nobody(site: Website) -> None:
    begun = monotonic()
    drips, fine = f"{site.url}/drip", [f"{site.url}/ok", f"{site.url}/ok/2"]

    found = asked([fine[0], drips, fine[1]], manners(), limit_s=0.6)

    assert found == {drips: TOO_LONG, **dict.fromkeys(fine, Verdict(Fate.FINE))}
    assert monotonic() - begun < 5


@pytest.mark.parametrize("slow", ["drip/", "slow/1."])
def test_a_host_that_takes_too_long_again_and_again_is_asked_no_more(
    site: Website, slow: str
) -> None:
    late = [f"{site.url}/{slow}{number}" for number in range(TIRED)]
    fine = [f"{site.url}/ok/{number}" for number in range(3)]

    found = asked([*late, *fine], manners(timeout_s=0.2), limit_s=1.5)

    assert found == {**dict.fromkeys(late, TOO_LONG), **dict.fromkeys(fine, UNASKED)}
    assert not [path for path in site.paths() if path.startswith("/ok")]


def test_it_is_asked_no_more_however_late_the_listener_hears_of_it(
    site: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A busy machine may listen only after the next address would have been asked."""
    listen = rounds._Round._listen

    def late(one: rounds._Round) -> None:
        sleep(1.0)
        listen(one)

    monkeypatch.setattr(rounds._Round, "_listen", late)
    slow = [f"{site.url}/slow/1.{number}" for number in range(TIRED)]

    found = asked([*slow, f"{site.url}/ok"], manners(timeout_s=0.1), limit_s=60)

    assert found == {**dict.fromkeys(slow, TOO_LONG), f"{site.url}/ok": UNASKED}
    assert "/ok" not in site.paths()


def test_a_host_that_is_slow_now_and_then_is_asked_for_all(site: Website) -> None:
    pairs = [[f"{site.url}/drip/{number}", f"{site.url}/ok/{number}"] for number in range(TIRED)]

    found = asked([one for pair in pairs for one in pair], manners(), limit_s=0.4)

    assert [found[fine].fate for _, fine in pairs] == [Fate.FINE] * TIRED


def test_what_is_ignored_is_never_asked(site: Website) -> None:
    found = asked([f"{site.url}/ok", f"{site.url}/gone"], manners(ignored=("*/go*",)))

    assert {one.fate for one in found.values()} == {Fate.SKIPPED, Fate.FINE}
    assert "/gone" not in site.paths()


class TestGuard:
    @pytest.mark.parametrize(
        "address",
        [
            "http://127.0.0.1/",
            "http://localhost:8080/",
            "http://[::1]/",
            "http://10.0.0.1/",
            "http://169.254.169.254/latest/meta-data/",
            "http://[::ffff:127.0.0.1]/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0/",
            "http://100.64.0.1/",
            "http://[fe80::1]/",
            "http://[2002:7f00:1::]/",
            "http://user:secret@example.org/",
            "ftp://example.org/",
            "http://[/",
            "http://example.org:99999/",
        ],
    )
    def test_nobody_private_is_asked(self, address: str) -> None:
        assert verdict(address, allowed=()).fate is Fate.SKIPPED

    def test_a_redirect_leads_nobody_inside(self, site: Website) -> None:
        port = site.url.rpartition(":")[2]

        found = verdict(f"{site.url}/abroad/127.0.0.2:{port}")

        assert found == Verdict(Fate.SKIPPED, "it is on a private network")
        assert len(site.asked) == 1

    def test_the_number_that_was_judged_is_the_one_that_is_asked(
        self, site: Website, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """So a name that means something else the next time it is looked up leads nobody inside."""
        answers = ["127.0.0.1"]
        port = int(site.url.rpartition(":")[2])

        def numbers(host: str, _: int) -> list[str]:
            """Once the one, from then on the other; somebody else's thread may still look up names."""
            return [answers.pop() if answers and host == "rebinds.example" else "10.0.0.1"]

        monkeypatch.setattr(guard, "_numbers", numbers)
        asker = Asker(manners(allowed=("rebinds.example",)))

        found = asker._asked("HEAD", f"http://rebinds.example:{port}/ok")
        asker.close()

        assert (found.status, site.headers[0]["Host"]) == (200, f"rebinds.example:{port}")

    @pytest.mark.parametrize(
        ("error", "fate"),
        [(socket.EAI_NONAME, Fate.DEAD), (socket.EAI_AGAIN, Fate.UNREACHABLE)],
    )
    def test_a_host_that_is_not_there_is_dead_and_one_that_is_not_found_now_is_not(
        self, monkeypatch: pytest.MonkeyPatch, error: int, fate: Fate
    ) -> None:
        def fails(*_: object, **__: object) -> None:
            raise socket.gaierror(error, "no")

        monkeypatch.setattr(guard.socket, "getaddrinfo", fails)

        assert verdict("https://nowhere.example/").fate is fate


def certificate(folder: Path) -> Path:
    """A certificate that nobody has signed but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain
    ) + made.public_bytes(serialization.Encoding.PEM)
    (folder / "site.pem").write_bytes(pem)
    return folder / "site.pem"


def test_a_certificate_that_is_not_valid_is_told(tmp_path: Path) -> None:
    with running(certificate(tmp_path)) as site:
        found = verdict(f"{site.url}/ok")

    assert found == Verdict(Fate.UNREACHABLE, "its certificate is not valid")


def test_what_answers_the_same_over_https_is_insecure(
    site: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    asker = Asker(manners())
    plain = asker._followed
    fine = Verdict(Fate.FINE)
    monkeypatch.setattr(
        asker, "_followed", lambda one: fine if one.startswith("https") else plain(one)
    )

    found = asker.verdict(f"{site.url}/ok")
    asker.close()

    assert found == Verdict(Fate.INSECURE, now=f"https{site.url[4:]}/ok")
