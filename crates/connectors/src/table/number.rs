//! Numbers as people and programs write them: `1234.5`, `1,234.50`, `€ 1.234,50`.
//!
//! **Invariant:** what could be two numbers is none: `1.234` is reported, never guessed.

/// Longer than any sum of money.
const LONGEST: usize = 60;

/// Returns the finite number a text spells, whatever currency stands around it.
///
/// # Errors
///
/// What is wrong with the text, without repeating it.
pub(crate) fn number(text: &str) -> Result<f64, &'static str> {
    const NONE: &str = "it is no number";
    if text.len() > LONGEST {
        return Err(NONE);
    }
    let bare = without_currency(text);
    let (negative, bare) = match bare.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, bare.strip_prefix('+').unwrap_or(bare)),
    };
    // Spaces of any width and apostrophes group thousands, and nothing else.
    let bare: String = bare.chars().filter(|it| !it.is_whitespace() && !matches!(it, '\'' | '’')).collect();
    if !bare.starts_with(|it: char| it.is_ascii_digit()) && !bare.starts_with(['.', ',']) {
        return Err(NONE);
    }
    let plain = if bare.contains(['e', 'E']) { bare } else { plain(&bare)? };
    let value: f64 = plain.parse().map_err(|_| NONE)?;
    if !value.is_finite() {
        return Err("it is no finite number");
    }
    Ok(if negative { -value } else { value })
}

/// Returns the three letters of the currency a text names by letters or sign.
pub(crate) fn currency(text: &str) -> Result<String, &'static str> {
    let letters: String = text.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_uppercase();
    match letters.as_str() {
        "EURO" | "EUROS" => return Ok("EUR".to_owned()),
        "USDOLLAR" | "USDOLLARS" => return Ok("USD".to_owned()),
        "POUNDSTERLING" => return Ok("GBP".to_owned()),
        "SWISSFRANC" => return Ok("CHF".to_owned()),
        _ if letters.len() == 3 => return Ok(letters),
        _ => {}
    }
    // Many countries have dollars; exports that say no more mean those of the United States.
    [('€', "EUR"), ('£', "GBP"), ('$', "USD"), ('¥', "JPY")]
        .into_iter()
        .find(|it| text.contains(it.0))
        .map(|it| it.1.to_owned())
        .ok_or("it is no currency; write three letters, such as EUR")
}

fn without_currency(text: &str) -> &str {
    let is_sign = |it: char| matches!(it, '€' | '£' | '$' | '¥') || it.is_whitespace();
    let bare = text.trim_matches(is_sign);
    let letters = |it: &str| it.len() == 3 && it.bytes().all(|it| it.is_ascii_uppercase());
    let bare = bare.get(..3).filter(|it| letters(it)).map_or(bare, |_| &bare[3..]);
    let tail = bare.len().saturating_sub(3);
    let bare = bare.get(tail..).filter(|it| letters(it)).map_or(bare, |_| &bare[..tail]);
    bare.trim_matches(is_sign)
}

/// The number with a point for its decimals and nothing between its thousands.
fn plain(text: &str) -> Result<String, &'static str> {
    const GROUPS: &str = "its thousands are not in groups of three";
    let count = |it: char| text.matches(it).count();
    let (decimal, group) = match (count('.'), count(',')) {
        (0, 0) => return Ok(text.to_owned()),
        (points, 0) if points > 1 => (None, '.'),
        (0, commas) if commas > 1 => (None, ','),
        (1, 0) => (Some('.'), ','),
        (0, 1) => (Some(','), '.'),
        (1, _) if text.rfind('.') > text.rfind(',') => (Some('.'), ','),
        (_, 1) if text.rfind(',') > text.rfind('.') => (Some(','), '.'),
        _ => return Err(GROUPS),
    };
    let (whole, decimals) = match decimal {
        Some(it) => text.split_once(it).unwrap_or((text, "")),
        None => (text, ""),
    };
    let mut groups = whole.split(group);
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    if rest.iter().any(|it| it.len() != 3) || (!rest.is_empty() && !(1..=3).contains(&first.len())) {
        return Err(GROUPS);
    }
    let looks_grouped = rest.is_empty() && decimals.len() == 3 && (1..=3).contains(&first.len()) && first != "0";
    if decimal.is_some() && looks_grouped {
        return Err("it can be read as thousands or as decimals; write it without either sign, or with two decimals");
    }
    Ok(format!("{first}{}.{decimals}", rest.concat()))
}
