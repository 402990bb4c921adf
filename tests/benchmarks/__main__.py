"""This file is where all benchmarks run: `python -m tests.benchmarks [--quick] [--json FILE] [--only PART]`."""

import argparse
import json
import os
import platform
import resource
import tempfile
from pathlib import Path

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

from tests.benchmarks import compact, finding, packing, picture_text, starting, taking_in, volume, window
from tests.benchmarks.measuring import Figure, Table

PARTS = ("starting", "window", "taking_in", "volume", "finding", "reading", "compact", "pictures", "packing")


def main() -> None:
    """--quick leaves out the archive of a million messages (it takes some five minutes to fill)."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=main.__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--only", choices=PARTS, action="append")
    chosen = parser.parse_args()
    parts = chosen.only or PARTS
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    table = Table()
    with tempfile.TemporaryDirectory(prefix="chattrove-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        os.environ["CHATTROVE_CONFIG"] = str(folder / "config")
        if "starting" in parts:
            starting.measure(table, folder)
        if "window" in parts:
            counts = (20_000, 50_000) if chosen.quick else (200_000, 1_000_000)
            window.measure(table, folder, counts, 15 if chosen.quick else window.INDEXING_SECONDS)
        if "taking_in" in parts:
            taking_in.measure(table, folder, 20_000 if chosen.quick else 200_000)
        if "volume" in parts:
            volume.measure(table, folder, 50_000 if chosen.quick else 1_000_000)
        if "finding" in parts:
            for count in (1_000, 100_000) if chosen.quick else (1_000, 100_000, 1_000_000):
                finding.measure(table, folder, count)
        if "reading" in parts:
            finding.measure_read(table, folder)
        if "pictures" in parts:
            picture_text.measure(table)
        if "compact" in parts:
            compact.measure(table)
        if "packing" in parts:
            packing.measure(table, folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if platform.system() == "Darwin" else 1 << 10)
    table.add(Figure("peak memory of this run", peak, "MB"))
    if chosen.json:
        chosen.json.write_text(json.dumps(table.as_json(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
