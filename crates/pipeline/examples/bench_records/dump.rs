//! What DuckDB needs, and what it is compared with, as CSV.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use relata_model::{RecordKind, RecordNumber};
use relata_store::Store;

/// Records whose series are in memory at once.
const AT_ONCE: u32 = 2_000;

/// Writes the tables of records, and every series that is stored.
pub async fn all(store: &Store, folder: &Path) -> anyhow::Result<()> {
    let create = |name: &str| -> anyhow::Result<BufWriter<File>> {
        Ok(BufWriter::new(File::create(folder.join(format!("{name}.csv")))?))
    };
    let (mut subject, mut party) = (create("subject")?, create("party")?);
    for it in store.subjects().await? {
        let (number, deal) = (it.number, it.kind == RecordKind::Opportunity);
        writeln!(subject, "{number},{},{deal}", it.takes_any_colleague())?;
        for (people, ours) in [(&it.ours, true), (&it.theirs, false)] {
            for person in people {
                writeln!(party, "{number},{person},{ours}")?;
            }
        }
    }
    let (mut days, mut turns, mut people) = (create("our_day")?, create("our_turn")?, create("our_person")?);
    let mut after = RecordNumber(0);
    loop {
        let page = store.each_series(after, AT_ONCE).await?;
        let Some((last, _)) = page.last() else { break };
        after = *last;
        for (record, _) in page {
            let series = store.whole_series_of(record).await?;
            for it in &series.days {
                let (c, f) = (it.counts, it.followed);
                write!(days, "{record},{},{},", it.day, it.last_at())?;
                write!(days, "{},{},{},{},", c.emails_out, c.emails_in, c.meetings_out, c.meetings_in)?;
                write!(
                    days,
                    "{},{},{},{},{},",
                    c.calls_out, c.calls_in, c.tasks, it.team_seconds, it.customer_seconds
                )?;
                writeln!(days, "{},{},{},{}", f.emails, f.opened, f.clicked, f.attachment_opened)?;
            }
            for it in &series.turns {
                let answers = it.answers_after.map_or(String::new(), |it| it.to_string());
                writeln!(turns, "{record},{},{},{},{answers}", it.at, i32::from(!it.ours), it.asks)?;
            }
            for it in &series.people {
                writeln!(people, "{record},{},{},{},{},{}", it.address, it.emails, it.meetings, it.calls, it.last_at)?;
            }
        }
    }
    for mut it in [subject, party, days, turns, people] {
        it.flush()?;
    }
    println!("{{}}");
    Ok(())
}
