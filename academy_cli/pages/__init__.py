"""Pages of courses as learners meet them: values in, HTML out.

Knows how a lesson's Markdown becomes safe HTML and how pages look; refuses disk, database and where courses
come from, so that whatever shows courses shares it.
"""
