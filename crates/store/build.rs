//! Builds again when a migration changes; the macro that embeds them cannot ask for it.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
