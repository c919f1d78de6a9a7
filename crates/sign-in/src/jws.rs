//! Signed tokens: three parts, a signature by an algorithm we chose, and a key of that algorithm's kind.
//!
//! **Invariant:** the token does not choose how it is checked. Its algorithm must be in our list, which holds no
//! symmetric one and no `none`, and a key of another kind is no key for it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, crypto};
use serde::Deserialize;
use serde_json::Value;

use crate::SignInError::{self, NotTrusted};
use crate::error::Result;

/// Tokens of the largest providers are some 4 KB.
const LONGEST_TOKEN_BYTES: usize = 64 * 1024;

/// A token that was taken apart, and is not to be trusted yet.
pub(crate) struct Unchecked<'a> {
    header: Header,
    signed: &'a str,
    signature: &'a str,
    claims: &'a str,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    crit: Option<Value>,
}

/// A provider's key, as it publishes it; of what else it publishes nothing is read.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct PublishedKey {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

impl<'a> Unchecked<'a> {
    /// Takes a token apart that is of one of these types, or says nothing of its type.
    pub(crate) fn parse(token: &'a str, types: &[&str]) -> Result<Unchecked<'a>> {
        let garbled = || NotTrusted("the token is no signed token");
        if token.len() > LONGEST_TOKEN_BYTES {
            return Err(NotTrusted("the token is too long"));
        }
        let (signed, signature) = token.rsplit_once('.').ok_or_else(garbled)?;
        let (header, claims) = signed.split_once('.').filter(|it| !it.1.contains('.')).ok_or_else(garbled)?;
        let header: Header = decoded(header).ok_or_else(garbled)?;
        if header.crit.is_some() {
            return Err(NotTrusted("the token asks for what is not understood"));
        }
        if header.typ.as_ref().is_some_and(|typ| !types.iter().any(|it| it.eq_ignore_ascii_case(typ))) {
            return Err(NotTrusted("the token is of another type"));
        }
        algorithm(&header.alg)?;
        Ok(Unchecked { header, signed, signature, claims })
    }

    /// Returns the key among these that the token names; without a name the only one there is for its algorithm.
    pub(crate) fn key<'k>(&self, keys: &'k [PublishedKey]) -> Option<&'k PublishedKey> {
        let mut fitting = keys.iter().filter(|it| it.fits(&self.header));
        match &self.header.kid {
            Some(_) => fitting.next(),
            None => fitting.next().filter(|_| fitting.next().is_none()),
        }
    }

    /// Returns the claims, if the signature is by that key.
    pub(crate) fn claims<T: for<'de> Deserialize<'de>>(&self, key: &PublishedKey) -> Result<T> {
        let algorithm = algorithm(&self.header.alg)?;
        let holds = key
            .decoding()
            .and_then(|key| crypto::verify(self.signature, self.signed.as_bytes(), &key, algorithm).ok())
            .unwrap_or(false);
        if !holds {
            return Err(NotTrusted("the signature of the token does not hold"));
        }
        decoded(self.claims).ok_or(NotTrusted("the claims of the token are not understood"))
    }
}

impl PublishedKey {
    fn fits(&self, header: &Header) -> bool {
        let kind = match header.alg.as_str() {
            "ES256" => ("EC", Some("P-256")),
            "EdDSA" => ("OKP", Some("Ed25519")),
            _ => ("RSA", None),
        };
        (self.kty.as_str(), self.crv.as_deref()) == kind
            && self.purpose.as_deref().is_none_or(|it| it == "sig")
            && self.alg.as_ref().is_none_or(|it| *it == header.alg)
            && header.kid.as_ref().is_none_or(|kid| self.kid.as_ref() == Some(kid))
    }

    fn decoding(&self) -> Option<DecodingKey> {
        match self.kty.as_str() {
            "RSA" => DecodingKey::from_rsa_components(self.n.as_deref()?, self.e.as_deref()?).ok(),
            "EC" => DecodingKey::from_ec_components(self.x.as_deref()?, self.y.as_deref()?).ok(),
            "OKP" => DecodingKey::from_ed_components(self.x.as_deref()?).ok(),
            _ => None,
        }
    }
}

