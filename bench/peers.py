"""Peers compute the pairs of a log, for comparison with relata: `peers.py duckdb|polars|pandas <folder> <day>`. Part of run.py.

Timed is the question over the log's own Parquet files, from opening them to a table of pairs in memory, nothing else. Afterwards
every pair is compared with what relata published. Prints one line of JSON.
"""

import csv
import datetime
import json
import pathlib
import sqlite3
import sys
import time
import urllib.parse

import duckdb

THREADS = 2
HISTORY_DAYS = 730
HALF_LIFE_SECONDS = 60.0 * 86400.0
EMAIL, MEETING, CALL = 0, 1, 2
OUT, IN = 0, 1
KNOWN = """
    select address.address_id, address.person_id, coalesce(entry.standing, -1) in (0, 1), address.class = 0
    from address left join entry on entry.person_id = address.person_id"""
PUBLISHED = """
    select contact_id, colleague_id, raw, sent_count + received_count + reply_count + meeting_count + call_count
    from pair join published on generation_id >= valid_from and generation_id < valid_to where series = 0"""
COMPARED = """
    select count(*), count(theirs.contact), count(ours.contact), coalesce(max(abs(theirs.raw - ours.raw)), 0),
           count(*) filter (theirs.counts <> ours.counts)
    from (select *, sent_count + received_count + reply_count + meeting_count + call_count as counts from pair) theirs
    full join ours on ours.contact = theirs.contact and ours.colleague = theirs.colleague"""
# What is read of an exchange.
COLUMNS = ["month", "contact", "colleague", "at", "direction", "kind", "weight", "identity", "reply_to"]


def main(peer: str, folder: pathlib.Path, day: datetime.date) -> None:
    midnight = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), datetime.UTC)
    until = int(midnight.timestamp())
    span = (until - HISTORY_DAYS * 86400, until)
    connection = duckdb.connect(config={"threads": THREADS})
    load(connection, folder, "address", KNOWN, {
        "address": "bigint", "person": "bigint", "colleague": "boolean", "person_class": "boolean"})
    files = live(folder / "log" / "exchange")
    cpu, seconds, pair = {"duckdb": by_duckdb, "polars": by_polars, "pandas": by_pandas}[peer](connection, files, span)
    peak_mib = peak()
    if pair is not None:
        connection.register("pair", pair)

    load(connection, folder, "ours", PUBLISHED, {
        "contact": "bigint", "colleague": "bigint", "raw": "double", "counts": "bigint"})
    all_pairs, theirs, ours, difference, other_counts = connection.execute(COMPARED).fetchone()
    exchanges = connection.execute(f"select count(*) from read_parquet({files})").fetchone()[0]
    print(json.dumps({
        "seconds": seconds, "cpu_s": cpu, "peak_mib": peak_mib, "exchanges": exchanges, "pairs": theirs,
        "equal": all_pairs == theirs == ours and other_counts == 0 and difference < 1e-6,
        "pairs_of_relata": ours, "difference": difference, "other_counts": other_counts}))


def live(table: pathlib.Path) -> list[str]:
    """The files a Delta table is made of now: those that its commits added and did not remove again."""
    files: set[str] = set()
    for commit in sorted((table / "_delta_log").glob("*.json")):
        for action in map(json.loads, commit.read_text().splitlines()):
            files -= {action["remove"]["path"]} if "remove" in action else set()
            files |= {action["add"]["path"]} if "add" in action else set()
    return sorted(str(table / urllib.parse.unquote(it)) for it in files)


def timed(question):
    """Returns processor time and time of a question, and its answer."""
    cpu, begin = time.process_time(), time.perf_counter()
    answer = question()
    return time.process_time() - cpu, time.perf_counter() - begin, answer


def by_duckdb(connection, files: list[str], span: tuple[int, int]):
    connection.execute(
        f"create view exchange as from read_parquet({files}, hive_partitioning = true, hive_types = {{'month': varchar}})")
    sql = (pathlib.Path(__file__).parent / "pairs.sql").read_text()

    def question():
        connection.execute(sql, {"after": span[0], "until": span[1]})

    return timed(question)


