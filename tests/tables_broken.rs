//! Every code of a table's issues is met by some broken table.
#![cfg(feature = "tables")]

#[path = "tables/xlsx.rs"]
mod xlsx;

use safepassage::io::table::rules::RULES;
use safepassage::io::table::{
    CountTable, NoticeTable, PlaceTable, TableError, TableMapping, TableReader,
};
use safepassage::scenario::Issue;
use std::collections::BTreeSet;
use xlsx::{Sheet, X, sheet, workbook};

/// The code and text of everything found, refusals too.
fn found(result: Result<Vec<Issue>, TableError>) -> Vec<(String, String)> {
    match result {
        Ok(issues) => {
            issues.iter().map(|issue| (issue.code.to_owned(), issue.to_string())).collect()
        }
        Err(error) => vec![(error.code().to_owned(), error.to_string())],
    }
}

fn notices(bytes: impl Into<Vec<u8>>) -> Vec<(String, String)> {
    let table = TableReader::new().bytes("t.csv", bytes.into());
    found(table.and_then(|table| NoticeTable::default().read(&table)).map(|loaded| loaded.issues))
}

fn counts(text: &str) -> Vec<(String, String)> {
    let mapping = TableMapping::new().time_zone("UTC").constant("issuer", "A");
    let table = TableReader::new().text("t.csv", text);
    found(table.and_then(|table| CountTable::new(mapping).read(&table)).map(|loaded| loaded.issues))
}

fn places(text: &str) -> Vec<(String, String)> {
    let table = TableReader::new().text("checkpoint.csv", text);
    found(table.and_then(|table| PlaceTable::default().read(&table)).map(|loaded| loaded.issues))
}

const HEAD: &str = "issuer,kind,said_at,place_name,wkt,lat,lon,end\n";

fn row(cells: &str) -> String {
    format!("{HEAD}A,curfew,2026-01-08T10:00Z,{cells}\n")
}

/// Code, part of the text, and what was found.
type Case = (&'static str, &'static str, Vec<(String, String)>);

fn cases() -> Vec<Case> {
    let faulty = workbook(&[sheet(
        "Data",
        vec![
            vec![X::Text("issuer"), X::Text("kind"), X::Text("said_at")],
            vec![X::Error("#DIV/0!"), X::Text("pause"), X::Text("2026-01-08T10:00Z")],
        ],
    )]);
    let merged = workbook(&[Sheet {
        merged: vec!["A2:A3"],
        ..sheet(
            "Data",
            vec![vec![X::Text("issuer"), X::Text("kind"), X::Text("said_at")], vec![X::Text("A")]],
        )
    }]);
    let several = workbook(&[
        sheet("One", vec![vec![X::Text("issuer"), X::Text("kind"), X::Text("said_at")]]),
        sheet("Two", vec![vec![X::Text("x")]]),
    ]);
    let wide: Vec<u8> = [0xFE, 0xFF]
        .into_iter()
        .chain("issuer,kind,said_at\n".encode_utf16().flat_map(u16::to_be_bytes))
        .collect();
    vec![
        (
            "table-cell-fault",
            "row 2, column \"issuer\" (A): expected a value, found the error #DIV/0!",
            notices(faulty),
        ),
        (
            "table-cell-unreadable",
            "column \"kind\" (B): expected curfew, closure, target",
            notices("issuer,kind,said_at\nA,party,2026-01-08T10:00Z\n"),
        ),
        (
            "table-cells-merged",
            "sheet \"Data\", row 2: expected a value in each cell, found A2 to A3 merged",
            notices(merged),
        ),
        (
            "table-column-missing",
            "expected a column \"said_at\", tagged #date+said or mapped to it, or a constant",
            notices("issuer,kind\nA,curfew\n"),
        ),
        (
            "table-column-repeated",
            "row 2, column \"B\" (B): expected one column of \"issuer\", found a second",
            notices(
                "A,B,C,D\n#org+issuer,#org+issuer,#date+said,#operations+type\nA,B,2026-01-08T10:00Z,pause\n",
            ),
        ),
        (
            "table-columns-unused",
            "found also \"note\" (D)",
            notices("issuer,kind,said_at,note\nA,pause,2026-01-08T10:00Z,x\n"),
        ),
        ("table-day-only", "found 1 without", counts("said_at,figure\n2026-01-08,5\n")),
        ("table-encoding-assumed", "found UTF-16BE by its byte order mark", notices(wide)),
        (
            "table-local-time",
            "since no time zone is declared, found \"2026-01-08 10:00\"",
            notices("issuer,kind,said_at\nA,curfew,2026-01-08 10:00\n"),
        ),
        (
            "table-lon-equals-lat",
            "row 3: expected two different numbers, found longitude and latitude the same in 2 of 3 rows",
            places("id,lat,lon\na,0,0\nb,36.2,36.2\nc,36.3,36.3\n"),
        ),
        (
            "table-place-without-extent",
            "column \"wkt\" (E): expected an area, or a radius beside it, found a Point",
            notices(row("x,POINT (37 36),,,")),
        ),
        (
            "table-quote-unclosed",
            "row 3: expected a quotation mark that closes the cell, found the end of the file 3 lines on",
            notices(format!("{}B,curfew,\"2026,x\nC,curfew\nD,curfew\n", row("x,,,,"))),
        ),
        (
            "table-row-ragged",
            "row 2: expected at most 8 cells, found 9",
            notices(row("x,,,,,more")),
        ),
        (
            "table-sheet-chosen",
            "expected the name of a sheet, found none; \"One\" was read (not read: \"Two\")",
            notices(several),
        ),
        (
            "table-tag-malformed",
            "row 2, column \"Note\" (D): expected an HXL tag such as #adm1+code, found \"#meta note\"",
            notices("Who,What,When,Note\n#org+issuer,#operations,#date+said,#meta note\n"),
        ),
        ("table-unreadable", "expected CSV text or an XLSX workbook", notices("<html>")),
        (
            "table-wkt-unreadable",
            "column \"wkt\" (E): expected WGS 84 (SRID=4326), found \"SRID=3857\"",
            notices(row("x,SRID=3857;POINT (37 36),,,")),
        ),
    ]
}

