//! Names: what a person is called, as strangers wrote it.

use std::fmt;

const LONGEST_NAME_CHARS: usize = 200;

/// A display name without control, format and bidirectional characters, trimmed, at most 200 characters.
///
/// Names come from other people's mail: they may hold markup, formulas or somebody else's address. They are
/// shown as text and never decide who somebody is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl Name {
    /// Returns the name, or `None` if nothing readable is left.
    pub fn new(text: &str) -> Option<Name> {
        let (mut name, mut chars, mut is_apart) = (String::with_capacity(text.len()), 0, false);
        for it in text.chars().filter(|it| !is_format(*it)) {
            if it.is_whitespace() || it.is_control() {
                is_apart = chars > 0;
                continue;
            }
            if std::mem::take(&mut is_apart) {
                name.push(' ');
                chars += 1;
            }
            if chars >= LONGEST_NAME_CHARS {
                break;
            }
            name.push(it);
            chars += 1;
        }
        let name = without_quotes(name.trim());
        name.chars().any(char::is_alphanumeric).then(|| Name(name.to_owned()))
    }

    /// Returns the name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether the name holds an address, perhaps somebody else's: show it with care, or not at all.
    pub fn names_an_address(&self) -> bool {
        self.0.contains(['@', '＠', '﹫'])
    }
}

/// Outlook writes `'Berg, Lea'` for names it took from elsewhere.
fn without_quotes(name: &str) -> &str {
    let bare = name.strip_prefix('\'').and_then(|it| it.strip_suffix('\''));
    bare.or_else(|| name.strip_prefix('"').and_then(|it| it.strip_suffix('"'))).map_or(name, str::trim)
}

/// Unicode's category Cf: characters that are not seen but change what is seen around them.
fn is_format(it: char) -> bool {
    !it.is_ascii()
        && matches!(it,
        '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{8e2}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e007f}')
}

/// Logs never show names.
impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Name(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_what_can_be_read() {
        for (given, expected) in [
            ("  Lea \t Berg\r\n", Some("Lea Berg")),
            ("Lea\u{202e}greB", Some("LeagreB")),
            ("Le\u{200b}a\u{feff}", Some("Lea")),
            ("Lea\r\nBcc: evil", Some("Lea Bcc: evil")),
            ("渡辺 健", Some("渡辺 健")),
            ("Suharto", Some("Suharto")),
            ("O'Neil", Some("O'Neil")),
            ("'Berg, Lea'", Some("Berg, Lea")),
            ("=cmd|' /C calc'!A0", Some("=cmd|' /C calc'!A0")),
            ("<img src=x onerror=alert(1)>", Some("<img src=x onerror=alert(1)>")),
            ("", None),
            (" \u{200b} ", None),
            ("\"\"", None),
            ("--", None),
        ] {
            assert_eq!(Name::new(given).as_ref().map(Name::as_str), expected, "{given:?}");
        }
    }

    #[test]
    fn a_name_has_an_end() {
        assert_eq!(Name::new(&"é".repeat(5000)).unwrap().as_str().chars().count(), LONGEST_NAME_CHARS);
    }

    #[test]
    fn a_name_that_holds_an_address_is_told() {
        assert!(Name::new("amber@contoso.com").unwrap().names_an_address());
        assert!(!Name::new("Amber").unwrap().names_an_address());
    }
}
