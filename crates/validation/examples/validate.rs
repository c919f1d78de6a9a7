//! Validates strength and health over an edge file: `validate edges.csv[.gz] [key=value …]`.
//!
//! Keys: `organisation=file`, `accounts=file`, `horizon=90`, `cc=0.5`, `cut_offs=2000-09-01,2000-11-01,…`,
//! `json=1`. What `relata validate` does, without the rest of the server.

use std::error::Error;
use std::fs::File;
use std::io::Read;

use jiff::Timestamp;
use relata_validation::{
    Accounts, Edges, HealthOptions, Organisations, StrengthOptions, ValidationReport, validate_health,
    validate_strength,
};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("which edge file?")?;
    let mut options = StrengthOptions::default();
    let mut organisations = None;
    let mut accounts = Accounts::ByDomain;
    let mut as_json = false;
    for argument in arguments {
        match argument.split_once('=').ok_or("options are written key=value")? {
            ("organisation", file) => organisations = Some(Organisations::read(open(file)?)?),
            ("accounts", file) => accounts = Accounts::read(open(file)?)?,
            ("horizon", days) => options.horizon_days = days.parse()?,
            ("cc", weight) => options.cc_weight = weight.parse()?,
            ("cut_offs", days) => options.cut_offs = Some(days.split(',').map(day).collect::<Result<_, _>>()?),
            ("json", _) => as_json = true,
            (other, _) => return Err(format!("unknown option `{other}`").into()),
        }
    }
    let edges = Edges::read(open(&file)?)?;
    let read = edges.reading();
    eprint!("{}", read.skipped);
    eprintln!("{} people, {} messages, {} edges", edges.people().len(), edges.message_count(), edges.len());
    let health = HealthOptions {
        horizon_days: options.horizon_days,
        cut_offs: options.cut_offs.clone(),
        ..HealthOptions::default()
    };
    let report = ValidationReport {
        strength: Some(validate_strength(&edges, organisations.as_ref(), &options)?),
        health: Some(validate_health(&edges, organisations.as_ref(), &accounts, &health)?),
    };
    if as_json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print!("{report}");
    }
    Ok(())
}

fn open(file: &str) -> Result<Box<dyn Read>, std::io::Error> {
    let bytes = File::open(file)?;
    if file.ends_with(".gz") { Ok(Box::new(flate2::read::GzDecoder::new(bytes))) } else { Ok(Box::new(bytes)) }
}

fn day(text: &str) -> Result<Timestamp, jiff::Error> {
    format!("{text}T00Z").parse()
}
