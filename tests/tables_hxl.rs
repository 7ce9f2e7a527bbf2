//! The same files through libhxl: which row holds the tags, what they are, and
//! what stands in each cell. `SAFEPASSAGE_HXL_PYTHON` names a Python that has
//! libhxl 5.2.2.
#![cfg(feature = "tables")]

use safepassage::io::table::{Table, TableReader, Value};
use serde_json::{Value as Json, json};
use std::path::Path;
use std::process::Command;

/// Files as people make them; what libhxl reads otherwise on purpose is not here.
const FILES: [&str; 14] = [
    "#adm1+name,#affected\nAleppo,5\n",
    "\u{feff}Name,People\n#adm1 +name,#affected +idps +f\nAleppo,5\nIdleb,0\n",
    "Report,,\n,,\nName,People,\n#ADM1+Name,#Affected+F+Idps,\nAleppo,5,x\n",
    "Name,Number,Note\n#adm1+name,# of people,#meta+note\na,1,b\n",
    "Name,Number,Note\n#adm1+name,# of people,note\na,1,b\n",
    "a,b\n1,2\n",
    "#adm1+name,#description\n\"two\nlines\",\"say \"\"no\"\", then\"\nb,c\n\nd,e\n",
    "#org;#date+start;#geo+lat;#geo+lon\nA;2026-01-08;0;0\nB;2026-01-09;36,2;37,1\n",
    "#org\t#date\t#geo+coord\nA\t2026-01-08\t0,0\n",
    "#loc+name+i_ar,#loc+name+i_en\nحلب,Aleppo\n",
    "#x_toxicity,#adm1+v_pcode+code\n7,SY02\n",
    "#adm1+,#adm2++code,#adm3 code,#adm4\n1,2,3,4\n",
    "#adm1+ code,#adm2+code\n1,2\n",
    "#affected,#affected,,#affected\n1,2,3,4\n,,,\n5,,,\n",
];

fn cell(value: Value<'_>) -> String {
    match value {
        Value::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        _ => String::new(),
    }
}

fn ours(table: &Table) -> Json {
    if table.tag_row().is_none() {
        return Json::Null;
    }
    let mut tags: Vec<_> = table
        .columns()
        .iter()
        .map(|column| column.tag.as_ref().map(ToString::to_string).unwrap_or_default())
        .collect();
    let width = table.columns().len();
    // Columns beyond the last cell of the row of tags.
    while tags.last().is_some_and(String::is_empty) {
        tags.pop();
    }
    let rows: Vec<Json> = table
        .rows()
        .map(|row| {
            let mut values: Vec<_> = (0..width).map(|column| cell(row.value(column))).collect();
            while values.last().is_some_and(String::is_empty) {
                values.pop();
            }
            json!([row.number(), values])
        })
        .collect();
    json!({"tags": tags, "rows": rows})
}

#[test]
fn tags_and_cells_are_those_of_libhxl() {
    let Some(python) = std::env::var_os("SAFEPASSAGE_HXL_PYTHON") else {
        eprintln!("skipped: SAFEPASSAGE_HXL_PYTHON is not set");
        return;
    };
    let late = format!("{}#adm1\n1\n", "title,x\n".repeat(24));
    let too_late = format!("{}#adm1\n1\n", "title,x\n".repeat(25));
    let files: Vec<&str> = FILES.into_iter().chain([late.as_str(), too_late.as_str()]).collect();
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(python);
    command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/independent/libhxl_tables.py"));
    for (number, text) in files.iter().enumerate() {
        let path = folder.path().join(format!("{number}.csv"));
        std::fs::write(&path, text).unwrap();
        command.arg(path);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let theirs = String::from_utf8(output.stdout).unwrap();
    let theirs: Vec<Json> =
        theirs.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(theirs.len(), files.len());
    for (text, mut theirs) in files.iter().zip(theirs) {
        if let Some(tags) = theirs.get_mut("tags").and_then(Json::as_array_mut) {
            while tags.last().is_some_and(|tag| tag == "") {
                tags.pop();
            }
        }
        let table = TableReader::new().text("x.csv", *text).unwrap();
        assert_eq!(ours(&table), theirs, "{text:?}");
    }
}
