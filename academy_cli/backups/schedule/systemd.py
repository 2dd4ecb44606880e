"""Backups by systemd: units that make them in their time, see whether they are made, and tell if not.

Knows systemd 240 and later; refuses to install anything, and every secret.
Sources: systemd.timer(5), systemd.service(5), systemd.exec(5), systemd.unit(5).
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence

from academy_cli.backups.schedule.job import Job, ScheduledFile
from academy_cli.backups.schedule.quoting import environment, exec_line, file_pattern, whole
from academy_cli.backups.schedule.rhythm import Rhythm

SYSTEM, USER = "/etc/systemd/system", "~/.config/systemd/user"
_LONGEST = "12h"
"""What hangs for longer is ended, and has failed."""
Section = tuple[str, Iterable[str]]


def units(job: Job, *, is_user: bool) -> Sequence[ScheduledFile]:
    """The units of a job, of the system or of its user; a step that fails ends its service, which has failed.

    Raises UnfitWordError.
    """
    place, name = USER if is_user else SYSTEM, job.name
    sections = {
        f"{name}.service": _backup(job, is_user=is_user),
        f"{name}.timer": _timer(job.rhythm, job.zone, makes_up=True),
        f"{name}-check.service": _check(job, is_user=is_user),
        f"{name}-check.timer": _timer(job.check_rhythm, job.zone, makes_up=False),
        f"{name}-alarm@.service": _alarm(job, is_user=is_user),
    }
    return [ScheduledFile(file, f"{place}/{file}", _unit(of)) for file, of in sections.items()]


def instructions(job: Job, folder: str, *, is_user: bool) -> Sequence[str]:
    """How they are installed from a folder, tried and looked at: lines for a shell."""
    name, place = job.name, USER if is_user else SYSTEM
    files = " ".join(shlex.quote(f"{folder}/{one.name}") for one in units(job, is_user=is_user))
    sudo, control = ("", "systemctl --user") if is_user else ("sudo ", "sudo systemctl")
    journal = f"journalctl --user -u {name}" if is_user else f"sudo journalctl -u {name}"
    lingering = "loginctl enable-linger   # else they run only while you are logged in"
    return [
        *([f"mkdir -p {place}"] if is_user else []),
        f"{sudo}install -m 644 {files} {place}/",
        f"{control} daemon-reload",
        f"{control} enable --now {name}.timer {name}-check.timer",
        *([lingering] if is_user else []),
        f"{control} start {name}   # make one now",
        f"{control} start {name}-alarm@trial   # see that you are told",
        f"{control} list-timers '{name}*'",
        journal,
    ]


def _backup(job: Job, *, is_user: bool) -> Iterator[Section]:
    about = ["Description=Back up the academy, verify it, and drop what is not kept"]
    yield "Unit", [*about, *_network(is_user=is_user), _on_failure(job)]
    steps = [_exec(step) for step in job.steps]
    yield "Service", [*_service(job, is_user=is_user), *steps, *_modest(_LONGEST)]


def _check(job: Job, *, is_user: bool) -> Iterator[Section]:
    about = ["Description=Look whether the newest verified backup of the academy is young enough"]
    after = [*_network(is_user=is_user), f"After={job.name}.service"]
    yield "Unit", [*about, *after, _on_failure(job)]
    yield "Service", [*_service(job, is_user=is_user), _exec(job.check), *_modest("15min")]


def _alarm(job: Job, *, is_user: bool) -> Iterator[Section]:
    yield "Unit", ["Description=Tell that %i failed", *_network(is_user=is_user)]
    service = _service(job, is_user=is_user, is_alarm=True)
    step = f"{_exec(job.alarm)} --unit %i"
    yield "Service", [*service, step, "TimeoutStartSec=5min"]


def _timer(rhythm: Rhythm, zone: str, *, makes_up: bool) -> Iterator[Section]:
    """A backup that was missed while the machine was off is made when it starts, and looked for later."""
    done = "made" if makes_up else "looked at"
    yield "Unit", [f"Description=When the academy's backups are {done}"]
    calendar = f"OnCalendar={rhythm.calendar(zone)}"
    delay = f"RandomizedDelaySec={int(rhythm.delay.total_seconds())}s"
    yield "Timer", [calendar, delay, f"Persistent={'true' if makes_up else 'false'}"]
    yield "Install", ["WantedBy=timers.target"]


def _network(*, is_user: bool) -> Sequence[str]:
    """Buckets and databases are elsewhere, or start at the same time; a user's systemd knows neither."""
    wanted = "network-online.target"
    return [] if is_user else [f"Wants={wanted}", f"After={wanted} postgresql.service"]


def _on_failure(job: Job) -> str:
    """The instance of an alarm is the name of what failed, without its suffix."""
    return f"OnFailure={job.name}-alarm@%N.service"


def _exec(words: Sequence[str]) -> str:
    return f"ExecStart={exec_line(words[0], words[1:])}"


def _service(job: Job, *, is_user: bool, is_alarm: bool = False) -> Iterator[str]:
    """What all of them are run with; where variables are missing, all fail but the alarm."""
    yield "Type=oneshot"
    if job.user and not is_user:
        yield f"User={whole(job.user)}"
    yield "UMask=0077"
    yield "NoNewPrivileges=yes"
    for name, value in job.folders.items():
        yield f"Environment={environment(name, value)}"
    if job.secrets:
        optional = "" if job.variables and not is_alarm else "-"
        yield f"EnvironmentFile={optional}{file_pattern(str(job.secrets))}"


def _modest(longest: str) -> Sequence[str]:
    """Learners go first."""
    priority = ["IOSchedulingClass=best-effort", "IOSchedulingPriority=7"]
    return [f"TimeoutStartSec={longest}", "Nice=10", *priority]


def _unit(sections: Iterable[Section]) -> str:
    parts = ["\n".join([f"[{title}]", *lines]) for title, lines in sections]
    return "\n\n".join(parts) + "\n"
