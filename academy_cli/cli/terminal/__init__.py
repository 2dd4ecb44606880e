"""The terminal: the answer on standard output, the conversation on standard error.

Knows screens, pipes, bars and questions, and alone imports rich and questionary, late and only
where somebody looks; refuses to know what is said.
"""

from academy_cli.cli.terminal.ink import Ink, Line
from academy_cli.cli.terminal.progress import Progress
from academy_cli.cli.terminal.terminal import Terminal

__all__ = ["Ink", "Line", "Progress", "Terminal"]