fn algorithm(name: &str) -> std::result::Result<Algorithm, SignInError> {
    match name {
        "RS256" => Ok(Algorithm::RS256),
        "PS256" => Ok(Algorithm::PS256),
        "ES256" => Ok(Algorithm::ES256),
        "EdDSA" => Ok(Algorithm::EdDSA),
        _ => Err(NotTrusted("the token is signed by an algorithm that is not taken")),
    }
}

fn decoded<T: for<'de> Deserialize<'de>>(part: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 7515, appendix A.2.
    const RS256: &str = "eyJhbGciOiJSUzI1NiJ9\
        .eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ\
        .cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t\
        1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzD\
        wusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
    const RSA_KEY: &str = r#"{"kty":"RSA","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"}"#;
    /// The example of RFC 7515, appendix A.3.
    const ES256: &str = "eyJhbGciOiJFUzI1NiJ9\
        .eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ\
        .DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    const EC_KEY: &str = r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;

    fn verified(token: &str, keys: &[&str]) -> Result<Value> {
        let keys: Vec<PublishedKey> = keys.iter().map(|it| serde_json::from_str(it).unwrap()).collect();
        let unchecked = Unchecked::parse(token, &["JWT"])?;
        unchecked.claims(unchecked.key(&keys).ok_or(NotTrusted("no key"))?)
    }

    #[test]
    fn the_examples_of_rfc_7515_hold() {
        assert_eq!(verified(RS256, &[EC_KEY, RSA_KEY]).unwrap()["iss"], "joe");
        assert_eq!(verified(ES256, &[RSA_KEY, EC_KEY]).unwrap()["iss"], "joe");
    }

    #[test]
    fn what_was_changed_does_not_hold() {
        for (place, letter) in [(30, "A"), (150, "B")] {
            let mut changed = ES256.to_owned();
            changed.replace_range(place..=place, letter);
            let said = verified(&changed, &[EC_KEY]);
            assert_eq!(said, Err(NotTrusted("the signature of the token does not hold")), "{place}");
        }
    }

    #[test]
    fn a_key_of_another_kind_or_for_another_purpose_is_no_key() {
        assert_eq!(verified(RS256, &[EC_KEY]), Err(NotTrusted("no key")));
        let for_encryption = RSA_KEY.replace("\"kty\"", "\"use\":\"enc\",\"kty\"");
        assert_eq!(verified(RS256, &[&for_encryption]), Err(NotTrusted("no key")));
        let for_another = RSA_KEY.replace("\"kty\"", "\"alg\":\"PS256\",\"kty\"");
        assert_eq!(verified(RS256, &[&for_another]), Err(NotTrusted("no key")));
        assert_eq!(verified(RS256, &[RSA_KEY, RSA_KEY]), Err(NotTrusted("no key")), "it names none of two");
    }

    #[test]
    fn a_token_does_not_choose_how_it_is_checked() {
        let header = |json: &str| format!("{}.e30.AA", URL_SAFE_NO_PAD.encode(json));
        let not_taken = NotTrusted("the token is signed by an algorithm that is not taken");
        for (json, said) in [
            (r#"{"alg":"none"}"#, not_taken),
            (r#"{"alg":"None"}"#, NotTrusted("the token is signed by an algorithm that is not taken")),
            (r#"{"alg":"HS256"}"#, NotTrusted("the token is signed by an algorithm that is not taken")),
            (r#"{"alg":"RS512"}"#, NotTrusted("the token is signed by an algorithm that is not taken")),
            (r#"{"alg":"RS256","crit":["b64"],"b64":false}"#, NotTrusted("the token asks for what is not understood")),
            (r#"{"alg":"RS256","typ":"at+jwt"}"#, NotTrusted("the token is of another type")),
            (r#"{"typ":"JWT"}"#, NotTrusted("the token is no signed token")),
        ] {
            assert_eq!(verified(&header(json), &[RSA_KEY]), Err(said), "{json}");
        }
        for garbled in ["", "a", "a.b", "a.b.c", "e30.e30.e30.e30", &header("{}")[..8]] {
            assert_eq!(verified(garbled, &[RSA_KEY]), Err(NotTrusted("the token is no signed token")), "{garbled}");
        }
    }
}
