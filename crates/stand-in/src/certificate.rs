//! Certificate: the public key inside an X.509 certificate.
//!
//! Only what checking an assertion takes: the way through the certificate's parts to its RSA key (RFC 5280 §4.1).

/// Returns the RSA public key (PKCS #1, DER) of a certificate in DER, or nothing if there is none.
pub(crate) fn rsa_key(certificate: &[u8]) -> Option<&[u8]> {
    const SEQUENCE: u8 = 0x30;
    const BITS: u8 = 0x03;
    const VERSION: u8 = 0xa0;
    let (_, certificate, _) = part(certificate, SEQUENCE)?;
    let (_, mut signed, _) = part(certificate, SEQUENCE)?;
    if signed.first() == Some(&VERSION) {
        signed = any(signed)?.2;
    }
    // Serial number, signature algorithm, issuer, validity, subject.
    for _ in 0..5 {
        signed = any(signed)?.2;
    }
    let (_, key_info, _) = part(signed, SEQUENCE)?;
    let (_, bits, _) = part(any(key_info)?.2, BITS)?;
    // The first byte says how many bits are unused: none.
    bits.strip_prefix(&[0])
}

/// Returns tag, content and what comes after.
fn any(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = der.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        _ if (0x81..=0x84).contains(&first) => {
            let (bytes, rest) = rest.split_at_checked(usize::from(first - 0x80))?;
            (bytes.iter().fold(0, |sum, it| sum << 8 | usize::from(*it)), rest)
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((tag, content, rest))
}

fn part(der: &[u8], tag: u8) -> Option<(u8, &[u8], &[u8])> {
    any(der).filter(|it| it.0 == tag)
}
