//! Quirks: how Graph Data Connect, and the data flows customers put behind it, write JSON.
//!
//! ```text
//! "microsoft.graph.attendeeType'required'"   a word            Text::word
//! "[{\"emailAddress\":…}]"                   a list, as text   Quoted
//! "False"                                    a truth value     Flag
//! "0001-01-01T00:00:00Z"                     never             Text::moment
//! ```

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A text, borrowed from its line where nothing in it is escaped; `null` is empty.
#[derive(Clone, Default)]
pub(super) struct Text<'a>(pub(super) Cow<'a, str>);

impl Text<'_> {
    pub(super) fn as_str(&self) -> &str {
        self.0.trim()
    }

    /// The value of an enumeration, without its type.
    pub(super) fn word(&self) -> &str {
        word(self.as_str())
    }

    /// A moment; without a zone it is UTC. `None` if it is none, or stands for never.
    pub(super) fn moment(&self) -> Option<Timestamp> {
        let text = self.as_str();
        if text.starts_with("0001-") {
            return None;
        }
        let civil = || text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok().map(|it| it.timestamp());
        text.parse().ok().or_else(civil)
    }
}

/// The value of an enumeration, without its type.
pub(super) fn word(text: &str) -> &str {
    let text = text.trim();
    text.strip_suffix('\'').and_then(|it| it.rsplit_once('\'')).map_or(text, |it| it.1)
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(TextVisitor(PhantomData))
    }
}

struct TextVisitor<'a>(PhantomData<&'a ()>);

impl<'de: 'a, 'a> Visitor<'de> for TextVisitor<'a> {
    type Value = Text<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_borrowed_str<E: Error>(self, it: &'de str) -> Result<Text<'a>, E> {
        Ok(Text(Cow::Borrowed(it)))
    }

    fn visit_str<E: Error>(self, it: &str) -> Result<Text<'a>, E> {
        Ok(Text(Cow::Owned(it.to_owned())))
    }

    fn visit_unit<E: Error>(self) -> Result<Text<'a>, E> {
        Ok(Text::default())
    }
}

/// A truth value, or the word for one; anything else says nothing.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Flag(pub(super) Option<bool>);

impl Flag {
    pub(super) fn says_yes(self) -> bool {
        self.0 == Some(true)
    }
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct FlagVisitor;
        impl Visitor<'_> for FlagVisitor {
            type Value = Flag;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("true or false")
            }

            fn visit_bool<E: Error>(self, it: bool) -> Result<Flag, E> {
                Ok(Flag(Some(it)))
            }

            fn visit_str<E: Error>(self, it: &str) -> Result<Flag, E> {
                Ok(Flag(it.trim().to_ascii_lowercase().parse().ok()))
            }

            fn visit_unit<E: Error>(self) -> Result<Flag, E> {
                Ok(Flag(None))
            }
        }
        from.deserialize_any(FlagVisitor)
    }
}

/// That a column was there; never what it held.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Seen(pub(super) bool);

impl<'de> Deserialize<'de> for Seen {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_ignored_any(IgnoredAny)?;
        Ok(Seen(true))
    }
}

/// An object or list, or the text of one.
#[derive(Default)]
pub(super) enum Quoted<T> {
    #[default]
    Nothing,
    Plain(T),
    Written(String),
}

impl<T> Quoted<T> {
    /// Hands out what is there, if anything.
    ///
    /// # Errors
    ///
    /// If a text is none of an object.
    pub(super) fn take(self) -> Result<Option<T>, &'static str>
    where
        T: for<'de> Deserialize<'de>,
    {
        match self {
            Quoted::Nothing => Ok(None),
            Quoted::Plain(it) => Ok(Some(it)),
            Quoted::Written(text) => match text.trim() {
                "" | "null" => Ok(None),
                text => {
                    serde_json::from_str(text).map(Some).map_err(|_| "a text where a list should be is none of one")
                }
            },
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Quoted<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct QuotedVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for QuotedVisitor<T> {
            type Value = Quoted<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object, a list, or the text of one")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Quoted<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Quoted::Plain)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Quoted<T>, A::Error> {
                T::deserialize(SeqAccessDeserializer::new(list)).map(Quoted::Plain)
            }

            fn visit_str<E: Error>(self, it: &str) -> Result<Quoted<T>, E> {
                Ok(Quoted::Written(it.to_owned()))
            }

            fn visit_unit<E: Error>(self) -> Result<Quoted<T>, E> {
                Ok(Quoted::Nothing)
            }
        }
        from.deserialize_any(QuotedVisitor(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[test]
    fn a_word_loses_its_type() {
        for (given, expected) in [
            ("\"microsoft.graph.attendeeType'required'\"", "required"),
            ("\"required\"", "required"),
            ("null", ""),
            ("\"'\"", "'"),
            ("\"''\"", ""),
            ("\" \\u0061ccepted \"", "accepted"),
        ] {
            assert_eq!(serde_json::from_str::<Text<'_>>(given).unwrap().word(), expected, "{given}");
        }
        assert!(serde_json::from_str::<Text<'_>>("7").is_err());
    }

    #[test]
    fn moments_are_utc_and_never_is_none() {
        for (given, expected) in [
            ("2021-02-03T00:37:46Z", Some("2021-02-03T00:37:46Z")),
            ("2012-02-07T22:00:00.0000000", Some("2012-02-07T22:00:00Z")),
            ("2012-02-07T22:00:00+02:00", Some("2012-02-07T20:00:00Z")),
            ("0001-01-01T00:00:00Z", None),
            ("99 Foo 20260 99:99:99", None),
            ("", None),
        ] {
            let text = Text(given.into());
            assert_eq!(text.moment().map(|it| it.to_string()).as_deref(), expected, "{given}");
        }
    }

    #[test]
    fn lists_are_read_plain_and_as_text() {
        #[derive(Deserialize)]
        struct Line {
            #[serde(default)]
            list: Quoted<Vec<u8>>,
        }
        let read =
            |text: &str| serde_json::from_str::<Line>(text).map(|it| it.list.take().map(Option::unwrap_or_default));
        assert_eq!(read("{\"list\":[1,2]}").unwrap(), Ok(vec![1, 2]));
        assert_eq!(read("{\"list\":\"[1,2]\"}").unwrap(), Ok(vec![1, 2]));
        assert_eq!(read("{\"list\":null}").unwrap(), Ok(vec![]));
        assert_eq!(read("{}").unwrap(), Ok(vec![]));
        assert!(read("{\"list\":\"[1,\"}").unwrap().is_err());
        assert!(read("{\"list\":7}").is_err());
    }

    #[test]
    fn truth_is_told_in_words_too() {
        for (given, expected) in [("true", Some(true)), ("\"False\"", Some(false)), ("null", None), ("\"\"", None)] {
            assert_eq!(serde_json::from_str::<Flag>(given).unwrap().0, expected, "{given}");
        }
    }
}
