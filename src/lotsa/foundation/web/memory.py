"""How the process looks after its memory while it answers."""

import gc

_FIRST, _SECOND, _THIRD = 20_000, 20, 50


def leave_what_is_loaded() -> None:
    """Let the collector leave alone all that is loaded now, and look less often.

    Code and settings live as long as the process. Searching through them made a page wait a tenth
    of a second now and then. Call it once, when everything is loaded.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_FIRST, _SECOND, _THIRD)
