#!/usr/bin/env python3
"""Times what people ask: who knows whom, and lists of records, at the size of a large organisation.

    bench/serving.py --contacts 5000000                          on SQLite, in a temporary folder (6 GB)
    bench/serving.py --contacts 5000000 --database postgresql    on a server of PostgreSQL started for it (10 GB)
    bench/serving.py --contacts 200000 --folder F --keep         smaller; the database stays, and is used again

`relata serve` runs on one core, whoever asks on the other. Prints one line of JSON. Start at `main`.
"""

import argparse
import contextlib
import json
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile

import serving_ask
import serving_fill
import serving_postgres
import serving_token

ROOT = pathlib.Path(__file__).resolve().parent.parent
SERVER_CORE, ASKER_CORE = 0, 1
RATE = 1_000
SETTINGS = """
[data]
folder = "{folder}"
database = "{database}"
[limits]
requests = 100000000
"""
RIGHTS = ["see_records", "see_who_knows_whom", "see_analytics"]
SORTS = ["name", "health", "trend", "last", "next", "emails", "meetings", "calls", "revenue", "close"]
FILTERS = ["", "status=open", "grade=poor", "grade=none", "trend=improving", "status=open&grade=good&trend=steady",
           "q=turbine", "q=elan+77", "account=a7"]


def main() -> None:
    options = parse_options()
    folder = pathlib.Path(options.folder or tempfile.mkdtemp(prefix="relata-serving-"))
    folder.mkdir(parents=True, exist_ok=True)
    sizes = serving_fill.sizes_of(options.contacts, options.records or min(options.contacts, 1_000_000))
    results = {"database": options.database, "sizes": sizes, "load": os.getloadavg()[0]}
    try:
        with contextlib.ExitStack() as stack:
            database = ""
            if options.database == "postgresql":
                database = stack.enter_context(serving_postgres.started(folder))
            results |= prepared(options.relata, folder.resolve(), database, sizes)
            if options.inside.exists():
                url = database or f"sqlite:{folder / 'relata.db'}"
                results["inside"] = inside(options.inside, url, sizes)
            with served(options.relata, folder) as (address, server):
                results |= http(address, server, sizes, options.seconds)
    finally:
        if not options.keep:
            shutil.rmtree(folder)
    print(json.dumps(results))


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--contacts", type=int, default=200_000)
    parser.add_argument("--records", type=int, help="opportunities; as many as contacts, up to a million, unless told")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--folder", help="where the database is made; otherwise a temporary place")
    parser.add_argument("--keep", action="store_true", help="the folder stays, and what is in it is used again")
    parser.add_argument("--seconds", type=int, default=30, help="how long to ask at a constant rate")
    parser.add_argument("--relata", type=pathlib.Path, default=ROOT / "target/release/relata")
    parser.add_argument("--inside", type=pathlib.Path, default=ROOT / "target/release/examples/measure_serving",
                        help="the example of crates/store that asks without HTTP")
    return parser.parse_args()


def prepared(relata: pathlib.Path, folder: pathlib.Path, database: str, sizes: dict) -> dict:
    """Makes the database, unless one of this size is there; says what is in it."""
    (folder / "relata.toml").write_text(SETTINGS.format(folder=folder, database=database))
    made = folder / "made.json"
    if made.exists() and (known := json.loads(made.read_text()))["sizes"] == sizes:
        return known
    program(relata, folder, "consent", "enable")
    program(relata, folder, "consent", "give", "identifiable")
    filled = {"sizes": sizes} | serving_fill.fill(database, folder, sizes)
    made.write_text(json.dumps(filled))
    return filled


def program(relata: pathlib.Path, folder: pathlib.Path, *words: str, **more: object) -> None:
    command = [relata, "--config", folder / "relata.toml", *words]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **more)


def inside(example: pathlib.Path, url: str, sizes: dict) -> dict:
    """Asks the store itself; see crates/store/examples/measure_serving.rs."""
    command = ["taskset", "-c", str(SERVER_CORE), example, url, str(sizes["colleagues"]), str(sizes["contacts"])]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@contextlib.contextmanager
def served(relata: pathlib.Path, folder: pathlib.Path):
    """Runs `relata serve` on one core, and gives its address and process."""
    program(relata, folder, "administrator", "set", serving_token.NAME, input=serving_token.PASSWORD, text=True)
    command = ["taskset", "-c", str(SERVER_CORE), relata, "--config", folder / "relata.toml", "serve", "--listen", "127.0.0.1:0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield server.stdout.readline().strip().rsplit("/", 1)[1], server
    finally:
        server.terminate()
        server.wait()


def http(address: str, server: subprocess.Popen, sizes: dict, seconds: int) -> dict:
    """Asks over HTTP with a token, as a program does."""
    headers = {"authorization": f"Bearer {serving_token.token(address, RIGHTS)}"}
    serving_ask.keep_to_core(ASKER_CORE)
    chosen = random.Random(20251215)
    contacts = [chosen.randint(1, sizes["contacts"]) + sizes["colleagues"] for _ in range(RATE * (seconds + 5))]
    paths = [f"/api/v1/people/{it}/introducers" for it in contacts]
    serving_ask.at_rate(address, headers, paths[:RATE // 5], RATE // 10)  # so that what is read first of all is in memory
    results = {"alone": quantiles([serving_ask.alone(address, headers, it, 1)[0][0] for it in paths[:RATE]])}
    before = processor_seconds(server.pid)
    results["at_rate"] = quantiles(serving_ask.at_rate(address, headers, paths[RATE * 5:], RATE))
    results["core_used"] = (processor_seconds(server.pid) - before) / seconds
    results["lists"] = lists(address, headers)
    results["server_peak_mib"] = peak_mib(server.pid)
    return results


def lists(address: str, headers: dict[str, str]) -> dict[str, dict]:
    """The first, the middle and the deepest page of opportunities in every order and with every choice."""
    took = {}
    for choice in FILTERS:
        for sort in SORTS:
            for order in ("asc", "desc"):
                path = f"/api/v1/records?kind=opportunity&sort={sort}&order={order}&{choice}"
                total = json.loads(serving_ask.alone(address, headers, path, 1)[1])["total"]
                for name, offset in (("first", 0), ("middle", total // 2), ("deepest", max(0, total - 50))):
                    times, _ = serving_ask.alone(address, headers, f"{path}&offset={offset}", 3)
                    took[f"{choice or 'all'} by {sort} {order}, {name}"] = statistics.median(times)
    slowest = sorted(took, key=took.get, reverse=True)
    return {"p50": statistics.median(took.values()), "asked": len(took), "over_50_ms": sum(it > 50 for it in took.values()),
            "slowest": {it: took[it] for it in slowest[:40]}}


def processor_seconds(process: int) -> float:
    fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_mib(process: int) -> float:
    lines = pathlib.Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(it.split()[1]) / 1024 for it in lines if it.startswith("VmHWM:"))


def quantiles(took: list[float]) -> dict:
    hundredths = statistics.quantiles(took, n=1000)
    return {"p50": hundredths[499], "p99": hundredths[989], "p99.9": hundredths[998], "max": max(took)}


if __name__ == "__main__":
    sys.exit(main())
