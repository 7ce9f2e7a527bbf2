//! Numbers and instants as text, in bytes, without a detour over `String`.

use jiff::Timestamp;
use jiff::tz::Offset;

/// Grid steps as decimal degrees, without trailing zeros and without a negative zero.
pub(super) fn degrees(out: &mut Vec<u8>, steps: i64, scale: i64) {
    if steps < 0 {
        out.push(b'-');
    }
    let scale = scale.unsigned_abs().max(1);
    let (above, mut rest) = (steps.unsigned_abs() / scale, steps.unsigned_abs() % scale);
    digits(out, above);
    if rest == 0 {
        return;
    }
    out.push(b'.');
    let mut place = scale;
    while rest > 0 {
        place /= 10;
        out.push(b'0' + (rest / place) as u8);
        rest %= place;
    }
}

/// A whole number.
pub(super) fn whole(out: &mut Vec<u8>, number: i64) {
    if number < 0 {
        out.push(b'-');
    }
    digits(out, number.unsigned_abs());
}

/// A finite number: the shortest text that reads back as it. A negative zero is zero.
pub(super) fn real(out: &mut Vec<u8>, number: f64) {
    let text = serde_json::Value::from(number + 0.0).to_string();
    out.extend_from_slice(text.as_bytes());
}

/// An instant as RFC 3339 text in UTC, with as many decimals of a second as it has.
pub(super) fn instant(out: &mut Vec<u8>, at: Timestamp) {
    if !date_and_time(out, at) {
        out.extend_from_slice(at.to_string().as_bytes());
        return;
    }
    let mut rest = at.subsec_nanosecond().rem_euclid(1_000_000_000).unsigned_abs();
    let mut place = 1_000_000_000;
    if rest > 0 {
        out.push(b'.');
    }
    while rest > 0 {
        place /= 10;
        out.push(b'0' + (rest / place) as u8);
        rest %= place;
    }
    out.push(b'Z');
}

/// An instant as `YYYY-MM-DDTHH:MM:SS.SSSZ`, what is below a millisecond cut off;
/// `None` before the year 0, which this text cannot say.
#[cfg(feature = "geopackage")]
pub(super) fn instant_in_ms(out: &mut Vec<u8>, at: Timestamp) -> Option<()> {
    if !date_and_time(out, at) {
        return None;
    }
    out.push(b'.');
    let thousandths = at.subsec_nanosecond().rem_euclid(1_000_000_000) / 1_000_000;
    padded(out, thousandths.unsigned_abs(), 100);
    out.push(b'Z');
    Some(())
}

/// `YYYY-MM-DDTHH:MM:SS`; nothing, and false, before the year 0.
fn date_and_time(out: &mut Vec<u8>, at: Timestamp) -> bool {
    let civil = Offset::UTC.to_datetime(at);
    if civil.year() < 0 {
        return false;
    }
    padded(out, u32::from(civil.year().unsigned_abs()), 1000);
    for (sign, part) in [
        (b'-', civil.month()),
        (b'-', civil.day()),
        (b'T', civil.hour()),
        (b':', civil.minute()),
        (b':', civil.second()),
    ] {
        out.push(sign);
        padded(out, u32::from(part.unsigned_abs()), 10);
    }
    true
}

fn padded(out: &mut Vec<u8>, mut number: u32, mut place: u32) {
    while place > 0 {
        out.push(b'0' + (number / place) as u8);
        number %= place;
        place /= 10;
    }
}

fn digits(out: &mut Vec<u8>, mut number: u64) {
    let mut gathered = [0; 20];
    let mut from = gathered.len();
    loop {
        from -= 1;
        gathered[from] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.extend_from_slice(&gathered[from..]);
}

#[cfg(test)]
mod tests {
    use super::{degrees, instant, real, whole};
    use jiff::Timestamp;
    use proptest::prelude::*;

    fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn degrees_end_where_they_must() {
        for (steps, expected) in [(0, "0"), (-1, "-0.001"), (36_200, "36.2"), (-180_000, "-180")] {
            assert_eq!(text(|out| degrees(out, steps, 1000)), expected);
        }
        assert_eq!(text(|out| degrees(out, -7, 1)), "-7");
    }

    #[test]
    fn numbers_have_no_negative_zero() {
        assert_eq!(text(|out| real(out, -0.0)), "0.0");
        assert_eq!(text(|out| whole(out, i64::MIN)), i64::MIN.to_string());
    }

    proptest! {
        #[test]
        fn instants_are_as_jiff_prints_them(
            seconds in -377_705_023_201_i64..253_402_207_200,
            nanoseconds in prop_oneof![Just(0), 0..1_000_000_000, (0..1000).prop_map(|n| n * 1_000_000)],
        ) {
            let at = Timestamp::new(seconds, nanoseconds).unwrap();
            prop_assert_eq!(text(|out| instant(out, at)), at.to_string());
        }
    }

    #[cfg(feature = "geopackage")]
    #[test]
    fn milliseconds_are_cut_off() {
        for (at, expected) in [
            ("2016-12-15T12:00:00Z", "2016-12-15T12:00:00.000Z"),
            ("2016-12-15T12:00:00.9999Z", "2016-12-15T12:00:00.999Z"),
            ("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.500Z"),
        ] {
            let at: Timestamp = at.parse().unwrap();
            let found = text(|out| super::instant_in_ms(out, at).unwrap());
            assert_eq!(found, expected);
        }
        assert_eq!(super::instant_in_ms(&mut Vec::new(), Timestamp::MIN), None);
    }
}
