"""A course with a quiz of every kind, for pages that show it.

Knows how a quiz is written; refuses to know how it looks.
"""

from __future__ import annotations

from collections.abc import Mapping

QUIZ = """\
title: All kinds
pass_mark: 60
show: answers
text: A few questions about **loops**.
questions:
  - kind: single
    id: once
    text: Which loop runs *at least once*?
    explanation: It asks **afterwards**.
    choices:
      - {text: "`while`", id: before, feedback: It asks before the first time.}
      - {text: "`do … while`", id: after, correct: true, feedback: Exactly.}
  - kind: multiple
    id: ends
    text: Which of these end?
    points: 2
    choices:
      - {text: "`for c in 'abc'`", id: letters, correct: true}
      - {text: "`while True`", id: ever}
      - {text: "`range(3)`", id: three, correct: true}
  - {kind: true-false, id: always, text: A loop always ends., answer: false}
  - {kind: numeric, id: diagonal, text: The diagonal of a unit square?, answer: 1.414, tolerance: 1%, unit: m}
  - {kind: short, id: leave, text: What word leaves a loop?, accept: [break]}
  - {kind: ordering, id: morning, text: Put them in order., items: [wake up, get up, go out]}
  - kind: matching
    id: cities
    text: Match them.
    pairs: [{left: France, right: Paris}, {left: Italy, right: Rome}]
    distractors: [Berlin]
"""
COURSE: Mapping[str, str] = {
    "course.yaml": "id: loops\ntitle: Loops\n",
    "01-loops.md": "# Loops\n\nText.\n",
    "01-loops.quiz.yaml": QUIZ,
}
