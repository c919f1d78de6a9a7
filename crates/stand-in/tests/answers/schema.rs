//! Schema: does an answer have the shape that Microsoft documents?
//!
//! Reads the few words of JSON Schema that the files in `schemas` use; a word it does not know fails the test.

use serde_json::Value;

/// Returns what is wrong with a value, as a path and a reason, or nothing.
pub fn wrong(schema: &str, value: &Value) -> Option<String> {
    fault(&read(schema), value, schema)
}

fn read(name: &str) -> Value {
    let path = format!("{}/schemas/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|it| panic!("{path}: {it}"));
    serde_json::from_str(&text).unwrap_or_else(|it| panic!("{path}: {it}"))
}

fn fault(schema: &Value, value: &Value, at: &str) -> Option<String> {
    let words = schema.as_object().expect("a schema is an object");
    words.iter().find_map(|(word, rule)| match word.as_str() {
        "$schema" | "$comment" | "title" | "required" | "additionalProperties" => None,
        "$ref" => fault(&read(rule.as_str()?.trim_end_matches(".json")), value, at),
        "type" => (!is_of(rule, value)).then(|| format!("{at}: {value} is no {rule}")),
        "enum" => (!rule.as_array()?.contains(value)).then(|| format!("{at}: {value} is none of {rule}")),
        "const" => (rule != value).then(|| format!("{at}: {value} is not {rule}")),
        "format" => (!has_format(rule.as_str()?, value.as_str()?)).then(|| format!("{at}: {value} is no {rule}")),
        "items" => value.as_array()?.iter().find_map(|it| fault(rule, it, &format!("{at}[]"))),
        "anyOf" => {
            let fits = rule.as_array()?.iter().any(|it| fault(it, value, at).is_none());
            (!fits).then(|| format!("{at}: {value} fits nothing"))
        }
        "properties" => unknown_or_missing(schema, value, at).or_else(|| {
            let known = rule.as_object()?.iter().filter_map(|it| Some((it.0, it.1, value.get(it.0)?)));
            known.into_iter().find_map(|(name, rule, value)| fault(rule, value, &format!("{at}.{name}")))
        }),
        other => panic!("the validator does not know {other}"),
    })
}

fn unknown_or_missing(schema: &Value, value: &Value, at: &str) -> Option<String> {
    let fields = value.as_object()?;
    let required = schema["required"].as_array().map(Vec::as_slice).unwrap_or_default();
    let missing = required.iter().filter_map(Value::as_str).find(|it| !fields.contains_key(*it));
    let unknown =
        fields.keys().find(|it| schema["additionalProperties"] == false && schema["properties"].get(it).is_none());
    missing.map(|it| format!("{at}: {it} is missing")).or_else(|| unknown.map(|it| format!("{at}: {it} is unknown")))
}

fn is_of(rule: &Value, value: &Value) -> bool {
    let names: Vec<&str> = rule
        .as_array()
        .map_or_else(|| rule.as_str().into_iter().collect(), |it| it.iter().filter_map(Value::as_str).collect());
    names.iter().any(|it| match *it {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("the validator does not know the type {other}"),
    })
}

fn has_format(format: &str, text: &str) -> bool {
    match format {
        "date-time" => text.ends_with('Z') && text.parse::<jiff::Timestamp>().is_ok(),
        // Seven decimals and no offset.
        "wall-time" => text.len() == 27 && text.parse::<jiff::civil::DateTime>().is_ok(),
        "guid" => text.len() == 36 && text.split('-').map(str::len).eq([8, 4, 4, 4, 12]),
        other => panic!("the validator does not know the format {other}"),
    }
}

#[test]
fn the_validator_finds_what_does_not_fit() {
    let check = |schema, value: Value, expected: Option<&str>| assert_eq!(wrong(schema, &value).as_deref(), expected);
    check("removed", serde_json::json!({"id": "a", "@removed": {"reason": "deleted"}}), None);
    check("removed", serde_json::json!({"id": "a"}), Some("removed: @removed is missing"));
    check(
        "removed",
        serde_json::json!({"id": 1, "@removed": {"reason": "deleted"}}),
        Some("removed.id: 1 is no \"string\""),
    );
    check("recipient", serde_json::json!({"emailAddress": {}, "body": 1}), Some("recipient: body is unknown"));
    let wall = serde_json::json!({"dateTime": "2026-03-02T10:00:00Z", "timeZone": "UTC"});
    check("wall_time", wall, Some("wall_time.dateTime: \"2026-03-02T10:00:00Z\" is no \"wall-time\""));
}
