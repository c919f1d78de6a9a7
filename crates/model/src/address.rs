//! Addresses: who somebody is, in one spelling.
//!
//! ```text
//! "Lea.Berg@Büro.example.COM" ──parse──▶ lea.berg@xn--bro-hoa.example.com
//! ```
//!
//! **Invariant:** parsed once, at the edge, by [`Address::parse`]; never re-checked.
//!
//! **Invariant:** the A-label is the identity. Addresses that merely look alike are flagged, never merged.

use std::fmt;

use unicode_security::MixedScript;
use unicode_security::confusable_detection::skeleton;

/// RFC 5321 §4.5.3.1.
const LONGEST_LOCAL: usize = 64;
const LONGEST_ADDRESS: usize = 254;

/// Nobody can have a name under it (RFC 2606): whoever is invented lives there, and their mail is read like anybody's.
const RESERVED: &str = "example";

/// A normalised email address: local part lower-case, domain as lower-case A-labels with a public suffix.
///
/// It has no `Display`, and its `Debug` shows the domain alone: logs hold no addresses.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(Box<str>);

/// Why a text is no address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotAnAddress(pub &'static str);

impl Address {
    /// Returns the address a text spells, strictly: one `@`, a plain local part, a domain that can exist.
    ///
    /// # Errors
    ///
    /// The first rule the text breaks, in words that do not repeat the text.
    pub fn parse(text: &str) -> Result<Address, NotAnAddress> {
        let address = Address::parse_unlisted(text)?;
        let suffix = psl::suffix(address.domain().as_bytes());
        let is_public = suffix.is_some_and(|it| it.is_known() || it == RESERVED);
        if !address.domain().contains('.') || !is_public {
            return Err(NotAnAddress("its domain has no public suffix"));
        }
        Ok(address)
    }

    /// Returns the address a text spells, also under a domain the public suffix list does not know: private
    /// networks an operator named, and the test notation (`lea@acme`).
    ///
    /// # Errors
    ///
    /// As [`Address::parse`].
    pub fn parse_unlisted(text: &str) -> Result<Address, NotAnAddress> {
        let text = text.trim();
        let (local, domain) = text.split_once('@').ok_or(NotAnAddress("it has no @"))?;
        if domain.contains('@') {
            return Err(NotAnAddress("it has more than one @"));
        }
        check_local(local)?;
        let address = if local.is_ascii() && is_plain(domain) {
            text.to_ascii_lowercase()
        } else {
            format!("{}@{}", local.to_lowercase(), canonical_domain(domain)?)
        };
        if address.len() > LONGEST_ADDRESS {
            return Err(NotAnAddress("it is longer than 254 bytes"));
        }
        Ok(Address(address.into()))
    }

    /// Returns the address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the part before the `@`.
    pub fn local(&self) -> &str {
        self.0.split_once('@').map_or("", |it| it.0)
    }

    /// Returns the part behind the `@`, in A-labels.
    pub fn domain(&self) -> &str {
        self.0.split_once('@').map_or("", |it| it.1)
    }

    /// Returns whether somebody could take this address for the other: different, and alike to the eye.
    pub fn looks_like(&self, other: &Address) -> bool {
        // Skeleton with skeleton, never with plain text: skeletons turn m into rn.
        self != other && skeleton(&self.as_shown()).eq(skeleton(&other.as_shown()))
    }

    /// Returns whether a label of the domain mixes scripts, as only forgeries do.
    pub fn is_mixed_script(&self) -> bool {
        idna::domain_to_unicode(self.domain()).0.split('.').any(|it| !it.is_single_script())
    }

    fn as_shown(&self) -> String {
        format!("{}@{}", self.local(), idna::domain_to_unicode(self.domain()).0)
    }
}

/// Plain means a dot-atom, in any script. Two dots in a row are let through: no standard allows them, but
/// Exchange and Japanese providers gave such addresses to people (`d..steffes@enron.com`).
fn check_local(local: &str) -> Result<(), NotAnAddress> {
    let plain = |it: char| it.is_alphanumeric() || (it.is_ascii() && ".!#$%&'*+/=?^_`{|}~-".contains(it));
    if local.is_empty() {
        Err(NotAnAddress("nothing stands before the @"))
    } else if local.len() > LONGEST_LOCAL {
        Err(NotAnAddress("the part before the @ is longer than 64 bytes"))
    } else if local.starts_with('.') || local.ends_with('.') {
        Err(NotAnAddress("the part before the @ begins or ends with a dot"))
    } else if !local.chars().all(plain) {
        Err(NotAnAddress("the part before the @ holds quotes, spaces or other signs"))
    } else {
        Ok(())
    }
}

fn canonical_domain(domain: &str) -> Result<String, NotAnAddress> {
    if domain.is_empty() || domain.ends_with('.') {
        return Err(NotAnAddress("its domain is empty or ends with a dot"));
    }
    let ascii = idna::domain_to_ascii_strict(domain).map_err(|_| NotAnAddress("its domain is no host name"))?;
    if is_a_number(&ascii) {
        return Err(NotAnAddress("its domain is a number"));
    }
    Ok(ascii)
}

fn is_a_number(domain: &str) -> bool {
    domain.split('.').all(|label| label.bytes().all(|it| it.is_ascii_digit()))
}

