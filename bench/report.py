"""The results as a page: parts of it, machine and versions, and the part about header import. Part of run.py."""

import os
import pathlib
import re
import statistics
import subprocess

HEAD = """# Results

Written by `bench/run.py`; absolute times drift between machines, the ratios of one run are what counts.

"""
PARTS = {"import": "## Header import", "pairs": "## Pairs", "records": "## Figures of records"}


def parts(page: str) -> dict[str, str]:
    """Returns what stands in each part of the page."""
    found = {it: "" for it in PARTS}
    for section in re.split(r"(?m)^(?=## )", page)[1:]:
        found |= {it: section for it, head in PARTS.items() if section.startswith(head)}
    return found


def write(results: dict, machine: str, date: object, command: str) -> str:
    sizes, runs = results["sizes"], results["runs"]
    messages = sizes["messages"]
    mebibytes = results["mbox_bytes"] / 2**20

    def median(name: str, *path: str) -> float:
        return statistics.median(value(it, path) for it in results[name])

    def reading(name: str, what: str, floor: float) -> str:
        seconds, cpu = median(name, "seconds"), median(name, "cpu_s")
        return (f"| {what} | {seconds:.2f} s | {messages / seconds:,.0f} messages/s, {mebibytes / seconds:,.0f} MiB/s "
                f"({messages / cpu:,.0f} a second of processor time) | {floor / seconds:.2f} | "
                f"{median(name, 'peak_mib'):,.0f} MiB |")

    floor, larger = median("floor", "seconds"), results["larger"]
    lines = [
        f"{PARTS['import']}, one core",
        "",
        f"- {date}: `{command}`; medians of {runs} alternated runs, every number from a process of its own",
        f"- {machine}",
        f"- load average before the first run: {results['load']:.2f}",
        f"- mail: {messages:,} invented messages, {mebibytes:,.0f} MiB, in the page cache",
        "",
        "| what | time | rate | × floor | peak memory |",
        "|---|---|---|---|---|",
        reading("read", "**relata's connector**: boundaries, headers decoded, addresses checked", floor),
        reading("floor", "minimal scanner: boundaries and four header lines, nothing decoded", floor),
        reading("line", "relata's whole import: the same, admitted, interned, appended to the log", floor),
        "",
        f"Constant memory: a file of {results['larger_bytes'] / 2**20:,.0f} MiB with {sizes['larger']:,} messages "
        f"({results['larger_bytes'] / results['mbox_bytes']:.1f} × as large) took {larger['seconds']:.2f} s, "
        f"{sizes['larger'] / larger['seconds']:,.0f} messages/s, and a peak of {larger['peak_mib']:,.0f} MiB "
        f"(the smaller one: {median('read', 'peak_mib'):,.0f} MiB).",
        "",
        "",
    ]
    return "\n".join(lines)


def value(it: dict, path: tuple[str, ...]) -> float:
    for key in path:
        it = it[key]
    return it


def machine(root: pathlib.Path, python: pathlib.Path) -> str:
    """What it ran on."""
    def ask(*command: object) -> str:
        words = [str(it) for it in command]
        return subprocess.run(words, cwd=root, check=False, capture_output=True, text=True).stdout.strip()

    model = next((it.split(":")[1].strip() for it in lines_of("/proc/cpuinfo") if it.startswith("model name")), "?")
    memory = next((int(it.split()[1]) / 2**20 for it in lines_of("/proc/meminfo") if it.startswith("MemTotal")), 0)
    peers = ", ".join(f"{it} {ask(python, '-c', f'import {it}; print({it}.__version__)')}"
                      for it in ("duckdb", "polars", "pandas"))
    changed = " with changes" if ask("git", "status", "--porcelain", "crates", "Cargo.lock") else ""
    lock = (root / "Cargo.lock").read_text()
    datafusion = lock.split('name = "datafusion"\nversion = "')[1].split('"')[0]
    return (f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB; {ask('rustc', '--version')}, DataFusion {datafusion}, "
            f"{peers}; relata {ask('git', 'rev-parse', '--short', 'HEAD')}{changed}")


def lines_of(path: str) -> list[str]:
    try:
        return pathlib.Path(path).read_text().splitlines()
    except OSError:
        return []
