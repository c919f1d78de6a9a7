"""DuckDB answers the questions about records, for comparison with relata: `duck_records.py <folder>`. Part of run.py.

The questions are relata's own files, for the same months over the same Parquet files; the tables of records are what
`bench_records dump` wrote. Timed are the questions, with their answers kept in memory, nothing else. Afterwards every
day, turn and person is compared with the series relata stored. Prints one line of JSON.
"""

import datetime
import json
import pathlib
import re
import sys
import time

import duckdb

from peers import KNOWN, THREADS, load, peak

SQL = pathlib.Path(__file__).parent.parent / "crates" / "analytics" / "sql" / "record"
TURNS_REACH_SECONDS = 28 * 86_400
KEPT = ("day", "turn", "person")
OURS = {
    "day": "record bigint, day bigint, last_at bigint, emails_out bigint, emails_in bigint, meetings_out bigint, "
           "meetings_in bigint, calls_out bigint, calls_in bigint, tasks bigint, team_seconds bigint, "
           "customer_seconds bigint, followed bigint, opened bigint, clicked bigint, attachment_opened bigint",
    "turn": 'record bigint, "at" bigint, direction bigint, asks boolean, answers_after bigint',
    "person": "record bigint, address bigint, emails bigint, meetings bigint, calls bigint, last_at bigint",
}


def main(folder: pathlib.Path) -> None:
    connection = duckdb.connect(config={"threads": THREADS})
    # DataFusion divides whole numbers as whole numbers.
    connection.execute("set integer_division = true")
    load(connection, folder, "address", KNOWN, {
        "address": "bigint", "person": "bigint", "colleague": "boolean", "person_class": "boolean"})
    from_csv(connection, folder / "subject.csv", "subject", "record bigint, anyone boolean, opportunity boolean")
    from_csv(connection, folder / "party.csv", "party", "record bigint, person bigint, ours boolean")
    for table in ("interaction", "sighting", "activity"):
        files = [str(folder / "log" / table / it) for it in live(folder / "log" / table)]
        connection.execute(f"create view {table} as from read_parquet({files}, hive_partitioning = true, "
                           "hive_types = {'month': varchar})")
    months = [it for it, in connection.execute("select distinct month from interaction order by month").fetchall()]
    begin, cpu = time.perf_counter(), time.process_time()
    for month in months:
        ask(connection, month, first=month == months[0])
    seconds, peak_mib = time.perf_counter() - begin, peak()
    cpu_s = time.process_time() - cpu

    compared = {it: compare(connection, folder, it) for it in KEPT}
    print(json.dumps({
        "seconds": seconds, "cpu_s": cpu_s, "peak_mib": peak_mib, "months": len(months),
        "equal": not any(it["different"] for it in compared.values()), "compared": compared}))


def ask(connection, month: str, first: bool) -> None:
    """One month: as `month_of_records` in crates/analytics/src/records.rs."""
    start, end = seconds(month), seconds(later(month, 1))
    parameters = {"before": later(month, -1), "month": month, "from": start - TURNS_REACH_SECONDS, "until": end,
                  "mailboxes": True, "start": start}
    for name in ("relevant", "present", "said", "theirs", "attributed", *KEPT):
        text = question(name)
        used = {it: value for it, value in parameters.items() if re.search(rf"\${it}\b", text)}
        kept = f"insert into {name} {text}" if name in KEPT and not first else (
            f"create or replace temp table {name} as {text}")
        connection.execute(kept, used)


def question(name: str) -> str:
    """Returns a question in DuckDB's words: `at` is a word of its own there."""
    text = (SQL / f"{name}.sql").read_text()
    text = re.sub(r"--.*", "", text)
    return re.sub(r"\bat\b", '"at"', text)


def compare(connection, folder: pathlib.Path, name: str) -> dict:
    """Counts the rows, and those that are on one side alone."""
    from_csv(connection, folder / f"our_{name}.csv", "ours", OURS[name])
    # relata's dump has the last moment of a day without kind and direction, which `last` has in four bits.
    columns = "* exclude (last), last >> 4 as last_at" if name == "day" else "*"
    names = ", ".join(it.rsplit(" ", 1)[0] for it in OURS[name].split(", "))
    connection.execute(f"create or replace temp view duck as select {names} from (select {columns} from {name})")
    rows, = connection.execute("select count(*) from ours").fetchone()
    different, = connection.execute("""
        select (select count(*) from (from duck except all from ours))
             + (select count(*) from (from ours except all from duck))""").fetchone()
    return {"rows": rows, "different": different}


def live(table: pathlib.Path) -> list[str]:
    """Returns the files a Delta table consists of."""
    files: dict[str, None] = {}
    for commit in sorted((table / "_delta_log").glob("*.json")):
        for line in commit.read_text().splitlines():
            action = json.loads(line)
            if "add" in action:
                files[action["add"]["path"]] = None
            elif "remove" in action:
                files.pop(action["remove"]["path"], None)
    return list(files)


def from_csv(connection, path: pathlib.Path, name: str, columns: str) -> None:
    connection.execute(f"create or replace temp table {name} ({columns})")
    connection.execute(f"copy {name} from '{path}' (header false, delimiter ',')")


def later(month: str, by: int) -> str:
    number = int(month[:4]) * 12 + int(month[5:]) - 1 + by
    return f"{number // 12:04}-{number % 12 + 1:02}"


def seconds(month: str) -> int:
    return int(datetime.datetime.fromisoformat(f"{month}-01T00:00:00+00:00").timestamp())


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
