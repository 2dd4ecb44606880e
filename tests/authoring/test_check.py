"""Checking a whole course: everything in one run, graded as the author wants, with the right remedy."""

from __future__ import annotations

import pytest

from academy_cli.formats.problems import Severity
from tests import make
from tests.authoring.checked import FILES, INTRO, LOOPS, front, one
from tests.authoring.test_findings import CASES, LIMITS
from tests.make import COURSE


def test_all_findings_come_in_one_run_and_in_order() -> None:
    found = make.findings(
        {
            "course.yaml": COURSE + "level: wizard\nlanguage: 7\nx-mine: 1\ncolour: red\n",
            INTRO: front("minutes: many\ndraft: yes\n"),
            LOOPS: b"\xff",
            FILES: "---\ntitle: Files\n",
        }
    )

    assert [(problem.code, problem.place) for problem in found] == [
        ("yaml.wrong-type", f"{INTRO}:2:10"),
        ("yaml.wrong-type", f"{INTRO}:3:8"),
        ("source.not-utf8", f"{LOOPS}:1:1"),
        ("page.unclosed-front-matter", f"{FILES}:1:1"),
        ("yaml.bad-value", "course.yaml:3:8"),
        ("yaml.bad-value", "course.yaml:4:11"),
        ("yaml.unknown-key", "course.yaml:6:1"),
    ]


@pytest.mark.parametrize("broken", ["id: [\n", "title: Python\n", "- a\n", "id: No Good\n", "\0"])
def test_a_broken_course_file_hides_nothing_else(broken: str) -> None:
    codes = {problem.code for problem in make.findings({"course.yaml": broken, FILES: b"\xff"})}

    assert "source.not-utf8" in codes
    assert len(codes) >= 2


@pytest.mark.parametrize("code", sorted(CASES.keys() - {"course.missing", "course.no-lessons"}))
def test_one_finding_hides_no_other(code: str) -> None:
    broken = {"03-last/one.md": b"\xff", **CASES[code].broken}

    found = make.compiled(make.tree(broken), limits=LIMITS).codes

    assert {code, "source.not-utf8"} <= set(found)


@pytest.mark.parametrize(
    ("file", "text", "hint"),
    [
        ("course.yaml", COURSE + "instructor: [a@b.c]\n", "Did you mean `instructors`?"),
        ("course.yaml", COURSE + "completion:\n  lesson: all\n", "Did you mean `lessons`?"),
        ("course.yaml", COURSE + "checks:\n  link.brokn: off\n", "Did you mean `link.broken`?"),
        ("course.yaml", COURSE + "checks:\n  link.broken: of\n", "Did you mean `off`?"),
        ("course.yaml", COURSE + "status: publish\n", "Did you mean `published`?"),
        ("02-more/module.yaml", "Title: More\n", "Did you mean `title`?"),
        (FILES, front("title: A\nrequird: true\n"), "Did you mean `required`?"),
        (FILES, front("title: A\nkind: vidoe\n"), "Did you mean `video`?"),
        (FILES, "# Files\n\n[x](#fils)\n", "Write `#files`."),
    ],
)
def test_a_misspelt_word_names_the_nearest_right_one(file: str, text: str, hint: str) -> None:
    assert one({file: text}).hint == hint


def test_a_word_like_no_other_gets_no_wild_guess() -> None:
    found = one({FILES: front("title: A\nquetzalcoatl: 1\n")})

    assert "Did you mean" not in found.hint


@pytest.mark.parametrize("key", ["date", "duration", "subtitle", "points"])
def test_a_key_of_other_programs_is_taken_for_no_slip(key: str) -> None:
    found = one({FILES: front(f"title: A\n{key}: 1\n")})

    assert found.hint == "Correct the key, or begin it with `x-` if it is your own."


@pytest.mark.parametrize(
    ("line", "field", "meant"),
    [
        ("title: On\n", "title", "On"),
        ("title: 2024\n", "title", "2024"),
        ("title: no\n", "title", "no"),
        ("title: null island\n", "title", "null island"),
        ("title: A\nid: 007\n", "id", "007"),
        ("title: A\nid: 1e5\n", "id", "1e5"),
        ("title: A\nid: true\n", "id", "true"),
        ("title: A\ntags: [no, 1.0, 2024-01-01]\n", "tags", ["no", "1.0", "2024-01-01"]),
        ("title: A\nrelease_at: 2027-01-31\n", "release_at", "2027-01-31T00:00:00Z"),
        ("title: A\nrelease_at: 2027-01-31 09:00+02:00\n", "release_at", "2027-01-31T07:00:00Z"),
    ],
)
def test_what_an_author_writes_is_what_is_kept(line: str, field: str, meant: object) -> None:
    compiled = make.compiled(make.tree({FILES: front(line)}))

    node = next(node for node in compiled.course.contents if node.path == FILES)
    assert compiled.problems == ()
    assert {"title": node.title, "id": node.id, **node.values}[field] == meant


