"""Counts the instructions of the hot functions: `instructions.py <program> [--update]`. Part of tools/instructions.

What a function takes is what the program takes with it, less what it takes without: making the input costs the same every time.
"""

import csv
import pathlib
import re
import subprocess
import sys

KEPT = pathlib.Path(__file__).resolve().parent / "instructions.csv"
TOLERANCE = 0.05


def main(program: str, update: bool) -> None:
    names = subprocess.run([program, "names"], check=True, capture_output=True, text=True).stdout.split()
    before = {it["function"]: int(it["instructions"]) for it in csv.DictReader(KEPT.open())} if KEPT.exists() else {}
    without = counted(program, "none")
    found = {}
    for name, rows in (it.split(",") for it in names):
        found[name] = counted(program, name) - without
        change = found[name] / before[name] - 1 if name in before else None
        said = "new" if change is None else f"{change:+.1%}"
        print(f"{name:10} {found[name]:>14,} instructions, {found[name] / int(rows):>10,.0f} a row   {said}", flush=True)
    if update:
        with KEPT.open("w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([("function", "instructions"), *found.items()])
        return
    off = [it for it in found if it not in before or abs(found[it] / before[it] - 1) > TOLERANCE]
    off += before.keys() - found.keys()
    if off:
        sys.exit(f"not what bench/instructions.csv says, within {TOLERANCE:.0%}: {', '.join(off)}. Is it meant? Then run "
                 "`tools/instructions --update`, and say why in the commit")


def counted(program: str, name: str) -> int:
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, name]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    return int(re.search(r"Collected : (\d+)", said)[1])


if __name__ == "__main__":
    main(sys.argv[1], "--update" in sys.argv[2:])
