"""Times the answers behind a record's page, over HTTP: `pages.py <relata> <folder>`. Part of run.py.

Starts `relata serve` on a folder that `bench_records` or `relata demo --prepare --data` filled, signs in as somebody who may see
everything, asks for random records over connections that stay open, first one at a time, then eight at once. A page is five answers; its time is their sum. Prints one line of JSON.
"""

import http.client
import json
import pathlib
import random
import secrets
import sqlite3
import statistics
import subprocess
import sys
import threading
import time

import peers

RECORDS = 2_000
ASKED = {"record": "", "health": "/health", "kpis": "/kpis", "activities": "/activities", "people": "/people"}
SETTINGS = """
[data]
folder = "{folder}"
[limits]
requests = 1000000
"""
# Signs in once, and gives itself the role that sees insights: an administrator sees none.
NAME, PASSWORD = "bench", secrets.token_urlsafe(24)
ROLE = "sales_manager"
SESSION: dict[str, str] = {}


def main(relata: str, folder: pathlib.Path) -> None:
    (folder / "relata.toml").write_text(SETTINGS.format(folder=folder.resolve()))
    command = [relata, "--config", folder / "relata.toml"]
    subprocess.run([*command, "administrator", "set", NAME], input=PASSWORD, text=True, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen([*command, "serve", "--listen", "127.0.0.1:0"],
                              stdout=subprocess.PIPE, text=True)
    try:
        address = server.stdout.readline().strip().rsplit("/", 1)[1]
        sign_in(address)
        chosen = choose(folder)
        timed(address, chosen[:100])  # so that what is read first of all is in memory
        results = {"alone": summary([timed(address, chosen)])}
        parts = [chosen[it::8] for it in range(8)]
        results["eight"] = summary(at_once(address, parts))
        results["list"] = list_pages(address)
        results["regrade"] = regrade(address)
        results["server_peak_mib"] = peers.peak(server.pid)
    finally:
        server.terminate()
        server.wait()
    print(json.dumps(results))


def sign_in(address: str) -> None:
    """Begins the session that every request carries."""
    connection = http.client.HTTPConnection(address)
    body = json.dumps({"name": NAME, "password": PASSWORD})
    connection.request("POST", "/api/v1/sign-in/local", body, {"content-type": "application/json"})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 204:
        sys.exit(f"signing in answered {answer.status}")
    SESSION["cookie"] = answer.headers["set-cookie"].split(";")[0]
    accounts = ask(connection, "GET", "/api/v1/accounts")[1]["accounts"]
    account = next(it["id"] for it in accounts if it["name"] == NAME)
    holder = {"kind": "account", "id": account}
    ask(connection, "POST", "/api/v1/roles/assignments", {"role": ROLE, "holder": holder})
    connection.close()


def choose(folder: pathlib.Path) -> list[str]:
    database = sqlite3.connect(folder / "relata.db")
    ids = [it for it, in database.execute("select record_id from record where do_not_analyse = 0 order by record_id")]
    database.close()
    return random.Random(20251215).sample(ids, min(RECORDS, len(ids)))


def timed(address: str, records: list[str]) -> dict[str, list[float]]:
    """Returns what every answer took, in milliseconds."""
    connection = http.client.HTTPConnection(address)
    took: dict[str, list[float]] = {it: [] for it in (*ASKED, "page")}
    for record in records:
        page = 0.0
        for name, path in ASKED.items():
            seconds, _ = ask(connection, "GET", f"/api/v1/records/{record}{path}")
            took[name].append(seconds * 1000)
            page += seconds
        took["page"].append(page * 1000)
    connection.close()
    return took


def ask(connection: http.client.HTTPConnection, method: str, path: str, body: object = None) -> tuple[float, dict]:
    begin = time.perf_counter()
    headers = SESSION | ({} if body is None else {"content-type": "application/json"})
    connection.request(method, path, None if body is None else json.dumps(body), headers)
    answer = connection.getresponse()
    text = answer.read()
    seconds = time.perf_counter() - begin
    if answer.status not in (200, 201):
        sys.exit(f"{method} {path} answered {answer.status}: {text[:200]!r}")
    return seconds, json.loads(text)


def at_once(address: str, parts: list[list[str]]) -> list[dict[str, list[float]]]:
    results: list[dict] = []
    threads = [threading.Thread(target=lambda it=it: results.append(timed(address, it))) for it in parts]
    for it in threads:
        it.start()
    for it in threads:
        it.join()
    if len(results) != len(parts):
        sys.exit("a connection failed")
    return results


def list_pages(address: str) -> dict:
    """The first page of the list, sorted by health, a hundred times."""
    connection = http.client.HTTPConnection(address)
    took = [ask(connection, "GET", "/api/v1/records?sort=health&order=asc")[0] * 1000 for _ in range(100)]
    connection.close()
    return quantiles(took)


def regrade(address: str) -> dict:
    """Changes weights and grades as an administrator does."""
    connection = http.client.HTTPConnection(address)
    settings = ask(connection, "GET", "/api/v1/settings/analytics")[1]
    settings |= {"weights": {"email": 0.8, "meeting": 1.2, "call": 1.1, "task": 0.9}, "grades": {"good": 70, "fair": 30}}
    seconds, answer = ask(connection, "PUT", "/api/v1/settings/analytics", settings)
    connection.close()
    return {"seconds": seconds, "regraded": answer["regraded"]}


def summary(parts: list[dict[str, list[float]]]) -> dict:
    return {name: quantiles([it for part in parts for it in part[name]]) for name in parts[0]}


def quantiles(took: list[float]) -> dict:
    hundredths = statistics.quantiles(took, n=100)
    return {"p50": hundredths[49], "p99": hundredths[98], "max": max(took)}


if __name__ == "__main__":
    main(sys.argv[1], pathlib.Path(sys.argv[2]))
