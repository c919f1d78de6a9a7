//! Runs one hot function once, or none of them, for whoever counts instructions: `instructions none|<name>`, `instructions names`.
//! Part of `tools/instructions`.

#[path = "../benches/hot/cases.rs"]
mod cases;

fn main() -> anyhow::Result<()> {
    let wanted = std::env::args().nth(1).unwrap_or_default();
    let folder = tempfile::tempdir()?;
    let cases = cases::all(folder.path().to_owned());
    match wanted.as_str() {
        "names" => cases.iter().for_each(|it| println!("{},{}", it.name, it.rows)),
        // What making the input takes.
        "none" => {}
        name => {
            let case = cases.iter().find(|it| it.name == name);
            let case = case.ok_or_else(|| anyhow::anyhow!("there is no hot function `{name}`"))?;
            (case.run)();
        }
    }
    Ok(())
}
