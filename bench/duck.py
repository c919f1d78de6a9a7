"""DuckDB computes the pairs of a log, for comparison with relata: `duck.py <folder> <day>`. Part of run.py.

Timed is the query over the log's own Parquet files, nothing else. Afterwards every pair is compared with what
relata published. Prints one line of JSON.
"""

import csv
import datetime
import json
import pathlib
import sqlite3
import sys
import time

import duckdb

THREADS = 2
HISTORY_DAYS = 730
KNOWN = """
    select address.address_id, address.person_id, coalesce(entry.standing, -1) in (0, 1), address.class = 0
    from address left join entry on entry.person_id = address.person_id"""
PUBLISHED = """
    select contact_id, colleague_id, raw, sent_count + received_count + reply_count + meeting_count + call_count
    from pair join published on generation_id >= valid_from and generation_id < valid_to where series = 0"""
COMPARED = """
    select count(*), count(duck.contact), count(ours.contact), coalesce(max(abs(duck.raw - ours.raw)), 0),
           count(*) filter (duck.counts <> ours.counts)
    from (select *, sent_count + received_count + reply_count + meeting_count + call_count as counts from pair) duck
    full join ours on ours.contact = duck.contact and ours.colleague = duck.colleague"""


def main(folder: pathlib.Path, day: datetime.date) -> None:
    connection = duckdb.connect(config={"threads": THREADS})
    load(connection, folder, "address", KNOWN, {
        "address": "bigint", "person": "bigint", "colleague": "boolean", "person_class": "boolean"})
    files = str(folder / "log" / "exchange" / "month=*" / "*.parquet")
    connection.execute(
        f"create view exchange as from read_parquet('{files}', hive_partitioning = true, "
        "hive_types = {'month': varchar})")
    midnight = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), datetime.UTC)
    until = int(midnight.timestamp())
    sql = (pathlib.Path(__file__).parent / "pairs.sql").read_text()
    begin = time.perf_counter()
    connection.execute(sql, {"until": until, "after": until - HISTORY_DAYS * 86400})
    seconds = time.perf_counter() - begin
    peak_mib = peak()

    load(connection, folder, "ours", PUBLISHED, {
        "contact": "bigint", "colleague": "bigint", "raw": "double", "counts": "bigint"})
    all_pairs, duck, ours, difference, other_counts = connection.execute(COMPARED).fetchone()
    exchanges = connection.execute("select count(*) from exchange").fetchone()[0]
    print(json.dumps({
        "seconds": seconds, "peak_mib": peak_mib, "exchanges": exchanges, "pairs": duck,
        "equal": all_pairs == duck == ours and other_counts == 0 and difference < 1e-6,
        "pairs_of_relata": ours, "difference": difference, "other_counts": other_counts}))


def peak(process: int | str = "self") -> float:
    """The most memory a process ever held, in MiB. Linux says so; elsewhere it is 0."""
    status = pathlib.Path(f"/proc/{process}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(it.split()[1]) / 1024 for it in lines if it.startswith("VmHWM:")), 0.0)


def load(connection, folder: pathlib.Path, name: str, query: str, columns: dict[str, str]) -> None:
    """Brings a query of relata's operational database into a table."""
    path = folder / f"{name}.csv"
    database = sqlite3.connect(folder / "relata.db")
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(database.execute(query))
    database.close()
    connection.execute(
        f"create table {name} as from read_csv('{path}', header = false, auto_detect = false, columns = {columns})")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), datetime.date.fromisoformat(sys.argv[2]))
