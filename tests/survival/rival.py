"""One of two processes that run the same month at the same time. It takes «MONTH TIME» on stdin, and says what came of it."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

from kontroll.domain.conflict import Conflict
from kontroll.domain.month import Month
from kontroll.flows.month.monthly_run import monthly_run
from kontroll.store.database import Database
from lives.kommune import desk


def main(home: str, address: str) -> None:
    mine = desk(Path(home), Database(address))
    print("ready", flush=True)
    for line in sys.stdin:
        month, now = line.split()
        try:
            ran = monthly_run(mine, Month.parse(month), datetime.fromisoformat(now))
            print("ran" if ran.new else "nothing new", flush=True)
        except Conflict as conflict:
            print(f"conflict {conflict.kind}", flush=True)


if __name__ == "__main__":
    main(*json.loads(sys.argv[1]))
