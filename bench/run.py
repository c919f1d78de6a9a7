#!/usr/bin/env python3
"""The benchmark: header import per core, pairs of organisations of several sizes, figures of 100,000 records; beside a minimal
scanner, DuckDB, Polars and pandas.

    bench/run.py --date 2026-11-21                   everything; writes bench/RESULTS.md (two hours, 20 GB of disk)
    bench/run.py --date 2026-11-21 --only pairs      one part alone; the rest of RESULTS.md stays as it is
    bench/run.py --date 2026-11-21 --quick           small sizes, to see that it works; writes nothing

Every number comes from a process of its own, started `--runs` times in turn with the others; medians are shown.
Inputs are invented, the same ones every time. Start at `main`.
"""

import argparse
import datetime
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import venv

import mail
import report
import report_pairs
import report_records

BENCH = pathlib.Path(__file__).resolve().parent
ROOT = BENCH.parent
FULL = {"messages": 200_000, "larger": 800_000, "records": 100_000, "record_interactions": 8_000_000}
QUICK = {"messages": 5_000, "larger": 20_000, "records": 2_000, "record_interactions": 40_000}
LAST = "2026-10-31"  # of what is invented
DAY = "2026-11-02"  # the working day after it
# What happens on a working day; a data frame of a year of 96 million emails does not fit into memory.
ON_A_DAY = {"small": 150, "1m": 3_000, "8m": 300_000, "96m-year": 300_000}
PEERS = {"small": ["duckdb", "polars", "pandas"], "1m": ["duckdb", "polars", "pandas"],
         "8m": ["duckdb", "polars", "pandas"], "96m-year": ["duckdb", "polars"]}


def main() -> None:
    options = parse_options()
    sizes = QUICK if options.quick else FULL
    python = environment()
    examples = build()
    load = os.getloadavg()[0]
    folder = pathlib.Path(tempfile.mkdtemp(prefix="relata-bench-", dir=options.folder))
    results = {"sizes": sizes, "runs": options.runs, "load": load}
    chosen = [options.only] if options.only else ["import", "pairs", "records"]
    try:
        if "import" in chosen:
            results |= import_headers(examples, folder, sizes, options.runs)
        if "pairs" in chosen:
            results["pairs"] = {it: pairs(examples, folder, it, options.runs, python) for it in options.sizes}
        if "records" in chosen:
            results |= compute_records(examples, folder, sizes, options.runs, python)
    finally:
        shutil.rmtree(folder)
    machine, command = report.machine(ROOT, python), " ".join(["bench/run.py", *sys.argv[1:]])
    writers = {"import": report, "pairs": report_pairs, "records": report_records}
    parts = report.parts((BENCH / "RESULTS.md").read_text())
    parts |= {it: writers[it].write(results, machine, options.date, command) for it in chosen}
    page = report.HEAD + "".join(parts[it] for it in writers)
    print(page)
    if not options.quick:
        (BENCH / "RESULTS.md").write_text(page)
    if not report_pairs.all_equal(results):
        sys.exit("relata and its peers do not agree on the pairs")
    if not all(it["equal"] for it in results.get("records_duckdb", [])):
        sys.exit("relata and DuckDB do not agree on the records")


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--date", required=True, type=datetime.date.fromisoformat, help="goes into the results")
    parser.add_argument("--folder", help="where the inputs are made, and removed again; otherwise a temporary place")
    parser.add_argument("--quick", action="store_true", help="small sizes, under a minute, nothing written")
    parser.add_argument("--only", choices=["import", "pairs", "records"], help="this part; what the others found stays")
    parser.add_argument("--sizes", nargs="+", choices=list(ON_A_DAY), help="of `relata generate`, for pairs [1m 8m]")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    options.sizes = options.sizes or (["small"] if options.quick else ["1m", "8m"])
    return options


def environment() -> pathlib.Path:
    """Returns a Python that has the peers."""
    python = BENCH / ".venv" / "bin" / "python"
    if not python.exists():
        say("making a Python environment with the peers")
        venv.create(BENCH / ".venv", with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "-q", "-r", BENCH / "requirements.txt"], check=True)
    return python


def build() -> pathlib.Path:
    """Returns the folder of the examples, built as a release is."""
    say("building (whole workspace: one choice of features, and nothing is built twice)")
    subprocess.run(["cargo", "build", "--release", "--workspace", "--examples", "--bins"], cwd=ROOT, check=True)
    metadata = subprocess.run(["cargo", "metadata", "--format-version=1", "--no-deps"], cwd=ROOT, check=True,
                              capture_output=True)
    return pathlib.Path(json.loads(metadata.stdout)["target_directory"]) / "release" / "examples"