@pytest.mark.parametrize(
    ("line", "code", "hint"),
    [
        ("draft: 'true'\n", "yaml.wrong-type", "Remove the quotes."),
        ('required: "false"\n', "yaml.wrong-type", "Remove the quotes."),
        ("draft: yes\n", "yaml.wrong-type", "Write `true` or `false`."),
        ("draft: True\n", "yaml.wrong-type", "Write `true`."),
        ("draft: frue\n", "yaml.wrong-type", "Write `true` or `false`; did you mean `true`?"),
        ('draft: "True"\n', "yaml.wrong-type", "Write `true`, without quotes."),
        ("minutes: '10'\n", "yaml.wrong-type", "Remove the quotes."),
        ("minutes: 10.5\n", "yaml.wrong-type", "Write a whole number."),
        ("minutes: 1_000\n", "yaml.wrong-type", "Write a whole number."),
        ("minutes: -1\n", "yaml.bad-value", "Write a number within those bounds."),
        ("minutes: 9999999999\n", "yaml.bad-value", "Write a number within those bounds."),
        ("minutes: " + "9" * 99 + "\n", "yaml.wrong-type", "Write a whole number."),
        ("tags: one\n", "yaml.wrong-type", "Begin each line with `- `."),
        ("tags: [[one]]\n", "yaml.wrong-type", ""),
        (
            "release_at: tomorrow\n",
            "yaml.bad-value",
            "Write `2027-01-31` or `2027-01-31T09:00:00Z`.",
        ),
        ("release_at: 2027-01-31T09:00\n", "yaml.bad-value", ""),
        ("release_at: 0001-01-01T00:00+23:00\n", "yaml.bad-value", ""),
        ("release_at: 2027-02-30\n", "yaml.bad-value", ""),
        ("id: a b\n", "yaml.bad-value", "Write it like `variables-1`."),
        ('id: ""\n', "yaml.bad-value", ""),
        ("id: " + "x" * 129 + "\n", "yaml.bad-value", ""),
        ('objectives: ["nul \\0"]\n', "yaml.bad-value", "Remove the character or its escape."),
        ('objectives: ["esc \\e[2J"]\n', "yaml.bad-value", "Remove the character or its escape."),
        ("objectives: ['']\n", "yaml.bad-value", "Write the text, or remove the key."),
        ("tags: ['" + "x" * 61 + "']\n", "yaml.bad-value", "Shorten it."),
        ("resources: [{file: /etc/passwd}]\n", "yaml.bad-value", ""),
        ("resources: [{file: 'https://x.org'}]\n", "yaml.bad-value", ""),
    ],
)
def test_what_is_not_quite_right_is_said_and_not_guessed(line: str, code: str, hint: str) -> None:
    found = one({FILES: front("title: A\n" + line)})

    assert found.code == code
    assert found.hint == (hint or found.hint)


@pytest.mark.parametrize(
    "lines",
    [
        "id: " + "x" * 101 + "\ntitle: A\n",
        COURSE + "language: x-private\n",
        COURSE + "language: " + "abcdefgh-" * 5 + "abcdefgh\n",
        COURSE + "instructors: [ada]\n",
        COURSE + "instructors: [a@" + "." * 100_000 + "]\n",
        COURSE + "duration: 0 days\n",
        COURSE + "prices: [{amount: 1.005, currency: eur}]\n",
        COURSE + "prices: [{amount: -1, currency: eur}]\n",
        COURSE + "prices: [{amount: nan, currency: eur}]\n",
        COURSE + "prices: [{amount: 49, currency: euro}]\n",
        COURSE + "prices: [{amount: 1.5, currency: jpy}]\n",
        COURSE + "prices: [{amount: 1e3, currency: eur}]\n",
        COURSE + "prices: [{amount: 1_000, currency: eur}]\n",
        COURSE + "prices: [{amount: 1, currency: eur}, {amount: 2, currency: EUR}]\n",
        COURSE + "completion: {percent: 0}\n",
        COURSE + "cover: ''\n",
    ],
)
def test_what_no_table_could_hold_is_refused(lines: str) -> None:
    (found,) = make.findings({"course.yaml": lines})

    assert (found.code, found.severity) == ("yaml.bad-value", Severity.ERROR)


