//! The directory as last read: colleagues, leavers, guests, rooms, with every address they have.
//!
//! An address of an entry belongs to the entry's person from the moment the directory says so, also where it was
//! met before as somebody outside. An address that leaves an entry stays with its person: the history is theirs.

use std::collections::{HashMap, HashSet};

use relata_model::classification::{Evidence, classify};
use relata_model::directory::Entry;
use relata_model::{Address, AddressId, ColleagueId, Directory, Name, PersonId, Standing, Visibility};
use sqlx::AnyConnection;

use crate::Store;
use crate::database::{Writing, insert};
use crate::dictionary::{self, Seen, set_class, set_name};
use crate::error::Result;
use crate::fold::fold;
use crate::person::{NAMED_BY_DIRECTORY, address};

/// Somebody of ours, as shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// Which person.
    pub id: PersonId,
    /// What they are called: a name, or the address where the directory has none.
    pub name: String,
    /// Job title.
    pub title: Option<String>,
    /// Department.
    pub department: Option<String>,
    /// The address mail is sent from.
    pub email: String,
    /// Whether they still work here.
    pub standing: Standing,
    /// What they let others see of their ties.
    pub visibility: Visibility,
}

#[derive(sqlx::FromRow)]
pub(crate) struct ColleagueRow {
    person_id: i64,
    name: Option<String>,
    title: Option<String>,
    department: Option<String>,
    email: String,
    standing: i64,
    visibility: i64,
}

impl ColleagueRow {
    pub(crate) fn into_colleague(self) -> Colleague {
        Colleague {
            id: PersonId(self.person_id),
            name: self.name.unwrap_or_else(|| self.email.clone()),
            title: self.title,
            department: self.department,
            email: self.email,
            standing: standing_of(self.standing),
            visibility: Visibility::from_number(self.visibility),
        }
    }
}

impl Store {
    /// Takes over what the directory says now. Who has vanished from it has left.
    /// Whoever was forgotten is passed over, and so are all their addresses from now on; returns how many those were.
    pub async fn replace_directory(&self, entries: &[Entry]) -> Result<u64> {
        let (entries, forgotten) = self.without_forgotten(entries).await?;
        let entries = self.with_leavers(&entries).await?;
        let directory = Directory::new(entries.iter().cloned());
        let mut writing = self.write().await?;
        let numbers = intern_all(&mut writing, &entries, &directory).await?;
        let persons = persons_of_entries(&mut writing, &entries).await?;
        write_entries(&mut writing, &entries, &persons).await?;
        link(writing.connection(), &entries, &directory, &numbers, &persons).await?;
        remove_persons_without_address(writing.connection()).await?;
        writing.commit().await?;
        self.refresh_search().await?;
        Ok(forgotten)
    }

    /// Returns the directory, to look up who is a colleague.
    pub async fn directory(&self) -> Result<Directory> {
        Ok(Directory::new(self.entries().await?).remembering(self.suppression().await?))
    }

