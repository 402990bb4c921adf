"""This file is where the program starts: no arguments open the window, anything else is a command."""

import os
import sys

# Newer onnxruntime releases report home unless this is set before their import; see README, Decisions.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
os.environ.setdefault("HF_HUB_OFFLINE", "1")


def main() -> int:
    """Returns the exit code (app.cli.codes)."""
    try:
        from app.cli import run

        return run(sys.argv[1:] or ["window"])
    except KeyboardInterrupt:  # before there was anything to stop
        return 130


if __name__ == "__main__":
    sys.exit(main())
