//! The dictionary: which number stands for which address, and which person an address belongs to.
//!
//! A new address is a new person until the directory or a record says otherwise. Numbers are dense from 1.
//!
//! **Invariant:** everything known of an address only grows better: a name gives way to a better one, and an
//! address once found to be a list or a robot does not become a person because one message hid it.

use std::collections::{BTreeSet, HashMap};

use relata_model::company::company_domain;
use relata_model::{Address, AddressId, Class, Classified, MailboxId, Name, PersonId};
use sqlx::{AnyConnection, AssertSqlSafe};

use crate::Store;
use crate::database::{ASKED_AT_ONCE, Writing, fetch_in, insert, placeholders};
use crate::error::Result;
use crate::person::name_rank;

/// An address as it was met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Which.
    pub address: Address,
    /// What it was called there.
    pub name: Option<Name>,
    /// What it is.
    pub classified: Classified,
}

/// What computing must know of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersonOfAddress {
    /// Which address.
    pub address: AddressId,
    /// Whose it is.
    pub person: PersonId,
    /// Whether the person is, or was, a colleague.
    pub colleague: bool,
    /// Whether the person may be suggested: a colleague who works here and is not hidden.
    pub suggestable: bool,
    /// What the address is.
    pub class: Class,
}

/// Address, person, class, and the standing and visibility of a colleague.
type PersonRow = (i64, i64, i64, i64, i64);

const PEOPLE: &str = "
    select address.address_id, address.person_id, address.class,
           coalesce(entry.standing, -1), coalesce(entry.visibility, 0)
    from address
    left join entry on entry.person_id = address.person_id";

fn person_of_address((address, person, class, standing, visibility): PersonRow) -> PersonOfAddress {
    PersonOfAddress {
        address: AddressId(address),
        person: PersonId(person),
        colleague: matches!(standing, 0 | 1),
        suggestable: standing == 0 && visibility != 3,
        class: class_of(class),
    }
}

/// What the table holds of an address already met.
struct Known {
    address: AddressId,
    person: PersonId,
    class: Class,
    name_rank: i64,
    /// How good the name is that the mailbox in question gave, and whether it said what the address is.
    shown: Option<(i64, bool)>,
}

impl Store {
    /// Returns the numbers of addresses; whoever is new gets one. Asking twice changes nothing.
    pub async fn intern(&self, seen: &[Seen]) -> Result<HashMap<Address, AddressId>> {
        self.intern_from(None, seen).await
    }

    /// Returns the numbers of addresses that a mailbox showed, and keeps what it says of them: without the mailbox, the
    /// others' word holds.
    pub async fn intern_from(&self, mailbox: Option<MailboxId>, seen: &[Seen]) -> Result<HashMap<Address, AddressId>> {
        let seen = merge(seen);
        let addresses: Vec<&Address> = seen.keys().copied().collect();
        let mut connection = self.pool.acquire().await?;
        let known = lookup(&mut connection, mailbox, &addresses).await?;
        drop(connection);
        let news = |(address, it): &(&&Address, &Met)| {
            known.get(**address).is_none_or(|known| it.improves(known) || (mailbox.is_some() && it.is_evidence(known)))
        };
        if !seen.iter().any(|it| news(&it)) {
            return Ok(known.into_iter().map(|(address, it)| (address, it.address)).collect());
        }
        let mut writing = self.write().await?;
        let numbers = intern(&mut writing, mailbox, &seen).await?;
        writing.commit().await?;
        Ok(numbers)
    }

