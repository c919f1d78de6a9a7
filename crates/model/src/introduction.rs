//! Introductions: the request for one, from a template with tokens, for a person to edit and send.

use std::collections::BTreeMap;

/// The tokens a template may hold, each in braces, with what stands for them.
pub const TOKENS: [(&str, &str); 6] = [
    ("{requester}", "the name of whoever asks"),
    ("{colleague}", "the name of the colleague who is asked"),
    ("{colleague_first_name}", "the colleague's first name"),
    ("{target}", "the name of the person to be introduced to"),
    ("{company}", "the target's company"),
    ("{reason}", "why the introduction is wanted"),
];

/// A subject and a body with tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// One line.
    pub subject: String,
    /// Plain text.
    pub body: String,
}

/// A template that cannot be used, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the template names `{0}`, which is none of {{requester}}, {{colleague}}, {{colleague_first_name}}, {{target}}, {{company}}, {{reason}}"
)]
pub struct UnknownToken(pub String);

impl Template {
    /// Returns the template, if every token in it is known.
    ///
    /// # Errors
    ///
    /// The first token that is not.
    pub fn new(subject: &str, body: &str) -> Result<Template, UnknownToken> {
        for text in [subject, body] {
            for token in tokens_in(text) {
                if TOKENS.iter().all(|(known, _)| *known != token) {
                    return Err(UnknownToken(token.to_owned()));
                }
            }
        }
        Ok(Template { subject: subject.to_owned(), body: body.to_owned() })
    }

    /// Returns subject and body with the tokens replaced, in one pass: a value that looks like a token stays
    /// as it is. Line breaks in values become spaces.
    pub fn fill(&self, values: &BTreeMap<&str, String>) -> (String, String) {
        (fill(&self.subject, values), fill(&self.body, values))
    }
}

fn tokens_in(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('{').filter_map(|(from, _)| {
        let length = text[from..].find('}')?;
        Some(&text[from..=from + length])
    })
}

fn fill(text: &str, values: &BTreeMap<&str, String>) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some(from) = rest.find('{') {
        filled += &rest[..from];
        rest = &rest[from..];
        let known = values.iter().find(|(token, _)| rest.starts_with(**token));
        match known {
            Some((token, value)) => {
                filled.extend(value.chars().map(|it| if it.is_control() { ' ' } else { it }));
                rest = &rest[token.len()..];
            }
            None => {
                filled.push('{');
                rest = &rest[1..];
            }
        }
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(body: &str, value: &str) -> String {
        Template::new("s", body).unwrap().fill(&BTreeMap::from([("{target}", value.to_owned())])).1
    }

    #[test]
    fn tokens_are_replaced_once_and_line_breaks_do_not_pass() {
        assert_eq!(filled("Dear {target}!", "Lea"), "Dear Lea!");
        assert_eq!(filled("{target}", "{target}"), "{target}");
        assert_eq!(filled("To {target}", "Lea\r\nBcc: x@y"), "To Lea  Bcc: x@y");
    }

    #[test]
    fn an_unknown_token_is_named() {
        assert_eq!(Template::new("Hi {boss}", ""), Err(UnknownToken("{boss}".to_owned())));
    }
}
