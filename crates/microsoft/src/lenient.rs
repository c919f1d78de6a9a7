//! Lenient: fields of JSON that are read if they are what they should be, and are empty if not.
//!
//! One strange field spoils neither its item nor the page. What a structure does not name is passed over in the stream and kept
//! nowhere: bodies, subjects and attachments have no field anywhere in this crate.

use std::fmt;
use std::marker::PhantomData;

use jiff::Timestamp;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// More entries of a list than this are counted and not kept.
const MOST_KEPT: usize = 600;

/// A text; empty if it is missing or something else.
#[derive(Clone, Default)]
pub(crate) struct Text(pub(crate) String);

impl Text {
    pub(crate) fn some(&self) -> Option<&str> {
        Some(self.0.trim()).filter(|it| !it.is_empty())
    }

    /// `2026-03-02T09:00:00Z`; the year 1 means none.
    pub(crate) fn moment(&self) -> Option<Timestamp> {
        self.some()?.parse().ok().filter(|it: &Timestamp| it.as_second() > 0)
    }
}

/// A truth; false if it is missing or something else.
#[derive(Clone, Copy, Default)]
pub(crate) struct Flag(pub(crate) bool);

/// A number; nothing if it is missing or something else.
#[derive(Clone, Copy, Default)]
pub(crate) struct Count(pub(crate) Option<u64>);

/// An object; nothing if it is missing or something else.
#[derive(Clone)]
pub(crate) struct Object<T>(pub(crate) Option<T>);

/// A list: the objects in it, and how many entries it has in all.
#[derive(Clone)]
pub(crate) struct List<T> {
    pub(crate) items: Vec<T>,
    pub(crate) total: usize,
}

impl<T> Default for Object<T> {
    fn default() -> Object<T> {
        Object(None)
    }
}

impl<T> Default for List<T> {
    fn default() -> List<T> {
        List { items: Vec::new(), total: 0 }
    }
}

/// Reads whatever comes; each kind of value has one method that may keep it.
trait Kept: Sized + Default {
    fn of_text(_: &str) -> Self {
        Self::default()
    }
    fn of_flag(_: bool) -> Self {
        Self::default()
    }
    fn of_number(_: u64) -> Self {
        Self::default()
    }
    fn of_map<'de, A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Self::default())
    }
    fn of_seq<'de, A: SeqAccess<'de>>(mut seq: A) -> Result<Self, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Self::default())
    }
}

impl Kept for Text {
    fn of_text(text: &str) -> Text {
        Text(text.to_owned())
    }
}

impl Kept for Flag {
    fn of_flag(flag: bool) -> Flag {
        Flag(flag)
    }
}

impl Kept for Count {
    fn of_number(number: u64) -> Count {
        Count(Some(number))
    }
}

/// Whatever is kept of an object: T is a structure of lenient fields, so reading it fails only where the JSON breaks.
struct OfObject<T>(Option<T>);

impl<T> Default for OfObject<T> {
    fn default() -> OfObject<T> {
        OfObject(None)
    }
}

impl<T: for<'a> Deserialize<'a>> Kept for OfObject<T> {
    fn of_map<'de, A: MapAccess<'de>>(map: A) -> Result<OfObject<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(|it| OfObject(Some(it)))
    }
}

struct OfList<T>(List<T>);

impl<T> Default for OfList<T> {
    fn default() -> OfList<T> {
        OfList(List::default())
    }
}

impl<T: for<'a> Deserialize<'a>> Kept for OfList<T> {
    fn of_seq<'de, A: SeqAccess<'de>>(mut seq: A) -> Result<OfList<T>, A::Error> {
        let mut list = List::default();
        loop {
            if list.items.len() < MOST_KEPT {
                match seq.next_element::<Object<T>>()? {
                    Some(it) => list.items.extend(it.0),
                    None => break,
                }
            } else if seq.next_element::<IgnoredAny>()?.is_none() {
                break;
            }
            list.total += 1;
        }
        Ok(OfList(list))
    }
}

struct Any<K>(PhantomData<K>);