    /// Returns who works here, by name, after the person given.
    pub async fn colleagues(&self, after: Option<PersonId>, limit: u32) -> Result<Vec<Colleague>> {
        let sql = "
            select person_id, name, title, department, email, standing, visibility
            from entry
            where standing = 0 and visibility <> 3 and person_id not in (select person_id from erasing)
              and ($1 = 0 or (sort_name, person_id) > (
                   -- Who is not listed is no place to go on from: it would tell where their name stands.
                   select sort_name, person_id from entry where person_id = $1 and standing = 0 and visibility <> 3))
            order by sort_name, person_id
            limit $2";
        let after = after.map_or(0, |it| it.0);
        let rows: Vec<ColleagueRow> =
            sqlx::query_as(sql).bind(after).bind(i64::from(limit)).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(ColleagueRow::into_colleague).collect())
    }

    /// Returns a colleague, also one who has left; `None` if the person is none.
    pub async fn colleague(&self, id: PersonId) -> Result<Option<Colleague>> {
        let sql = "
            select person_id, name, title, department, email, standing, visibility
            from entry
            where person_id = $1 and standing in (0, 1)
              and person_id not in (select person_id from erasing)";
        let row: Option<ColleagueRow> = sqlx::query_as(sql).bind(id.0).fetch_optional(&self.pool).await?;
        Ok(row.map(ColleagueRow::into_colleague))
    }

    /// Returns the person of a directory entry, if there is such an entry.
    pub async fn person_of_colleague(&self, id: &ColleagueId) -> Result<Option<PersonId>> {
        let sql = "select person_id from entry where entry_id = $1";
        let person: Option<i64> = sqlx::query_scalar(sql).bind(id.0.clone()).fetch_optional(&self.pool).await?;
        Ok(person.map(PersonId))
    }

    /// Sets what a colleague lets others see. It counts for the next question asked; whatever they said yes to ends
    /// with being named after a yes.
    pub async fn set_visibility(&self, id: PersonId, visibility: Visibility) -> Result<()> {
        let sql = "update entry set visibility = $1 where person_id = $2";
        let mut writing = self.write().await?;
        sqlx::query(sql).bind(visibility as i64).bind(id.0).execute(writing.connection()).await?;
        if visibility != Visibility::NamedAfterYes {
            let sql = "delete from named_to where colleague_id = $1";
            sqlx::query(sql).bind(id.0).execute(writing.connection()).await?;
        }
        sqlx::query("update person set search_stale = 1 where person_id = $1")
            .bind(id.0)
            .execute(writing.connection())
            .await?;
        writing.commit().await?;
        self.refresh_search().await?;
        Ok(())
    }

    pub(crate) async fn entries(&self) -> Result<Vec<Entry>> {
        let sql = "select entry_id, name, email, title, department, standing from entry order by position, entry_id";
        type Row = (String, Option<String>, String, Option<String>, Option<String>, i64);
        let rows: Vec<Row> = sqlx::query_as(sql).fetch_all(&self.pool).await?;
        let sql = "select entry_id, address from entry_alias order by entry_id, position";
        let aliases: Vec<(String, String)> = sqlx::query_as(sql).fetch_all(&self.pool).await?;
        let mut aliases_by_entry: HashMap<String, Vec<Address>> = HashMap::new();
        for (entry, alias) in aliases {
            aliases_by_entry.entry(entry).or_default().push(address(&alias)?);
        }
        let entry = |(id, name, email, title, department, standing): Row| {
            Ok(Entry {
                aliases: aliases_by_entry.remove(&id).unwrap_or_default(),
                id: ColleagueId(id),
                name: name_of(name),
                primary: address(&email)?,
                title: name_of(title),
                department: name_of(department),
                standing: standing_of(standing),
            })
        };
        rows.into_iter().map(entry).collect()
    }

    /// Returns the entries given, then those we knew that are not among them: as having left if they were colleagues.
    /// A guest, room or group that vanished is no entry any more.
    async fn with_leavers(&self, given: &[Entry]) -> Result<Vec<Entry>> {
        let mut seen = HashSet::new();
        let mut entries: Vec<Entry> = given.iter().filter(|it| seen.insert(it.id.clone())).cloned().collect();
        let gone = self.entries().await?.into_iter().filter(|it| !seen.contains(&it.id));
        entries.extend(gone.filter(|it| it.standing.is_colleague()).map(|it| Entry { standing: Standing::Left, ..it }));
        Ok(entries)
    }
}

fn name_of(text: Option<String>) -> Option<Name> {
    text.and_then(|it| Name::new(&it))
}

pub(crate) fn addresses(entry: &Entry) -> impl Iterator<Item = &Address> {
    std::iter::once(&entry.primary).chain(&entry.aliases)
}

/// Gives every address of the directory its number. What an entry is says what its addresses are.
async fn intern_all(
    writing: &mut Writing<'_>,
    entries: &[Entry],
    directory: &Directory,
) -> Result<HashMap<Address, AddressId>> {
    let seen: Vec<Seen> = entries
        .iter()
        .flat_map(|entry| addresses(entry).map(move |it| (entry, it)))
        .filter(|(entry, it)| directory.find(it).is_some_and(|owner| owner.id == entry.id))
        .map(|(entry, it)| Seen {
            address: it.clone(),
            name: entry.name.clone(),
            classified: classify(it, entry.name.as_ref(), Evidence::default(), Some(entry.standing)),
        })
        .collect();
    let numbers = dictionary::intern(writing, None, &dictionary::merge(&seen)).await?;
    for it in &seen {
        set_class(writing.connection(), numbers[&it.address], &it.classified).await?;
    }
    Ok(numbers)
}

/// Returns the person of every entry; a new entry is a new person.
async fn persons_of_entries(writing: &mut Writing<'_>, entries: &[Entry]) -> Result<HashMap<ColleagueId, PersonId>> {
    let rows: Vec<(String, i64)> =
        sqlx::query_as("select entry_id, person_id from entry").fetch_all(writing.connection()).await?;
    let mut persons: HashMap<ColleagueId, PersonId> =
        rows.into_iter().map(|(entry, person)| (ColleagueId(entry), PersonId(person))).collect();
    let new: Vec<&Entry> = entries.iter().filter(|it| !persons.contains_key(&it.id)).collect();
    let first = writing.take_numbers("person", new.len()).await?;
    let numbered: Vec<(i64, &Entry)> = (first..).zip(new).collect();
    let into = ("insert into person (person_id, name_rank, search_stale)", 3, "");
    insert(writing.connection(), into, &numbered, |query, (number, _)| query.bind(*number).bind(0_i64).bind(1_i64))
        .await?;
    persons.extend(numbered.into_iter().map(|(number, entry)| (entry.id.clone(), PersonId(number))));
    Ok(persons)
}