/// Returns whether a domain has but one spelling beside capital letters, as nearly all have: IDNA would say the same of it, in
/// many times as long.
fn is_plain(domain: &str) -> bool {
    let is_plain = |label: &str| {
        let bytes = label.as_bytes();
        (1..=63).contains(&bytes.len())
            && bytes.iter().all(|it| it.is_ascii_alphanumeric() || *it == b'-')
            && !bytes.starts_with(b"-")
            && !bytes.ends_with(b"-")
            && bytes.get(2..4) != Some(b"--")
    };
    domain.len() <= 253 && domain.split('.').all(is_plain) && !is_a_number(domain)
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "…@{}", self.domain())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(given: &str, expected: &str) {
        let found = Address::parse(given).map_or_else(|it| it.0.to_owned(), |it| it.as_str().to_owned());
        assert_eq!(found, expected, "{given:?}");
    }

    #[test]
    fn an_address_has_one_spelling() {
        for (given, expected) in [
            ("Lea@Acme.com", "lea@acme.com"),
            (" lea@acme.com\r\n", "lea@acme.com"),
            ("o'day+x_y-z@mail.acme.co.uk", "o'day+x_y-z@mail.acme.co.uk"),
            ("lea@Büro.de", "lea@xn--bro-hoa.de"),
            ("lea@xn--bro-hoa.de", "lea@xn--bro-hoa.de"),
            ("渡辺@例え.jp", "渡辺@xn--r8jz45g.jp"),
            ("jean@CPUC.ca.gov", "jean@cpuc.ca.gov"),
            ("d..steffes@enron.com", "d..steffes@enron.com"),
            ("a@b.onmicrosoft.com", "a@b.onmicrosoft.com"),
            ("lea@acme.example", "lea@acme.example"),
        ] {
            check(given, expected);
        }
    }

    #[test]
    fn of_a_plain_domain_idna_says_the_same() {
        let mut domains = vec![String::new()];
        for _ in 0..6 {
            let longer = |it: &String| "aX1-.".chars().map(|end| format!("{it}{end}")).collect::<Vec<_>>();
            domains.extend(domains.clone().iter().flat_map(longer));
            domains.sort();
            domains.dedup();
        }
        let long = |labels: &[usize]| labels.iter().map(|it| "a".repeat(*it)).collect::<Vec<_>>().join(".");
        domains.extend([long(&[63, 3]), long(&[64, 3]), long(&[63, 63, 63, 61]), long(&[63, 63, 63, 62])]);
        let plain = domains.iter().filter(|it| is_plain(it)).count();
        assert!(plain > 2_000, "{plain}");
        for it in domains.iter().filter(|it| is_plain(it)) {
            assert_eq!(canonical_domain(it).as_deref(), Ok(it.to_ascii_lowercase().as_str()), "{it}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused_with_the_reason() {
        for (given, expected) in [
            ("", "it has no @"),
            ("lea", "it has no @"),
            ("@acme.com", "nothing stands before the @"),
            ("a@b@acme.com", "it has more than one @"),
            ("@relay.com:lea@acme.com", "it has more than one @"),
            ("\"lea berg\"@acme.com", "the part before the @ holds quotes, spaces or other signs"),
            ("very\\\"odd\"@example.com", "the part before the @ holds quotes, spaces or other signs"),
            ("lea\u{202e}@acme.com", "the part before the @ holds quotes, spaces or other signs"),
            ("lea\0@acme.com", "the part before the @ holds quotes, spaces or other signs"),
            ("legal <.hall@enron.com", "the part before the @ holds quotes, spaces or other signs"),
            (".hall@enron.com", "the part before the @ begins or ends with a dot"),
            ("hall.@enron.com", "the part before the @ begins or ends with a dot"),
            ("lea@", "its domain is empty or ends with a dot"),
            ("user@example.com.", "its domain is empty or ends with a dot"),
            ("lea@a..b.com", "its domain is no host name"),
            ("lea@-x.com", "its domain is no host name"),
            ("lea@foo_bar.com", "its domain is no host name"),
            ("lea@[IPv6:2001:db8::1]", "its domain is no host name"),
            ("lea@10.0.0.1", "its domain is a number"),
            ("lea@localhost", "its domain has no public suffix"),
            ("lea@acme.test", "its domain has no public suffix"),
            ("lea@com", "its domain has no public suffix"),
        ] {
            check(given, expected);
        }
        check(&format!("{}@acme.com", "a".repeat(65)), "the part before the @ is longer than 64 bytes");
        check(&format!("a@{}com", "abcdefghi.".repeat(25)), "it is longer than 254 bytes");
    }

    #[test]
    fn private_domains_pass_only_where_somebody_said_so() {
        assert!(Address::parse("lea@acme").is_err());
        assert_eq!(Address::parse_unlisted("Lea@Acme").unwrap().as_str(), "lea@acme");
        assert!(Address::parse_unlisted("lea@foo_bar").is_err());
    }

    #[test]
    fn look_alikes_are_seen_and_never_merged() {
        for (left, right, alike) in [
            ("lea@fabrikam.com", "lea@fаbrikam.com", true),
            ("lea@apple.com", "lea@xn--80ak6aa92e.com", true),
            ("lea@modern.com", "lea@rnodern.com", true),
            ("lea@acme.com", "lea@acme.com", false),
            ("lea@acme.com", "max@acme.com", false),
        ] {
            let (left, right) = (Address::parse(left).unwrap(), Address::parse(right).unwrap());
            assert_eq!(left.looks_like(&right), alike, "{left:?} {right:?}");
        }
    }

    #[test]
    fn a_domain_of_two_scripts_is_told() {
        assert!(Address::parse("lea@fаbrikam.com").unwrap().is_mixed_script());
        assert!(!Address::parse("lea@xn--80ak6aa92e.com").unwrap().is_mixed_script());
        assert!(!Address::parse("lea@büro.de").unwrap().is_mixed_script());
    }

    #[test]
    fn logs_see_the_domain_alone() {
        assert_eq!(format!("{:?}", Address::parse("lea@acme.com").unwrap()), "…@acme.com");
    }
}
