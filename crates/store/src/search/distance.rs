//! Edit distance: how many slips of the finger lie between two words.

/// Returns how many letters are to be added, dropped, changed or swapped with their neighbour to make one word of the
/// other; `None` if more than `most`.
pub(crate) fn distance(left: &str, right: &str, most: usize) -> Option<usize> {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    if left.len().abs_diff(right.len()) > most {
        return None;
    }
    let mut before_last = vec![0; right.len() + 1];
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for i in 1..=left.len() {
        let mut row = vec![i; right.len() + 1];
        for j in 1..=right.len() {
            let changed = last[j - 1] + usize::from(left[i - 1] != right[j - 1]);
            row[j] = changed.min(last[j] + 1).min(row[j - 1] + 1);
            let swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
            if swapped {
                row[j] = row[j].min(before_last[j - 2] + 1);
            }
        }
        before_last = std::mem::replace(&mut last, row);
    }
    Some(last[right.len()]).filter(|it| *it <= most)
}

/// Returns how many slips are forgiven in a word of that many letters.
pub(crate) fn forgiven(length: usize) -> usize {
    match length {
        0..=2 => 0,
        3..=7 => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        for (left, right, expected) in [
            ("smith", "smith", Some(0)),
            ("smiht", "smith", Some(1)),
            ("smth", "smith", Some(1)),
            ("smithe", "smith", Some(1)),
            ("smyth", "smith", Some(1)),
            ("jones", "smith", None),
            ("skilling", "skiling", Some(1)),
        ] {
            assert_eq!(distance(left, right, 2), expected, "{left} {right}");
        }
    }
}
