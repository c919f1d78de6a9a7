//! Receipts: the signed statement of an erasure, which anybody can check without us.
//!
//! ```json
//! {"statement": {…}, "public_key": "…", "signature": "…"}
//! ```
//!
//! Signed is the statement as JSON without white space, its keys in order, behind a line that says what it is. So a receipt
//! may be printed and indented as one likes, and nothing else that is signed can be taken for one.
//!
//! **Invariant:** a statement names nobody: its subject is a hash under a secret key.

use serde_json::{Value, json};

use crate::signed_text::{NotSigned, SignedText, check_text, sign_text};
use crate::{PublicKey, Signer};

const WHAT: &str = "relata receipt v1\n";

/// Why a receipt does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAReceipt {
    /// It is no JSON of that shape.
    #[error("this is no receipt of Relata: {0}")]
    Unreadable(&'static str),
    /// It was signed with another key than the one expected.
    #[error("the receipt was signed with another key than the one given; ask the organisation for its public key")]
    OtherKey,
    /// It was changed after it was signed.
    #[error("the receipt was changed after it was signed, or the signature is not of this receipt")]
    Changed,
}

/// Signs a statement; returns the receipt, indented.
pub fn sign_receipt(signer: &Signer, statement: &Value) -> String {
    let SignedText { public_key, signature } = sign_text(signer, &message(statement));
    let receipt = json!({"statement": statement, "public_key": public_key, "signature": signature});
    format!("{receipt:#}\n")
}

/// Returns the statement of a receipt and the key that signed it, if the signature holds.
///
/// # Errors
///
/// [`NotAReceipt`] says plainly what is wrong. Without an expected key, whether the key is the organisation's is left to
/// whoever reads it.
pub fn check_receipt(text: &str, expected: Option<PublicKey>) -> Result<(Value, PublicKey), NotAReceipt> {
    let receipt: Value = serde_json::from_str(text).map_err(|_| NotAReceipt::Unreadable("it is no JSON"))?;
    let field = |name: &str| receipt.get(name).and_then(Value::as_str).map(str::to_owned);
    let public_key = field("public_key").ok_or(NotAReceipt::Unreadable("it has no public key"))?;
    let signature = field("signature").ok_or(NotAReceipt::Unreadable("it has no signature"))?;
    let statement = receipt.get("statement").ok_or(NotAReceipt::Unreadable("it has no statement"))?;
    let key =
        check_text(&message(statement), &SignedText { public_key, signature }, expected).map_err(|it| match it {
            NotSigned::NoKey => NotAReceipt::Unreadable("its public key is not 32 bytes in base64"),
            NotSigned::OtherKey => NotAReceipt::OtherKey,
            NotSigned::Changed => NotAReceipt::Changed,
        })?;
    Ok((statement.clone(), key))
}

fn message(statement: &Value) -> String {
    let mut text = WHAT.to_owned();
    write(statement, &mut text);
    text
}

/// JSON without white space, keys in order, whatever order they came in.
fn write(value: &Value, text: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<(&String, &Value)> = fields.iter().collect();
            fields.sort_unstable_by_key(|it| it.0);
            *text += "{";
            for (place, (name, value)) in fields.into_iter().enumerate() {
                *text += if place > 0 { "," } else { "" };
                *text += &Value::from(name.as_str()).to_string();
                *text += ":";
                write(value, text);
            }
            *text += "}";
        }
        Value::Array(items) => {
            *text += "[";
            for (place, value) in items.iter().enumerate() {
                *text += if place > 0 { "," } else { "" };
                write(value, text);
            }
            *text += "]";
        }
        plain => *text += &plain.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer() -> Signer {
        Signer::from_seed(&[7; 32])
    }

    fn receipt() -> String {
        sign_receipt(&signer(), &json!({"subject": "ab12", "counts": {"pair": 3, "log.sighting": 9}}))
    }

    #[track_caller]
    fn check(text: &str, key: Option<PublicKey>, expected: Result<u64, NotAReceipt>) {
        let found = check_receipt(text, key).map(|it| it.0["counts"]["pair"].as_u64().unwrap());
        assert_eq!(found, expected);
    }

    #[test]
    fn a_receipt_holds_however_it_is_written() {
        check(&receipt(), None, Ok(3));
        check(&receipt(), Some(signer().public_key()), Ok(3));
        let value: Value = serde_json::from_str(&receipt()).unwrap();
        check(&value.to_string(), None, Ok(3));
    }

    #[test]
    fn what_is_wrong_is_said_plainly() {
        check(&receipt().replace("\"pair\": 3", "\"pair\": 4"), None, Err(NotAReceipt::Changed));
        check(&receipt(), Some(Signer::from_seed(&[8; 32]).public_key()), Err(NotAReceipt::OtherKey));
        check("hello", None, Err(NotAReceipt::Unreadable("it is no JSON")));
        check("{}", None, Err(NotAReceipt::Unreadable("it has no public key")));
    }
}
