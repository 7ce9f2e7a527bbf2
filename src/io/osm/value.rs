//! Numbers as mappers write them.
//!
//! Floor 7.
//!
//! Sources: OpenStreetMap wiki, "Key:maxspeed", "Key:lanes", "Key:width", "Key:duration", "Key:layer".

use crate::units::Metres;
use crate::units::MetresPerSecond;

/// A speed limit: `50`, `50 km/h`, `30 mph`, `walk`. None for `none`, `signals`,
/// `RO:urban` and the like. Of several the lowest.
pub(super) fn speed(text: &str) -> Option<MetresPerSecond> {
    let one = |text: &str| {
        let text = text.trim();
        if text == "walk" {
            return Some(5.0 / 3.6);
        }
        let (number, unit) = split_unit(text)?;
        match unit {
            "" | "km/h" | "kmh" | "kph" => Some(number / 3.6),
            "mph" => Some(number * 1.609_344 / 3.6),
            "knots" => Some(number * 1.852 / 3.6),
            _ => None,
        }
    };
    let least = text.split(';').filter_map(one).fold(f64::INFINITY, f64::min);
    if least.is_finite() { MetresPerSecond::new(least).ok() } else { None }
}

/// A length: `3.5`, `3,5 m`, `12 ft`, `6'`, `6'7"`.
pub(super) fn length(text: &str) -> Option<Metres> {
    const FOOT: f64 = 0.3048;
    let text = text.trim();
    if let Some((feet, rest)) = text.split_once('\'') {
        let inches = rest.trim().trim_end_matches(['"', '\'']);
        let inches: f64 = if inches.is_empty() { 0.0 } else { inches.trim().parse().ok()? };
        let feet: f64 = feet.trim().parse().ok()?;
        return Metres::new((feet + inches / 12.0) * FOOT).ok();
    }
    let (number, unit) = split_unit(text)?;
    let metres = match unit {
        "" | "m" | "metre" | "metres" => number,
        "cm" => number / 100.0,
        "ft" => number * FOOT,
        "km" => number * 1000.0,
        _ => return None,
    };
    Metres::new(metres).ok()
}

/// A weight in tonnes: `7.5`, `7.5 t`, `3500 kg`.
pub(super) fn tonnes(text: &str) -> Option<f64> {
    let (number, unit) = split_unit(text.trim())?;
    match unit {
        "" | "t" => Some(number),
        "kg" => Some(number / 1000.0),
        "st" => Some(number * 0.907_184_74),
        "lbs" => Some(number * 0.000_453_592_37),
        _ => None,
    }
}

/// A duration in seconds: `25` (minutes), `1:30`, `01:30:00`, `PT1H30M`.
pub(super) fn duration_s(text: &str) -> Option<f64> {
    let text = text.trim();
    let seconds = if let Some(mut rest) = text.strip_prefix("PT") {
        let mut sum = 0.0;
        while !rest.is_empty() {
            let end = rest.find(['H', 'M', 'S'])?;
            let number: f64 = rest[..end].parse().ok()?;
            sum += match &rest[end..=end] {
                "H" => number * 3600.0,
                "M" => number * 60.0,
                _ => number,
            };
            rest = &rest[end + 1..];
        }
        sum
    } else {
        let parts: Option<Vec<f64>> = text.split(':').map(|part| part.parse().ok()).collect();
        match parts?.as_slice() {
            [minutes] => minutes * 60.0,
            [hours, minutes] => hours * 3600.0 + minutes * 60.0,
            [hours, minutes, seconds] => hours * 3600.0 + minutes * 60.0 + seconds,
            _ => return None,
        }
    };
    (seconds.is_finite() && seconds > 0.0).then_some(seconds)
}

/// A number of lanes: whole or half, above 0 and at most 100. Of several the lowest.
pub(super) fn lanes(text: &str) -> Option<f64> {
    let right = |lanes: &f64| *lanes > 0.0 && *lanes <= 100.0 && (lanes * 2.0).fract() == 0.0;
    let counts = text.split(';').map(|text| text.trim().parse().ok().filter(right));
    counts.collect::<Option<Vec<f64>>>()?.into_iter().reduce(f64::min)
}

/// A level: a whole number, the first of several, held within -100 to 100.
pub(super) fn layer(text: &str) -> i8 {
    let first = text.split(';').next().unwrap_or("").trim();
    first.parse::<f64>().map_or(0, |level| level.clamp(-100.0, 100.0) as i8)
}

fn split_unit(text: &str) -> Option<(f64, &str)> {
    let end =
        text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(text.len());
    let number: f64 = text[..end].replace(',', ".").parse().ok()?;
    number.is_finite().then_some((number, text[end..].trim()))
}
