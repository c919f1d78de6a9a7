//! Memory: how much this machine has, and amounts of it in words.

use std::fs;

/// Where Linux says how much there is, and how much of it this container may take, in its two generations.
const MACHINE: &str = "/proc/meminfo";
const CONTAINER: [&str; 2] = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"];
/// What is assumed where nobody says.
const UNKNOWN: u64 = 4 << 30;
const UNITS: [(&str, u64); 3] = [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30)];

/// Returns the memory of this machine, or of the container it is, in bytes.
pub fn of_this_machine() -> u64 {
    let machine = fs::read_to_string(MACHINE).ok().and_then(|it| total(&it));
    let container = CONTAINER.iter().filter_map(|it| fs::read_to_string(it).ok()?.trim().parse().ok());
    container.chain(machine).min().unwrap_or(UNKNOWN)
}

/// Returns what `/proc/meminfo` says there is in all.
fn total(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|it| it.strip_prefix("MemTotal:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? << 10)
}

/// Returns an amount such as `512 MiB` in bytes. `None`: it is none, or nothing.
pub fn bytes(text: &str) -> Option<u64> {
    let (number, unit) = UNITS.iter().find_map(|(name, unit)| Some((text.strip_suffix(name)?, unit)))?;
    number.trim().parse::<u64>().ok()?.checked_mul(*unit).filter(|it| *it > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_numbers_with_a_unit() {
        for (text, expected) in [
            ("4 GiB", Some(4 << 30)),
            ("512MiB", Some(512 << 20)),
            ("64 KiB", Some(65_536)),
            ("0 GiB", None),
            ("4", None),
            ("4 GB", None),
            ("1.5 GiB", None),
            ("99999999999 GiB", None),
        ] {
            assert_eq!(bytes(text), expected, "{text}");
        }
    }

    #[test]
    fn the_kernel_says_how_much_there_is_in_all() {
        assert_eq!(total("MemTotal:       24689784 kB\nMemFree:  1 kB\n"), Some(24_689_784 << 10));
        assert_eq!(total("MemFree:  1 kB\n"), None);
    }
}
