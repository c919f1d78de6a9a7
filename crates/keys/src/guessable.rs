//! Guessable: passwords that somebody who tries the usual ones would find, however long they are.
//!
//! ```text
//! Relata-Summer2026!  ─▶ relata summer 2026  ─▶ what is left: "-" "!"  ─▶ too little
//! ```
//!
//! What everybody chooses is made of a few parts: a common word, the name of the thing, a walk over the keyboard, a count, a
//! year, the same again. They are taken out, whatever the case, and with 0 for o; what is left must be enough by itself.
//! There is no list of whole passwords here: at twelve letters or more, those on such lists are made like this.

/// So many letters must be left that no rule explains.
const LEFT: usize = 6;
/// A part that counts on or walks on has at least so many letters.
const STEPS: usize = 3;

/// What passwords are made of most: words, names, what people say to computers. Four letters or more.
const COMMON: &str = "
    access account admin administrator alexander amanda andrea andrew angel animal anthony apple april asdf ashley august
    austin autumn babygirl bailey banana barcelona baseball basketball batman beach beautiful bigdog birthday blink bonnie
    brandon bubbles buster butterfly canada carlos champion changeme charlie cheese chelsea chester chicken chocolate chris
    christ coffee computer cookie corvette cowboys dakota daniel danielle database david december default demo diamond dolphin
    dragon eagle elizabeth family february ferrari fishing flower football forever forum freedom friday friend friends gandalf
    george ginger golden google guest guitar hannah happy harley heaven hello hockey hunter iceman iloveyou internet jackson
    january jasmine jennifer jessica jesus jonathan jordan joseph joshua july june junior justin killer letmein liverpool
    login london love lovely maggie manager manchester march marina martin master matrix matthew melissa merlin michael
    michelle mickey midnight monday money monkey monster morgan mother mountain murphy mustang naruto nascar nicole november
    october office orange parola passe passord passphrase passwort password pepper phoenix player please pokemon porsche
    power prince princess private purple qazwsx qwer qwert qwerty rabbit rachel ranger rebecca richard robert rocket root
    samantha saturday school scooter secret security september server shadow silver slipknot snoopy soccer sophie spider
    spring starwars stella steve summer sunday sunshine superman support system taylor temp temporary tennis test testing
    thomas thunder thursday tiger tigger trustno tuesday user victor victoria warrior wednesday welcome whatever william
    winner winter wizard yamaha yankees zxcv";
/// Rows and columns of keyboards, and what people count.
const WALKS: [&str; 14] = [
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop[]",
    "qwertzuiop",
    "azertyuiop",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "yxcvbnm",
    "!@#$%^&*()",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "zaq1xsw2cde3vfr4bgt5nhy6mju7",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "7894561230",
];

/// Returns whether a password is made of what everybody tries. `own` is what whoever attacks this installation would try
/// first: the account's name, the organisation's, the product's; words of fewer than four letters are passed over.
pub fn is_guessable(password: &str, own: &[&str]) -> bool {
    let letters: Vec<char> = plain(password);
    let own: Vec<Vec<char>> = own.iter().flat_map(|it| words(it)).collect();
    let common: Vec<Vec<char>> = words(COMMON);
    let (mut place, mut left) = (0, Vec::new());
    while place < letters.len() {
        let rest = &letters[place..];
        let word = own.iter().chain(&common).filter(|it| begins(rest, it)).map(Vec::len).max();
        let known = [word.unwrap_or(0), year(rest), walk(rest), repeated(&letters, place)];
        match known.into_iter().max().unwrap_or(0) {
            0 => {
                left.push(letters[place]);
                place += 1;
            }
            taken => place += taken,
        }
    }
    left.len() < LEFT
}

/// Small letters, without white space.
fn plain(text: &str) -> Vec<char> {
    text.chars().filter(|it| !it.is_whitespace()).flat_map(char::to_lowercase).collect()
}

fn words(text: &str) -> Vec<Vec<char>> {
    let pieces = text.split(|it: char| !it.is_alphanumeric());
    pieces.map(plain).filter(|it| it.len() >= 4).collect()
}

/// Returns whether the letters begin with a word, however it is spelt.
fn begins(rest: &[char], word: &[char]) -> bool {
    rest.len() >= word.len() && rest.iter().zip(word).all(|(it, letter)| it == letter || *it == spelt(*letter))
}

/// Returns how people spell that with digits and signs, where they do.
fn spelt(letter: char) -> char {
    match letter {
        'a' => '@',
        'e' => '3',
        'i' => '1',
        'o' => '0',
        's' => '$',
        other => other,
    }
}

fn year(rest: &[char]) -> usize {
    let is_year =
        rest.len() >= 4 && rest[..4].iter().all(char::is_ascii_digit) && matches!(rest[..2], ['1', '9'] | ['2', '0']);
    if is_year { 4 } else { 0 }
}

/// Returns how far the letters follow a walk, in either direction.
fn walk(rest: &[char]) -> usize {
    let follows = |walk: &[char]| {
        let starts = (0..walk.len()).filter(|it| walk[*it] == rest[0]);
        starts.map(|it| walk[it..].iter().zip(rest).take_while(|(one, other)| one == other).count()).max().unwrap_or(0)
    };
    let both = |walk: &&str| {
        let there: Vec<char> = walk.chars().collect();
        let back: Vec<char> = walk.chars().rev().collect();
        follows(&there).max(follows(&back))
    };
    WALKS.iter().map(both).max().filter(|it| *it >= STEPS).unwrap_or(0)
}

/// Returns how many letters are the same again as some just before: `abcabc`, `aaaa`.
fn repeated(letters: &[char], place: usize) -> usize {
    let same = |width: usize| letters.get(place..place + width).is_some_and(|it| *it == letters[place - width..place]);
    (1..=place).rev().find(|width| same(*width)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(guessable: bool, passwords: &[&str]) {
        for it in passwords {
            assert_eq!(is_guessable(it, &["relata", "operator", "Contoso Ltd"]), guessable, "{it}");
        }
    }

    #[test]
    fn what_everybody_tries_is_guessable_at_any_length() {
        check(
            true,
            &[
                "password1234",
                "Password12345!",
                "P@$$w0rd2026",
                "passwordpassword",
                "123456789012",
                "1234567890123456",
                "111111111111",
                "qwertyuiop123",
                "1qaz2wsx3edc",
                "1q2w3e4r5t6y",
                "iloveyou1234",
                "Summer2026!!",
                "adminadminadmin",
                "administrator",
                "administrator1",
                "welcome12345",
                "letmeinletmein",
                "abcdefghijkl",
                "abc123abc123",
                "ba ba ba ba ba",
                "aaaaaaaaaaab",
                "football2024",
                "changeme1234",
                "charliecharlie",
                "changemenow!",
            ],
        );
    }

    #[test]
    fn what_is_of_this_place_is_guessable() {
        check(
            true,
            &["relatarelata", "Relata-2026!!", "operator1234", "contoso123456", "C0nt0s0-Relata", "ContosoRelata1"],
        );
    }

    #[test]
    fn what_was_thought_of_or_drawn_is_not() {
        check(
            false,
            &[
                "correct horse battery staple",
                "jw3-Tq9xkV2m",
                "long enough password",
                "the rain in spain falls",
                "kZ8#mmQp4!vR",
                "canarypassword of the administrator",
            ],
        );
    }
}
