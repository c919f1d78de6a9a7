//! Trusted proxies: the networks whose word on a client's address is taken.

use std::net::IpAddr;
use std::str::FromStr;

/// Networks: `10.0.0.7`, `10.0.0.0/8`, `fd00::/8`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proxies(Vec<Network>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    prefix: u8,
}

/// Something that is no network.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is neither an address nor a network such as 10.0.0.0/8")]
pub struct NotANetwork(String);

impl Proxies {
    /// Reads networks.
    ///
    /// # Errors
    ///
    /// [`NotANetwork`] names the first that is none.
    pub fn parse(networks: &[String]) -> Result<Proxies, NotANetwork> {
        networks.iter().map(|it| it.parse()).collect::<Result<_, _>>().map(Proxies)
    }

    /// Returns whether an address is that of a trusted proxy.
    pub(crate) fn has(&self, address: IpAddr) -> bool {
        self.0.iter().any(|it| it.has(address))
    }
}

impl Network {
    fn has(self, address: IpAddr) -> bool {
        let (ours, bits) = bits(self.address);
        let (theirs, same) = self::bits(address);
        let differing = u32::from(bits - self.prefix.min(bits));
        bits == same && (ours ^ theirs).checked_shr(differing).unwrap_or(0) == 0
    }
}

/// Returns an address as a number, and how many bits it has.
fn bits(address: IpAddr) -> (u128, u8) {
    match address.to_canonical() {
        IpAddr::V4(it) => (it.to_bits().into(), 32),
        IpAddr::V6(it) => (it.to_bits(), 128),
    }
}

impl FromStr for Network {
    type Err = NotANetwork;

    fn from_str(text: &str) -> Result<Network, NotANetwork> {
        let none = || NotANetwork(text.to_owned());
        let (address, prefix) = text.split_once('/').map_or((text, None), |(address, it)| (address, Some(it)));
        let address: IpAddr = address.parse().map_err(|_| none())?;
        let whole = bits(address).1;
        let prefix = prefix.map_or(Ok(whole), str::parse).map_err(|_| none())?;
        if prefix > whole { Err(none()) } else { Ok(Network { address, prefix }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(networks: &[&str], address: &str, expected: bool) {
        let networks: Vec<String> = networks.iter().map(|it| (*it).to_owned()).collect();
        let found = Proxies::parse(&networks).unwrap().has(address.parse().unwrap());
        assert_eq!(found, expected, "{address} in {networks:?}");
    }

    #[test]
    fn an_address_is_in_its_network_alone() {
        check(&["10.0.0.7"], "10.0.0.7", true);
        check(&["10.0.0.7"], "10.0.0.8", false);
        check(&["10.0.0.0/8"], "10.255.1.2", true);
        check(&["10.0.0.0/8"], "11.0.0.1", false);
        check(&["0.0.0.0/0"], "8.8.8.8", true);
        check(&["0.0.0.0/0"], "::1", false);
        check(&["fd00::/8", "10.0.0.1"], "fd12::1", true);
        check(&["::/0"], "fe80::1", true);
        check(&["10.0.0.1"], "::ffff:10.0.0.1", true);
        check(&[], "127.0.0.1", false);
    }

    #[test]
    fn what_is_no_network_is_refused_by_name() {
        for text in ["proxy", "10.0.0.0/33", "10.0.0.0/", "", "::/129"] {
            assert_eq!(Proxies::parse(&[text.to_owned()]), Err(NotANetwork(text.to_owned())));
        }
    }
}
