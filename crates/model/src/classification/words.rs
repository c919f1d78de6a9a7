//! Words: what an address spells, when neither headers nor the directory say what it is.
//!
//! Each word stands for itself between dots, dashes, underscores and digits: `sales.emea@` is a role,
//! `salesky@` is somebody. A word that is also a name (`grace`, `hope`, `news` as a surname) is not here.

use super::Class;
use crate::{Address, Name};

/// Programs say so, in many languages; looked for without dots and dashes.
const NO_REPLY: &str = "
    noaddress noreply donotreply dontreply noresponse nepasrepondre nichtantworten keineantwort noresponder
    nonrispondere naoresponda
";
const MACHINE: &str = "
    alert alerts announce announcement announcements automailer automated automation autoreply autoresponder
    bounce bounces bot buildbot bugzilla cron daemon deals digest emailings ezine feeds listserv mailer
    mailinglist mailings mailsweeper majordomo news newsletter newsletters nobody notification notifications
    notifier notify offers promotions reminder robot root rss rssfeeds updates webalert
";
/// Hosts that only programs send from, in front of a company's domain: `lea@newsletter.acme.com` is nobody.
const MACHINE_HOSTS: &str = "
    alerts bounce bounces mailer mailing mailings newsletter newsletters notification notifications notify updates
";
const POSTMASTER: &str = "mailer-daemon mailerdaemon postmaster mail-daemon";
const ROLE: &str = "
    abuse accounting accountspayable accountsreceivable admin administration administrator admissions anfrage ap
    ar bewerbung billing bookings buchhaltung business career careers commercial compliance compta comptabilite
    contabilidad contact contacto contactus contracts customer customercare customers customerservice
    customersupport editor editorial einkauf empfang enquiries enquiry events facilities facturacion facturation
    feedback finance frontdesk hello help helpdesk hostmaster hr humanresources info information inquiries inquiry
    inquries invoice invoices it jobs kontakt kundenservice legal licensing marketing media membership mitarbeiter
    noc office ops orders partners payroll personal personalabteilung presse press privacy procurement purchasing
    rechnung rechnungen reception recruiting recruitment registrar reservations returns sales secretariat security
    sekretariat service servicedesk services soporte staffing subscriptions support sysadmin team training ventas
    verkauf vertrieb webmaster
";
/// What may stand beside a role without making it somebody: `sales.emea`, `support-team`, `info.uk`.
const BESIDE_A_ROLE: &str = "
    africa americas amer apac asia benelux center central centre china corp dach dept department desk emea europe
    france germany global group india intl italia japan latam line mail online spain us usa west
";
const LIST: &str = "
    all allhands allstaff developers distribution employees everybody everyone faculty listmembers mitarbeitende
    recipients staff
";
const LIST_ENDINGS: &str = "-l -list -owner -request -announce -discuss -users -devel -members";
const LIST_HOSTS: &str = "list lists listserv mailman egroups yahoogroups googlegroups groups";
const ROOM: &str = "
    besprechungsraum boardroom conferenceroom conf confroom equipment konferenzraum meetingroom raum room rooms
    salle sitzungszimmer
";
/// Note-takers that join meetings, as their names and addresses call them.
const NOTE_TAKERS: &str = "
    airgram avoma chorus circleback fathom fellow fireflies gong grain jamie krisp meetgeek notta otter read
    sembly supernormal tactiq tldv
";
/// What a note-taker is called beside its maker: people work at Gong, too.
const ASSISTANT: &str = "
    assistant assist bot copilot fred join meeting meetings notes notetaker note pilot recorder recording scribe
    transcript
";

/// Whether a word stands in a list.
fn holds(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|it| it == word)
}

/// Returns whether a mail server writes under this name.
pub(super) fn is_postmaster(local: &str) -> bool {
    holds(POSTMASTER, local)
}

