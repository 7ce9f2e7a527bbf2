//! What was read and written, for people.

use super::Released;
use crate::layers;
use crate::page::{Page, clean, counted};
use safepassage::io::read::{KeySource, LayerReadReport};

pub(super) fn page(released: &Released) -> Page {
    let mut page = Page::new();
    page.line(format!(
        "read: {}, {}",
        counted(released.read.features as usize, "feature", "features"),
        keyed(released.read.key.as_ref())
    ));
    for line in otherwise(&released.read) {
        page.line(format!("  {}", clean(&line)));
    }
    for layer in &released.layers {
        layers::layer_lines(&mut page, layer);
    }
    layers::beside_lines(&mut page, &released.left_out, &released.beside);
    page.gap();
    page.line(format!(
        "for {}. It says what the file says, not that it is right or that any way is free of danger.",
        released.audience
    ));
    page
}

fn keyed(by: Option<&KeySource>) -> String {
    match by {
        Some(KeySource::Property(name)) => format!("named by the column {:?}", clean(name)),
        Some(KeySource::Id) => "named by their id".to_owned(),
        Some(KeySource::Position) => "named by their position in the file".to_owned(),
        None => "none to be named".to_owned(),
    }
}

/// What of the file is not in the layer, or is there in another form.
fn otherwise(read: &LayerReadReport) -> Vec<String> {
    let counts = [
        (read.other_geometry, "of another geometry type, left out"),
        (read.empty_geometry, "without coordinates, and so without a place"),
        (read.heights_dropped, "of which heights were dropped"),
        (read.rings_closed, "rings that were not closed, and are now"),
        (read.ids_dropped, "of which the id was dropped"),
        (read.offsets_dropped, "times of which the offset was dropped"),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let mut lines: Vec<String> = counts.map(|(count, what)| format!("{count} {what}")).collect();
    let renamed = read.renamed.iter().map(|(from, to)| format!("column {from:?} is called {to:?}"));
    lines.extend(renamed);
    for (columns, what) in
        [(&read.mixed, "has values of several types"), (&read.nested, "has arrays or objects")]
    {
        lines.extend(columns.iter().map(|name| format!("column {name:?} {what}: text")));
    }
    let left_out = read.left_out.iter();
    lines.extend(left_out.map(|(name, count)| format!("{name:?} of {count} features left out")));
    lines
}
