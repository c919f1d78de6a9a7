use std::fs;
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
fn written(lines: &str, rows: usize) -> tempfile::NamedTempFile {
    let schema = Arc::new(infer_json_schema(Cursor::new(lines), None).unwrap().0);
    let file = tempfile::NamedTempFile::new().unwrap();
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(rows)).build();
    let mut writer = ArrowWriter::try_new(file.reopen().unwrap(), schema.clone(), Some(properties)).unwrap();
    for batch in ReaderBuilder::new(schema).build(Cursor::new(lines)).unwrap() {
        writer.write(&batch.unwrap()).unwrap();
    }
    writer.close().unwrap();
    file
}

fn check(lines: &str, expected: Expect) {
    let file = written(lines, 1_000);
    assert!(Rows::are_in(file.path()).unwrap());
    let (mut rows, mut line, mut text) = (Rows::open(file.path(), &WANTED, 0).unwrap(), Vec::new(), String::new());
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
    let file = written(&lines, 700);
    for after in [0, 1, 699, 700, 1_024, 4_999, 5_000, 9_000] {
        let (mut rows, mut line, mut next) = (Rows::open(file.path(), &WANTED, after).unwrap(), Vec::new(), after);
        while rows.next(&mut line).unwrap() {
            assert_eq!(str::from_utf8(&line).unwrap(), format!("{{\"id\":\"{next}\"}}"));
            next += 1;
        }
        assert_eq!(next, after.max(5_000));
    }
}

#[test]
fn what_is_damaged_or_no_text_is_told() {
    let file = written("{\"id\":\"1\"}\n{\"id\":\"2\"}", 1_000);
    let bytes = fs::read(file.path()).unwrap();
    for cut in [4, bytes.len() / 2, bytes.len() - 1] {
        fs::write(file.path(), &bytes[..cut]).unwrap();
        assert!(Rows::are_in(file.path()).unwrap());
        let error = Rows::open(file.path(), &WANTED, 0).err().unwrap();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{error}");
    }
    fs::write(file.path(), "{}").unwrap();
    assert!(!Rows::are_in(file.path()).unwrap());
    let text = DataType::new_list(DataType::Utf8, true);
    let bytes = DataType::new_list(DataType::Binary, true);
    assert_eq!((holds_bytes(&text), holds_bytes(&bytes)), (false, true));
}