async fn write_entries(
    writing: &mut Writing<'_>,
    entries: &[Entry],
    persons: &HashMap<ColleagueId, PersonId>,
) -> Result<()> {
    let connection = writing.connection();
    // What was visible stays so: visibility is the colleague's, not the directory's.
    let visible: Vec<(String, i64)> =
        sqlx::query_as("select entry_id, visibility from entry").fetch_all(&mut *connection).await?;
    let visible: HashMap<String, i64> = visible.into_iter().collect();
    sqlx::query("update person set search_stale = 1 where person_id in (select person_id from entry)")
        .execute(&mut *connection)
        .await?;
    sqlx::query("delete from entry_alias").execute(&mut *connection).await?;
    sqlx::query("delete from entry").execute(&mut *connection).await?;
    let columns = "entry_id, person_id, position, name, sort_name, email, title, department, standing, visibility";
    let head = format!("insert into entry ({columns})");
    let numbered: Vec<(i64, &Entry)> = (0..).zip(entries).collect();
    let text = |it: &Option<Name>| it.as_ref().map(|it| it.as_str().to_owned());
    insert(connection, (&head, 10, ""), &numbered, |query, (position, it)| {
        let shown = it.name.as_ref().map_or(it.primary.as_str(), |it| it.as_str());
        query
            .bind(it.id.0.clone())
            .bind(persons[&it.id].0)
            .bind(*position)
            .bind(text(&it.name))
            .bind(fold(shown))
            .bind(it.primary.as_str().to_owned())
            .bind(text(&it.title))
            .bind(text(&it.department))
            .bind(it.standing as i64)
            .bind(visible.get(&it.id.0).copied().unwrap_or(0))
    })
    .await?;
    let aliases: Vec<(&Entry, i64, &Address)> =
        entries.iter().flat_map(|entry| (0..).zip(&entry.aliases).map(move |(at, it)| (entry, at, it))).collect();
    let into = ("insert into entry_alias (entry_id, position, address)", 3, "");
    insert(connection, into, &aliases, |query, (entry, position, it)| {
        query.bind(entry.id.0.clone()).bind(*position).bind(it.as_str().to_owned())
    })
    .await
}

/// Gives every address to the person of the entry that owns it, and every such person the directory's name.
async fn link(
    connection: &mut AnyConnection,
    entries: &[Entry],
    directory: &Directory,
    numbers: &HashMap<Address, AddressId>,
    persons: &HashMap<ColleagueId, PersonId>,
) -> Result<()> {
    for entry in entries {
        let person = persons[&entry.id];
        for it in addresses(entry).filter(|it| directory.find(it).is_some_and(|owner| owner.id == entry.id)) {
            let sql = "update address set person_id = $1 where address_id = $2 and person_id <> $1";
            sqlx::query(sql).bind(person.0).bind(numbers[it].0).execute(&mut *connection).await?;
        }
        if entry.name.is_some() {
            set_name(connection, person, entry.name.as_ref(), NAMED_BY_DIRECTORY).await?;
        }
        let sql = "update person set search_stale = 1 where person_id = $1";
        sqlx::query(sql).bind(person.0).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Removes persons whose every address went to somebody else.
pub(crate) async fn remove_persons_without_address(connection: &mut AnyConnection) -> Result<()> {
    let orphans = "
        select cast(person_id as text) from person
        where not exists (select 1 from address where address.person_id = person.person_id)
          and not exists (select 1 from entry where entry.person_id = person.person_id)";
    crate::search::forget(connection, "person", orphans).await?;
    let sql = "
        delete from person
        where not exists (select 1 from address where address.person_id = person.person_id)
          and not exists (select 1 from entry where entry.person_id = person.person_id)";
    sqlx::query(sql).execute(connection).await?;
    Ok(())
}

pub(crate) fn standing_of(number: i64) -> Standing {
    let all = [Standing::Active, Standing::Left, Standing::Guest, Standing::Shared, Standing::Room, Standing::Group];
    // Anything unheard-of has left: suggested to nobody.
    usize::try_from(number).ok().and_then(|it| all.get(it).copied()).unwrap_or(Standing::Left)
}
