"""The composition root: settings in, services out; the only place that names concrete parts.

Knows what the services are made of; refuses to do their work. Each is built, and its libraries imported, when
a command asks for it.
"""

from academy_cli.app.academy import Academy, open_academy
from academy_cli.app.foundation import Acting

__all__ = ["Academy", "Acting", "open_academy"]
