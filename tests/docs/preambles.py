"""What each page takes for granted beside the school: files of somebody's, a shop, a bucket, a repository.

Knows which page needs what; refuses to repeat what a page shows itself.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable, Mapping

from tests import s3
from tests.cli.selling import monthly, pay, pays_at
from tests.docs.stages import Stage, school

DATA_SCIENCE = "id: data-science\ntitle: Data science\nstatus: published\n"
LOOP, WORD = "Which loop runs at least once?", "Which word skips?"
STANDIN = "stripe_standin"
INVOICED = (
    "order checkout {}@example.org python-basics --currency eur --invoice --days 14"
    " --bill-to Somebody --country CH"
)


def _backups(stage: Stage) -> None:
    stage.write("courses/python/01-start/04-more.md", "# More\n")
    stage.does("course sync courses/ --yes")
    made = stage.does("backup keygen --out academy-backup.key")
    stage.words["age1…"] = next(
        word for word in (made.out + made.err).split() if word.startswith("age1")
    )
    stage.words["keygen --out academy-backup.key"] = "keygen --out another.key"
    stage.words["/mnt/disk/academy"] = str(stage.home / "disk")


def _in_course(stage: Stage) -> None:
    os.chdir(stage.home / "courses" / "python")


def _writing(stage: Stage) -> None:
    quiz = (stage.home / "courses/python/01-start/03-loops.quiz.yaml").read_text("utf-8")
    stage.write("courses/python/loops.quiz.yaml", quiz.replace("id: loops.quiz", "id: more-loops"))
    stage.write("courses/python/answers.yaml", "1: b\n2: skip\n")
    _in_course(stage)


def _bulk(stage: Stage) -> None:
    stage.write("people.csv", "email,name\ncay@example.org,Cay\n")
    stage.write("class.csv", "email\ncay@example.org\nbo@example.org\n")
    stage.write("done.csv", "email,lesson\nbo@example.org,hello\n")


def _learned(stage: Stage) -> None:
    stage.does("progress set ann@example.org python-basics hello done --no-mail")


def _pipelines(stage: Stage) -> None:
    origin = stage.home / "origin.git"
    for words, where in (
        (("init", "--quiet", "--bare", "--initial-branch=main", str(origin)), stage.home),
        (("init", "--quiet", "--initial-branch=main", "."), stage.home),
        (("add", "courses"), stage.home),
        (("commit", "--quiet", "-m", "Courses"), stage.home),
        (("remote", "add", "origin", str(origin)), stage.home),
        (("push", "--quiet", "origin", "main"), stage.home),
    ):
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", *who, *words], cwd=where, check=True, capture_output=True)


def _history(stage: Stage) -> None:
    for number in range(2, 6):
        stage.write("courses/python/01-start/04-more.md", f"# More\n\nFor the {number}th time.\n")
        stage.does("course sync courses/ --yes")


def _importing(stage: Stage) -> None:
    stage.write("learn-pr/a.md", "# A\n\nOne.\n")


def _money(stage: Stage) -> None:
    standin = stage.request.getfixturevalue(STANDIN)
    standin.control.reset(start=int(time.time()))
    pays_at(stage.given, standin)
    stage.words["price_1Abc"] = monthly(standin)
    stage.write("courses/data/course.yaml", DATA_SCIENCE)
    stage.write("courses/data/a.md", "# A\n\nOne.\n")
    stage.does("course sync courses/ --yes")
    for price in (
        "python-basics 55.00 --currency usd",
        "python-basics 49.00 --currency eur",
        "data-science 20.00 --currency eur",
    ):
        stage.does(f"price set {price} --yes")
    stage.does("enrollment remove ann@example.org python-basics --reason bought --yes")
    stage.given(
        invoices_country="CH",
        invoices_ids="UID: CHE-123.456.789 MWST",
        invoices_address="1 Lake Road; 8000 Zürich",
    )
    stage.does("coupon create SPRING-2027 --percent 10")
    stage.does(INVOICED.format("bob"))
    stage.does("payment record O-2026-000001 --method cash")


def _storage(stage: Stage) -> None:
    stage.write("lecture.mp4", "moving pictures")
    stage.write("slides-v2.pdf", "%PDF-1.4 slides")
    server = stage.request.getfixturevalue("s3_server")
    stage.given(storage_url=f"s3://{server.bucket()}/files")
    stage.words["our-academy"] = server.bucket()
    stage.given(
        storage_endpoint=server, **{f"storage_{key}": value for key, value in s3.KEYS.items()}
    )


def _repositories(stage: Stage) -> None:
    host = stage.request.getfixturevalue("git_host")
    stage.words["https://git.example.org"] = host.url
    stage.words["git@git.example.org:courses.git"] = f"{host.url}/courses.git"


def _with(do: Callable[[Stage], None]) -> Callable[[Stage], None]:
    def both(stage: Stage) -> None:
        school(stage)
        do(stage)

    return both


def _quizzes(stage: Stage) -> None:
    stage.does("enrollment create bob@example.org python-basics --no-mail")
    stage.write("ann.yaml", "1: b\n2: skip\n")
    stage.write(
        "moodle.csv", "Email address,Response 1,Response 2\nann@example.org,do while,skip\n"
    )
    stage.write("google-forms.csv", f"Username,{LOOP},{WORD}\nann@example.org,do while,skip\n")
    stage.write("canvas.csv", f"sis_id,123: Which loop?,{WORD}\nann@example.org,do while,skip\n")
    stage.write("exam.csv", "email,1,2\nann@example.org,b,skip\nbob@example.org,a,skip\n")


def _scripting(stage: Stage) -> None:
    _bulk(stage)
    for folder in (
        ".local/share/bash-completion/completions",
        ".zfunc",
        ".config/fish/completions",
    ):
        (stage.home / folder).mkdir(parents=True)


def _stats(stage: Stage) -> None:
    stage.does("price set python-basics 49.00 --currency eur --yes")
    stage.does("payment record bo@example.org python-basics --method cash")
    stage.write(
        "visits.csv", "date,page,visits\n2026-10-01,/courses/python-basics,120\n2026-10-01,/,300\n"
    )


def _mail(stage: Stage) -> None:
    stage.write("hand.txt", "Do you need a hand?\n")
    stage.write("courses/python/course.yaml", "id: python\ntitle: Python\nstatus: published\n")
    stage.does("course sync courses/ --yes")
    stage.does("enrollment create bo@example.org python")


STAGES: Mapping[str, Callable[[Stage], None]] = {
    "docs/backups.md": _with(_backups),
    "docs/bulk.md": _with(_bulk),
    "docs/catalogue.md": _with(_learned),
    "docs/ci.md": _with(_pipelines),
    "docs/course-format.md": _with(_writing),
    "docs/exporting.md": _with(_pipelines),
    "docs/git-sources.md": _with(_repositories),
    "docs/history.md": _with(_history),
    "docs/importing.md": _with(_importing),
    "docs/mail.md": _with(_mail),
    "docs/money.md": _with(_money),
    "docs/quizzes.md": _with(_quizzes),
    "docs/scripting.md": _with(_scripting),
    "docs/stats.md": _with(_stats),
    "docs/storage.md": _with(_storage),
}
"""What a page starts from, where the school is not enough."""


def before_refunds(stage: Stage) -> None:
    """Three people have paid for two courses each."""
    standin = stage.request.getfixturevalue(STANDIN)
    for who in ("bo", "ana", "eva"):
        stage.does(f"order checkout {who}@example.org python-basics data-science --currency eur")
        pay(stage.home, standin, stage.row("select reference from orders order by id desc"))
        stage.does("payment sync")


def before_payments(stage: Stage) -> None:
    """Two invoices are open."""
    for who in ("ci", "dan"):
        stage.does(INVOICED.format(who))


def before_reading(stage: Stage) -> None:
    """Ann pays on the page of her subscription."""
    words = "subscription checkout ann@example.org all-courses --format json"
    session = json.loads(stage.does(words).out)["link"].rpartition("/")[2]
    stage.request.getfixturevalue(STANDIN).control.complete(session)


def before_proving(stage: Stage) -> None:
    """The newest backup is one that nobody encrypted."""
    stage.does("backup create")


def before_preview(stage: Stage) -> None:
    """A letter waits to leave."""
    stage.does("enrollment create ana@example.org python")


FIRST: Mapping[str, Callable[[Stage], None]] = {
    "a backup is made": before_proving,
    "a letter waits": before_preview,
    "three orders are paid": before_refunds,
    "two invoices are open": before_payments,
    "somebody subscribed": before_reading,
}
"""What happens in the world before a block."""