/// Returns the class the words of an address and its name stand for.
pub(super) fn classify(address: &Address, name: Option<&Name>) -> Option<(Class, String)> {
    let local = address.local();
    let words: Vec<&str> = local.split(|it: char| !it.is_alphabetic()).filter(|it| !it.is_empty()).collect();
    let squeezed: String = words.concat();
    let spelled = |what: &str| format!("the address spells {what}");
    if let Some(taker) = note_taker(address, name, &words) {
        Some((Class::Bot, format!("{taker} sends its note-taker under such a name")))
    } else if is_postmaster(local) || NO_REPLY.split_whitespace().any(|it| squeezed.contains(it)) {
        Some((Class::Machine, spelled("that nobody reads replies")))
    } else if is_room(address, name, &words) {
        Some((Class::Room, spelled("a room or device")))
    } else if is_list(address, local, &words) {
        Some((Class::List, spelled("a list")))
    } else if let Some(word) = words.iter().find(|it| holds(MACHINE, it)) {
        Some((Class::Machine, spelled(&format!("`{word}`"))))
    } else if let Some(host) = machine_host(address) {
        Some((Class::Machine, format!("it sends from a host for `{host}`")))
    } else if is_generated(local) {
        Some((Class::Machine, "the address is a generated code".to_owned()))
    } else if is_role(&squeezed, &words) {
        Some((Class::Role, spelled("a function, and nobody")))
    } else {
        None
    }
}

/// `fred@fireflies.ai`, `"Lea's Otter.ai Notetaker"`, `"tl;dv"`.
fn note_taker(address: &Address, name: Option<&Name>, words: &[&str]) -> Option<&'static str> {
    let company = address.domain().split('.').rev().nth(1).unwrap_or_default();
    if let Some(taker) = NOTE_TAKERS.split_whitespace().find(|it| *it == company) {
        let speaks = words.iter().any(|it| holds(ASSISTANT, it) || holds(NOTE_TAKERS, it));
        return speaks.then_some(taker);
    }
    let name = name?.as_str().to_lowercase().replace("tl;dv", "tldv").replace("otterpilot", "otter pilot");
    let shown: Vec<&str> = name.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()).collect();
    if shown.contains(&"notetaker") || name.contains("note taker") || name.contains("note-taker") {
        return Some("somebody");
    }
    let taker = NOTE_TAKERS.split_whitespace().find(|it| shown.contains(it))?;
    let is_brand = name.contains(&format!("{taker}.ai")) || taker == "tldv";
    (is_brand || shown.iter().any(|it| holds(ASSISTANT, it))).then_some(taker)
}

fn is_room(address: &Address, name: Option<&Name>, words: &[&str]) -> bool {
    let name = name.map(|it| it.as_str().to_lowercase()).unwrap_or_default();
    address.domain() == "resource.calendar.google.com"
        || words.iter().any(|it| holds(ROOM, it))
        || ["conference room", "meeting room", "konferenzraum", "besprechungsraum", "salle de réunion"]
            .iter()
            .any(|it| name.starts_with(it))
}

fn is_list(address: &Address, local: &str, words: &[&str]) -> bool {
    LIST_ENDINGS.split_whitespace().any(|it| local.ends_with(it))
        || local.starts_with("owner-")
        || words.first().is_some_and(|it| holds(LIST, it))
        || address.domain().split('.').any(|it| holds(LIST_HOSTS, it))
}

fn machine_host(address: &Address) -> Option<&str> {
    let domain = address.domain();
    let company = psl::domain_str(domain).unwrap_or(domain);
    domain[..domain.len() - company.len()].split('.').find(|it| holds(MACHINE_HOSTS, it))
}

/// Bounce codes and ticket numbers: `1800flowers.251421602`, `bounce-17_html-8372`, 24 hex digits.
fn is_generated(local: &str) -> bool {
    let digits = local.bytes().filter(u8::is_ascii_digit).count();
    let hex = local.split(['-', '.', '_', '+', '=']).any(|it| {
        it.len() >= 16 && it.bytes().all(|it| it.is_ascii_hexdigit()) && it.bytes().any(|it| it.is_ascii_digit())
    });
    hex || digits >= 9 || local.contains('#') || (local.contains('=') && local.len() > 20)
}

fn is_role(squeezed: &str, words: &[&str]) -> bool {
    let beside = |it: &&str| holds(ROLE, it) || holds(BESIDE_A_ROLE, it) || it.len() <= 2;
    holds(ROLE, squeezed) || (words.iter().any(|it| holds(ROLE, it) && it.len() > 2) && words.iter().all(beside))
}
