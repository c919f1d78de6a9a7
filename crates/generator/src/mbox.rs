//! Mail as servers write it: header blocks of some 3 KB with routes, signatures, threads and encoded names; small bodies.

use std::fmt::Write as _;

use jiff::Timestamp;
use relata_model::Role;

use crate::dice::Dice;
use crate::event::{Event, Part, Person, Sort};
use crate::people::HOME;
use crate::world::{World, sorts};

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const WORDS: [&str; 16] = [
    "the", "offer", "for", "next", "quarter", "please", "find", "a", "meeting", "about", "delivery", "and", "price",
    "would", "be", "useful",
];

impl World {
    /// Writes a mail as it stands in an mbox file, once however many got it, as journalling keeps it. Meetings and calls have
    /// no mail, and write nothing.
    pub fn write_mbox(&self, event: &Event, people: &[Part], into: &mut String) {
        if !event.sort.is_mail() {
            return;
        }
        let mut dice = Dice::of(self.seed, sorts::TEXT, event.thread ^ u64::from(event.number) << 48);
        let at = Timestamp::from_second(event.at).expect("a moment of a history that ends before 2101");
        let date = at.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string();
        let sender = people[0].person();
        into.push_str("From ");
        self.write_address(sender, into);
        let _ = writeln!(into, " {}", at.strftime("%a %b %e %H:%M:%S %Y"));
        if !dice.chance(0.125) {
            // The other ones are the sender's own copies, which met no server.
            self.write_route(sender, event.sort, &date, &mut dice, into);
        }
        into.push_str("From: ");
        self.write_mailbox(sender, into);
        for (header, role) in [("To", Role::To), ("Cc", Role::Cc)] {
            let mut first = true;
            for it in people.iter().filter(|it| it.role() == role) {
                let _ = if first { write!(into, "\n{header}: ") } else { write!(into, ",\n\t") };
                self.write_mailbox(it.person(), into);
                first = false;
            }
        }
        into.push_str("\nSubject: ");
        match dice.below(6) {
            0 => write_encoded("Grüße: the offer for next quarter", into),
            _ => self.write_words(6, &mut dice, into),
        }
        let _ = write!(into, "\nDate: {date}\nMessage-ID: <");
        self.write_message_id(event.thread, event.number, into);
        into.push_str(">\n");
        if let Some(answered) = event.answered() {
            into.push_str("In-Reply-To: <");
            self.write_message_id(event.thread, answered, into);
            into.push_str(">\nReferences: <");
            self.write_message_id(event.thread, 0, into);
            if answered != 0 {
                into.push_str(">\n <");
                self.write_message_id(event.thread, answered, into);
            }
            into.push_str(">\n");
        }
        self.write_client(&mut dice, into);
        let length = dice.log_normal(60.0, 1.0).min(2_000.0) as u32;
        for _ in 0..length.div_ceil(12) {
            self.write_words(12, &mut dice, into);
            into.push('\n');
        }
        if dice.chance(0.1) {
            into.push_str(">From here on it is quoted, and no message begins.\n");
        }
        into.push('\n');
    }

