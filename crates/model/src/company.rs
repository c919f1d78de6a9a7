//! Companies: which organisation an address belongs to, by its registrable domain.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::Address;

/// Providers of mail for everybody, one a line, sorted: their domains say nothing about a company.
const FREE_MAIL: &str = include_str!("free_mail.txt");

/// Returns the domain that names the company of an address, or `None` where the domain says nothing
/// (free mail, internet providers).
///
/// That is the registrable domain, with three exceptions where one organisation lends names to many:
/// Microsoft's tenants, the agencies of a US state (`cpuc.ca.gov`), and those under `state.ca.us`.
pub fn company_domain(address: &Address) -> Option<String> {
    let domain = address.domain();
    let registrable = psl::domain_str(domain).unwrap_or(domain);
    if is_free_mail(registrable) || is_free_mail(domain) {
        return None;
    }
    Some(match lent_by(registrable) {
        Some(Lender::Microsoft) => tenant(domain, registrable),
        Some(Lender::State) => one_label_deeper(domain, registrable).to_owned(),
        None => registrable.to_owned(),
    })
}

/// Returns whether anybody can have an address under this domain.
pub fn is_free_mail(domain: &str) -> bool {
    static DOMAINS: LazyLock<HashSet<&str>> = LazyLock::new(|| FREE_MAIL.lines().collect());
    DOMAINS.contains(domain)
}

enum Lender {
    Microsoft,
    State,
}

fn lent_by(registrable: &str) -> Option<Lender> {
    let labels: Vec<&str> = registrable.split('.').collect();
    match labels[..] {
        ["onmicrosoft", "com"] => Some(Lender::Microsoft),
        [state, "gov"] if state.len() == 2 => Some(Lender::State),
        ["state", _, "us"] => Some(Lender::State),
        _ => None,
    }
}

/// `fabrikam.mail.onmicrosoft.com` is the routing domain of `fabrikam.onmicrosoft.com`.
fn tenant(domain: &str, registrable: &str) -> String {
    let name = domain.trim_end_matches(registrable).trim_end_matches('.').trim_end_matches(".mail");
    match name.rsplit('.').next() {
        Some(name) if !name.is_empty() => format!("{name}.{registrable}"),
        _ => registrable.to_owned(),
    }
}

fn one_label_deeper<'a>(domain: &'a str, registrable: &str) -> &'a str {
    let above = domain.len() - registrable.len();
    match domain[..above].trim_end_matches('.').rfind('.') {
        Some(dot) => &domain[dot + 1..],
        None => domain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_company_is_named_by_its_registrable_domain() {
        for (given, expected) in [
            ("lea@acme.com", Some("acme.com")),
            ("lea@mail.eu.acme.com", Some("acme.com")),
            ("lea@www.airbnb.co.uk", Some("airbnb.co.uk")),
            ("lea@acme.com.cy", Some("acme.com.cy")),
            ("lea@haas.berkeley.edu", Some("berkeley.edu")),
            ("lea@someone.github.io", Some("someone.github.io")),
            ("lea@fabrikam.onmicrosoft.com", Some("fabrikam.onmicrosoft.com")),
            ("lea@fabrikam.mail.onmicrosoft.com", Some("fabrikam.onmicrosoft.com")),
            ("lea@onmicrosoft.com", Some("onmicrosoft.com")),
            ("lea@cpuc.ca.gov", Some("cpuc.ca.gov")),
            ("lea@mail.cpuc.ca.gov", Some("cpuc.ca.gov")),
            ("lea@ee.doe.gov", Some("doe.gov")),
            ("lea@energy.state.ca.us", Some("energy.state.ca.us")),
            ("lea@ci.pasadena.ca.us", Some("pasadena.ca.us")),
            ("lea@gmail.com", None),
            ("lea@gmx.de", None),
            ("lea@yahoo.co.jp", None),
            ("lea@worldnet.att.net", None),
            ("lea@ix.netcom.com", None),
        ] {
            let address = Address::parse(given).unwrap();
            assert_eq!(company_domain(&address).as_deref(), expected, "{given}");
        }
    }

    #[test]
    fn the_list_of_free_mail_is_sorted_and_without_doubles() {
        let lines: Vec<&str> = FREE_MAIL.lines().collect();
        assert!(lines.is_sorted_by(|left, right| left < right));
    }
}
