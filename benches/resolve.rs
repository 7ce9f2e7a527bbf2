//! The place resolver: build, and each way to an answer, over the 33,363 units of
//! the global list when `SAFEPASSAGE_DATA` is set, and over made-up names.

use criterion::{Criterion, criterion_group, criterion_main};
use flate2::read::GzDecoder;
use safepassage::gazetteer::{Entry, Gazetteer, PlaceKey, PlaceQuery};
use std::fs::File;
use std::hint::black_box;
use std::io::Read;
use std::path::Path;

/// Names of two words from a few hundred syllables.
fn invented(count: u32) -> Vec<Entry> {
    let consonants =
        ["b", "d", "f", "h", "j", "k", "kh", "l", "m", "n", "q", "r", "s", "sh", "t", "z"];
    let vowels = ["a", "i", "u", "ou", "ei"];
    let word = |seed: u32| -> String {
        let pick = |step: u32| seed.wrapping_mul(2_654_435_761).rotate_left(step * 7) as usize;
        (0..3)
            .map(|at| format!("{}{}", consonants[pick(at) % 16], vowels[pick(at + 3) % 5]))
            .collect()
    };
    let entry = |number: u32| {
        let name = format!("{} al-{}", word(number), word(number ^ 0x5bd1));
        Entry::new(PlaceKey::unit(number.to_string())).name(name)
    };
    (0..count).map(entry).collect()
}

/// The rows of the global list of place codes: code, name, parent.
fn global() -> Option<Vec<Entry>> {
    let path = Path::new(&std::env::var_os("SAFEPASSAGE_DATA")?)
        .join("syria-admin/global-pcodes-adm-1-2.csv.gz");
    let mut text = String::new();
    GzDecoder::new(File::open(path).ok()?).read_to_string(&mut text).ok()?;
    let entry = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let [_, level, code, .., parent, _] = cells.as_slice() else { return None };
        let name = cells[3..cells.len() - 2].join(",");
        let entry =
            Entry::with_code(*code).name(name.trim_matches('"')).parent(PlaceKey::unit(*parent));
        Some(entry.level(level.parse().ok()?))
    };
    Some(text.lines().skip(2).filter_map(entry).collect())
}

fn ask(c: &mut Criterion, title: &str, entries: &[Entry], queries: &[(&str, PlaceQuery)]) {
    let mut group = c.benchmark_group(title);
    group.sample_size(10);
    group.bench_function("build", |b| {
        b.iter(|| Gazetteer::builder().entries(entries.to_vec()).build());
    });
    let gazetteer = Gazetteer::builder().entries(entries.to_vec()).build();
    for (name, query) in queries {
        group.bench_function(*name, |b| b.iter(|| black_box(gazetteer.resolve(query))));
    }
    group.finish();
}

fn resolve(c: &mut Criterion) {
    let queries = [
        ("code", PlaceQuery::new("SY0200")),
        ("exact", PlaceQuery::new("Jebel Saman")),
        ("other script", PlaceQuery::new("جبل سمعان")),
        ("short", PlaceQuery::new("حمص")),
        ("within", PlaceQuery::new("Djebel Samaan").within("SY02")),
        ("absent", PlaceQuery::new("حي الشيخ مقصود")),
    ];
    for count in [1_000, 10_000, 100_000] {
        ask(c, &format!("{count} invented places"), &invented(count), &queries[2..4]);
    }
    if let Some(entries) = global() {
        ask(c, &format!("{} units", entries.len()), &entries, &queries);
    }
}

criterion_group!(benches, resolve);
criterion_main!(benches);
