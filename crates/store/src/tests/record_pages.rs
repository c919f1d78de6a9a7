//! Pages of records: everything the CRM says comes back.

use expect_test::{Expect, expect};
use relata_model::RecordId;

use crate::RecordPage;
use crate::testing::{entry, on_every_database, records};

fn told(it: &RecordPage) -> String {
    let named = |it: &Option<(RecordId, String)>| it.as_ref().map(|(id, name)| format!("{} {name}", id.0));
    let stakeholders: Vec<String> = it
        .stakeholders
        .iter()
        .map(|it| format!("{} {}", it.id.as_ref().map_or("-", |it| it.0.as_str()), it.name))
        .collect();
    format!(
        "{} {:?}, {} {:?} {:?} {:?}\nfrom {:?} to {:?}, closed {:?}\nowner {:?}, team {:?}, says {stakeholders:?}\n\
         of {:?}, contact {:?}, {} {:?}\n",
        it.summary.kind.name(),
        it.summary.name,
        it.status.name(),
        it.state,
        it.stage,
        it.revenue,
        it.created_on,
        it.close_on,
        it.closed_on,
        it.owner,
        it.team,
        named(&it.account),
        named(&it.primary_contact),
        it.do_not_analyse,
        it.person.is_some(),
    )
}

/// Takes the records over in turn, then tells of one.
fn check(readings: &[&str], id: &str, expected: &Expect) {
    on_every_database(async |store| {
        store.replace_directory(&[entry("1 Amber_Stone amber@us.com")]).await.unwrap();
        for lines in readings {
            store.upsert_records(&records(lines)).await.unwrap();
        }
        let page = store.record(&RecordId(id.to_owned())).await.unwrap().unwrap();
        expected.assert_eq(&told(&page));
    });
}

#[test]
fn a_deal_comes_back_in_full() {
    check(
        &["account a1 Acme
           contact c1 Lea_Berg at=lea@acme.com
           opportunity o1 <b>Big</b>_&_\"Deal\" of=a1 contact=c1 owner=amber@us.com team=new@us.com,amber@us.com say=c1,x@y.com,c9 state=won stage=4-Close worth=-12.5 created=2026-03-02 close=2026-03-01 closed=2026-02-01"],
        "o1",
        &expect![[r#"
            opportunity "<b>Big</b> & \"Deal\"", won Some("won") Some("4-Close") Some(-12.5)
            from Some(2026-03-02) to Some(2026-03-01), closed Some(2026-02-01)
            owner Some("Amber Stone"), team ["new@us.com", "Amber Stone"], says ["c1 Lea Berg", "- x@y.com", "- c9"]
            of Some("a1 Acme"), contact Some("c1 Lea Berg"), false false
        "#]],
    );
}

#[test]
fn a_second_reading_replaces_the_whole_record() {
    check(
        &[
            "opportunity o1 Deal owner=amber@us.com team=new@us.com say=x@y.com worth=5 close=2026-05-01 stage=1",
            "opportunity o1 Deal_2 state=lost
             opportunity o1 Deal_3 state=lost owner=who@us.com",
        ],
        "o1",
        &expect![[r#"
            opportunity "Deal 3", lost Some("lost") None None
            from None to None, closed None
            owner Some("who@us.com"), team [], says []
            of None, contact None, false false
        "#]],
    );
}
