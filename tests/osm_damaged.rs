//! Damaged OpenStreetMap files: an error that names the place, never a panic,
//! never memory without bound.

#![cfg(feature = "osm")]

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use safepassage::io::osm::{OsmError, OsmLoaded, OsmReader};
use std::io::Write as _;
use std::path::PathBuf;
use std::time::Instant;

fn read(name: &str, bytes: &[u8]) -> Result<OsmLoaded, OsmError> {
    OsmReader::new().read_bytes(name, bytes)
}

fn message(name: &str, bytes: &[u8]) -> String {
    let start = Instant::now();
    let error = read(name, bytes).unwrap_err();
    assert!(start.elapsed().as_secs() < 20, "{name} took {:?}", start.elapsed());
    error.to_string()
}

fn varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn number(field: u64, value: u64, out: &mut Vec<u8>) {
    varint(field << 3, out);
    varint(value, out);
}

fn bytes(field: u64, content: &[u8], out: &mut Vec<u8>) {
    varint(field << 3 | 2, out);
    varint(content.len() as u64, out);
    out.extend_from_slice(content);
}

fn packed(values: &[i64]) -> Vec<u8> {
    let mut out = Vec::new();
    for value in values {
        varint(*value as u64, &mut out);
    }
    out
}

/// Differences, zigzag.
fn deltas(values: &[i64]) -> Vec<u8> {
    let mut last = 0;
    let steps: Vec<i64> = values
        .iter()
        .map(|value| {
            let step = value - std::mem::replace(&mut last, *value);
            (step << 1) ^ (step >> 63)
        })
        .collect();
    packed(&steps)
}

