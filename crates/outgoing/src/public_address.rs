//! Public addresses: what may be asked for without the operator having named it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Returns whether an address is one of the public internet: not of this machine, this network, a cloud's metadata
/// service, or of nobody.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(it) => is_public_v4(it),
        IpAddr::V6(it) => is_public_v6(it),
    }
}

fn is_public_v4(it: Ipv4Addr) -> bool {
    let [a, b, c, _] = it.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let protocols = (a, b, c) == (192, 0, 0);
    let relays = (a, b, c) == (192, 88, 99);
    let benchmarks = a == 198 && (18..20).contains(&b);
    !(a == 0
        || a >= 224
        || it.is_private()
        || it.is_loopback()
        || it.is_link_local()
        || it.is_documentation()
        || shared
        || protocols
        || relays
        || benchmarks)
}

fn is_public_v6(it: Ipv6Addr) -> bool {
    let [a, b, c, d, .., g, h] = it.segments();
    // What wraps an address of version 4 is as public as what it wraps.
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    if let Some(mapped) = it.to_ipv4_mapped() {
        return is_public_v4(mapped);
    }
    match (a, b) {
        (0x64, 0xff9b) => c == 0 && d == 0 && v4(g, h),
        (0x2002, _) => v4(b, c),
        (0x2001, 0..=0x1ff | 0xdb8) => false,
        (0x3fff, 0..=0xfff) => false,
        _ => (0x2000..0x4000).contains(&a),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(public: bool, addresses: &str) {
        for address in addresses.split_whitespace() {
            assert_eq!(is_public(address.parse().unwrap()), public, "{address}");
        }
    }

    #[test]
    fn what_is_inside_is_not_public() {
        check(false, "127.0.0.1 127.9.9.9 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1");
        check(false, "169.254.169.254 169.254.1.1 100.64.0.1 100.100.100.200 100.127.255.255 192.0.0.8 192.88.99.1");
        check(false, "198.18.0.1 198.19.255.255 192.0.2.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255");
        check(false, ":: ::1 fe80::1 fc00::1 fd00:ec2::254 fec0::1 ff02::1 2001:db8::1 2001::1 3fff::1 100::1 4000::1");
    }

    #[test]
    fn what_wraps_an_address_inside_is_not_public_either() {
        check(false, "::ffff:127.0.0.1 ::ffff:169.254.169.254 64:ff9b::10.0.0.1 64:ff9b:1::8.8.8.8 2002:7f00:1::");
        check(false, "::127.0.0.1 ::8.8.8.8");
        check(true, "::ffff:8.8.8.8 64:ff9b::8.8.8.8 2002:808:808::");
    }

    #[test]
    fn the_internet_is_public() {
        check(
            true,
            "8.8.8.8 1.1.1.1 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 192.167.0.1 198.20.0.1 223.255.255.1",
        );
        check(true, "2606:4700:4700::1111 2a00:1450:4001::1 2003::1");
    }
}
