//! Refusals of the token endpoint: what Entra's codes mean, and what to do about each.

use serde::Deserialize;

/// What a refusal of the token endpoint holds.
#[derive(Deserialize)]
struct Refusal {
    #[serde(default)]
    error: String,
    #[serde(default)]
    error_codes: Vec<u32>,
    #[serde(default)]
    error_description: String,
}

/// A refusal, in words.
pub(crate) struct Refused {
    /// What it means and what to do, in a sentence without its full stop.
    pub(crate) why: String,
    /// Whether the endpoint asks to be asked again later: nothing is wrong with what we show.
    pub(crate) passing: bool,
}

/// Returns what a refusal means. Only its code is repeated, never its text, which names ids and times.
pub(crate) fn meaning(body: &[u8]) -> Refused {
    let Ok(refusal) = serde_json::from_slice::<Refusal>(body) else {
        return Refused { why: "the token endpoint answers what nobody understands".to_owned(), passing: true };
    };
    let code = refusal.error_codes.first().copied().or_else(|| code_in(&refusal.error_description));
    let passing = matches!(refusal.error.as_str(), "temporarily_unavailable" | "server_error")
        || matches!(code, Some(90033 | 90055 | 50196 | 90006));
    let why = match code {
        Some(7000215) => {
            "the client secret is wrong: enter the secret's value, which the portal shows once, not its id"
        }
        Some(7000222) => "the client secret has expired: make a new one in the app registration and enter it here",
        Some(700027 | 700030 | 50012) => {
            "the certificate is not the one uploaded to the app registration, or it has expired there: upload it again"
        }
        Some(700024) => "the signed assertion is not valid at this time: set this server's clock right (NTP)",
        Some(700016 | 700038) => {
            "the tenant does not know the application: check the client id, and that the app is registered in this tenant"
        }
        Some(90002 | 900023 | 900021) => "there is no such tenant: check the tenant id",
        Some(7000112 | 7000113) => "the application is disabled in the tenant: enable its enterprise application again",
        Some(65001 | 65004 | 90094) => {
            "an administrator has not consented: grant admin consent under API permissions of the app registration"
        }
        Some(53003 | 530034 | 53011) => {
            "a conditional access policy for workload identities blocks the application: exempt it, or allow this server's address"
        }
        Some(1002012 | 500011 | 70011) => {
            "the tenant does not know the service that was asked for: check the hosts in the settings"
        }
        _ if passing => "the token endpoint is busy",
        _ => "the token endpoint refused the application",
    };
    let code = code.map_or(String::new(), |it| format!(" (AADSTS{it})"));
    Refused { why: format!("{why}{code}"), passing }
}

/// `AADSTS7000215: Invalid client secret …`
fn code_in(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("AADSTS")?.split(|it: char| !it.is_ascii_digit()).next()?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(bodies: &[&str], expected: Expect) {
        let lines = bodies.iter().map(|it| {
            let refused = meaning(it.as_bytes());
            format!("{}{}\n", if refused.passing { "later: " } else { "" }, refused.why)
        });
        expected.assert_eq(&lines.collect::<String>());
    }

    #[test]
    fn a_refusal_says_what_to_do_and_repeats_nothing() {
        check(
            &[
                r#"{"error":"invalid_client","error_codes":[7000215],"error_description":"AADSTS7000215: secret id 1234"}"#,
                r#"{"error":"invalid_client","error_description":"AADSTS7000222: The provided … of app 'x' are expired."}"#,
                r#"{"error":"temporarily_unavailable","error_codes":[90033]}"#,
                r#"{"error":"invalid_client","error_codes":[12345]}"#,
                r#"{"error":"<script>"}"#,
                "<html>",
            ],
            expect![[r#"
                the client secret is wrong: enter the secret's value, which the portal shows once, not its id (AADSTS7000215)
                the client secret has expired: make a new one in the app registration and enter it here (AADSTS7000222)
                later: the token endpoint is busy (AADSTS90033)
                the token endpoint refused the application (AADSTS12345)
                the token endpoint refused the application
                later: the token endpoint answers what nobody understands
            "#]],
        );
    }
}
