"""Fills a fresh database with a published organisation: `fill(relata, database, sizes)`. Part of serving.py.

The program makes the tables; rows are then made inside the database by serving.sql, without a way through the program, which would take an
hour for 20 million pairs. Afterwards the database is as the program would leave it: indexes there; PostgreSQL has gathered its
statistics, as it does by itself.
"""

import pathlib
import sqlite3
import subprocess
import time

SQL = pathlib.Path(__file__).resolve().parent / "serving.sql"


def sizes_of(contacts: int, records: int) -> dict[str, int]:
    """Returns the size of everything else in an organisation with so many contacts."""
    return {"contacts": contacts, "records": records, "colleagues": max(500, min(20_000, contacts // 250)),
            "firms": max(1, contacts // 50), "contact_records": min(contacts, 200_000)}


def fill(database: str, folder: pathlib.Path, sizes: dict[str, int]) -> dict:
    """Fills the database the program has just made; returns seconds, rows and bytes."""
    begin = time.monotonic()
    rows, size = postgres(database, sizes) if database.startswith("postgres") else sqlite(folder / "relata.db", sizes)
    return {"fill_seconds": time.monotonic() - begin, "rows": rows, "bytes": size}


def sqlite(path: pathlib.Path, sizes: dict[str, int]) -> tuple[dict[str, int], int]:
    script = SQL.read_text().format(**sizes, sort_key="cast(record.sort_name as blob)", in_order="")
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("pragma journal_mode = delete; pragma synchronous = off; pragma cache_size = -1000000;")
    connection.executescript(f"begin; {script} commit;")
    connection.execute("pragma journal_mode = wal")
    rows = {it: connection.execute(f"select count(*) from {it}").fetchone()[0] for it in COUNTED}
    connection.close()
    return rows, path.stat().st_size


def postgres(url: str, sizes: dict[str, int]) -> tuple[dict[str, int], int]:
    script = SQL.read_text().format(**sizes, sort_key="convert_to(record.sort_name, 'UTF8')", in_order="order by n, place")
    settings = "set maintenance_work_mem = '512MB'; set work_mem = '256MB'; set synchronous_commit = off;"
    psql(url, f"{settings} begin; {script} commit; vacuum analyze;")
    rows = {it: int(psql(url, f"select count(*) from {it}")) for it in COUNTED}
    return rows, int(psql(url, "select pg_database_size(current_database())"))


def psql(url: str, script: str) -> str:
    command = ["psql", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-d", url, "-f", "-"]
    return subprocess.run(command, input=script, text=True, check=True, capture_output=True).stdout.strip()


COUNTED = ["person", "entry", "mailbox", "pair", "record_row"]
