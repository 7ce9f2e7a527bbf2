//! Small tables: police points on links, persons by zone.
//!
//! Floor 7.

use super::error::Fault;
use super::error::MatsimError;
use crate::record::RecordRef;

/// The values of `columns` in each row, with the row's line.
pub(super) fn read<const N: usize>(
    text: &str,
    at: &RecordRef,
    columns: [&str; N],
) -> Result<Vec<(u64, [String; N])>, MatsimError> {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let malformed = |error: &csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        MatsimError::malformed(
            at,
            Fault::new("the table", "comma-separated values", error).on(line),
        )
    };
    let headers = reader.headers().map_err(|error| malformed(&error))?.clone();
    let mut places = [0; N];
    for (place, column) in places.iter_mut().zip(columns) {
        let found = headers.iter().position(|header| header.eq_ignore_ascii_case(column));
        *place = found.ok_or_else(|| {
            let found = headers.iter().collect::<Vec<_>>().join(", ");
            let expected = format!("a column {column:?}");
            MatsimError::malformed(at, Fault::new("the header", expected, found).on(1))
        })?;
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| malformed(&error))?;
        let line = record.position().map_or(1, csv::Position::line);
        rows.push((line, places.map(|place| record.get(place).unwrap_or_default().to_owned())));
    }
    Ok(rows)
}
