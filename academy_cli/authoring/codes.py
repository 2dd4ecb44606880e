"""Every code a finding in a course can have, beside those of any file.

The one table that findings, ``checks:`` in course.yaml and docs/course-format.md are made from.
"""

from __future__ import annotations

from academy_cli.formats.codes import IN_ANY_FILE, Code, Codes, table
from academy_cli.formats.problems import Problem, Severity
from academy_cli.quizzes.codes import IN_QUIZZES

AT_PLAN = frozenset({"id.unclear", "id.changed", "id.swapped", "certificate.unknown-template"})
"""Found only in an academy, or against what was applied last: `check` cannot show them, so a plan has to."""

_E, _W = Severity.ERROR, Severity.WARNING

CODES: Codes = table(
    *IN_ANY_FILE.values(),
    *IN_QUIZZES.values(),
    Code(
        "source.conflict",
        _E,
        "A merge conflict is not resolved.",
        "Nobody can say which of its two texts is meant, and learners would read both.",
        "Keep one of the texts and delete the marker lines; to show a conflict, put it in a code block.",
        is_firm=True,
    ),
    Code(
        "source.too-large",
        _E,
        "A file is larger than the limit in settings.",
        "A lesson of that size is usually a mistake, and slow for every reader.",
        "Split it, or raise the limit in academy.yaml.",
        is_firm=True,
    ),
    Code(
        "source.too-many-files",
        _E,
        "The folder holds more files than the limit in settings.",
        "It is usually the wrong folder.",
        "Name the course folder itself, or raise limits.files.",
        is_firm=True,
    ),
    Code(
        "source.too-deep",
        _E,
        "Folders are nested deeper than the limit in settings.",
        "It is usually a loop or a build folder.",
        "Move or ignore the folder, or raise limits.depth.",
        is_firm=True,
    ),
    Code(
        "source.symlink",
        _E,
        "A symbolic link leaves the course, is broken, or runs in a circle or a maze of others.",
        "Its target is not part of the course and may not exist elsewhere.",
        "Replace the link by the file itself.",
        is_firm=True,
    ),
    Code(
        "source.bad-name",
        _E,
        "A file's name is not valid Unicode or holds a control character.",
        "It cannot be stored or shown.",
        "Rename the file.",
        is_firm=True,
    ),
    Code(
        "source.long-name",
        _E,
        "A file's path is longer than 1,000 bytes.",
        "Databases cannot index it, and many systems cannot open it.",
        "Shorten the names of the file and its folders.",
        is_firm=True,
    ),
    Code(
        "source.name-collision",
        _W,
        "Two names differ only by letter case or Unicode normalisation.",
        "On macOS and Windows one overwrites the other.",
        "Rename one of them.",
    ),
    Code(
        "course.missing",
        _E,
        "There is no course.yaml.",
        "A folder with course.yaml is a course; without it nothing says what this is.",
        "Run `academy course init DIR` to adopt the folder.",
        is_firm=True,
    ),
    Code(
        "course.no-lessons",
        _E,
        "The course has no lessons.",
        "Nothing would reach a learner; usually the path or `ignore:` is wrong.",
        "Add a .md file, or mend `ignore:`.",
    ),
    Code(
        "course.nested",
        _E,
        "A folder with lessons has a course.yaml of its own.",
        "It is another course, so this one would lose its lessons: usually the file is there by mistake.",
        "Remove it or name it module.yaml; if the folder is meant to be another course, `ignore:` it.",
    ),
    Code(
        "course.misnamed",
        _W,
        "A file is named almost like course.yaml or module.yaml.",
        "It is not read.",
        "Rename it.",
    ),
    Code(
        "course.publish-at-useless",
        _W,
        "A `publish_at` stands beside `status: published` or `archived`.",
        "The status holds at once, so the course does not wait for that moment.",
        "Remove one of the two lines, or write `status: draft` to wait.",
    ),
    Code(
        "course.price-unchargeable",
        _E,
        "A price is one that no card can be charged.",
        "Nobody could buy the course in that currency.",
        "Write an amount that is charged, in whole steps of what Stripe takes; `amount: 0` is free.",
        is_firm=True,
    ),
    Code(
        "course.ends-first",
        _E,
        "The course's `ends_at` is not after its `starts_at`.",
        "Whoever is enrolled would wait until it is over and never get in.",
        "Correct one of the two dates.",
    ),
    Code(
        "page.misplaced-front-matter",
        _E,
        "Front matter that does not begin on the first line with `---`.",
        "It would be published as text, and its draft, id and dates would have no effect.",
        "Begin the file with a line `---`.",
    ),
    Code(
        "page.unclosed-front-matter",
        _E,
        "Front matter begins with `---` and never ends.",
        "The whole lesson would be taken for settings.",
        "Add a line `---` after the last setting.",
        is_firm=True,
    ),
    Code(
        "page.no-title",
        _W,
        "A lesson has neither a `title:` nor a heading.",
        "Learners see a title made from the file name.",
        "Add `title:` to the front matter.",
    ),
    Code(
        "page.empty",
        _W,
        "A lesson has no text, video, resources or quiz.",
        "Learners would open a blank page.",
        "Write it, or set `draft: true`.",
    ),
    Code(
        "id.duplicate",
        _E,
        "Two files have the same id.",
        "An id says which lesson a learner's progress belongs to.",
        "Give the copy an id of its own, or remove the line.",
        is_firm=True,
    ),
    Code(
        "id.unclear",
        _E,
        "A new lesson may be one of several that are missing.",
        "Nobody can say whose progress it is, so it is not made and they are not archived.",
        "Say in `moved:` of course.yaml what it was called.",
        is_firm=True,
    ),
    Code(
        "id.changed",
        _E,
        "A lesson has another id than before, and its text stayed.",
        "Learners' progress stays with the old id, and this would be a new lesson without any.",
        "Write the old id again.",
    ),
    Code(
        "id.swapped",
        _E,
        "Lessons have each other's ids, and their texts stayed.",
        "Whoever did one of them would have done the other.",
        "Give each its own id again.",
    ),
    Code(
        "id.ambiguous",
        _W,
        "Two names differ only by number, letter case or suffix.",
        "Renumbering both at once could mix up the progress of the two.",
        "Give each lesson an `id:`.",
    ),
    Code(
        "content.missing-file",
        _E,
        "`content:` names something that is not there.",
        "It may be a renamed or deleted lesson.",
        "Correct the entry, or remove it.",
    ),
    Code(
        "content.unlisted",
        _W,
        "A lesson or folder is listed nowhere in `content:`.",
        "It comes after everything listed, perhaps unintended.",
        "Add it to `content:`, or to `ignore:`.",
    ),
    Code(
        "content.listed-twice",
        _E,
        "`content:` names the same file twice.",
        "A lesson has one place in a course.",
        "Remove one of the entries.",
    ),
    Code(
        "content.too-deep",
        _E,
        "Modules are nested more than 100 deep.",
        "Lists that name each other's folders go on for ever, and nobody learns that deep.",
        "Take the entry out of its list, or list the folder further up.",
    ),
    Code(
        "content.not-a-lesson",
        _E,
        "`content:` names a file that is no lesson.",
        "Only .md, .mdx and .quiz.yaml files and folders of them are lessons.",
        "List lessons; attach other files with `resources:`.",
    ),
    Code(
        "content.not-a-folder",
        _E,
        "`content:` gives a file a list of its own.",
        "Only a folder or a heading holds other lessons.",
        "Name a folder or a heading there, or end the line without a colon.",
    ),
    Code(
        "module.empty",
        _W,
        "A module has no lessons.",
        "Learners would see an empty heading.",
        "Add a lesson, or remove module.yaml.",
    ),
    Code(
        "link.broken",
        _W,
        "A relative link leads nowhere.",
        "Learners who follow it see an error.",
        "Correct the path.",
    ),
    Code(
        "link.case",
        _W,
        "A link differs from the file's name only by letter case.",
        "It works on macOS and Windows and breaks on the server.",
        "Write the name as the file has it.",
    ),
    Code(
        "link.anchor",
        _W,
        "A link names a heading that is not there.",
        "It opens the page but not the place.",
        "Use the anchor of an existing heading.",
    ),
    Code(
        "link.outside",
        _W,
        "A link leaves the course folder.",
        "What it leads to is not published with the course.",
        "Copy the file into the course, or link to its web address.",
    ),
    Code(
        "link.ignored",
        _W,
        "A link leads to a lesson that is not published.",
        "The file is there but ignored or a draft of another course.",
        "List it in `content:`, or remove the link.",
    ),
    Code(
        "image.broken",
        _W,
        "An image is not there.",
        "Learners see a broken picture.",
        "Correct the path, or add the file.",
    ),
    Code(
        "image.case",
        _W,
        "An image's name differs only by letter case.",
        "It works on macOS and Windows and breaks on the server.",
        "Write the name as the file has it.",
    ),
    Code(
        "image.outside",
        _W,
        "An image lies outside the course folder.",
        "It is not published with the course.",
        "Copy the file into the course.",
    ),
    Code(
        "image.alt-missing",
        _W,
        "An image has no text for people who cannot see it.",
        "Screen readers fall silent there.",
        "Write what it shows: ![a diagram of …](…).",
    ),
    Code(
        "file.missing",
        _W,
        "A field names a file that is not there.",
        "What it should show or offer is missing.",
        "Correct the path, or add the file.",
    ),
    Code(
        "certificate.unknown-template",
        _W,
        "The academy has no certificate template of that name.",
        "Certificates would be earned, and wait unsigned until it has.",
        "Correct the name: academy certificate template list; or add the template to its folder.",
    ),
    Code(
        "moved.useless",
        _W,
        "An entry of `moved:` can have no effect.",
        "Learners whose lesson it should have followed would lose their place.",
        "Correct the path, or remove the entry.",
    ),
)


def problem(
    code: str,
    file: str,
    line: int = 0,
    column: int = 0,
    *,
    value: str = "",
    message: str = "",
    hint: str = "",
    is_firm: bool = False,
) -> Problem:
    """Make a finding of a code, with that code's severity and, unless given, its words.

    ``is_firm`` lets no author lower an error that another one of its code might be.
    """
    return CODES[code].found(
        file, line, column, value=value, message=message, hint=hint, is_firm=is_firm
    )
