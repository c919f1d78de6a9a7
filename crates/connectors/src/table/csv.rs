//! Comma-separated values, and the dialects of them that programs write.

use csv::StringRecord;

use super::{Column, Line, NoColumn, squeezed};

/// Returns the rows of a text that has any cell filled.
pub(super) fn read(text: &str, columns: &'static [Column]) -> Result<Vec<Line>, NoColumn> {
    let delimiter = delimiter(text.lines().next().unwrap_or_default());
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().map(|it| it.iter().map(squeezed).collect()).unwrap_or_default();
    let mut places = Vec::new();
    for column in columns {
        let names = column.names.iter().map(|it| squeezed(it));
        let found: Vec<usize> = names.filter_map(|name| header.iter().position(|it| *it == name)).collect();
        if column.required && found.is_empty() {
            return Err(NoColumn { column, found: header });
        }
        places.push(found);
    }
    let mut lines = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) if record.iter().all(str::is_empty) => {}
            Ok(record) => {
                let number = record.position().map_or(0, |it| it.line());
                lines.push(Line { number, cells: Ok(cells(&record, &places)) });
            }
            Err(error) => {
                let number = error.position().map_or(0, |it| it.line());
                lines.push(Line { number, cells: Err("the row is no CSV; check its quotes".to_owned()) });
            }
        }
    }
    Ok(lines)
}

/// Of several cells that could fill a column, the first that says anything does.
fn cells(record: &StringRecord, places: &[Vec<usize>]) -> Vec<Box<str>> {
    let filled = |it: &Vec<usize>| it.iter().find_map(|it| record.get(*it).filter(|it| !it.is_empty()));
    places.iter().map(|it| filled(it).unwrap_or_default().into()).collect()
}

/// Whichever of the three the first line has most of.
fn delimiter(first_line: &str) -> u8 {
    let count = |it: u8| first_line.bytes().filter(|found| *found == it).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|it| count(*it)).unwrap_or(b',')
}
