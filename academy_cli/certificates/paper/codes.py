"""Every code a finding in a template can have, beside those of any file.

The one table that findings and docs/certificate-templates.md are made from.
"""

from __future__ import annotations

from academy_cli.formats.codes import IN_ANY_FILE, Code, Codes, table
from academy_cli.formats.problems import Severity
from academy_cli.kit.saying import say

_E, _W = Severity.ERROR, Severity.WARNING

_UNKNOWN_KEY = IN_ANY_FILE["yaml.unknown-key"]

CODES: Codes = table(
    *IN_ANY_FILE.values(),
    _UNKNOWN_KEY._replace(
        severity=_E, why=say("It has no effect, so the page would look otherwise.")
    ),
    Code(
        "paper.no-template",
        _E,
        "There is no template.yaml.",
        "A folder with template.yaml is a template; without it nothing says what the page looks like.",
        "Name the folder of a template, or begin one: academy certificate template new DIR",
    ),
    Code(
        "paper.file-missing",
        _E,
        "A file is not there.",
        "The page cannot be drawn without it.",
        "Correct the path, or add the file.",
    ),
    Code(
        "paper.file-outside",
        _E,
        "A file lies outside the template's folder.",
        "A template travels as its folder, and what is elsewhere would stay behind.",
        "Copy the file into the folder.",
    ),
    Code(
        "paper.file-too-large",
        _E,
        "A file is larger than a template may hold.",
        "Every certificate would carry it.",
        "Make the file smaller.",
    ),
    Code(
        "paper.not-a-font",
        _E,
        "A file is no font that can be drawn with.",
        "Pages hold TrueType outlines; PostScript outlines and web fonts cannot be put into them.",
        "Use a .ttf file of one static style.",
    ),
    Code(
        "paper.not-an-image",
        _E,
        "A file is no PNG or JPEG image.",
        "Nothing else can be drawn.",
        "Save it as PNG or JPEG.",
    ),
    Code(
        "paper.unused-file",
        _W,
        "A file of the folder is named nowhere.",
        "It is not part of the template; perhaps a name is wrong.",
        "Name it in template.yaml, or remove it.",
    ),
    Code(
        "paper.unknown-font",
        _E,
        "A font is neither a file nor one that comes along.",
        "Nothing can be drawn with it.",
        "Write a path like `fonts/Brand.ttf`, or the name of a font that comes along.",
    ),
    Code(
        "paper.unknown-typeface",
        _E,
        "A typeface is not declared.",
        "Nobody can say which font is meant.",
        "Declare it under `typefaces:`.",
    ),
    Code(
        "paper.unknown-color",
        _E,
        "A colour is neither written as `#rrggbb` nor declared.",
        "Nobody can say which one is meant.",
        "Declare it under `colors:`, or write `#rrggbb`.",
    ),
    Code(
        "paper.unknown-fact",
        _E,
        "A placeholder names no fact.",
        "It would stand on every certificate as it is written.",
        "Write one of the facts that certificates have.",
    ),
    Code(
        "paper.bad-placeholder",
        _E,
        "Braces that are no placeholder.",
        "They would stand on every certificate as they are written.",
        "Write `{{ recipient.name }}`: two braces, the name of a fact, two braces.",
    ),
    Code(
        "paper.fact-missing",
        _E,
        "A fact that every page has to show is nowhere.",
        "By name, title and code a stranger sees that the page and the signed credential agree.",
        "Add a text that shows it.",
    ),
    Code(
        "paper.fact-changed",
        _E,
        "A name, title or code is set in capitals.",
        "It would be another text than the credential has.",
        "Remove `upper: true`, or the fact.",
    ),
    Code(
        "paper.language-missing",
        _E,
        "A text is not there in a language of the template.",
        "Certificates in that language would have a gap, or two languages.",
        "Add the text, or take the language out of `languages:`.",
    ),
    Code(
        "paper.letters-missing",
        _E,
        "No font of a typeface has the letters of a language.",
        "Certificates of people whose names have them could not be drawn.",
        "Add a font that has them to the typeface.",
    ),
    Code(
        "paper.off-page",
        _E,
        "Something reaches beyond the page.",
        "It would be cut.",
        "Move it, or make it smaller.",
    ),
    Code(
        "paper.too-long",
        _E,
        "A text has no room even at its least size.",
        "No certificate could be drawn.",
        "Make it wider, allow more lines, or write less.",
    ),
    Code(
        "paper.no-width",
        _E,
        "A text with facts says nothing about how wide it may be.",
        "A long name would run over whatever is beside it.",
        "Add `width:` in millimetres.",
    ),
    Code(
        "paper.overlap",
        _E,
        "Two texts can meet.",
        "With a long name one would be printed over the other.",
        "Move one of them, or let it have fewer lines or less width.",
    ),
    Code(
        "paper.covered",
        _E,
        "A filled box is drawn over a text or a QR code.",
        "It would hide it, or some of it.",
        "List the box before what it is to be below.",
    ),
    Code(
        "paper.low-contrast",
        _W,
        "A text is hard to tell from what is below it.",
        "People with weak sight cannot read it, and copies lose it (WCAG 2, 1.4.3).",
        "Make the text darker or what is below it lighter.",
    ),
    Code(
        "paper.qr-too-small",
        _E,
        "The squares of the QR code are smaller than 0.4 mm.",
        "Telephones cannot read it from paper.",
        "Give it more millimetres, or `qr: url`, which holds less.",
    ),
    Code(
        "paper.qr-crowded",
        _E,
        "Something stands in the QR code's quiet zone.",
        "Readers find a code by the four free squares around it.",
        "Move what stands there, or the code.",
    ),
    Code(
        "paper.qr-unreadable",
        _E,
        "The QR code is not dark on light.",
        "Many readers see only such codes.",
        "Give it a dark `color:` and light paper below.",
    ),
)
