"""The results about figures of records as a part of the page. Part of run.py."""

import statistics

from report import PARTS, value

def write(results: dict, machine: str, date: object, command: str) -> str:
    sizes, runs, pages = results["sizes"], results["runs"], results["records_pages"]
    total, append, regrade = sizes["record_interactions"], results["records_append"], results["records_regrade"]

    def median(name: str, *path: str) -> float:
        return statistics.median(value(it, path) for it in results[f"records_{name}"])

    duck = median("duckdb", "seconds")

    def row(what: str, name: str) -> str:
        seconds, cpu = median(name, "seconds"), median(name, "cpu_s")
        return (f"| {what} | {seconds:.1f} s | {cpu:.1f} s | {total / seconds:,.0f} interactions/s | {duck / seconds:.2f} | "
                f"{median(name, 'peak_mib'):,.0f} MiB |")

    def computing(name: str, what: str) -> str:
        seconds, grade = median("compute", name, "seconds"), median("compute", name, "grade_s")
        return (f"| {what} | {seconds:.1f} s | {seconds - grade:.1f} s | {grade:.1f} s | "
                f"{median('compute', name, 'peak_mib'):,.0f} MiB |")

    def page(name: str, what: str) -> str:
        return f"| {what} | " + " | ".join(
            f"{pages[how][name][it]:.1f} ms" for how in ("alone", "eight") for it in ("p50", "p99")) + " |"

    last = results["records_questions"][-1]
    compared = results["records_duckdb"][-1]["compared"]
    equal = all(it["equal"] for it in results["records_duckdb"])
    lines = [
        f"{PARTS['records']}: {append['records']:,} records, {total:,} interactions, two cores",
        "",
        f"- {date}: `{command}`; medians of {runs} alternated runs, every number from a process of its own",
        f"- {machine}",
        f"- load average before the first run: {results['load']:.2f}",
        f"- a year of invented interactions; {last['months']:,} series of a record and month, with {last['days']:,} days, "
        f"{last['turns']:,} turns and {last['people']:,} people",
        "",
        "The questions: which interactions count for which record, what happened on each day, who answered whom, who was "
        "contacted; every month of the year.",
        "",
        "| what | time | processor time of the program | rate | × DuckDB | peak memory |",
        "|---|---|---|---|---|---|",
        row("**relata**, every series, a month at a time", "questions"),
        row("DuckDB, the same questions over the same Parquet files, to tables in memory", "duckdb"),
        "",
        f"Same answers in both: {'yes' if equal else '**NO**'}; " + ", ".join(
            f"{it['rows']:,} rows of `{name}.sql` ({it['different']:,} different)" for name, it in compared.items()) + ".",
        "",
        "The whole computation, as `relata compute` does it: records and people read from SQLite, the questions, series "
        "stored, health fitted, every record graded.",
        "",
        "| what | time | until grading | grading all | peak memory so far |",
        "|---|---|---|---|---|",
        computing("first", "**first computation**"),
        computing("again", "again: nothing changed"),
        computing("team", "after the team of one deal changed: every month, for that deal alone"),
        computing("message", "after one new message: its month, for every record"),
        "",
        f"Other weights and grades for all {regrade['records']:,} records: {regrade['seconds']:.1f} s (peak "
        f"{regrade['peak_mib']:,.0f} MiB); through the API, while it goes on answering: "
        f"{pages['regrade']['seconds']:.1f} s.",
        "",
        "| page of a record, over HTTP | p50 alone | p99 alone | p50 of eight at once | p99 of eight at once |",
        "|---|---|---|---|---|",
        page("page", "**the five answers, one after the other**"),
        page("record", "the record"),
        page("health", "health, with 180 days of history"),
        page("kpis", "KPIs of 90 days"),
        page("activities", "activities of 60 days"),
        page("people", "people, of two years"),
        "",
        f"2,000 random records; asked by one Python program on the same two cores. The first 50 of the list, sorted by "
        f"health: p50 {pages['list']['p50']:.1f} ms, p99 {pages['list']['p99']:.1f} ms. Peak of the server, with grading "
        f"anew: {pages['server_peak_mib']:,.0f} MiB.",
        "",
        f"Not part of the comparison: appending took {append['append_s']:.1f} s "
        f"({total / append['append_s']:,.0f} interactions/s, 100,000 a batch, peak {append['peak_mib']:,.0f} MiB), taking "
        f"the records over {append['upsert_s']:.1f} s ({append['records'] / append['upsert_s']:,.0f} records/s), noting "
        f"all addresses {append['intern_s']:.1f} s.",
        "",
    ]
    return "\n".join(lines)
