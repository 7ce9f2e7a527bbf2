//! Coordinates as CAP writes them: `lat,lon lat,lon …` and `lat,lon radius`.
//!
//! Floor 7.

use super::alert::{Alert, Circle};

/// Coordinates that were read, and what was odd about them.
#[derive(Debug, PartialEq)]
pub(super) struct Points {
    /// First and second number of each pair, as written.
    pub(super) pairs: Vec<[f64; 2]>,
    pub(super) odd: Option<&'static str>,
}

/// Reads pairs. White space of any sort parts them, line breaks too. A comma
/// after a pair, a blank beside a comma, semicolons and the typographic minus
/// are read; a number too many or too few is not, since what it belongs to
/// would be a guess.
pub(super) fn pairs(text: &str) -> Result<Points, String> {
    let mut odd = None;
    let mut numbers: Vec<f64> = Vec::new();
    for token in text.split_whitespace() {
        let before = numbers.len();
        let parts: Vec<&str> = token.split([',', ';']).filter(|part| !part.is_empty()).collect();
        for part in &parts {
            numbers.push(number(part, &mut odd)?);
        }
        match numbers.len() - before {
            2 if before.is_multiple_of(2) => {
                if token.contains(';') || token.matches(',').count() > 1 {
                    odd = Some("a comma or semicolon after a pair");
                }
            }
            1 => odd = Some("blanks within pairs"),
            0 => odd = Some("a comma between pairs"),
            found => {
                let what = cut(token);
                let found = if found == 2 { 3 } else { found };
                return Err(format!("expected pairs lat,lon, found {found} numbers in {what:?}"));
            }
        }
    }
    if numbers.len() % 2 == 1 {
        return Err(format!("expected pairs lat,lon, found {} numbers", numbers.len()));
    }
    let pairs = numbers.chunks_exact(2).filter_map(|pair| <[f64; 2]>::try_from(pair).ok());
    Ok(Points { pairs: pairs.collect(), odd })
}

/// Reads a circle: its middle as written, and its radius in kilometres.
pub(super) fn circle(text: &str) -> Result<([f64; 2], f64, Option<&'static str>), String> {
    let mut odd = None;
    let parts: Vec<&str> = text
        .split(|sign: char| sign.is_whitespace() || matches!(sign, ',' | ';'))
        .filter(|part| !part.is_empty())
        .collect();
    let [first, second, radius] = parts[..] else {
        let found = parts.len();
        return Err(format!("expected lat,lon radius, found {found} numbers in {:?}", cut(text)));
    };
    let centre = [number(first, &mut odd)?, number(second, &mut odd)?];
    let radius = number(radius, &mut odd)?;
    let mut words = text.split_whitespace();
    let pair = words.next().is_some_and(|pair| pair.matches(',').count() == 1);
    if !(pair && words.count() == 1) {
        odd = Some("commas and blanks in other places than lat,lon radius");
    }
    if radius < 0.0 {
        return Err(format!("expected a radius of 0 km or more, found {radius}"));
    }
    Ok((centre, radius, odd))
}

fn number(text: &str, odd: &mut Option<&'static str>) -> Result<f64, String> {
    let wrong = || format!("expected a number of degrees, found {:?}", cut(text));
    let plain = text.strip_prefix('\u{2212}').map(|rest| format!("-{rest}"));
    if plain.is_some() {
        *odd = Some("a typographic minus");
    }
    let number: f64 = plain.as_deref().unwrap_or(text).parse().map_err(|_| wrong())?;
    if number.is_finite() { Ok(number) } else { Err(wrong()) }
}

fn cut(text: &str) -> String {
    crate::scenario::rules::cut(text)
}

/// Whether `[lat, lon]` lies on the earth.
fn fits([lat, lon]: [f64; 2]) -> bool {
    lat.abs() <= 90.0 && lon.abs() <= 180.0
}

/// Whether an alert writes longitude first beyond doubt: some pair is on the
/// earth only that way, and every pair is on the earth that way. One writer
/// does not change the order within one alert, so all pairs are then turned.
/// The coordinates must stand as they were written, `[first, second]`.
pub(super) fn longitude_first(alert: &Alert) -> bool {
    let mut pairs = alert.infos.iter().flat_map(|info| &info.areas).flat_map(|area| {
        let corners = area.polygons.iter().flat_map(|ring| ring.0.iter().copied());
        corners.chain(area.circles.iter().map(|circle| circle.centre))
    });
    let turned = |[first, second]: [f64; 2]| fits([second, first]);
    let mut beyond_doubt = false;
    pairs.all(|pair| {
        beyond_doubt |= !fits(pair);
        turned(pair)
    }) && beyond_doubt
}

/// From `[lat, lon]` as written to `[lon, lat]`.
pub(super) fn turn(pair: &mut [f64; 2]) {
    pair.swap(0, 1);
}

impl Circle {
    pub(super) fn fits(&self) -> bool {
        fits([self.centre[1], self.centre[0]])
    }
}
