//! How fast events come and are written, and how many there are: `generator_speed <size> <months> events|mbox|data-connect`.
//! What is written goes nowhere. Prints one line of JSON.

use std::time::Instant;

use relata_generator::{Shares, Size, World};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, months, form] = &arguments[..] else { return Err("name a size, how many months, and a form".into()) };
    let size = Size::named(name).ok_or("there is no such size")?;
    let begin = Instant::now();
    let world = World::new(Size { months: months.parse()?, ..size }, Shares::default(), 1, "2025-12-31".parse()?)?;
    let ready = begin.elapsed().as_secs_f64();
    let (mut events, mut people, mut bytes, mut text) = (0, 0, 0, String::new());
    for day in world.days() {
        events += day.len();
        people += day.iter().map(|it| it.1.len()).sum::<usize>();
        for (event, of) in day.iter() {
            text.clear();
            match form.as_str() {
                "mbox" => world.write_mbox(event, of, &mut text),
                "data-connect" => {
                    world.copies(event, of).for_each(|it| world.write_line(event, of, it.0, &mut text));
                }
                _ => {}
            }
            bytes += text.len();
        }
    }
    let seconds = begin.elapsed().as_secs_f64() - ready;
    let rate = events as f64 / seconds;
    println!(
        r#"{{"ready_s": {ready:.3}, "events": {events}, "people": {people}, "bytes": {bytes}, "seconds": {seconds:.3}, "events_a_second": {rate:.0}, "peak_mib": {:.0}}}"#,
        peak_mib()
    );
    Ok(())
}

/// The most memory this process ever held. Linux says so; elsewhere it is 0.
fn peak_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|it| it.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
    peak.map_or(0.0, |kib: f64| kib / 1024.0)
}
