//! An extract in object storage, imported by the command an operator runs: the program and the protocols are the real ones.

mod extract;
mod storage;

use std::fs;
use std::io::Cursor;
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use arrow_json::ReaderBuilder;
use arrow_json::reader::infer_json_schema;
use jiff::Timestamp;
use parquet::arrow::ArrowWriter;
use relata_stand_in::{CLIENT, Endpoint, SECRET, StandIn, Tenant};

use crate::extract::{Installation, days_ago, message, user};
use crate::storage::{ACCOUNT, BadLine, KEY, Server, Trouble, azurite, moto, sas};

const AMBER: &str = "a0000000-0000-4000-8000-000000000001";
const BEN: &str = "b0000000-0000-4000-8000-000000000002";
/// How often the import is killed before it may finish.
const KILLS: u32 = 4;
/// How often the line breaks in the middle of a file.
const CUTS: i64 = 5;
const ABFSS: &str = "abfss://extract@devstoreaccount1.dfs.core.windows.net/2026";
const BLOB: &str = "https://devstoreaccount1.blob.core.windows.net/extract/2026";

/// Two users, a file of lines larger than a window, and one of Parquet with several groups of rows.
fn write_extract(installation: &Installation) {
    let users = [user(AMBER, "amber@contoso.com", "Amber Stone"), user(BEN, "ben@contoso.com", "Ben Hill")];
    installation.extract("User_v1.json", &users);
    installation.extract("_SUCCESS", &[]);
    let line = |file: u32, nth: i64| {
        let (owner, own) = if nth % 2 == 0 { (AMBER, "amber@contoso.com") } else { (BEN, "ben@contoso.com") };
        let (id, contact) = (format!("<{file}-{nth}@acme.com>"), format!("p{}@acme{}.com", nth % 37, nth % 5));
        message(owner, &id, &contact, &[own], days_ago(1 + nth % 300))
    };
    let padding = format!("\"webLink\":\"{}\",\"isDraft\"", "x".repeat(8_000));
    let padded: Vec<String> = (0..1_500).map(|it| line(1, it).replace("\"isDraft\"", &padding)).collect();
    installation.extract("Message_v1.json", &padded);
    let lines = (0..1_500).map(|it| line(2, it)).collect::<Vec<_>>().join("\n");
    let schema = Arc::new(infer_json_schema(Cursor::new(&lines), None).unwrap().0);
    let file = fs::File::create(installation.path("extract/Message_v1.parquet")).unwrap();
    let mut writer = ArrowWriter::try_new(file, schema.clone(), None).unwrap();
    for batch in ReaderBuilder::new(schema).with_batch_size(400).build(Cursor::new(&lines)).unwrap() {
        writer.write(&batch.unwrap()).unwrap();
        writer.flush().unwrap();
    }
    writer.close().unwrap();
}