    /// Returns every address with its person: what turns the log's numbers into pairs.
    pub async fn people(&self) -> Result<Vec<PersonOfAddress>> {
        let sql = format!("{PEOPLE} order by address.address_id");
        let rows: Vec<PersonRow> = sqlx::query_as(AssertSqlSafe(sql)).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(person_of_address).collect())
    }

    /// Returns the addresses of these persons and of every colleague, each with its person: what turns their pairs' numbers
    /// into pairs. Costs as much as there are colleagues, however many others there are.
    pub async fn people_with_colleagues(&self, of: &[PersonId]) -> Result<Vec<PersonOfAddress>> {
        let mut connection = self.pool.acquire().await?;
        let sql = format!("{PEOPLE} where entry.standing in (0, 1)");
        let mut rows: Vec<PersonRow> = sqlx::query_as(AssertSqlSafe(sql)).fetch_all(&mut *connection).await?;
        let theirs = |some: &str| format!("{PEOPLE} where address.person_id in ({some})");
        let of: Vec<i64> = of.iter().map(|it| it.0).collect();
        rows.extend(fetch_in::<_, PersonRow>(&mut connection, &of, theirs).await?);
        rows.sort_unstable();
        rows.dedup();
        Ok(rows.into_iter().map(person_of_address).collect())
    }

    /// Returns whoever of these is no colleague and never was, each once, in order.
    pub async fn contacts_among(&self, addresses: &[AddressId]) -> Result<Vec<PersonId>> {
        let mut connection = self.pool.acquire().await?;
        let theirs = |some: &str| format!("{PEOPLE} where address.address_id in ({some})");
        let addresses: Vec<i64> = addresses.iter().map(|it| it.0).collect();
        let rows: Vec<PersonRow> = fetch_in(&mut connection, &addresses, theirs).await?;
        let contacts = rows.into_iter().map(person_of_address).filter(|it| !it.colleague).map(|it| it.person);
        Ok(contacts.collect::<BTreeSet<PersonId>>().into_iter().collect())
    }

    /// Returns the number of an address, if it was ever met.
    pub async fn address_id(&self, address: &Address) -> Result<Option<AddressId>> {
        let sql = "select address_id from address where address = $1";
        let number: Option<i64> = sqlx::query_scalar(sql).bind(address.as_str()).fetch_optional(&self.pool).await?;
        Ok(number.map(AddressId))
    }

    /// Returns whose an address is, if it was ever met.
    pub async fn person_of(&self, address: &Address) -> Result<Option<PersonId>> {
        let sql = "select person_id from address where address = $1";
        let number: Option<i64> = sqlx::query_scalar(sql).bind(address.as_str()).fetch_optional(&self.pool).await?;
        Ok(number.map(PersonId))
    }

    /// Says what addresses are, whatever was said before: for a correction, or after better evidence.
    pub async fn reclassify(&self, addresses: &[(AddressId, Classified)]) -> Result<()> {
        let mut writing = self.write().await?;
        for (address, classified) in addresses {
            set_class(writing.connection(), *address, classified).await?;
        }
        writing.commit().await
    }
}

/// The best of what was said about one address.
pub(crate) struct Met<'a> {
    name: Option<&'a Name>,
    rank: i64,
    classified: &'a Classified,
}

impl Met<'_> {
    fn improves(&self, known: &Known) -> bool {
        self.rank > known.name_rank || self.corrects(known)
    }

    /// Whether a mailbox says more of an address than it did before.
    fn is_evidence(&self, known: &Known) -> bool {
        let (rank, classed) = known.shown.unwrap_or((0, false));
        self.rank > rank || (!classed && self.classified.class != Class::Person)
    }

    fn corrects(&self, known: &Known) -> bool {
        known.class == Class::Person && self.classified.class != Class::Person
    }
}

/// Returns every address once, with the best name and, if any was given, the class that is no person.
pub(crate) fn merge(seen: &[Seen]) -> HashMap<&Address, Met<'_>> {
    let mut merged: HashMap<&Address, Met> = HashMap::with_capacity(seen.len());
    for it in seen {
        let rank = name_rank(it.name.as_ref(), &it.address);
        let met = Met { name: it.name.as_ref(), rank, classified: &it.classified };
        let best = merged.entry(&it.address).or_insert(Met { name: None, rank: 0, ..met });
        if rank > best.rank {
            (best.name, best.rank) = (met.name, rank);
        }
        if best.classified.class == Class::Person {
            best.classified = met.classified;
        }
    }
    merged
}

