"""Makes mbox files that look like real mail to a reader of headers, the same ones every time. Part of run.py.

Header blocks of some 3 KB as today's servers write them (routes, signatures, authentication results, threads, encoded
names, lists), text and HTML bodies, now and then an attachment. No address or name is anybody's.
"""

import base64
import datetime
import pathlib
import random

COLLEAGUES = 2_000
CONTACTS = 50_000
FIRST = datetime.datetime(2024, 12, 16, tzinfo=datetime.UTC)
SPAN_SECONDS = 365 * 86400
GIVEN = "Lea Max Jörgen Amber Ben Cleo Dana Emil Finn Greta Hugo Ida Jon Kim Lars Mára Nils Olga Paul Rosa".split()
FAMILY = "Berger Lindt O'Shea van_Dijk Kowalski Sørensen Tanaka Müller Okafor Rossi Smith Novák Byrne".split()
WORDS = ("the offer for next quarter please find attached we agreed that a meeting about delivery and price would be "
         "useful before their board decides thanks for your note regards from everyone here").split()


def make(folder: pathlib.Path, messages: int, larger: int) -> tuple[pathlib.Path, pathlib.Path]:
    """Returns two files: the second has `larger` messages, the first of which are all of the first one's."""
    small, large = folder / "mail.mbox", folder / "mail-larger.mbox"
    invent = Inventor(random.Random(20251215))
    with large.open("wb") as file:
        for number in range(larger):
            if number == messages:
                small_bytes = file.tell()
            file.write(invent.message(number, larger))
    with large.open("rb") as source, small.open("wb") as target:
        while (left := small_bytes - target.tell()) > 0:
            target.write(source.read(min(left, 1 << 24)))
    return small, large


def make_directory(folder: pathlib.Path) -> pathlib.Path:
    """Returns the colleagues as a CSV file."""
    path = folder / "directory.csv"
    rows = (f"e{it},{plain_name(it)},{address(it)}\n" for it in range(COLLEAGUES))
    path.write_text("id,name,email\n" + "".join(rows))
    return path


def plain_name(number: int) -> str:
    return f"{GIVEN[number * 7 % 20]} {FAMILY[number * 5 % 13]}".replace("_", " ")


def address(number: int) -> str:
    if number < COLLEAGUES:
        return f"colleague{number}@ours.com"
    return f"Contact.{number}@firm{number % 5000}.com"


def encoded(text: str) -> str:
    return f"=?utf-8?B?{base64.b64encode(text.encode()).decode()}?="


