//! Who took part in an activity, as what: strict addresses out of the cells people and programs fill.

use relata_model::{Address, Kind, Name, Participant, Quarantined, Response, Role, Side};

use super::words::Way;
use crate::table::Row;

/// More than this are counted and not read: nobody knows anybody by such a message.
const MOST_PARTICIPANTS: usize = 500;

pub(super) struct Parties {
    pub(super) participants: Vec<Participant>,
    /// How many it was addressed to, also those without a valid address.
    pub(super) audience: u32,
}

/// Returns who took part, whoever started it first.
pub(super) fn of(row: &Row<'_>, kind: Kind, way: Option<Way>, problems: &mut Vec<Quarantined>) -> Parties {
    let mut cells = Cells { row, problems, audience: 0, read: 0 };
    let from = cells.people("from");
    cells.audience = 0;
    let owner = cells.owner();
    let participants = match kind {
        Kind::Email => {
            let (to, cc, bcc) = (cells.people("to"), cells.people("cc"), cells.people("bcc"));
            // A CRM that leaves one side out means the activity's owner.
            let to = if to.is_empty() && way == Some(Way::Incoming) { owner.clone() } else { to };
            let from = if from.is_empty() && way == Some(Way::Outgoing) { owner } else { from };
            // One message has one sender.
            let mut all = as_role(from.into_iter().take(1), Role::From);
            all.extend(as_role(to, Role::To));
            all.extend(as_role(cc, Role::Cc));
            all.extend(as_role(bcc, Role::Bcc));
            all
        }
        Kind::Meeting => {
            let called = [cells.people("organizer"), from, owner].into_iter().find(|it| !it.is_empty());
            let mut all = as_role(called.into_iter().flatten().take(1), Role::Organiser);
            for (column, role) in [("required", Role::Required), ("to", Role::Required), ("optional", Role::Optional)] {
                all.extend(as_role(cells.people(column), role));
            }
            all
        }
        Kind::Call => call(from, cells.people("to"), cells.others(), owner, way),
        Kind::Task => {
            let mut concerned = from;
            concerned.extend(cells.people("to"));
            concerned.extend(cells.others());
            let mut all = as_role(owner, Role::Owner);
            all.extend(as_role(concerned, Role::Concerned));
            all
        }
    };
    let participants = once_each(participants);
    let addressed = participants.iter().filter(|it| !it.role.starts()).count() as u32;
    Parties { participants, audience: cells.audience.max(addressed) }
}

type Person = (Address, Option<Name>);

/// Where both sides are given, they are the caller and the called. Where one is, it stands for the others, and the
/// direction says whether the owner called them or they the owner.
fn call(
    from: Vec<Person>,
    to: Vec<Person>,
    others: Vec<Person>,
    owner: Vec<Person>,
    way: Option<Way>,
) -> Vec<Participant> {
    if !from.is_empty() && !to.is_empty() {
        let mut all = as_role(from, Role::Caller);
        all.extend(as_role(to.into_iter().chain(others), Role::Callee));
        return all;
    }
    let party = from.into_iter().chain(to).chain(others);
    let mut party: Vec<Person> = party.filter(|it| owner.iter().all(|owner| owner.0 != it.0)).collect();
    let (callers, called) = match way {
        Some(Way::Incoming) if !party.is_empty() => {
            let rest = party.split_off(1);
            (party, owner.into_iter().chain(rest).collect())
        }
        _ => (owner, party),
    };
    let mut all = as_role(callers, Role::Caller);
    all.extend(as_role(called, Role::Callee));
    all
}

fn as_role(people: impl IntoIterator<Item = Person>, role: Role) -> Vec<Participant> {
    let participant =
        |(address, name)| Participant { address, name, role, response: Response::None, side: Side::Unknown };
    people.into_iter().map(participant).collect()
}

/// An owner is often named as caller and as attendee, too; the first mention counts.
fn once_each(participants: Vec<Participant>) -> Vec<Participant> {
    let mut seen = std::collections::HashSet::new();
    participants.into_iter().filter(|it| seen.insert(it.address.clone())).collect()
}

/// The cells of a row that hold people.
struct Cells<'a, 'b> {
    row: &'a Row<'b>,
    problems: &'a mut Vec<Quarantined>,
    audience: u32,
    read: usize,
}

impl Cells<'_, '_> {
    fn people(&mut self, column: &str) -> Vec<Person> {
        let mut people = Vec::new();
        let mut refused = None;
        for entry in entries(self.row, column) {
            self.audience = self.audience.saturating_add(1);
            if self.read >= MOST_PARTICIPANTS {
                continue;
            }
            self.read += 1;
            match person(&entry) {
                Ok(it) => people.push(it),
                Err(reason) => refused = Some(reason),
            }
        }
        // One report for a cell: an export with names for addresses has them in every row.
        if let Some(reason) = refused {
            self.problems.push(self.row.problem(column, format!("somebody is left out: {reason}")));
        }
        people
    }

    /// Whoever else a call or a task names.
    fn others(&mut self) -> Vec<Person> {
        ["cc", "bcc", "organizer", "required", "optional"].into_iter().flat_map(|it| self.people(it)).collect()
    }

    /// Colleagues may have addresses of a private network.
    fn owner(&mut self) -> Vec<Person> {
        let parse = |text: &str| Address::parse_unlisted(bare(text).0).map_err(|it| it.0);
        self.row.parsed("owner", parse, self.problems).map(|it| (it, None)).into_iter().collect()
    }
}

/// Splits at `;`, `|` and line breaks, and at commas between addresses; `"Berg, Lea" <lea@acme.com>` stays whole.
fn entries(row: &Row<'_>, column: &str) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    for piece in row.list(column) {
        let mut open = String::new();
        for part in piece.split_inclusive(',') {
            open.push_str(part);
            if part.contains('@') {
                entries.push(open.trim_matches([',', ' ']).to_owned());
                open.clear();
            }
        }
        if !open.trim_matches([',', ' ']).is_empty() {
            entries.push(open);
        }
    }
    entries
}

fn person(entry: &str) -> Result<Person, &'static str> {
    let (address, name) = bare(entry);
    Ok((Address::parse(address).map_err(|it| it.0)?, name))
}

/// The address in `Lea Berg <lea@acme.com>` and in `mailto:lea@acme.com`, and the name beside it.
fn bare(entry: &str) -> (&str, Option<Name>) {
    let entry = entry.trim();
    let (name, address) = match entry.strip_suffix('>').and_then(|it| it.rsplit_once('<')) {
        Some((name, address)) => (Name::new(name), address),
        None => (None, entry),
    };
    (address.strip_prefix("mailto:").unwrap_or(address).trim(), name)
}