def test_empty_keys_are_as_good_as_none() -> None:
    empty = "summary:\ntags: ~\ncontent: null\ncover:\nchecks:\ncompletion:\nprices:\n"

    compiled = make.compiled(make.tree({"course.yaml": COURSE + empty}))

    assert compiled.problems == ()
    assert compiled.course.root.values == {"language": "en"}


def test_an_empty_key_that_must_be_there_is_missing() -> None:
    assert [x.code for x in make.findings({"course.yaml": "id: python\ntitle:\n"})] == [
        "yaml.required"
    ]


def test_authors_keys_are_kept_and_misspelt_ones_too() -> None:
    text = front("title: A\nx-mine: {a: [1, true, null, 'x']}\nminuts: 3\n")

    compiled = make.compiled(make.tree({FILES: text}))

    node = next(node for node in compiled.course.contents if node.path == FILES)
    assert node.values == {"x-mine": {"a": [1, True, None, "x"]}, "minuts": 3}


def test_a_key_that_stands_twice_has_no_value() -> None:
    compiled = make.compiled(make.tree({FILES: front("title: A\nminutes: 1\nminutes: 2\n")}))

    assert [(x.code, x.place, x.message) for x in compiled.problems] == [
        ("yaml.duplicate-key", f"{FILES}:4:1", "`minutes` stands twice; first on line 3")
    ]


def test_an_id_that_stands_twice_names_both_places() -> None:
    same = front("title: A\nid: same\n")
    found = make.findings({INTRO: same, FILES: same, LOOPS: "# Loops\n"})

    assert [(x.code, x.place) for x in found] == [
        ("id.duplicate", f"{INTRO}:3:1"),
        ("id.duplicate", f"{FILES}:3:1"),
    ]
    assert FILES in found[0].message
    assert INTRO in found[1].message


def test_a_broken_file_can_have_the_id_of_another() -> None:
    found = make.findings(
        {INTRO: "---\nid: same\nx: [\n---\n", FILES: front("title: A\nid: same\n")}
    )

    assert [x.code for x in found] == ["id.duplicate", "yaml.syntax", "id.duplicate"]


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (("02-more/Ä.png", "02-more/a\u0308.png"), "02-more/Ä.png"),
        (("02-more/x.png", "02-more/X.png"), "02-more/X.png"),
        (("02-more/stra\u00dfe.png", "02-more/STRASSE.png"), "02-more/STRASSE.png"),
        (("a/x.png", "A/y.png"), "A"),
    ],
)
def test_names_that_other_systems_merge_are_found(names: tuple[str, ...], shown: str) -> None:
    found = make.findings(dict.fromkeys(names, "picture"))

    assert {x.code for x in found} == {"source.name-collision"}
    assert any(shown in x.message for x in found)


@pytest.mark.parametrize(
    "name", ["02-more/Course.YAML", "02-more/MODULE.yaml", "02-more/module.yml"]
)
def test_a_file_that_nobody_reads_is_found(name: str) -> None:
    assert one({name: "title: X\n"}).code == "course.misnamed"


def test_a_misnamed_course_file_is_found_beside_the_missing_one() -> None:
    codes = [x.code for x in make.findings({"course.yaml": None, "course.yml": COURSE})]

    assert codes == ["course.missing", "course.misnamed"]


@pytest.mark.parametrize(
    ("price", "says"),
    [
        (
            "amount: 49.00, currency: xau",
            "“49.00 XAU” cannot be paid: XAU is no currency that Stripe charges",
        ),
        ("amount: 49.00, currency: XXX", "“49.00 XXX” cannot be paid"),
        (
            "amount: 1000000.00, currency: eur",
            "is more than the most that is charged, 999999.99 EUR",
        ),
        ("amount: 0.29, currency: gbp", "is less than the least that a card is charged, 0.30 GBP"),
    ],
)
def test_a_price_that_nobody_could_pay_is_found_at_its_line(price: str, says: str) -> None:
    [found] = make.findings({"course.yaml": COURSE + f"prices:\n  - {{{price}}}\n"})

    assert (found.code, found.place) == ("course.price-unchargeable", "course.yaml:4:5")
    assert says in found.message