fn zlib(content: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

fn framed(kind: &str, blob: &[u8]) -> Vec<u8> {
    let mut header = Vec::new();
    bytes(1, kind.as_bytes(), &mut header);
    number(3, blob.len() as u64, &mut header);
    let mut out = (header.len() as u32).to_be_bytes().to_vec();
    out.extend(header);
    out.extend_from_slice(blob);
    out
}

fn zlib_blob(content: &[u8], raw_size: u64) -> Vec<u8> {
    let mut blob = Vec::new();
    number(2, raw_size, &mut blob);
    bytes(3, &zlib(content), &mut blob);
    blob
}

fn header(feature: &str) -> Vec<u8> {
    let mut block = Vec::new();
    bytes(4, b"OsmSchema-V0.6", &mut block);
    bytes(4, feature.as_bytes(), &mut block);
    block
}

/// Three nodes, the middle one a bollard, and a street over them.
fn block() -> Vec<u8> {
    let mut table = Vec::new();
    for text in ["", "highway", "residential", "barrier", "bollard"] {
        bytes(1, text.as_bytes(), &mut table);
    }
    let mut dense = Vec::new();
    bytes(1, &deltas(&[10, 11, 12]), &mut dense);
    bytes(8, &deltas(&[362_300_000, 362_310_000, 362_320_000]), &mut dense);
    bytes(9, &deltas(&[371_500_000, 371_500_000, 371_510_000]), &mut dense);
    bytes(10, &packed(&[0, 3, 4, 0, 0]), &mut dense);
    let mut way = Vec::new();
    number(1, 7, &mut way);
    bytes(2, &packed(&[1]), &mut way);
    bytes(3, &packed(&[2]), &mut way);
    bytes(8, &deltas(&[10, 11, 12]), &mut way);
    let (mut nodes, mut ways) = (Vec::new(), Vec::new());
    bytes(2, &dense, &mut nodes);
    bytes(3, &way, &mut ways);
    let mut block = Vec::new();
    bytes(1, &table, &mut block);
    bytes(2, &nodes, &mut block);
    bytes(2, &ways, &mut block);
    block
}

fn small_pbf() -> Vec<u8> {
    let (head, data) = (header("DenseNodes"), block());
    let mut file = framed("OSMHeader", &zlib_blob(&head, head.len() as u64));
    file.extend(framed("OSMData", &zlib_blob(&data, data.len() as u64)));
    file
}

#[test]
fn the_small_file_reads_when_whole() {
    let loaded = read("small.pbf", &small_pbf()).unwrap();
    assert_eq!((loaded.report.nodes, loaded.report.ways, loaded.report.barriers), (3, 1, 1));
    assert_eq!(loaded.report.barriers_applied, 1);
    assert_eq!(loaded.network.node(safepassage::network::NodeId(0)), (37.15, 36.23).into());
}

#[test]
fn a_file_cut_anywhere_but_between_blobs_is_an_error() {
    let file = small_pbf();
    let head = header("DenseNodes");
    let first = framed("OSMHeader", &zlib_blob(&head, head.len() as u64)).len();
    for length in 0..file.len() {
        let result = read("cut.pbf", &file[..length]);
        assert_eq!(result.is_ok(), length == first, "cut at {length}");
    }
    let said = message("cut.pbf", &file[..file.len() - 5]);
    let size = file.len() - first - 4;
    assert!(said.starts_with(&format!("cut.pbf, blob 2 at byte {first}: expected a whole blob, found the end of the file after ")), "{said} {size}");
}

#[test]
fn no_flipped_byte_makes_it_panic() {
    let file = small_pbf();
    for at in 0..file.len() {
        for flip in [0x01, 0x80, 0xff] {
            let mut damaged = file.clone();
            damaged[at] ^= flip;
            let _ = read("flipped.pbf", &damaged);
        }
    }
    // Inside the blocks too, behind a right checksum.
    let (head, data) = (header("DenseNodes"), block());
    let first = framed("OSMHeader", &zlib_blob(&head, head.len() as u64));
    for at in 0..data.len() {
        for flip in [0x01, 0x7f, 0x80, 0xff] {
            let mut damaged = data.clone();
            damaged[at] ^= flip;
            let mut file = first.clone();
            file.extend(framed("OSMData", &zlib_blob(&damaged, damaged.len() as u64)));
            let _ = read("flipped.pbf", &file);
        }
    }
}

#[test]
fn lengths_are_not_believed() {
    let mut file = small_pbf();
    file[..4].copy_from_slice(&[0x00, 0x01, 0x00, 0x01]);
    assert_eq!(
        message("long.pbf", &file),
        "long.pbf, blob 1 at byte 0: expected a blob header of at most 65536 bytes, found 65537"
    );
    // A blob of 2 GB.
    let mut head = Vec::new();
    bytes(1, b"OSMHeader", &mut head);
    number(3, 2_147_483_647, &mut head);
    let mut file = (head.len() as u32).to_be_bytes().to_vec();
    file.extend(head);
    assert_eq!(
        message("big.pbf", &file),
        "big.pbf, blob 1 at byte 0: expected a blob of at most 33554432 bytes, found 2147483647"
    );
    // A raw_size of 2 GB, and one that is wrong.
    let content = header("DenseNodes");
    let file = framed("OSMHeader", &zlib_blob(&content, 2_147_483_647));
    assert!(message("raw.pbf", &file).contains("expected a raw_size of at most 33554432 bytes"));
    let file = framed("OSMHeader", &zlib_blob(&content, 5));
    assert!(
        message("raw.pbf", &file).contains("expected as many bytes as raw_size says, found more")
    );
}

#[test]
fn bombs_are_refused() {
    // A blob of zeros, again and again.
    let mut file = framed("OSMHeader", &{
        let head = header("DenseNodes");
        zlib_blob(&head, head.len() as u64)
    });
    // Field 15, ignored, holding 30 MB of zeros.
    let mut zeros = Vec::new();
    bytes(15, &vec![0; 30_000_000], &mut zeros);
    let bomb = framed("OSMData", &zlib_blob(&zeros, zeros.len() as u64));
    for _ in 0..5 {
        file.extend_from_slice(&bomb);
    }
    assert!(message("bomb.pbf", &file).contains("expected data that unpacks within reason"));
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(b"<osm>").unwrap();
    let spaces = vec![b' '; 1 << 19];
    for _ in 0..400 {
        packed.write_all(&spaces).unwrap();
        packed.write_all(b"<note/>").unwrap();
    }
    let said = message("bomb.osm.gz", &packed.finish().unwrap());
    assert!(said.contains("bytes unpacked from"), "{said}");
}

#[test]
fn unknown_features_and_packings_are_named() {
    let head = header("HistoricalInformation");
    let file = framed("OSMHeader", &zlib_blob(&head, head.len() as u64));
    assert_eq!(
        message("history.pbf", &file),
        "history.pbf, blob 1 at byte 0: expected required features OsmSchema-V0.6 and DenseNodes, \
         found required feature \"HistoricalInformation\""
    );
    let mut blob = Vec::new();
    bytes(7, b"....", &mut blob);
    let file = framed("OSMHeader", &blob);
    assert!(message("zstd.pbf", &file).ends_with("packed with zlib or not at all, found zstd"));
}

#[test]
fn what_is_no_osm_file_is_said_so() {
    assert!(message("empty.osm", b"").ends_with("found an empty file"));
    assert!(message("a.osm", b"{\"type\": 1}").ends_with("found JSON"));
    assert!(message("a.osm", b"\xff\xfe<\0o\0").ends_with("found UTF-16"));
    assert!(message("a.osm", b"hello there").contains("a file that begins"));
    assert_eq!(
        message("a.osm", b"<gpx></gpx>"),
        "a.osm, byte 0 of the text: expected an element <osm>, found <gpx>"
    );
    let error = OsmReader::new().read("no-such-folder/no.osm.pbf").unwrap_err();
    assert_eq!(error.to_string(), "no-such-folder/no.osm.pbf: cannot be read");
    assert!(std::error::Error::source(&error).is_some());
}

const DRAWN: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6"><!-- drawn -->
<node id="1" lat="36.23" lon="37.15"><tag k="barrier" v="gate"/></node>
<node id="2" lat="36.24" lon="37.15"/>
<way id="3"><nd ref="1"/><nd ref="2"/><tag k="highway" v="service"/><tag k="name" v="A &amp; B"/></way>
<relation id="4"><member type="way" ref="3" role="from"/><tag k="type" v="restriction"/></relation>
</osm>"#;

#[test]
fn xml_cut_or_flipped_is_an_error_or_a_file() {
    read("drawn.osm", DRAWN.as_bytes()).unwrap();
    let whole = DRAWN.len();
    for length in 0..whole {
        assert!(read("cut.osm", &DRAWN.as_bytes()[..length]).is_err(), "cut at {length}");
    }
    for at in 0..whole {
        for flip in [0x01, 0x10, 0x80] {
            let mut damaged = DRAWN.as_bytes().to_vec();
            damaged[at] ^= flip;
            let _ = read("flipped.osm", &damaged);
        }
    }
}

#[test]
fn xml_that_is_not_as_it_should_be() {
    let with = |from: &str, to: &str| message("a.osm", DRAWN.replace(from, to).as_bytes());
    assert!(with("UTF-8", "ISO-8859-1").contains("expected text in UTF-8, found \"ISO-8859-1\""));
    assert!(with("lat=\"36.23\"", "lat=\"north\"").contains("a node with numbers for lat and lon"));
    assert!(with("ref=\"2\"", "ref=\"two\"").contains("<nd> with a whole number ref"));
    assert!(with("</relation>", "</way>").contains("well-formed XML"));
    assert!(with("A &amp; B", "A &bomb; B").contains("entities of XML only"));
    let doctype = "<!DOCTYPE osm [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><osm version";
    assert!(with("<osm version", doctype).contains("expected no document type declaration"));
    let mut latin = DRAWN.as_bytes().to_vec();
    let at = DRAWN.find("A &amp;").unwrap();
    latin[at] = 0xe9;
    assert!(message("a.osm", &latin).contains("expected text in UTF-8"));
}

#[test]
fn deep_and_endless_xml_is_refused() {
    let deep = format!("<osm>{}", "<a>".repeat(1_000_000));
    assert!(message("deep.osm", deep.as_bytes()).contains("expected elements at most 32 deep"));
    let endless = format!("<osm><node id=\"{}", "1".repeat(5_000_000));
    assert!(message("long.osm", endless.as_bytes()).contains("at most a megabyte"));
}

#[test]
fn a_damaged_real_file_never_panics() {
    let Some(data) = std::env::var_os("SAFEPASSAGE_DATA").map(PathBuf::from) else {
        println!("skipped: SAFEPASSAGE_DATA is not set");
        return;
    };
    let whole = std::fs::read(data.join("osm/andorra.osm.pbf")).unwrap();
    for n in 1..40 {
        let cut = whole.len() * n / 40;
        let _ = read("cut.pbf", &whole[..cut]);
        let mut damaged = whole.clone();
        damaged[cut] ^= 0x55;
        let _ = read("flipped.pbf", &damaged);
    }
}
