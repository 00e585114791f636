"""Turns: which process runs which file, and when.

What a file builds for its tests is built once: all of them go to the same process, and so do those of a folder whose files
share something that takes long to build. What takes longest comes first, so that no process is left alone with it at the end.
"""

from __future__ import annotations

from xdist.scheduler.loadscope import LoadScopeScheduling
from xdist.workermanage import WorkerController

#: Files, or folders, that take half a minute or more.
LONGEST = (
    "tests/flows/test_live_example.py",
    "tests/example/",
    "tests/baerum/",
    "tests/survival/",
    "tests/web/test_access",
    "tests/web/test_browser",
    "tests/differential/",
    "tests/lives/",
    "tests/cli/",
    "tests/web/",
    "tests/problems/",
    "tests/engine/backends/",
    "tests/flows/",
)

#: Folders that are handed out whole: the example kommune takes ten seconds to build.
WHOLE = ("tests/example/",)


class FileByFile(LoadScopeScheduling):
    """Hands out whole files, the longest first, and some folders whole."""

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in WHOLE if nodeid.startswith(folder)), nodeid.split("::", 1)[0])

    def _assign_work_unit(self, node: WorkerController) -> None:
        self.workqueue.move_to_end(min(self.workqueue, key=_place), last=False)
        super()._assign_work_unit(node)


def _place(file: str) -> int:
    return next((place for place, longest in enumerate(LONGEST) if file.startswith(longest)), len(LONGEST))
