use std::io::Cursor;
use std::sync::Arc;

use arrow_json::ReaderBuilder;
use arrow_json::reader::infer_json_schema;
use expect_test::{Expect, expect};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;

use super::*;

const WANTED: [&str; 5] = ["id", "to", "from", "quoted", "draft"];

/// Writes lines of JSON as Parquet, so many rows a group.
fn written(lines: &str, rows: usize) -> Vec<u8> {
    let schema = Arc::new(infer_json_schema(Cursor::new(lines), None).unwrap().0);
    let mut file = Vec::new();
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(rows)).build();
    let mut writer = ArrowWriter::try_new(&mut file, schema.clone(), Some(properties)).unwrap();
    for batch in ReaderBuilder::new(schema).build(Cursor::new(lines)).unwrap() {
        writer.write(&batch.unwrap()).unwrap();
    }
    writer.close().unwrap();
    file
}

/// Bytes in memory; with less of them than they say, a network that is lost.
struct Held(Vec<u8>, u64);

impl Ranged for Held {
    fn bytes(&self) -> u64 {
        self.1
    }

    fn range(&self, at: u64, bytes: usize) -> io::Result<Vec<u8>> {
        let end = (at + bytes as u64).min(self.1);
        let rest = self.0.get(at as usize..end as usize);
        rest.map(<[u8]>::to_vec).ok_or_else(|| io::Error::new(io::ErrorKind::ConnectionAborted, "lost"))
    }
}

fn held(bytes: Vec<u8>) -> Arc<Held> {
    let length = bytes.len() as u64;
    Arc::new(Held(bytes, length))
}

fn check(lines: &str, expected: Expect) {
    let file = held(written(lines, 1_000));
    assert!(Rows::are_in(&*file).unwrap());
    let (mut rows, mut line, mut text) = (Rows::open(file, &WANTED, 0).unwrap(), Vec::new(), String::new());
    text += &format!("{} rows of {}\n", rows.extent(), rows.columns().join(" "));
    while rows.next(&mut line).unwrap() {
        text += &format!("{}\n", str::from_utf8(&line).unwrap());
    }
    expected.assert_eq(&text);
}

#[test]
fn rows_are_lines_of_the_columns_asked_for() {
    check(
        r#"{"id":"1","body":"secret","to":[{"emailAddress":{"name":null,"address":"a@b.de"}}],"draft":false,"from":null}
           {"id":"2\n","body":"secret","to":[],"draft":true,"from":{"emailAddress":{"name":"ü","address":"c@d.de"}},"quoted":"[{}]"}"#,
        expect![[r#"
            2 rows of body draft from id to quoted
            {"draft":false,"from":null,"id":"1","to":[{"emailAddress":{"address":"a@b.de","name":null}}],"quoted":null}
            {"draft":true,"from":{"emailAddress":{"address":"c@d.de","name":"ü"}},"id":"2\n","to":[],"quoted":"[{}]"}
        "#]],
    );
}

#[test]
fn reading_goes_on_after_any_row() {
    let lines: String = (0..5_000).map(|it| format!("{{\"id\":\"{it}\",\"body\":\"x\"}}\n")).collect();
    let file = held(written(&lines, 700));
    for after in [0, 1, 699, 700, 1_024, 4_999, 5_000, 9_000] {
        let (mut rows, mut line, mut next) = (Rows::open(file.clone(), &WANTED, after).unwrap(), Vec::new(), after);
        while rows.next(&mut line).unwrap() {
            assert_eq!(str::from_utf8(&line).unwrap(), format!("{{\"id\":\"{next}\"}}"));
            next += 1;
        }
        assert_eq!(next, after.max(5_000));
    }
}

#[test]
fn what_is_damaged_or_no_text_is_told() {
    let bytes = written("{\"id\":\"1\"}\n{\"id\":\"2\"}", 1_000);
    for cut in [4, bytes.len() / 2, bytes.len() - 1] {
        let file = held(bytes[..cut].to_vec());
        assert!(Rows::are_in(&*file).unwrap());
        let error = Rows::open(file, &WANTED, 0).err().unwrap();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{error}");
    }
    assert!(!Rows::are_in(&*held(b"{}".to_vec())).unwrap());
    let text = DataType::new_list(DataType::Utf8, true);
    let bytes = DataType::new_list(DataType::Binary, true);
    assert_eq!((holds_bytes(&text), holds_bytes(&bytes)), (false, true));
}

#[test]
fn a_network_that_is_lost_is_no_damage() {
    let bytes = written(&(0..900).map(|it| format!("{{\"id\":\"{it}\"}}\n")).collect::<String>(), 1_000);
    let whole = bytes.len() as u64;
    let error = Rows::open(Arc::new(Held(bytes[..20].to_vec(), whole)), &WANTED, 0).err().unwrap();
    assert_eq!(error.kind(), io::ErrorKind::ConnectionAborted, "{error}");
    // The schema is known, and what is read of the rows is not there.
    let tail = Arc::new(Tail(bytes));
    let error = Rows::open(tail, &WANTED, 0).unwrap().next(&mut Vec::new()).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::ConnectionAborted, "{error}");
}

/// Its end can be read, and nothing else.
struct Tail(Vec<u8>);

impl Ranged for Tail {
    fn bytes(&self) -> u64 {
        self.0.len() as u64
    }

    fn range(&self, at: u64, bytes: usize) -> io::Result<Vec<u8>> {
        let lost = || io::Error::new(io::ErrorKind::ConnectionAborted, "lost");
        let end = (at as usize + bytes).min(self.0.len());
        let rest = &self.0[at as usize..end];
        (at > 200).then(|| rest.to_vec()).ok_or_else(lost)
    }
}
