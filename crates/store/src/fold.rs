//! Folding: text without case and accents, for searching and for sorting.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Returns the text in lower case and without accents.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfkd().filter(|it| !is_combining_mark(*it)).flat_map(char::to_lowercase) {
        match letter {
            'ß' => folded += "ss",
            'æ' => folded += "ae",
            'œ' => folded += "oe",
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ł' => folded.push('l'),
            'þ' => folded += "th",
            'ı' => folded.push('i'),
            _ => folded.push(letter),
        }
    }
    folded
}

/// Returns the words of a text, folded: runs of letters and digits.
pub(crate) fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    folded.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

/// Returns the words of a text, each with whether it tells something: `com` in `lea@acme.com` does not.
pub(crate) fn telling_words(text: &str) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    for chunk in text.split_whitespace() {
        let words = words(chunk);
        let is_address = chunk.contains(['@', '.']) && words.len() > 1;
        let last = words.len().saturating_sub(1);
        found.extend(words.into_iter().enumerate().map(|(index, word)| (word, !is_address || index != last)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_do_not_count() {
        for (given, expected) in
            [("Søren Ångström", "soren angstrom"), ("GROSSE Straße", "grosse strasse"), ("Łódź", "lodz"), ("ﬁn", "fin")]
        {
            assert_eq!(fold(given), expected);
        }
    }

    #[test]
    fn the_last_label_of_an_address_tells_nothing() {
        let telling = |text| telling_words(text).into_iter().filter(|it| it.1).map(|it| it.0).collect::<Vec<_>>();
        assert_eq!(telling("Lea Berg lea@acme.com"), ["lea", "berg", "lea", "acme"]);
        assert_eq!(telling("acme.co com"), ["acme", "com"]);
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        assert_eq!(words("O'Neil, Jean-Luc <j3@x.test>"), ["o", "neil", "jean", "luc", "j3", "x", "test"]);
    }
}