impl<'de, K: Kept> Visitor<'de> for Any<K> {
    type Value = K;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }
    fn visit_bool<E>(self, it: bool) -> Result<K, E> {
        Ok(K::of_flag(it))
    }
    fn visit_i64<E>(self, _: i64) -> Result<K, E> {
        Ok(K::default())
    }
    fn visit_u64<E>(self, it: u64) -> Result<K, E> {
        Ok(K::of_number(it))
    }
    fn visit_f64<E>(self, _: f64) -> Result<K, E> {
        Ok(K::default())
    }
    fn visit_str<E>(self, it: &str) -> Result<K, E> {
        Ok(K::of_text(it))
    }
    fn visit_unit<E>(self) -> Result<K, E> {
        Ok(K::default())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<K, A::Error> {
        K::of_seq(seq)
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<K, A::Error> {
        K::of_map(map)
    }
}

fn kept<'de, K: Kept, D: Deserializer<'de>>(deserializer: D) -> Result<K, D::Error> {
    deserializer.deserialize_any(Any(PhantomData))
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
        kept(deserializer)
    }
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Flag, D::Error> {
        kept(deserializer)
    }
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Count, D::Error> {
        kept(deserializer)
    }
}

impl<'de, T: for<'a> Deserialize<'a>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Object<T>, D::Error> {
        kept(deserializer).map(|it: OfObject<T>| Object(it.0))
    }
}

impl<'de, T: for<'a> Deserialize<'a>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<List<T>, D::Error> {
        kept(deserializer).map(|it: OfList<T>| it.0)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize, Default)]
    #[serde(default)]
    struct Inner {
        name: Text,
    }

    #[derive(Deserialize, Default)]
    #[serde(default)]
    struct Outer {
        text: Text,
        flag: Flag,
        count: Count,
        one: Object<Inner>,
        many: List<Inner>,
    }

    fn show(json: &str) -> String {
        let it: Outer = serde_json::from_str(json).unwrap();
        let names: Vec<&str> = it.many.items.iter().map(|it| it.name.0.as_str()).collect();
        let one = it.one.0.map(|it| it.name.0);
        format!("{:?} {} {:?} {one:?} {names:?} of {}", it.text.0, it.flag.0, it.count.0, it.many.total)
    }

    #[test]
    fn what_is_as_it_should_be_is_kept_and_the_rest_is_empty() {
        let nothing = r#""" false None None [] of 0"#;
        for (json, expected) in [
            (
                r#"{"text":"a","flag":true,"count":3,"one":{"name":"b"},"many":[{"name":"c"},{"name":"d"}]}"#,
                r#""a" true Some(3) Some("b") ["c", "d"] of 2"#,
            ),
            (r#"{"text":null,"flag":"true","count":-1,"one":[1,[2]],"many":{"name":"c"}}"#, nothing),
            (r#"{"text":{"a":[{}]},"flag":1,"count":1.5,"one":"x","many":"y","body":{"content":"secret"}}"#, nothing),
            (
                r#"{"one":{"name":{"deep":[[[]]]}},"many":[1,null,{"name":"c"},[{"name":"d"}]]}"#,
                r#""" false None Some("") ["c"] of 4"#,
            ),
        ] {
            assert_eq!(show(json), expected, "{json}");
        }
    }

    #[test]
    fn a_long_list_is_counted_and_not_kept() {
        let entries = vec![r#"{"name":"x"}"#; 5000].join(",");
        let it: Outer = serde_json::from_str(&format!(r#"{{"many":[{entries}]}}"#)).unwrap();
        assert_eq!((it.many.items.len(), it.many.total), (MOST_KEPT, 5000));
    }

    #[test]
    fn the_year_one_means_no_date() {
        let moment = |it: &str| Text(it.to_owned()).moment().map(|it| it.to_string());
        assert_eq!(moment("0001-01-01T00:00:00Z"), None);
        assert_eq!(moment("2026-03-02T09:00:00Z").as_deref(), Some("2026-03-02T09:00:00Z"));
        assert_eq!(moment("yesterday"), None);
    }
}