fn access(installation: &Installation, name: &str, port: u16, line: &str) {
    let text = format!("endpoint = 'http://127.0.0.1:{port}/{ACCOUNT}'\n{line}\n");
    fs::write(installation.path(name), text).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_extract_in_azure_is_read_as_one_in_a_folder_whatever_befalls() {
    let Some(server) = azurite() else { return };
    let (near, far) = (Installation::consented(), Installation::consented());
    write_extract(&near);
    server.upload_folder("2026", &near.path("extract"), Server::upload);
    near.works("import data-connect extract");
    near.works("compute");
    let expected = near.outcome().await;
    assert!(expected.ledger.adds_up() && expected.ledger.read == 3_000, "{expected:?}");

    let line = BadLine::to(&server, 1_500_000, CUTS, Trouble::Cut);
    access(&far, "key", line.port, &format!("account_key = '{KEY}'"));
    let import = format!("import data-connect {BLOB} --access-file key");
    let begun = Instant::now();
    for kill in 1..=KILLS {
        let mut child = far.command(&import).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(600 * u64::from(kill)));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let said = far.works(&import);
    assert!(said.contains("3 files of the extract with 3000 rows"), "{said}");
    assert_eq!(line.left(), 0, "the line was not cut so often");
    println!("{KILLS} kills and {CUTS} cuts in {:.1} s", begun.elapsed().as_secs_f64());
    far.works("compute");
    assert_eq!(far.outcome().await, expected);

    // The same place by its other name, with another access: what was read is known by its mark.
    access(&far, "sas", server.port, &format!("sas = '{}'", sas("rl", "2099-01-01T00:00:00Z")));
    let import = format!("import data-connect {ABFSS}/ --access-file sas");
    assert!(far.works(&import).contains("0 read = 0 stored"));
    let late = |id: &str| message(BEN, id, "max@acme.com", &["ben@contoso.com"], days_ago(2));
    server.upload("2026/late/Message_v1.json", late("<late-1@acme.com>").as_bytes());
    assert!(far.works(&import).contains("1 read = 1 stored"));
    server.upload(
        "2026/late/Message_v1.json",
        [late("<late-1@acme.com>"), late("<late-2@acme.com>")].join("\n").as_bytes(),
    );
    assert!(far.works(&import).contains("2 read = 1 stored + 1 duplicates"));
    // A file alone.
    let one = format!("import data-connect {ABFSS}/late/Message_v1.json --access-file sas");
    assert!(far.works(&one).contains("2 read = 0 stored + 2 duplicates"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_extract_in_s3_is_read_as_one_in_a_folder() {
    let Some(server) = moto() else { return };
    let installation = Installation::consented();
    write_extract(&installation);
    server.upload_folder("2026", &installation.path("extract"), Server::upload_to_s3);
    let access = format!(
        "endpoint = 'http://127.0.0.1:{}'\naccess_key_id = 'id'\nsecret_access_key = 'canary'\nregion = 'us-east-1'\n",
        server.port
    );
    fs::write(installation.path("s3"), access).unwrap();
    // The settings may name the file, too.
    let settings = fs::read_to_string(installation.path("relata.toml")).unwrap();
    fs::write(installation.path("relata.toml"), settings + "[extracts]\naccess_file = 's3'\n").unwrap();
    let said = installation.works("import data-connect s3://extract/2026");
    assert!(said.contains("3 files of the extract with 3000 rows"), "{said}");
    assert!(said.contains("3000 read = 3000 stored"), "{said}");
    let said = installation.fails("import data-connect s3://another/2026");
    assert!(said.contains("s3://another does not exist (NoSuchBucket)"), "{said}");
}

/// Longer than it takes to be told, shorter than the patience with a connection.
const SILENCE: Duration = Duration::from_secs(7);

#[tokio::test(flavor = "multi_thread")]
async fn storage_that_says_nothing_for_a_while_is_waited_for_and_said_so() {
    let Some(server) = moto() else { return };
    let (near, far) = (Installation::consented(), Installation::consented());
    write_extract(&near);
    server.upload_folder("2026", &near.path("extract"), Server::upload_to_s3);
    near.works("import data-connect extract");
    near.works("compute");

    let line = BadLine::to(&server, 3_000_000, 1, Trouble::Silence(SILENCE));
    let keys = "access_key_id = 'id'\nsecret_access_key = 'canary'\nregion = 'us-east-1'";
    fs::write(far.path("s3"), format!("endpoint = 'http://127.0.0.1:{}'\n{keys}\n", line.port)).unwrap();
    let said = far.works("import data-connect s3://extract/2026 --access-file s3");
    assert_eq!(line.left(), 0, "the line was never silent");
    assert!(said.contains("waiting for the place of the extract, for 5 s now"), "{said}");
    assert!(said.contains("3000 read = 3000 stored"), "{said}");
    far.works("compute");
    assert_eq!(far.outcome().await, near.outcome().await);
}

#[test]
fn what_goes_wrong_with_azure_says_what_to_do() {
    let Some(server) = azurite() else { return };
    server.upload("2026/User_v1.json", user(AMBER, "amber@contoso.com", "Amber Stone").as_bytes());
    let installation = Installation::consented();
    let wrong_key = KEY.replace("Eby8", "AAAA");
    for (name, line) in [
        ("key", format!("account_key = '{KEY}'")),
        ("wrong", format!("account_key = '{wrong_key}'")),
        ("ended", format!("sas = '{}'", sas("rl", "2026-01-01T00:00:00Z"))),
        ("read-only", format!("sas = '{}'", sas("r", "2099-01-01T00:00:00Z"))),
        ("forged", format!("sas = '{}'", sas("rl", "2099-01-01T00:00:00Z").replace("2099", "2098"))),
    ] {
        access(&installation, name, server.port, &line);
    }
    let mut text = String::new();
    for arguments in [
        BLOB.to_owned(),
        format!("{BLOB} --access-file missing"),
        format!("{BLOB} --access-file wrong"),
        format!("{BLOB} --access-file ended"),
        format!("{BLOB} --access-file read-only"),
        format!("{BLOB} --access-file forged"),
        format!("{} --access-file key", BLOB.replace("extract", "another")),
        format!("{BLOB}/nothing --access-file key"),
        format!("{BLOB}?{} --access-file key", sas("rl", "2099-01-01T00:00:00Z")),
    ] {
        let said = installation.fails(&format!("import data-connect {arguments}"));
        let last = said.lines().last().unwrap_or_default();
        assert!(!["sig=", &wrong_key, KEY].iter().any(|it| said.contains(*it)), "{said}");
        text += &format!("{last}\n");
    }
    // Nobody is asked who lies inside, unless the operator said so.
    fs::write(installation.path("relata.toml"), "[data]\nfolder = 'data'\n").unwrap();
    let said = installation.fails(&format!("import data-connect {BLOB} --access-file key"));
    text += said.lines().last().unwrap_or_default();
    expect_test::expect![[r#"
        relata: an extract in object storage needs an access file: name it with --access-file, or as extracts.access_file in the settings; its lines are name = "value" with the names sas, account_key, tenant, client, client_secret, login for Azure; access_key_id, secret_access_key, session_token, region for S3; endpoint for both
        relata: the access file missing cannot be read: No such file or directory (os error 2)
        relata: https://devstoreaccount1.blob.core.windows.net/extract may not be read (AuthorizationFailure); a key must be one of the account; a shared access signature must allow reading and listing (sp=rl) and not have ended; an application needs a secret that has not ended and the role Storage Blob Data Reader on the container; and the firewall of the account must let this machine through
        relata: the shared access signature in the access file ended at 2026-01-01T00:00:00Z; make a new one that allows reading and listing
        relata: https://devstoreaccount1.blob.core.windows.net/extract may not be read (AuthorizationPermissionMismatch); a key must be one of the account; a shared access signature must allow reading and listing (sp=rl) and not have ended; an application needs a secret that has not ended and the role Storage Blob Data Reader on the container; and the firewall of the account must let this machine through
        relata: https://devstoreaccount1.blob.core.windows.net/extract may not be read (AuthorizationFailure); a key must be one of the account; a shared access signature must allow reading and listing (sp=rl) and not have ended; an application needs a secret that has not ended and the role Storage Blob Data Reader on the container; and the firewall of the account must let this machine through
        relata: https://devstoreaccount1.blob.core.windows.net/another does not exist (ContainerNotFound); check account, container and path
        relata: there is no file at https://devstoreaccount1.blob.core.windows.net/extract/2026/nothing; check the path, in which capital letters matter
        relata: the address of the extract holds more than a place; whoever lists the programs of this machine reads it there. Give the address alone, and put a shared access signature into the access file, as sas = "…"
        relata: 127.0.0.1 may not be asked: it is not https, or it lies inside; name its host in outgoing.allow if you trust it"#]].assert_eq(&text);
}

/// Azurite believes tokens over TLS alone, which this has not: the way to a token is the real one, the stand-in's, and the answer to it
/// a refusal.
#[tokio::test(flavor = "multi_thread")]
async fn an_application_asks_for_a_token_and_shows_it() {
    let Some(server) = azurite() else { return };
    let stand_in = StandIn::start(Tenant::new(7).at(Timestamp::now()).ticking()).await.unwrap();
    let installation = Installation::consented();
    let (tenant, login) = (stand_in.look(|it| it.id().to_owned()), stand_in.login());
    let mut text = String::new();
    for (name, secret) in [("right", SECRET), ("wrong", "canary")] {
        let application =
            format!("tenant = '{tenant}'\nclient = '{CLIENT}'\nclient_secret = '{secret}'\nlogin = '{login}'");
        access(&installation, name, server.port, &application);
        let said = installation.fails(&format!("import data-connect {BLOB} --access-file {name}"));
        assert!(!said.contains(secret), "{said}");
        text += &format!("{}\n", said.lines().last().unwrap_or_default().split_once(';').unwrap().0);
    }
    assert!(stand_in.log().count(Endpoint::Token) >= 2);
    expect_test::expect![[r#"
        relata: https://devstoreaccount1.blob.core.windows.net/extract may not be read (AuthorizationFailure)
        relata: https://devstoreaccount1.blob.core.windows.net/extract may not be read
    "#]]
    .assert_eq(&text);
}
