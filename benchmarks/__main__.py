"""`make bench`: every bar of the product, one after the other, each in a process of its own.

`python -m benchmarks [NAME …]` runs only those named.
"""

import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ORDER = ("judge", "questions", "reach", "routing", "search", "hear", "web", "pages")


def main() -> int:
    chosen = sys.argv[1:] or ORDER
    unknown = [name for name in chosen if not (HERE / f"{name}.py").is_file()]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}; choose among {', '.join(ORDER)}.")
        return 2
    failed = []
    for name in chosen:
        print(f"\n== {name} ==", flush=True)
        start = time.perf_counter()
        if subprocess.run([sys.executable, str(HERE / f"{name}.py")], check=False).returncode:
            failed.append(name)
        print(f"({time.perf_counter() - start:.0f} s)", flush=True)
    if failed:
        print(f"\nDid not finish: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
