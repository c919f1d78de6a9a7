//! Into files: a month at a time, several at once. A month is written under a name with a dot before it, and gets its own
//! when it is whole; so what is there under its own name is never half.

use std::fs::{self, File};
use std::io::{BufWriter, ErrorKind, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use anyhow::Context;
use relata_generator::{Dataset, World};

use super::{Invented, Rate};

/// Names what lies in a folder; programs that read extracts pass over names like it.
const MARK: &str = "_generated";
/// Mailboxes whose lines share a file of an extract.
const MAILBOXES_A_FILE: u32 = 1_000;
/// Text gathered before it is written.
const BUFFER: usize = 1 << 18;

/// Writes `directory.csv` and `mail/2025-03.mbox`, ….
pub(super) fn mbox(what: &Invented, folder: &Path) -> anyhow::Result<()> {
    claim(what, folder)?;
    let world = &what.world;
    let mut text = "id,name,email,aliases,title,department,status\n".to_owned();
    for it in world.colleagues() {
        let entry = world.entry(it);
        let said = |it: &Option<relata_model::Name>| it.as_ref().map_or(String::new(), |it| it.as_str().to_owned());
        let alias = entry.aliases.first().map_or("", |it| it.as_str());
        let (name, title, department) = (said(&entry.name), said(&entry.title), said(&entry.department));
        let (id, address, standing) = (&entry.id.0, entry.primary.as_str(), entry.standing.name());
        text += &format!("{id},{name},{address},{alias},{title},{department},{standing}\n");
    }
    fs::write(folder.join("directory.csv"), text).map_err(|it| unwritten(it, folder))?;
    let mail = folder.join("mail");
    fs::create_dir_all(&mail).map_err(|it| unwritten(it, &mail))?;
    let month = |number: u32, rate: &Rate| {
        let name = format!("{}.mbox", world.month(number));
        let (whole, begun) = (mail.join(&name), mail.join(format!(".{name}")));
        if whole.exists() {
            return Ok(());
        }
        write_mbox(world, number, &begun, rate)
            .and_then(|()| fs::rename(&begun, &whole))
            .map_err(|it| unwritten(it, &mail))
    };
    months(what, "Writing mail", &month)?.done(&format!(
        "import {} and then {}",
        folder.join("directory.csv").display(),
        mail.display()
    ));
    Ok(())
}

/// Writes `User_v1.json` and `2025-03/Message_v1/000.json`, ….
pub(super) fn data_connect(what: &Invented, folder: &Path) -> anyhow::Result<()> {
    claim(what, folder)?;
    let world = &what.world;
    let mut text = String::new();
    world.colleagues().for_each(|it| world.write_user(it, &mut text));
    fs::write(folder.join("User_v1.json"), text).map_err(|it| unwritten(it, folder))?;
    let month = |number: u32, rate: &Rate| {
        let name = world.month(number).to_string();
        let (whole, begun) = (folder.join(&name), folder.join(format!(".{name}")));
        if whole.exists() {
            return Ok(());
        }
        write_extract(world, number, &begun, rate)
            .and_then(|()| fs::rename(&begun, &whole))
            .map_err(|it| unwritten(it, folder))
    };
    months(what, "Writing an extract", &month)?.done(&format!("an extract in {}", folder.display()));
    Ok(())
}

fn write_mbox(world: &World, month: u32, path: &Path, rate: &Rate) -> std::io::Result<()> {
    let mut file = BufWriter::with_capacity(BUFFER, File::create(path)?);
    let mut text = String::new();
    for day in world.days_of(month) {
        for (event, people) in day.iter() {
            text.clear();
            world.write_mbox(event, people, &mut text);
            file.write_all(text.as_bytes())?;
        }
        rate.add(day.len() as u64);
    }
    file.into_inner().map_err(|it| it.into_error())?.sync_all()
}

fn write_extract(world: &World, month: u32, folder: &Path, rate: &Rate) -> std::io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let chunks = world.size().colleagues.div_ceil(MAILBOXES_A_FILE);
    let mut files = Vec::new();
    for dataset in Dataset::ALL {
        let folder = folder.join(dataset.name());
        fs::create_dir_all(&folder)?;
        for chunk in 0..chunks {
            files.push(BufWriter::with_capacity(BUFFER, File::create(folder.join(format!("{chunk:03}.json")))?));
        }
    }
    let mut text = String::new();
    for day in world.days_of(month) {
        for (event, people) in day.iter() {
            for (owner, dataset) in world.copies(event, people) {
                text.clear();
                world.write_line(event, people, owner, &mut text);
                let file = dataset as usize * chunks as usize + (owner.0 / MAILBOXES_A_FILE) as usize;
                files[file].write_all(text.as_bytes())?;
            }
        }
        rate.add(day.len() as u64);
    }
    for it in files {
        it.into_inner().map_err(|it| it.into_error())?.sync_all()?;
    }
    Ok(())
}

/// Makes every month, as many at once as there are processors. The first failure ends it.
fn months(
    what: &Invented,
    doing: &str,
    make: &(dyn Fn(u32, &Rate) -> anyhow::Result<()> + Sync),
) -> anyhow::Result<Rate> {
    let size = what.world.size();
    let (rate, next) = (Rate::new(doing, size.emails()), AtomicU32::new(0));
    let work = || {
        loop {
            let month = next.fetch_add(1, Ordering::Relaxed);
            if month >= size.months {
                return Ok(());
            }
            if let Err(error) = make(month, &rate) {
                next.store(size.months, Ordering::Relaxed);
                return Err(error);
            }
        }
    };
    let workers = thread::available_parallelism().map_or(1, usize::from).min(size.months as usize);
    let ended: Vec<anyhow::Result<()>> = thread::scope(|scope| {
        let running: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        running.into_iter().map(|it| it.join().unwrap_or_else(|_| Err(anyhow::anyhow!("a month failed")))).collect()
    });
    ended.into_iter().collect::<anyhow::Result<()>>()?;
    Ok(rate)
}

/// Makes sure that the folder holds this organisation and nothing else.
fn claim(what: &Invented, folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let mark = folder.join(MARK);
    match fs::read_to_string(&mark) {
        Ok(held) if held.trim() == what.name => return Ok(()),
        Ok(held) => anyhow::bail!(
            "{} holds another organisation ({}); name another folder, or empty this one",
            folder.display(),
            held.trim()
        ),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error).with_context(|| format!("{} cannot be read", mark.display())),
    }
    let empty = fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?.next().is_none();
    anyhow::ensure!(
        empty,
        "{} is not empty, and nothing says that it was generated; name another folder",
        folder.display()
    );
    fs::write(&mark, format!("{}\n", what.name)).map_err(|it| unwritten(it, &mark))
}

fn unwritten(error: std::io::Error, path: &Path) -> anyhow::Error {
    let place = path.display();
    let what = match error.kind() {
        ErrorKind::StorageFull => format!(
            "the disk of {place} is full; make room and run the same command again: months that are whole are kept"
        ),
        _ => format!("{place} cannot be written"),
    };
    anyhow::Error::new(error).context(what)
}
