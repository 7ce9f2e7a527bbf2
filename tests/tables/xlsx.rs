//! Small workbooks, made part by part.

// Each test file uses some of it.
#![allow(dead_code, unreachable_pub)]

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;

/// A cell: text, a number with a style, a formula's cached value, an error.
#[derive(Clone, Copy)]
pub enum X {
    None,
    Text(&'static str),
    Shared(usize),
    Number(f64),
    /// A serial number shown as date and time.
    Moment(f64),
    /// A serial number shown as a date.
    Day(f64),
    /// A formula with the text it gave when the workbook was saved.
    Formula(&'static str),
    Error(&'static str),
    Flag(bool),
}

pub struct Sheet {
    pub name: &'static str,
    /// Row numbers and cells.
    pub rows: Vec<(u32, Vec<X>)>,
    pub merged: Vec<&'static str>,
    pub hidden: bool,
}

pub fn sheet(name: &'static str, rows: Vec<Vec<X>>) -> Sheet {
    let rows = (1..).zip(rows).collect();
    Sheet { name, rows, merged: Vec::new(), hidden: false }
}

pub const SHARED: [&str; 2] = ["Sheikh Maqsoud", "الأشرفية"];

pub fn workbook(sheets: &[Sheet]) -> Vec<u8> {
    let mut parts = vec![
        (
            "[Content_Types].xml".to_owned(),
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#.to_owned(),
        ),
        (
            "_rels/.rels".to_owned(),
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#.to_owned(),
        ),
        (
            "xl/styles.xml".to_owned(),
            r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>"#.to_owned(),
        ),
        (
            "xl/sharedStrings.xml".to_owned(),
            format!(
                r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</sst>"#,
                SHARED.map(|text| format!("<si><t>{text}</t></si>")).concat()
            ),
        ),
    ];
    let (mut list, mut links) = (String::new(), String::new());
    for (number, sheet) in (1..).zip(sheets) {
        let state = if sheet.hidden { r#" state="hidden""# } else { "" };
        write!(
            list,
            r#"<sheet name="{}" sheetId="{number}"{state} r:id="s{number}"/>"#,
            sheet.name
        )
        .unwrap();
        write!(links, r#"<Relationship Id="s{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{number}.xml"/>"#).unwrap();
        parts.push((format!("xl/worksheets/sheet{number}.xml"), part(sheet)));
    }
    parts.push(("xl/workbook.xml".into(), format!(r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{list}</sheets></workbook>"#)));
    parts.push(("xl/_rels/workbook.xml.rels".into(), format!(r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}<Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="b" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#)));
    pack(&parts)
}

pub fn pack(parts: &[(String, String)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn part(sheet: &Sheet) -> String {
    let mut rows = String::new();
    for (number, cells) in &sheet.rows {
        write!(rows, r#"<row r="{number}">"#).unwrap();
        for (column, cell) in (0_u8..).zip(cells) {
            let place = format!("{}{number}", char::from(b'A' + column));
            match cell {
                X::None => Ok(()),
                X::Text(text) => write!(rows, r#"<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>"#),
                X::Shared(index) => write!(rows, r#"<c r="{place}" t="s"><v>{index}</v></c>"#),
                X::Number(number) => write!(rows, r#"<c r="{place}"><v>{number}</v></c>"#),
                X::Moment(number) => write!(rows, r#"<c r="{place}" s="1"><v>{number}</v></c>"#),
                X::Day(number) => write!(rows, r#"<c r="{place}" s="2"><v>{number}</v></c>"#),
                X::Formula(text) => write!(rows, r#"<c r="{place}" t="str"><f>A1</f><v>{text}</v></c>"#),
                X::Error(word) => write!(rows, r#"<c r="{place}" t="e"><v>{word}</v></c>"#),
                X::Flag(flag) => write!(rows, r#"<c r="{place}" t="b"><v>{}</v></c>"#, u8::from(*flag)),
            }
            .unwrap();
        }
        rows.push_str("</row>");
    }
    let merged: String =
        sheet.merged.iter().map(|area| format!(r#"<mergeCell ref="{area}"/>"#)).collect();
    let merged =
        if merged.is_empty() { merged } else { format!("<mergeCells>{merged}</mergeCells>") };
    format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData>{merged}</worksheet>"#
    )
}