def by_polars(connection, files: list[str], span: tuple[int, int]):
    """The question of pairs.sql, as whoever knows Polars would ask it: lazily, and streaming."""
    import polars
    from polars import col

    address = connection.sql("from address").pl().lazy()
    after, until = span

    def question():
        exchange = polars.scan_parquet(files, hive_partitioning=True, hive_schema={"month": polars.String})
        number = col("month").str.slice(0, 4).cast(polars.Int32) * 12 + col("month").str.slice(5, 2).cast(polars.Int32)
        exchange = exchange.select(COLUMNS).with_columns(month_number=number).drop("month")
        parent = exchange.filter(col("kind") == EMAIL).select(
            "contact", "colleague", col("identity").alias("reply_to"), col("direction").alias("parent_direction"),
            col("month_number").alias("parent_month"))
        contact = address.filter(~col("colleague") & col("person_class")).select(
            col("address").alias("contact"), col("person").alias("contact_person"))
        colleague = address.filter("colleague").select(
            col("address").alias("colleague"), col("person").alias("colleague_person"))
        email, meeting, call, out, into = (col("kind") == EMAIL, col("kind") == MEETING, col("kind") == CALL,
                                           col("direction") == OUT, col("direction") == IN)
        piece = (
            exchange.filter((col("at") > after) & (col("at") <= until)).drop("identity")
            .join(parent, on=["reply_to", "contact", "colleague"], how="left")
            .join(contact, on="contact").join(colleague, on="colleague")
            .with_columns(
                reply=((col("parent_direction") != col("direction"))
                       & (col("month_number") - col("parent_month")).is_between(0, 3)).fill_null(False),
                rest=polars.lit(2.0).pow((col("at") - until) / HALF_LIFE_SECONDS))
            .with_columns(faded=col("weight") * col("rest")))

        def newest(of):
            return col("at").filter(of).max()

        return piece.group_by(col("contact_person").alias("contact"), col("colleague_person").alias("colleague")).agg(
            sent=col("faded").filter(~meeting & out).sum(), received=col("faded").filter(~meeting & into).sum(),
            replies=col("rest").filter("reply").sum(), meetings=col("faded").filter(meeting).sum(),
            sent_count=(email & out).sum().cast(polars.Int64), received_count=(email & into).sum().cast(polars.Int64),
            reply_count=col("reply").sum().cast(polars.Int64), meeting_count=meeting.sum().cast(polars.Int64),
            call_count=call.sum().cast(polars.Int64), first_at=col("at").min(), sent_at=newest(email & out),
            received_at=newest(email & into), reply_at=newest(col("reply")), meeting_at=newest(meeting),
            call_out_at=newest(call & out), call_in_at=newest(call & into),
        ).with_columns(
            raw=((col("sent") + col("meetings") + 0.1) * (col("received") + col("meetings") + 0.1)).sqrt() - 0.1
            + col("replies"),
        ).sort("contact", "colleague").collect(engine="streaming")

    cpu, seconds, pair = timed(question)
    return cpu, seconds, pair.to_arrow()


def by_pandas(connection, files: list[str], span: tuple[int, int]):
    """The same with data frames in memory, a column at a time."""
    import pandas
    import pyarrow.dataset

    address = connection.sql("from address").df()
    after, until = span

    def question():
        exchange = pyarrow.dataset.dataset(
            files, format="parquet", partition_base_dir=str(pathlib.Path(files[0]).parents[1]),
            partitioning=pyarrow.dataset.partitioning(pyarrow.schema([("month", pyarrow.string())]), flavor="hive"))
        exchange = exchange.to_table(columns=COLUMNS).to_pandas(
            types_mapper={pyarrow.binary(): pandas.ArrowDtype(pyarrow.binary())}.get)
        exchange["month_number"] = (exchange["month"].str[:4].astype("int32") * 12
                                    + exchange["month"].str[5:7].astype("int32"))
        del exchange["month"]
        parent = exchange.loc[exchange["kind"] == EMAIL, ["identity", "contact", "colleague", "direction", "month_number"]]
        parent = parent.rename(
            columns={"identity": "reply_to", "direction": "parent_direction", "month_number": "parent_month"})
        piece = exchange[(exchange["at"] > after) & (exchange["at"] <= until)].drop(columns="identity")
        answers = piece[piece["reply_to"].notna()].reset_index()
        met = answers.merge(parent, on=["reply_to", "contact", "colleague"])
        apart = met["month_number"] - met["parent_month"]
        met = met.loc[(met["parent_direction"] != met["direction"]) & (apart >= 0) & (apart <= 3), "index"]
        piece["reply"] = piece.index.isin(met)
        contact = address.loc[~address["colleague"] & address["person_class"], ["address", "person"]]
        colleague = address.loc[address["colleague"], ["address", "person"]]
        piece = piece.merge(contact.rename(columns={"address": "contact", "person": "contact_person"}), on="contact")
        piece = piece.merge(colleague.rename(columns={"address": "colleague", "person": "colleague_person"}), on="colleague")
        rest = 2.0 ** ((piece["at"] - until) / HALF_LIFE_SECONDS)
        faded = rest * piece["weight"]
        email, meeting, call = (piece["kind"] == it for it in (EMAIL, MEETING, CALL))
        out, into, reply = piece["direction"] == OUT, piece["direction"] == IN, piece["reply"]
        at = piece["at"]
        columns = pandas.DataFrame({
            "contact": piece["contact_person"], "colleague": piece["colleague_person"],
            "sent": faded.where(~meeting & out, 0.0), "received": faded.where(~meeting & into, 0.0),
            "replies": rest.where(reply, 0.0), "meetings": faded.where(meeting, 0.0),
            "sent_count": (email & out).astype("int64"), "received_count": (email & into).astype("int64"),
            "reply_count": reply.astype("int64"), "meeting_count": meeting.astype("int64"),
            "call_count": call.astype("int64"), "first_at": at, "sent_at": at.where(email & out),
            "received_at": at.where(email & into), "reply_at": at.where(reply), "meeting_at": at.where(meeting),
            "call_out_at": at.where(call & out), "call_in_at": at.where(call & into)})
        sums = ["sent", "received", "replies", "meetings", "sent_count", "received_count", "reply_count", "meeting_count",
                "call_count"]
        newest = ["sent_at", "received_at", "reply_at", "meeting_at", "call_out_at", "call_in_at"]
        how = dict.fromkeys(sums, "sum") | {"first_at": "min"} | dict.fromkeys(newest, "max")
        pair = columns.groupby(["contact", "colleague"], sort=True).agg(how).reset_index()
        both = (pair["sent"] + pair["meetings"] + 0.1) * (pair["received"] + pair["meetings"] + 0.1)
        return pair.assign(raw=both ** 0.5 - 0.1 + pair["replies"])

    return timed(question)


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
    path.unlink()


if __name__ == "__main__":
    main(sys.argv[1], pathlib.Path(sys.argv[2]), datetime.date.fromisoformat(sys.argv[3]))
