"""One measurement in a process of its own: prints seconds and the answer, as JSON."""

import argparse
import hashlib
import json
import time
from pathlib import Path

from tests.bench.tasks import TASKS


def measure(number: int, folder: Path) -> dict[str, object]:
    """Return how long a task took, and a digest of what it came to."""
    run = TASKS[number].prepare(folder)
    begun = time.perf_counter()
    answer = run()
    seconds = time.perf_counter() - begun
    said = answer if isinstance(answer, str) else hashlib.sha256(repr(answer).encode()).hexdigest()[:12]
    return {"seconds": seconds, "answer": said}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", type=int)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    print(json.dumps(measure(given.task, given.folder)))  # noqa: T201
