//! Hexadecimal: bytes as people compare them, two small digits each.

use std::fmt::Write;

/// Returns the bytes as hexadecimal digits in small letters.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, it| {
        write!(text, "{it:02x}").expect("a string takes everything");
        text
    })
}

/// Returns as many bytes as the text must have, if it has them: hexadecimal digits in small letters, and nothing else.
pub fn from_hex<const BYTES: usize>(text: &str) -> Option<[u8; BYTES]> {
    let digit = |it: u8| match it {
        b'0'..=b'9' => Some(it - b'0'),
        b'a'..=b'f' => Some(it - b'a' + 10),
        _ => None,
    };
    let digits: Vec<u8> = text.bytes().map(digit).collect::<Option<_>>()?;
    let (pairs, odd) = digits.as_chunks();
    let bytes: Vec<u8> = pairs.iter().map(|[high, low]| high << 4 | low).collect();
    odd.is_empty().then(|| bytes.try_into().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_two_small_digits_each_and_lead_back() {
        for (bytes, text) in [([0, 0], "0000"), ([1, 255], "01ff"), ([0xab, 0x09], "ab09")] {
            assert_eq!(hex(&bytes), text);
            assert_eq!(from_hex(text), Some(bytes));
        }
        assert_eq!(hex(&[]), "");
    }

    #[test]
    fn what_is_not_so_is_refused() {
        for text in ["", "00", "000", "000000", "00FF", "00 f", "00fg", "0x00", "€0"] {
            assert_eq!(from_hex::<2>(text), None, "{text}");
        }
    }
}