/// Interns in a transaction of the caller's.
pub(crate) async fn intern(
    writing: &mut Writing<'_>,
    mailbox: Option<MailboxId>,
    seen: &HashMap<&Address, Met<'_>>,
) -> Result<HashMap<Address, AddressId>> {
    // Taking no number locks the sequence: nobody can intern the same address in between.
    writing.take_numbers("address", 0).await?;
    let mut addresses: Vec<&Address> = seen.keys().copied().collect();
    addresses.sort_unstable();
    let known = lookup(writing.connection(), mailbox, &addresses).await?;
    let new: Vec<(&Address, &Met)> =
        addresses.iter().filter(|it| !known.contains_key(**it)).map(|it| (*it, &seen[*it])).collect();

    let mut numbers = insert_new(writing, &new).await?;
    let mut known: Vec<(Address, Known)> = known.into_iter().collect();
    known.sort_by_key(|it| it.1.address);
    if let Some(mailbox) = mailbox {
        let of_new = new.iter().filter(|(_, met)| met.rank > 0 || met.classified.class != Class::Person);
        let mut shown: Vec<(AddressId, &Met)> = of_new.map(|(address, met)| (numbers[*address], *met)).collect();
        let of_known = known.iter().map(|(address, it)| (it, &seen[address])).filter(|(it, met)| met.is_evidence(it));
        shown.extend(of_known.map(|(it, met)| (it.address, met)));
        keep_evidence(writing, mailbox, &shown).await?;
    }
    for (address, known) in known {
        let met = &seen[&address];
        if met.rank > known.name_rank {
            set_name(writing.connection(), known.person, met.name, met.rank).await?;
        }
        if met.corrects(&known) {
            set_class(writing.connection(), known.address, met.classified).await?;
        }
        numbers.insert(address, known.address);
    }
    Ok(numbers)
}

async fn insert_new(writing: &mut Writing<'_>, new: &[(&Address, &Met<'_>)]) -> Result<HashMap<Address, AddressId>> {
    let first_address = writing.take_numbers("address", new.len()).await?;
    let first_person = writing.take_numbers("person", new.len()).await?;
    let numbered: Vec<(i64, &Address, &Met)> =
        new.iter().zip(0..).map(|((address, met), index)| (index, *address, *met)).collect();

    let persons = ("insert into person (person_id, name, name_rank, search_stale)", 4, "");
    insert(writing.connection(), persons, &numbered, |query, (index, _, met)| {
        query.bind(first_person + index).bind(met.name.map(|it| it.as_str().to_owned())).bind(met.rank).bind(1_i64)
    })
    .await?;
    let addresses = ("insert into address (address_id, address, company, person_id, class, class_reason)", 6, "");
    insert(writing.connection(), addresses, &numbered, |query, (index, address, met)| {
        query
            .bind(first_address + index)
            .bind(address.as_str().to_owned())
            .bind(company_domain(address))
            .bind(first_person + index)
            .bind(met.classified.class as i64)
            .bind(met.classified.reason.clone())
    })
    .await?;
    Ok(numbered.iter().map(|(index, address, _)| ((*address).clone(), AddressId(first_address + index))).collect())
}

