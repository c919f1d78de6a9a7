use expect_test::{Expect, expect};

use super::date::{day, moment};
use super::number::{currency, number};

#[track_caller]
fn check<T: ToString>(read: fn(&str) -> Result<T, &'static str>, texts: &[&str], expected: Expect) {
    let lines =
        texts.iter().map(|it| format!("{it} -> {}\n", read(it).map_or_else(str::to_owned, |it| it.to_string())));
    expected.assert_eq(&lines.collect::<String>());
}

#[test]
fn a_number_is_read_if_it_can_be_only_one() {
    check(
        number,
        &[
            "1234.5",
            "-0",
            "1,234.50",
            "1.234,50",
            "€ 1.234,50",
            "USD 1,234,567",
            "12,5",
            "1'234.50",
            "1 234 567,8",
            "$-5",
            "1.2e6",
            "0.125",
            "1234.500",
            "1.234",
            "1,234",
            "1,23,456.7",
            "1.2.3,4",
            "NaN",
            "inf",
            "-Infinity",
            "1e999",
            "(5)",
            "=1+1",
            "",
            "٣",
            "$",
            "1.",
            "1,234.5,6",
            "5 apples",
        ],
        expect![[r#"
            1234.5 -> 1234.5
            -0 -> -0
            1,234.50 -> 1234.5
            1.234,50 -> 1234.5
            € 1.234,50 -> 1234.5
            USD 1,234,567 -> 1234567
            12,5 -> 12.5
            1'234.50 -> 1234.5
            1 234 567,8 -> 1234567.8
            $-5 -> -5
            1.2e6 -> 1200000
            0.125 -> 0.125
            1234.500 -> 1234.5
            1.234 -> it can be read as thousands or as decimals; write it without either sign, or with two decimals
            1,234 -> it can be read as thousands or as decimals; write it without either sign, or with two decimals
            1,23,456.7 -> its thousands are not in groups of three
            1.2.3,4 -> its thousands are not in groups of three
            NaN -> it is no number
            inf -> it is no number
            -Infinity -> it is no number
            1e999 -> it is no finite number
            (5) -> it is no number
            =1+1 -> it is no number
             -> it is no number
            ٣ -> it is no number
            $ -> it is no number
            1. -> 1
            1,234.5,6 -> its thousands are not in groups of three
            5 apples -> it is no number
        "#]],
    );
    check(
        currency,
        &["eur", "€ 5", "US Dollar", "$", "Taler", ""],
        expect![[r#"
        eur -> EUR
        € 5 -> EUR
        US Dollar -> USD
        $ -> USD
        Taler -> it is no currency; write three letters, such as EUR
         -> it is no currency; write three letters, such as EUR
    "#]],
    );
}

#[test]
fn a_day_is_read_if_it_can_be_only_one() {
    check(
        day,
        &[
            "2026-03-02",
            "2026-03-02T23:30:00-05:00",
            "2026/03/02",
            "2026/3/2",
            "13.02.2026",
            "02.03.2026",
            "02/13/2026",
            "13/02/2026",
            "02/02/2026",
            "02/03/2026",
            "2026-02-30",
            "30/02/2026",
            "20260302",
            "9999-12-31",
            "1753-01-01",
            "02-03-26",
            "yesterday",
            "37300",
            "1740909600000",
            "",
            "0000-00-00",
            "////",
            "2026-03-02; DROP TABLE",
        ],
        expect![[r#"
            2026-03-02 -> 2026-03-02
            2026-03-02T23:30:00-05:00 -> 2026-03-03
            2026/03/02 -> 2026-03-02
            2026/3/2 -> 2026-03-02
            13.02.2026 -> 2026-02-13
            02.03.2026 -> 2026-03-02
            02/13/2026 -> 2026-02-13
            13/02/2026 -> 2026-02-13
            02/02/2026 -> 2026-02-02
            02/03/2026 -> it can be read as two different days; write it as 2026-03-02
            2026-02-30 -> there is no such day
            30/02/2026 -> there is no such day
            20260302 -> 2026-03-02
            9999-12-31 -> its year is not between 1900 and 2200; an empty cell says never
            1753-01-01 -> its year is not between 1900 and 2200; an empty cell says never
            02-03-26 -> it is no date; write 2026-03-02, or 2026-03-02T10:30:00Z
            yesterday -> it is no date; write 2026-03-02, or 2026-03-02T10:30:00Z
            37300 -> it is no date; write 2026-03-02, or 2026-03-02T10:30:00Z
            1740909600000 -> 2025-03-02
             -> it is no date; write 2026-03-02, or 2026-03-02T10:30:00Z
            0000-00-00 -> there is no such day
            //// -> it is no date; write 2026-03-02, or 2026-03-02T10:30:00Z
            2026-03-02; DROP TABLE -> it is no date; write 2026-03-02, or 2026-03-02T10:30:00Z
        "#]],
    );
}

#[test]
fn a_moment_minds_its_time_zone_and_is_utc_without_one() {
    check(
        moment,
        &[
            "2026-03-02T10:30:00Z",
            "2026-03-02T10:30:00+02:00",
            "2026-03-02T10:30:00.000+0000",
            "2026-03-02T10:30",
            "2026-03-02 10:30:00",
            "2026-07-02T10:30:00+02:00[Europe/Berlin]",
            "2/13/2026 4:05 PM",
            "13.02.2026 16:05",
            "2/13/2026 12:00 AM",
            "2/13/2026 13:00 PM",
            "2026-03-02T25:00:00Z",
            "2026-12-31T23:59:60Z",
            "2026-03-02",
        ],
        expect![[r#"
            2026-03-02T10:30:00Z -> 2026-03-02T10:30:00Z
            2026-03-02T10:30:00+02:00 -> 2026-03-02T08:30:00Z
            2026-03-02T10:30:00.000+0000 -> 2026-03-02T10:30:00Z
            2026-03-02T10:30 -> 2026-03-02T10:30:00Z
            2026-03-02 10:30:00 -> 2026-03-02T10:30:00Z
            2026-07-02T10:30:00+02:00[Europe/Berlin] -> 2026-07-02T08:30:00Z
            2/13/2026 4:05 PM -> 2026-02-13T16:05:00Z
            13.02.2026 16:05 -> 2026-02-13T16:05:00Z
            2/13/2026 12:00 AM -> 2026-02-13T00:00:00Z
            2/13/2026 13:00 PM -> it is no date; write 2026-03-02, or 2026-03-02T10:30:00Z
            2026-03-02T25:00:00Z -> it is no date; write 2026-03-02, or 2026-03-02T10:30:00Z
            2026-12-31T23:59:60Z -> 2026-12-31T23:59:59Z
            2026-03-02 -> 2026-03-02T00:00:00Z
        "#]],
    );
}
