"""One part, measured in this process on the home folder of the environment; a line of JSON per measurement."""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module

import django


def main(part: str, runs: str, *options: str) -> None:
    """`python -m zugong.bench PART RUNS [name=value …]`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zugong.config.settings")
    django.setup()
    chosen = {name: int(value) for name, value in (option.split("=") for option in options)}
    for measurement in import_module(f"zugong.bench.{part}").measure(int(runs), **chosen):
        sys.stdout.write(json.dumps(measurement.as_data(), ensure_ascii=False) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
