//! Character sets: bytes of unknown origin as text, whatever somebody's program wrote.
//!
//! UTF-8 if it is UTF-8, UTF-16 if it says so, else Windows-1252, in which every byte is some character.
//! A wrong guess spoils an umlaut and never a message.

use std::borrow::Cow;

/// Windows-1252 where it differs from Latin-1: 0x80 to 0x9F.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Returns bytes as text, without a byte order mark.
pub(crate) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => decode(rest),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes).into(),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes).into(),
        _ => std::str::from_utf8(bytes).map_or_else(|_| windows_1252(bytes).into(), Cow::from),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|it| unit([it[0], it[1]])).collect();
    String::from_utf16_lossy(&units)
}

fn windows_1252(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|it| match it {
            0x80..=0x9f => WINDOWS_1252[usize::from(it - 0x80)],
            _ => char::from(*it),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_whatever_wrote_it() {
        for (given, expected) in [
            (&b"Lea"[..], "Lea"),
            ("Büro".as_bytes(), "Büro"),
            (b"\xef\xbb\xbfid", "id"),
            (b"B\xfcro \x80", "Büro €"),
            (b"\xff\xfeL\0e\0", "Le"),
            (b"\xfe\xff\0L\0e", "Le"),
        ] {
            assert_eq!(decode(given), expected);
        }
    }
}