class Inventor:
    """Invents one message after the other; some answer an earlier one."""

    def __init__(self, chance: random.Random):
        self.chance = chance
        self.recent: list[tuple[str, str, int, int]] = []
        words = [chance.choice(WORDS) for _ in range(60_000)]
        self.text = b"".join(" ".join(words[it:it + 12]).encode() + b"\n" for it in range(0, 60_000, 12))
        self.html = b"".join(b'<p style="margin:0;font-family:Calibri,sans-serif">' + " ".join(
            words[it:it + 30]).encode() + b"</p>\n" for it in range(0, 60_000, 30))
        self.attached = base64.encodebytes(chance.randbytes(400_000))
        self.signature = base64.b64encode(chance.randbytes(60_000)).decode()

    def piece(self, of: bytes, mean: float) -> bytes:
        """Whole lines of a text, heavy-tailed in length."""
        size = min(int(self.chance.lognormvariate(0, 1) * mean * 0.6), len(of) - 1)
        start = of.find(b"\n", int(self.chance.random() * (len(of) - size))) + 1
        return of[start:of.find(b"\n", start + size) + 1]

    def signed(self, characters: int) -> str:
        """A folded signature."""
        start = int(self.chance.random() * 70_000)
        return "\n         ".join(self.signature[it:it + 66] for it in range(start, start + characters, 66))

    def mailbox(self, number: int) -> str:
        name = plain_name(number)
        if not name.isascii():
            return f"{encoded(name)} <{address(number)}>"
        return f'"{name}" <{address(number)}>' if number % 3 else address(number)

    def message(self, number: int, total: int) -> bytes:
        roll = self.chance.random
        at = FIRST + datetime.timedelta(seconds=number * SPAN_SECONDS // total)
        date = at.strftime("%a, %d %b %Y %H:%M:%S +0000")
        colleague = int(roll() ** 2 * COLLEAGUES)
        contact = COLLEAGUES + hash_of(colleague, int(roll() ** 3 * 600)) % CONTACTS
        sender, recipient = (colleague, contact) if roll() < 0.45 else (contact, colleague)
        thread = ""
        message_id = f"<{number:x}.{int(roll() * 1e15):x}@mail{sender % 97}.{address(sender).split('@')[1]}>"
        references = message_id
        if self.recent and roll() < 0.4:
            parent, before, recipient, sender = self.recent[int(roll() * len(self.recent))]
            references = f"{before}\n {message_id}" if before.count("\n") < 12 else before
            thread = f"In-Reply-To: {parent}\nReferences: {before}\n"
        others = [int(roll() ** 2 * COLLEAGUES) if roll() < 0.5 else COLLEAGUES + int(roll() * CONTACTS)
                  for _ in range(min(int(max(roll(), 1e-3) ** -0.7) - 1, 30))]
        copies = ",\n\t".join(self.mailbox(it) for it in others)
        self.recent.append((message_id, references, sender, recipient))
        if len(self.recent) > 8_000:
            self.recent = self.recent[4_000:]
        head = (f"From {address(sender)} {at.strftime('%a %b %e %H:%M:%S %Y')}\n"
                + self.route(address(sender), date, number)
                + f"From: {self.mailbox(sender)}\nTo: {self.mailbox(recipient)}\n"
                + (f"Cc: {copies}\n" if copies else "")
                + f"Subject: {self.subject(number)}\nDate: {date}\nMessage-ID: {message_id}\n{thread}"
                + self.client(number))
        return head.encode() + self.body(number)

    def subject(self, number: int) -> str:
        words = " ".join(WORDS[(number * it) % 30] for it in (3, 5, 7, 11, 13))
        return encoded("Grüße: " + words) if number % 6 == 0 else "Re: " + words

    def route(self, sender: str, date: str, number: int) -> str:
        """What servers add. One in eight is the sender's own copy, which never met one."""
        if number % 8 == 0:
            return ""
        domain = sender.split("@")[1]
        hops = "".join(
            f"Received: from mx{it}.{domain} (mx{it}.{domain} [203.0.113.{number % 250}])\n"
            f"        by in{it}.ours.com (Postfix) with ESMTPS id {number:x}{it}\n"
            f"        (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);\n        {date}\n"
            for it in range(1 + number % 4))
        bulk = f"List-Id: News <news.{domain}>\nList-Unsubscribe: <https://{domain}/u/{number}>\nPrecedence: bulk\n"
        return (f"Delivered-To: colleague1@ours.com\nReturn-Path: <{sender}>\n{hops}"
                f"ARC-Seal: i=1; a=rsa-sha256; t={number}; cv=none;\n        d=ours.com; s=arc;\n"
                f"        b={self.signed(330)}\n"
                f"Authentication-Results: in1.ours.com;\n       dkim=pass header.i=@{domain} header.s=s1;\n"
                f"       spf=pass (ours.com: domain of {sender} designates 203.0.113.9 as permitted sender)\n"
                f"         smtp.mailfrom={sender};\n       dmarc=pass (p=REJECT sp=REJECT dis=NONE) "
                f"header.from={domain}\n"
                f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\n        d={domain}; s=s1; t={number};\n"
                f"        h=to:subject:message-id:date:from:mime-version:reply-to;\n        bh={self.signed(44)};\n"
                f"        b={self.signed(330)}\n"
                f"X-Google-DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\n        d=1e100.net; s=20230601;\n"
                f"        b={self.signed(330)}\n" + (bulk if number % 12 == 1 else ""))

    def client(self, number: int) -> str:
        """What the sender's program adds."""
        exchange = ("Thread-Topic: offer\nThread-Index: AQHaF0xq7u1Y2f3kQk+o3mZp8w==\nAccept-Language: en-US, de-DE\n"
                    "Content-Language: en-US\nX-MS-Has-Attach:\nX-MS-TNEF-Correlator:\n"
                    "X-MS-Exchange-CrossTenant-OriginalArrivalTime: 16 Dec 2024 10:11:12.1234 (UTC)\n"
                    f"X-MS-Exchange-CrossTenant-Network-Message-Id: {number:032x}\n"
                    f"x-microsoft-antispam-message-info:\n {self.signed(660)}\n")
        return (exchange if number % 2 else "User-Agent: Mozilla Thunderbird\n") + (
            f'MIME-Version: 1.0\nContent-Type: multipart/mixed;\n\tboundary="_{number:x}_"\n\n')

    def body(self, number: int) -> bytes:
        edge = f"--_{number:x}_".encode()
        parts = [edge, b"\nContent-Type: text/plain; charset=utf-8\n\n", self.piece(self.text, 1_200),
                 b">From here on it is quoted, and no message begins.\n\n" if number % 10 == 0 else b"\n",
                 edge, b"\nContent-Type: text/html; charset=utf-8\n\n", self.piece(self.html, 2_500), b"\n"]
        if number % 30 == 7:
            kind = b"\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n"
            parts += [edge, kind, self.piece(self.attached, 40_000), b"\n"]
        return b"".join([*parts, edge, b"--\n\n"])


def hash_of(one: int, other: int) -> int:
    """Favourites: the same for a colleague every time."""
    return (one * 1_000_003 + other) * 2_654_435_761 >> 7