#[test]
fn every_code_is_met_by_a_broken_table() {
    let cases = cases();
    for (code, part, found) in &cases {
        assert!(
            found.iter().any(|(found, text)| found == code && text.contains(part)),
            "{code}: expected {part:?}, found {found:#?}"
        );
    }
    let met: BTreeSet<&str> = cases.iter().map(|(code, ..)| *code).collect();
    let all: BTreeSet<&str> = RULES.iter().map(|rule| rule.code).collect();
    assert_eq!(met, all);
    assert_eq!(all.len(), RULES.len());
}

#[test]
fn a_clean_table_has_no_issue() {
    let text = "id,issuer,kind,said_at,known_at,sensitivity\nn,A,pause,2026-01-08T10:00Z,2026-01-08T10:05Z,low\n";
    assert_eq!(notices(text), []);
    let with_end = "issuer,kind,said_at,id\nA,pause,2026-01-08T10:00Z,\"a \"\"quoted\"\"\n\nid\"\n";
    assert_eq!(notices(with_end), []);
}

const PIECES: [&str; 16] = [
    "issuer",
    ",",
    ";",
    "\n",
    "\r\n",
    "\"",
    "#org+issuer",
    "#date+said",
    "2026-01-08",
    "\t",
    "حلب",
    "0",
    "POINT (",
    "\u{feff}",
    "sep=;",
    " ",
];

#[test]
fn no_bytes_break_the_reader() {
    let mut seed = 7_u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for _ in 0..3000 {
        let text: String = (0..random(60)).map(|_| PIECES[random(PIECES.len())]).collect();
        let mut bytes = text.into_bytes();
        if random(4) == 0 && !bytes.is_empty() {
            let at = random(bytes.len());
            bytes[at] = random(256) as u8;
        }
        if let Ok(table) = TableReader::new().bytes("t.csv", bytes) {
            let rows: Vec<_> = table.rows().map(|row| row.number()).collect();
            assert!(rows.is_sorted());
            let _ = NoticeTable::default().read(&table);
            let _ = CountTable::default().read(&table);
            let _ = PlaceTable::default().read(&table);
        }
    }
}
