"""The results as a page: one table, with ratios, machine and versions. Part of run.py."""

import os
import pathlib
import statistics
import subprocess


def write(results: dict, machine: str, date: object, command: str) -> str:
    sizes, runs = results["sizes"], results["runs"]
    messages, interactions = sizes["messages"], sizes["interactions"]
    mebibytes = results["mbox_bytes"] / 2**20

    def median(name: str, *path: str) -> float:
        return statistics.median(value(it, path) for it in results[name])

    def reading(name: str, what: str, floor: float) -> str:
        seconds, cpu = median(name, "seconds"), median(name, "cpu_s")
        return (f"| {what} | {seconds:.2f} s | {messages / seconds:,.0f} messages/s, {mebibytes / seconds:,.0f} MiB/s "
                f"({messages / cpu:,.0f} a second of processor time) | {floor / seconds:.2f} | "
                f"{median(name, 'peak_mib'):,.0f} MiB |")

    def computing(what: str, seconds: float, duck: float, peak: str) -> str:
        return (f"| {what} | {seconds:.2f} s | {interactions / seconds:,.0f} interactions/s | {duck / seconds:.2f} | "
                f"{peak} |")

    floor, duck = median("floor", "seconds"), median("duckdb", "seconds")
    first = median("compute", "first", "compute_s")
    append, larger, last = results["append"], results["larger"], results["duckdb"][-1]
    narrow = median("compute", "narrow", "compute_s")
    lines = [
        "# Results",
        "",
        "Written by `bench/run.py`; absolute times drift between machines, the ratios of one run are what counts.",
        "",
        f"- {date}: `{command}`; medians of {runs} alternated runs, every number from a process of its own",
        f"- {machine}",
        f"- load average before the first run: {results['load']:.2f}",
        f"- mail: {messages:,} invented messages, {mebibytes:,.0f} MiB, in the page cache",
        f"- log: {interactions:,} invented interactions, {last['exchanges']:,} exchanges, {last['pairs']:,} pairs",
        "",
        "## Header import, one core",
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
        f"## {interactions:,} interactions, two cores",
        "",
        "| what | time | rate | × DuckDB | peak memory |",
        "|---|---|---|---|---|",
        computing("**relata, first computation**: partials of every month written to the log, pairs, strength", first,
                  duck, f"{median('compute', 'first', 'peak_mib'):,.0f} MiB"),
        computing("relata, again on the same day: only the month that is not over is summed",
                  median("compute", "again", "compute_s"), duck, "—"),
        computing("DuckDB, one query over the same Parquet files, to a table in memory", duck, duck,
                  f"{median('duckdb', 'peak_mib'):,.0f} MiB"),
        "",
        f"One new message: appended in {median('compute', 'append_one_s') * 1000:,.0f} ms, its contact computed in "
        f"{narrow * 1000:,.0f} ms and published in {median('compute', 'narrow', 'publish_s') * 1000:,.0f} ms.",
        "",
        f"Not part of the comparison: appending took {append['append_s']:.1f} s "
        f"({interactions / append['append_s']:,.0f} interactions/s, 2,000 a batch, peak "
        f"{append['peak_mib']:,.0f} MiB); publishing the first generation to SQLite "
        f"{median('compute', 'first', 'publish_s'):.1f} s, in place of one of yesterday "
        f"{median('compute', 'again', 'publish_s'):.1f} s; relata's peak with publishing "
        f"{median('compute', 'peak_mib'):,.0f} MiB.",
        "",
        "relata's time includes reading whom every address belongs to from SQLite; DuckDB's does not.",
        f"Same pairs in both: {'yes' if all(it['equal'] for it in results['duckdb']) else '**NO**'}, "
        f"{last['pairs']:,} of {last['pairs_of_relata']:,}; largest difference of S: "
        f"{max(it['difference'] for it in results['duckdb']):.1e}; other counts: {last['other_counts']}.",
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
    duckdb = ask(python, "-c", "import duckdb; print(duckdb.__version__)")
    changed = " with changes" if ask("git", "status", "--porcelain", "crates", "Cargo.lock") else ""
    lock = (root / "Cargo.lock").read_text()
    datafusion = lock.split('name = "datafusion"\nversion = "')[1].split('"')[0]
    return (f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB; {ask('rustc', '--version')}, DataFusion {datafusion}, "
            f"DuckDB {duckdb}; relata {ask('git', 'rev-parse', '--short', 'HEAD')}{changed}")


def lines_of(path: str) -> list[str]:
    try:
        return pathlib.Path(path).read_text().splitlines()
    except OSError:
        return []
