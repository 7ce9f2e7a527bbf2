//! Numbers as people write them in tables.
//!
//! Digits may be those of Arabic and Persian. What stands between thousands and
//! before a fraction is a point or a comma by declaration, never by guess.

use super::rows::Value;
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// What stands before the fraction of a number. The other of the two may stand
/// between thousands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decimal {
    /// `1,234.5`
    #[default]
    Point,
    /// `1.234,5`
    Comma,
}

/// Text with ASCII digits and signs in place of those of Arabic and Persian.
pub(super) fn plain_digits(text: &str) -> String {
    let plain = |sign: char| match sign {
        '\u{660}'..='\u{669}' => digit(sign, '\u{660}'),
        '\u{6F0}'..='\u{6F9}' => digit(sign, '\u{6F0}'),
        '\u{FF10}'..='\u{FF19}' => digit(sign, '\u{FF10}'),
        '\u{2212}' => '-',
        other => other,
    };
    // Marks of direction are not seen and not meant.
    let unseen = |sign: &char| matches!(sign, '\u{200E}' | '\u{200F}' | '\u{61C}' | '\u{FEFF}');
    text.chars().filter(|sign| !unseen(sign)).map(plain).collect()
}

fn digit(sign: char, zero: char) -> char {
    char::from(b'0' + (sign as u32 - zero as u32) as u8)
}

/// A finite number. None if the text is none, or could be read in two ways.
pub(super) fn number(value: Value<'_>, decimal: Decimal) -> Option<f64> {
    match value {
        Value::Number(number) => Some(number).filter(|number| number.is_finite()),
        Value::Text(text) => {
            let text = plain_digits(text);
            let text = text.trim();
            // The signs of Arabic mean one thing only.
            let (thousands, point) = match decimal {
                _ if text.contains(['\u{66B}', '\u{66C}']) => ('\u{66C}', '\u{66B}'),
                Decimal::Point => (',', '.'),
                Decimal::Comma => ('.', ','),
            };
            parse(text, thousands, point)
        }
        _ => None,
    }
}

fn parse(text: &str, thousands: char, point: char) -> Option<f64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (digits, None),
    };
    let (whole, fraction) = match mantissa.split_once(point) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let whole = grouped(whole, thousands)?;
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !fraction.is_none_or(all_digits) || (whole.is_empty() && fraction.is_none_or(str::is_empty))
    {
        return None;
    }
    let mut plain = format!("{sign}{whole}.{}", fraction.unwrap_or_default());
    if let Some(exponent) = exponent {
        let unsigned = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        if unsigned.is_empty() || !all_digits(unsigned) {
            return None;
        }
        plain.push('e');
        plain.push_str(exponent);
    }
    plain.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Digits, or groups of three with one and the same sign between them.
fn grouped(whole: &str, thousands: char) -> Option<String> {
    let between = |sign: char| sign == thousands || matches!(sign, ' ' | '\u{A0}' | '\u{202F}');
    let mut groups = whole.split(between);
    let first = groups.next()?;
    let mut plain = first.to_owned();
    let mut signs = whole.chars().filter(|sign| between(*sign));
    let sign = signs.next();
    if signs.any(|other| Some(other) != sign) || (sign.is_some() && !(1..=3).contains(&first.len()))
    {
        return None;
    }
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        plain.push_str(group);
    }
    plain.bytes().all(|byte| byte.is_ascii_digit()).then_some(plain)
}

/// A whole number, 0 or more, that is held exactly.
pub(super) fn count(value: Value<'_>, decimal: Decimal) -> Option<u64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if let Value::Text(text) = value
        && let Ok(count) = text.trim().parse()
    {
        return Some(count);
    }
    let number = number(value, decimal)?;
    (number >= 0.0 && number.fract() == 0.0 && number <= EXACT).then_some(number as u64)
}

/// An angle in degrees: decimal, or degrees, minutes and seconds with a letter
/// from `letters` (the first positive) or a sign. 0 is an angle.
///
/// A comma before the fraction is taken too: no angle has thousands.
pub(super) fn degrees(value: Value<'_>, letters: [char; 2]) -> Option<f64> {
    let Value::Text(text) = value else { return number(value, Decimal::Point) };
    let text = plain_digits(text).replace('\u{66B}', ".");
    let text = text.trim();
    if let Some(plain) = parse(text, '\0', '.').or_else(|| parse(text, '\0', ',')) {
        return Some(plain);
    }
    let upper = text.to_ascii_uppercase();
    let named = |at: char| letters.iter().position(|letter| *letter == at);
    let (rest, south) = if let Some(side) = upper.chars().next_back().and_then(named) {
        (&upper[..upper.len() - 1], Some(side))
    } else if let Some(side) = upper.chars().next().and_then(named) {
        (&upper[1..], Some(side))
    } else {
        (upper.as_str(), None)
    };
    let (rest, minus) = match rest.trim().strip_prefix('-') {
        Some(rest) if south.is_none() => (rest, true),
        Some(_) => return None,
        None => (rest.trim(), false),
    };
    let marks =
        ['°', 'º', '\'', '′', '’', '`', '"', '″', '”', ':', ' ', '\u{A0}', '\u{2032}', '\u{2033}'];
    let mut parts = rest.split(marks).filter(|part| !part.is_empty());
    let mut angle = parse(parts.next()?, '\0', '.')?;
    for unit in [60.0, 3600.0] {
        let Some(part) = parts.next() else { break };
        let part = parse(part, '\0', '.').filter(|part| (0.0..60.0).contains(part))?;
        // Only the last of them may have a fraction.
        if angle.fract() != 0.0 && unit == 60.0 {
            return None;
        }
        angle += part / unit;
    }
    if parts.next().is_some() {
        return None;
    }
    Some(if minus || south == Some(1) { -angle } else { angle })
}

/// Latitude and longitude in one cell, in that order as `#geo+coord` has them,
/// with a comma, semicolon, slash or blank between. As `(lon, lat)`.
pub(super) fn pair(text: &str) -> Option<(f64, f64)> {
    for between in [';', '/', ',', ' '] {
        let Some((lat, lon)) = text.trim().split_once(between) else { continue };
        let lat = degrees(Value::Text(lat), ['N', 'S']);
        let lon = degrees(Value::Text(lon), ['E', 'W']);
        if let (Some(lat), Some(lon)) = (lat, lon) {
            return Some((lon, lat));
        }
    }
    None
}
