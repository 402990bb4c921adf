"""Trains the compact models: this file is where `python -m models.training STAGE ...` begins."""

import sys

from models.training.stages import run_stage

if __name__ == "__main__":
    sys.exit(run_stage(sys.argv[1:]))