/// Keeps what a mailbox says of addresses: its best name, and the first thing it said an address is beside a person.
async fn keep_evidence(writing: &mut Writing<'_>, mailbox: MailboxId, shown: &[(AddressId, &Met<'_>)]) -> Result<()> {
    if shown.is_empty() {
        return Ok(());
    }
    let seq = writing.take_numbers("evidence", 1).await?;
    let head = "
        insert into evidence (address_id, mailbox_id, name, name_rank, name_seq, class, class_reason, class_seq)";
    let tail = "
        on conflict (address_id, mailbox_id) do update set
            name = case when excluded.name_rank > evidence.name_rank then excluded.name else evidence.name end,
            name_seq = case when excluded.name_rank > evidence.name_rank then excluded.name_seq
                            else evidence.name_seq end,
            name_rank = case when excluded.name_rank > evidence.name_rank then excluded.name_rank
                             else evidence.name_rank end,
            class_reason = case when evidence.class = 0 then excluded.class_reason else evidence.class_reason end,
            class_seq = case when evidence.class = 0 then excluded.class_seq else evidence.class_seq end,
            class = case when evidence.class = 0 then excluded.class else evidence.class end";
    insert(writing.connection(), (head, 8, tail), shown, |query, (address, met)| {
        query
            .bind(address.0)
            .bind(mailbox.0)
            .bind(met.name.map(|it| it.as_str().to_owned()))
            .bind(met.rank)
            .bind(seq)
            .bind(met.classified.class as i64)
            .bind(met.classified.reason.clone())
            .bind(seq)
    })
    .await
}

async fn lookup(
    connection: &mut AnyConnection,
    mailbox: Option<MailboxId>,
    addresses: &[&Address],
) -> Result<HashMap<Address, Known>> {
    let mut known = HashMap::with_capacity(addresses.len());
    for addresses in addresses.chunks(ASKED_AT_ONCE) {
        let sql = format!(
            "select address.address, address.address_id, address.person_id, address.class, person.name_rank,
                    evidence.name_rank, evidence.class
             from address join person on person.person_id = address.person_id
             left join evidence on evidence.address_id = address.address_id and evidence.mailbox_id = {}
             where address.address in ({})",
            mailbox.map_or(0, |it| it.0),
            placeholders(1, addresses.len())
        );
        let query = sqlx::query_as(AssertSqlSafe(sql));
        let query = addresses.iter().fold(query, |query, it| query.bind(it.as_str().to_owned()));
        type Row = (String, i64, i64, i64, i64, Option<i64>, Option<i64>);
        let rows: Vec<Row> = query.fetch_all(&mut *connection).await?;
        let by_text: HashMap<&str, &Address> = addresses.iter().map(|it| (it.as_str(), *it)).collect();
        for (text, address, person, class, name_rank, shown_rank, shown_class) in rows {
            let found = by_text[text.as_str()].clone();
            let (address, person) = (AddressId(address), PersonId(person));
            let shown = shown_rank.zip(shown_class).map(|(rank, class)| (rank, class != 0));
            known.insert(found, Known { address, person, class: class_of(class), name_rank, shown });
        }
    }
    Ok(known)
}

/// Names a person, unless a better source already did.
pub(crate) async fn set_name(
    connection: &mut AnyConnection,
    person: PersonId,
    name: Option<&Name>,
    rank: i64,
) -> Result<()> {
    let sql = "
        update person set name = $1, name_rank = $2, search_stale = 1
        where person_id = $3 and name_rank <= $2 and (name is null or name <> $1)";
    let name = name.map(|it| it.as_str().to_owned());
    sqlx::query(sql).bind(name).bind(rank).bind(person.0).execute(connection).await?;
    Ok(())
}

pub(crate) async fn set_class(
    connection: &mut AnyConnection,
    address: AddressId,
    classified: &Classified,
) -> Result<()> {
    let sql = "
        update address set class = $1, class_reason = $2 where address_id = $3";
    sqlx::query(sql)
        .bind(classified.class as i64)
        .bind(classified.reason.clone())
        .bind(address.0)
        .execute(&mut *connection)
        .await?;
    let sql = "
        update person set search_stale = 1
        where person_id = (select person_id from address where address_id = $1)";
    sqlx::query(sql).bind(address.0).execute(connection).await?;
    Ok(())
}

/// Returns the class stored as that number; anything unheard-of is a machine, which is introduced to nobody.
pub(crate) fn class_of(number: i64) -> Class {
    match number {
        0 => Class::Person,
        1 => Class::Role,
        2 => Class::List,
        4 => Class::Bot,
        5 => Class::Room,
        _ => Class::Machine,
    }
}