def import_headers(examples: pathlib.Path, folder: pathlib.Path, sizes: dict, runs: int) -> dict:
    """Reads headers, beside the minimal scanner; then a larger file, which must not need more memory."""
    say(f"inventing {sizes['larger']:,} messages")
    small, large = mail.make(folder, sizes["messages"], sizes["larger"])
    directory = mail.make_directory(folder)
    reader, line = examples / "bench_import", examples / "bench_compute"
    results: dict = {"mbox_bytes": small.stat().st_size, "larger_bytes": large.stat().st_size}
    results |= {"read": [], "floor": [], "line": []}
    measure([reader, "floor", small])  # so that the file is in memory for everybody
    for run in range(runs):
        say(f"header import, run {run + 1} of {runs}")
        results["read"].append(measure([reader, "read", small]))
        results["floor"].append(measure([reader, "floor", small]))
        fresh = folder / f"import{run}"
        results["line"].append(measure([line, "import", fresh, directory, small]))
        shutil.rmtree(fresh)
    if {it["messages"] for it in results["read"] + results["floor"]} != {sizes["messages"]}:
        sys.exit("the connector and the scanner do not find the same messages")
    say("header import of the larger file")
    results["larger"] = measure([reader, "read", large])
    small.unlink()
    large.unlink()
    return results


def pairs(examples: pathlib.Path, folder: pathlib.Path, size: str, runs: int, python: pathlib.Path) -> dict:
    """Invents an organisation, computes its pairs, and lets the peers do the same over the same files; then a day more."""
    say(f"inventing an organisation: {size}")
    program, place = examples / "bench_compute", folder / size
    begin = time.perf_counter()
    subprocess.run([examples.parent / "relata", "generate", "--size", size, "--until", LAST, "--to", "log", place],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peers = PEERS[size]
    results: dict = {"generate_s": time.perf_counter() - begin, "fold": [], "compute": []} | {it: [] for it in peers}
    results["disk"] = {it.name: bytes_in(it) for it in (place / "log").iterdir()}
    shutil.copy(place / "relata.db", folder / "fresh.db")
    for run in range(runs):
        as_filled(folder, place)
        say(f"{size}: folding and computing, run {run + 1} of {runs}")
        results["fold"].append(measure([program, "fold", place]))
        results["compute"].append(measure([program, "compute", place, DAY]))
        for peer in peers:
            say(f"{size}: {peer}, run {run + 1} of {runs}")
            results[peer].append(measure([python, BENCH / "peers.py", peer, place, DAY]))
    results["disk"] |= {"pair_month": bytes_in(place / "log" / "pair_month"), "database": bytes_in(place / "relata.db")}
    as_filled(folder, place)
    say(f"{size}: a day more")
    results["day"] = measure([program, "day", place, DAY, size, ON_A_DAY[size]])
    shutil.rmtree(place)
    return results


def as_filled(folder: pathlib.Path, place: pathlib.Path) -> None:
    """Puts a data folder back: nothing computed, nothing published."""
    shutil.rmtree(place / "log" / "pair_month", ignore_errors=True)
    for left in place.glob("relata.db*"):
        left.unlink()
    shutil.copy(folder / "fresh.db", place / "relata.db")


def bytes_in(path: pathlib.Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(it.stat().st_size for it in files if it.is_file())


def compute_records(examples: pathlib.Path, folder: pathlib.Path, sizes: dict, runs: int, python: pathlib.Path) -> dict:
    """Computes figures of invented records, and lets DuckDB answer the same questions over the same files."""
    say(f"appending {sizes['record_interactions']:,} interactions with {sizes['records']:,} records")
    program, place = examples / "bench_records", folder / "records"
    append = measure([program, "append", place, sizes["records"], sizes["record_interactions"]])
    results: dict = {"records_append": append, "records_questions": [], "records_compute": [], "records_duckdb": []}
    shutil.copy(place / "relata.db", folder / "fresh.db")
    for run in range(runs):
        # As after the import: nothing computed.
        for left in place.glob("relata.db*"):
            left.unlink()
        shutil.copy(folder / "fresh.db", place / "relata.db")
        say(f"computing records, run {run + 1} of {runs}")
        results["records_compute"].append(measure([program, "compute", place, run + 1, sizes["records"]]))
        say(f"questions alone, run {run + 1} of {runs}")
        results["records_questions"].append(measure([program, "questions", place]))
        measure([program, "dump", place])
        say(f"DuckDB, run {run + 1} of {runs}")
        results["records_duckdb"].append(measure([python, BENCH / "duck_records.py", place]))
    say("grading anew, and pages")
    results["records_regrade"] = measure([program, "regrade", place])
    results["records_pages"] = measure([python, BENCH / "pages.py", examples.parent / "relata", place])
    return results


def measure(command: list) -> dict:
    """Runs a program that prints JSON; adds its processor time, unless it says itself."""
    process = subprocess.Popen([str(it) for it in command], stdout=subprocess.PIPE)
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{pathlib.Path(command[0]).name} {command[1]} failed")
    # Memory it tells itself: a process inherits the peak of the one that started it.
    return {"cpu_s": usage.ru_utime + usage.ru_stime} | json.loads(printed)


def say(what: str) -> None:
    print(f"{datetime.datetime.now():%H:%M:%S} {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
