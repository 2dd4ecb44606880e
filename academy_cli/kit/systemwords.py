"""Why the operating system refused something, in words that another language has too.

Knows the refusals that people meet; refuses to know what was asked of it.
"""

from __future__ import annotations

import errno

from academy_cli.kit.saying import say

_WORDS = {
    errno.EPERM: say("operation not permitted"),
    errno.EACCES: say("permission denied"),
    errno.ENOENT: say("no such file or directory"),
    errno.EEXIST: say("file exists"),
    errno.ENOTDIR: say("not a directory"),
    errno.EISDIR: say("is a directory"),
    errno.ENOTEMPTY: say("directory not empty"),
    errno.ENAMETOOLONG: say("file name too long"),
    errno.ELOOP: say("too many levels of symbolic links"),
    errno.EROFS: say("read-only file system"),
    errno.ENOSPC: say("no space left on device"),
    errno.EFBIG: say("file too large"),
    errno.EDQUOT: say("disk quota exceeded"),
    errno.EIO: say("input/output error"),
    errno.EBUSY: say("device or resource busy"),
    errno.EMFILE: say("too many open files"),
    errno.ENXIO: say("no such device or address"),
    errno.EXDEV: say("invalid cross-device link"),
    errno.EADDRINUSE: say("address already in use"),
    errno.ECONNREFUSED: say("connection refused"),
    errno.ETIMEDOUT: say("connection timed out"),
}
"""As the C library has them, with a small first letter: they stand behind a colon."""


def system_words(error: OSError) -> str:
    """Why; where that is rare, as the system itself or the library says it."""
    known = _WORDS.get(error.errno or 0)
    if known is not None:
        return known
    said = error.strerror or str(error)
    return said[:1].lower() + said[1:] if said else say("not permitted")
