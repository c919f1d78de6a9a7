"""The results about pairs as a part of the page: a table for each size, beside the peers. Part of run.py."""

import statistics

from report import PARTS, value

PEERS = {"duckdb": "DuckDB, one query, to a table in memory", "polars": "Polars, one lazy query, streaming",
         "pandas": "pandas, data frames in memory"}


def all_equal(results: dict) -> bool:
    """Whether every peer found the pairs that relata published, and a day more gave what all of it gives."""
    of = results.get("pairs", {}).values()
    return all(run["equal"] for it in of for peer in PEERS for run in it.get(peer, [])) and all(
        it["day"]["equal"] for it in of)


def write(results: dict, machine: str, date: object, command: str) -> str:
    lines = [
        f"{PARTS['pairs']}, two cores",
        "",
        f"- {date}: `{command}`; medians of {results['runs']} alternated runs, every number from a process of its own",
        f"- {machine}",
        f"- load average before the first run: {results['load']:.2f}",
        "- the work: from the log's Parquet files (an exchange of a contact with a colleague a row) to a row for every pair, with",
        "  faded sums, replies found, counts, first and last times. Peers: `bench/peers.py` and `bench/pairs.sql`",
        "",
    ]
    for size, it in results["pairs"].items():
        lines += of_size(size, it)
    return "\n".join(lines)


def of_size(size: str, it: dict) -> list[str]:
    def median(name: str, *path: str) -> float:
        return statistics.median(value(run, path) for run in it[name])

    peers = [peer for peer in PEERS if peer in it]
    duck, day, disk = median("duckdb", "seconds"), it["day"], it["disk"]
    last = it["duckdb"][-1]
    exchanges = last["exchanges"]

    def row(what: str, seconds: float, peak: float) -> str:
        return (f"| {what} | {seconds:.2f} s | {exchanges / seconds / 1e6:.1f} M exchanges/s | {duck / seconds:.2f} | "
                f"{peak:,.0f} MiB |")

    def took(name: str) -> str:
        return f"computed in {day[name]['compute_s']:.2f} s, published in {day[name]['publish_s']:.2f} s"

    mebibytes = ", ".join(f"{name} {size / 2**20:,.0f}" for name, size in sorted(disk.items()) if size)
    return [
        f"### `{size}`: {exchanges:,} exchanges, {last['pairs']:,} pairs",
        "",
        "| what | time | rate | × DuckDB | peak memory |",
        "|---|---|---|---|---|",
        row("**relata**, all of computing: months folded and kept in the log, people read, pairs, strength",
            median("compute", "first", "compute_s"), median("compute", "first", "peak_mib")),
        row("of that, folding the months alone", median("fold", "seconds"), median("fold", "peak_mib")),
        row("relata, again on the same day: no month changed", median("compute", "again", "compute_s"),
            median("compute", "again", "peak_mib")),
        *(row(PEERS[peer], median(peer, "seconds"), median(peer, "peak_mib")) for peer in peers),
        "",
        f"Same pairs in all: {'yes' if all(run['equal'] for peer in peers for run in it[peer]) else '**NO**'}; largest difference "
        f"of S: {max(run['difference'] for peer in peers for run in it[peer]):.1e}.",
        "",
        f"- publishing to SQLite, not part of the comparison: {median('compute', 'first', 'publish_s'):.1f} s the first time, "
        f"{median('compute', 'again', 'publish_s'):.1f} s in place of another; relata's peak with it "
        f"{median('compute', 'peak_mib'):,.0f} MiB",
        f"- {day['messages']:,} messages more: appended in {day['append_s']:.1f} s (2,000 a batch), {day['contacts']:,} contacts "
        f"{took('day')} ({day['day']['pairs']:,} pairs)",
        f"- one message more: {took('message')}",
        f"- everything instead, for comparison: {took('all')}; the same insights: {'yes' if day['equal'] else '**NO**'}",
        f"- disk in MiB: {mebibytes}; inventing it and appending it took {it['generate_s']:.0f} s",
        "",
    ]