    /// What servers add on the way.
    fn write_route(&self, sender: Person, sort: Sort, date: &str, dice: &mut Dice, into: &mut String) {
        let mut address = String::new();
        self.write_address(sender, &mut address);
        let domain = address.rsplit('@').next().unwrap_or_default();
        let id = dice.roll();
        let _ = writeln!(into, "Delivered-To: journal@{HOME}\nReturn-Path: <{address}>");
        for hop in 0..1 + dice.below(4) {
            let _ = write!(
                into,
                "Received: from mx{hop}.{domain} (mx{hop}.{domain} [203.0.113.{}])\n        by in{hop}.{HOME} (Postfix) with \
                 ESMTPS id {id:x}{hop}\n        (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);\n        \
                 {date}\n",
                id % 250
            );
        }
        let _ =
            write!(into, "ARC-Seal: i=1; a=rsa-sha256; t={}; cv=none;\n        d={HOME}; s=arc;\n        b=", id >> 40);
        write_signature(330, dice, into);
        let _ = write!(
            into,
            "\nAuthentication-Results: in1.{HOME};\n       dkim=pass header.i=@{domain} header.s=s1;\n       spf=pass \
             ({HOME}: domain of {address} designates 203.0.113.9 as permitted sender)\n         \
             smtp.mailfrom={address};\n       dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from={domain}\n"
        );
        for (header, whose) in [("DKIM-Signature", domain), ("X-Google-DKIM-Signature", "mail.example")] {
            let _ = write!(
                into,
                "{header}: v=1; a=rsa-sha256; c=relaxed/relaxed;\n        d={whose}; s=s1; t={};\n        \
                 h=to:subject:message-id:date:from:mime-version:reply-to;\n        bh=",
                id >> 40
            );
            write_signature(44, dice, into);
            into.push_str(";\n        b=");
            write_signature(330, dice, into);
            into.push('\n');
        }
        match sort {
            Sort::Newsletter => {
                let _ = write!(
                    into,
                    "List-Id: News <news.{domain}>\nList-Unsubscribe: <https://{domain}/u/{id:x}>\nPrecedence: bulk\n"
                );
            }
            Sort::Machine => into.push_str("Auto-Submitted: auto-generated\n"),
            _ => {}
        }
    }

    /// What the sender's program adds.
    fn write_client(&self, dice: &mut Dice, into: &mut String) {
        if dice.chance(0.5) {
            into.push_str(
                "Thread-Topic: offer\nThread-Index: AQHaF0xq7u1Y2f3kQk+o3mZp8w==\nAccept-Language: en-US, de-DE\n\
                 Content-Language: en-US\nX-MS-Has-Attach:\nX-MS-TNEF-Correlator:\n\
                 x-microsoft-antispam-message-info:\n ",
            );
            write_signature(660, dice, into);
            into.push('\n');
        } else {
            into.push_str("User-Agent: Mozilla Thunderbird\n");
        }
        into.push_str("MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n");
    }

    fn write_mailbox(&self, person: Person, into: &mut String) {
        let name = self.name(person);
        match name.is_ascii() {
            true if person.0.is_multiple_of(3) => return self.write_address(person, into),
            true => {
                let _ = write!(into, "\"{name}\"");
            }
            false => write_encoded(&name, into),
        }
        into.push_str(" <");
        self.write_address(person, into);
        into.push('>');
    }

    fn write_words(&self, count: u32, dice: &mut Dice, into: &mut String) {
        let mut roll = dice.roll();
        for place in 0..count {
            if place > 0 {
                into.push(' ');
            }
            into.push_str(WORDS[(roll & 15) as usize]);
            roll = roll.rotate_right(4);
        }
    }
}

/// A folded signature.
fn write_signature(characters: u32, dice: &mut Dice, into: &mut String) {
    let (mut roll, mut left) = (0, 0);
    for place in 0..characters {
        if place > 0 && place % 66 == 0 {
            into.push_str("\n         ");
        }
        if left == 0 {
            (roll, left) = (dice.roll(), 10);
        }
        into.push(char::from(BASE64[(roll & 63) as usize]));
        (roll, left) = (roll >> 6, left - 1);
    }
}

/// Words in another alphabet, as headers have them (RFC 2047).
fn write_encoded(text: &str, into: &mut String) {
    into.push_str("=?utf-8?B?");
    for three in text.as_bytes().chunks(3) {
        let bits = three.iter().enumerate().fold(0, |bits, (place, it)| bits | u32::from(*it) << (16 - 8 * place));
        for place in 0..4 {
            let letter = BASE64[(bits >> (18 - 6 * place) & 63) as usize];
            into.push(if place <= three.len() { char::from(letter) } else { '=' });
        }
    }
    into.push_str("?=");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_encoded_as_headers_have_them() {
        for (given, expected) in [("a", "YQ=="), ("ab", "YWI="), ("Grüße", "R3LDvMOfZQ==")] {
            let mut text = String::new();
            write_encoded(given, &mut text);
            assert_eq!(text, format!("=?utf-8?B?{expected}?="));
        }
    }
}
