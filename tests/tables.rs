//! Tables as people make them: headers, tags, separators, encodings, workbooks.
#![cfg(feature = "tables")]

#[path = "tables/xlsx.rs"]
mod xlsx;

use safepassage::gazetteer::PlaceKey;
use safepassage::id::Kind;
use safepassage::io::read::{ReadMode, ScenarioReader};
use safepassage::io::table::{
    CountTable, DateOrder, DayOnly, GazetteerTable, NoticeTable, PlaceTable, Table, TableForm,
    TableMapping, TableReader, Value,
};
use safepassage::notice::{Content, Notice, NoticeLedger, Timing};
use xlsx::{Sheet, X, sheet, workbook};

fn table(text: &str) -> Table {
    TableReader::new().text("data.csv", text).unwrap()
}

/// Notices of a table and the texts of its issues, other than that a column is not read.
fn notices(table: &Table, mapping: TableMapping) -> (Vec<Notice>, Vec<String>) {
    let loaded = NoticeTable::new(mapping).read(table).unwrap();
    let issues = loaded.issues.iter().map(ToString::to_string).collect();
    (loaded.notices.into_iter().map(|(notice, _)| notice).collect(), issues)
}

fn damascus() -> TableMapping {
    TableMapping::new().time_zone("Asia/Damascus")
}

fn form(change: impl FnOnce(&mut TableForm)) -> TableForm {
    let mut form = TableForm::default();
    change(&mut form);
    form
}

#[test]
fn an_error_names_file_row_column_and_letter() {
    let text = "id,issuer,outlet,kind,place,said_at\n\
                n1,SARG,,curfew,,2026-01-08T10:00:00+03:00\n\
                \n\
                n2,SARG,\"two\nlines\",curfew,,2026-01-08T11:00:00+03:00\n\
                n3,SARG,,curfew,,8 Jan\n";
    let table = TableReader::new().text("notices.csv", text).unwrap();
    let loaded = NoticeTable::default().read(&table).unwrap();
    assert_eq!(
        loaded.issues[0].to_string(),
        "error[table-cell-unreadable]: notices.csv, row 5, column \"said_at\" (F): \
         expected an RFC 3339 date and time, found \"8 Jan\" (the row is left out)"
    );
    let json = serde_json::to_value(&loaded.issues[0].at).unwrap();
    assert_eq!(
        json,
        serde_json::json!({"file": "notices.csv", "row": 5, "column": "said_at", "letter": "F"})
    );
    assert_eq!(loaded.issues.len(), 1, "{:?}", loaded.issues);
    // The empty line is a row of the spreadsheet, the line inside a cell is not.
    let rows: Vec<_> = loaded.notices.iter().map(|(_, at)| at.row_number()).collect();
    assert_eq!(rows, [Some(2), Some(4)]);
    let strict = NoticeTable::default().mode(ReadMode::Strict).read(&table).unwrap_err();
    assert_eq!(strict.code(), "table-cell-unreadable");
    assert!(strict.to_string().starts_with("notices.csv, row 5, column \"said_at\" (F): "));
}

#[test]
fn tags_stand_below_any_headers_and_in_any_order() {
    let text = "\u{feff}Movement notices;;;;;\r\n\
                ;;;;Place;\r\n\
                Who;When;What;;Lat;Lon\r\n\
                #ORG +Issuer;#date+said;#operations +type;;#geo +lat +wgs84;#geo+lon\r\n\
                SARG;2026-01-08 10:00;Closure;x;36,2021;37,1343\r\n";
    let table = table(text);
    assert_eq!(table.tag_row(), Some(4));
    assert_eq!(table.columns()[4].header, "Lat");
    assert_eq!(table.columns()[0].header, "Who");
    let (found, issues) = notices(&table, damascus().constant("radius_m", "200"));
    assert_eq!(found.len(), 1, "{issues:?}");
    assert_eq!(found[0].said_at.to_string(), "2026-01-08T07:00:00Z");
    assert_eq!(found[0].content, Content::Closure);
    assert_eq!(found[0].id.as_str(), "data-5");
    let area = found[0].places[0].area.as_ref().unwrap();
    let size = safepassage::geodesy::area_of_all_m2(area.polygons());
    // A circle of 200 m, drawn just outside the true one.
    assert!((125_663.0..127_000.0).contains(&size), "{size}");
}

#[test]
fn separators_and_line_ends_are_found() {
    for (sign, end) in [(',', "\n"), (';', "\r\n"), ('\t', "\r"), ('|', "\n"), (',', "\r\n")] {
        let rows = [
            "id,issuer,kind,said_at,text",
            "n1,A; B,pause,2026-01-08T10:00Z,one; two",
            "",
            "n2,C,pause,2026-01-08T11:00Z,\"a\r\nb\"",
        ];
        let text: String =
            rows.iter().map(|row| row.replace(',', &sign.to_string()) + end).collect();
        let (text, wanted) = if sign == ';' {
            (text.replace("A; B", "A").replace("one; two", "one"), 4)
        } else {
            (text, 4)
        };
        let table = table(&text);
        assert_eq!(table.columns().len(), 5, "{sign:?}");
        let loaded = NoticeTable::default().read(&table).unwrap();
        assert_eq!(loaded.notices.len(), 2, "{sign:?} {:?}", loaded.issues);
        assert_eq!(loaded.notices[1].1.row_number(), Some(wanted), "{sign:?} {end:?}");
        assert_eq!(loaded.notices[1].0.text[""], "a\r\nb");
    }
    // What Excel writes first to say its separator is not shown as a row.
    let table = table("sep=;\r\nid;issuer\r\na;b\r\n");
    assert_eq!(table.rows().next().unwrap().number(), 2);
    let pipes =
        TableReader::of(form(|form| form.delimiter = Some('^'))).text("x.csv", "a^b\n1^2\n");
    assert_eq!(pipes.unwrap().columns().len(), 2);
}

#[test]
fn old_encodings_are_refused_until_they_are_declared() {
    let arabic: Vec<u8> =
        [b"name,lat,lon\n".as_slice(), &[0xCD, 0xE1, 0xC8], b",36.2,37.1\n"].concat();
    let error = TableReader::new().bytes("places.csv", arabic.clone()).unwrap_err();
    assert_eq!(error.code(), "wrong-encoding");
    assert_eq!(
        error.to_string(),
        "places.csv: expected UTF-8 text, found byte 0xCD on line 2, as in an old encoding; \
         declare it, such as windows-1256 (Arabic) or windows-1252 (Western Europe)"
    );
    let declared = form(|form| form.encoding = Some("windows-1256".into()));
    let table = TableReader::of(declared).bytes("places.csv", arabic).unwrap();
    assert_eq!(table.rows().next().unwrap().value(0), Value::Text("حلب"));

    let wide: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain("name\tlat\nحلب\t0\n".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let table = TableReader::new().bytes("wide.txt", wide).unwrap();
    assert_eq!(table.rows().next().unwrap().value(0), Value::Text("حلب"));
    assert_eq!(table.issues()[0].code, "table-encoding-assumed");
    let unknown = form(|form| form.encoding = Some("klingon".into()));
    assert!(TableReader::of(unknown).bytes("a.csv", b"a,b\n".to_vec()).is_err());
}

#[test]
fn zero_is_a_coordinate_in_every_form() {
    for (text, lon, lat) in [
        ("id,lat,lon\na,0,0\n", 0.0, 0.0),
        ("id,lat,lon\na,0,36.82\n", 36.82, 0.0),
        ("id,lat,lon\na,51.4779,0\n", 0.0, 51.4779),
        ("#meta+id,#geo+coord\na,\"0,0\"\n", 0.0, 0.0),
        ("#meta+id,#geo+coord\na,\"51.4779,0\"\n", 0.0, 51.4779),
        ("#meta+id,#geo+bounds+wkt\na,POINT (36.82 0)\n", 36.82, 0.0),
    ] {
        let mapping = TableMapping::new().kind(Kind::Checkpoint);
        let loaded = PlaceTable::new(mapping).read(&table(text)).unwrap();
        let place = loaded.scenario.checkpoints()[0].place().coord();
        assert_eq!((place.x, place.y), (lon, lat), "{text}");
    }
}

#[test]
fn places_are_what_they_are_in_geojson() {
    let text = "id,kind,name,name_ar,population,vulnerable,capacity,start,end,sensitivity,source,wkt\n\
        n,neighbourhood,Quarter,حي,١٢٬٣٤٥,yes,,,,low,bench,\"SRID=4326;POLYGON ((37 36, 37.01 36, 37.01 36.01, 37 36.01, 37 36))\"\n\
        s,shelter,School,,,,400,,,low,bench,POINT (37.14 36.21)\n\
        c,safe-corridor,Way,,,,,2026-01-08 10:00,2026-01-08 13:00,low,bench,\"LINESTRING (37 36, 37.1 36.1)\"\n";
    let loaded = PlaceTable::new(damascus()).read(&table(text)).unwrap();
    let geojson = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"id":"n","kind":"neighbourhood","name":"Quarter","name_ar":"حي","population":12345,"vulnerable":true,"sensitivity":"low","source":"bench"},"geometry":{"type":"Polygon","coordinates":[[[37,36],[37.01,36],[37.01,36.01],[37,36.01],[37,36]]]}},
        {"type":"Feature","properties":{"id":"s","kind":"shelter","name":"School","capacity":400,"sensitivity":"low","source":"bench"},"geometry":{"type":"Point","coordinates":[37.14,36.21]}},
        {"type":"Feature","properties":{"id":"c","kind":"safe-corridor","name":"Way","start":"2026-01-08T10:00:00+03:00","end":"2026-01-08T13:00:00+03:00","sensitivity":"low","source":"bench"},"geometry":{"type":"LineString","coordinates":[[37,36],[37.1,36.1]]}}]}"#;
    let expected = ScenarioReader::new()
        .time_zone("Asia/Damascus")
        .text("x.geojson", geojson, None)
        .read()
        .unwrap();
    assert_eq!(loaded.scenario, expected.scenario);
    assert_eq!(loaded.issues, expected.issues);
}

#[test]
fn a_place_that_cannot_be_read_is_named_by_row_and_column() {
    let text = "id,kind,population,lat,lon,start\n\
                a,shelter,12,36.2,x,\n\
                b,checkpoint,,36.2,37.1,tomorrow\n\
                c,shelter,,95,37.1,\n\
                d,neighbourhood,many,36.2,37.1,\n";
    let loaded = PlaceTable::default().read(&table(text)).unwrap();
    let said: Vec<_> = loaded.errors().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "error[table-cell-unreadable]: data.csv, row 2, column \"lon\" (E): expected a longitude in degrees, found \"x\" (the record is left out)",
            "error[bad-property]: data.csv, row 3, column \"start\" (F) (id \"b\"): property \"start\": expected a date and time such as 2026-01-08T10:00:00+03:00, found \"tomorrow\" (its schedule is unknown)",
            "error[swapped-axes]: data.csv, row 4 (id \"c\"): expected longitude −180 to 180 and latitude −90 to 90, found (37.1, 95) (longitude and latitude seem to have changed places; the record is left out)",
            "error[wrong-geometry]: data.csv, row 5 (id \"d\"): a neighbourhood needs a Polygon or MultiPolygon, found a Point (the record is left out)",
        ]
    );
}

#[test]
fn plain_csv_is_read_through_a_mapping_as_data() {
    let text = "Bulletin of 8 January,,,\n\
                ,,,\n\
                الجهة,التاريخ,النوع,المكان\n\
                الحكومة,٨/١/٢٠٢٦ ١٠:٠٠,إغلاق,حي الشيخ مقصود\n";
    let mapping: TableMapping = serde_json::from_str(
        r#"{"columns": {"issuer": "الجهة", "said_at": "التاريخ", "kind": "النوع", "place_name": "المكان"},
            "words": {"kind": {"إغلاق": "closure"}}, "constants": {"sensitivity": "low", "known_at": "2026-01-08T12:00:00Z"},
            "time_zone": "Asia/Damascus", "date_order": "day-first", "form": {"header_row": 3}}"#,
    )
    .unwrap();
    let table = TableReader::of(mapping.table_form().clone()).text("bulletin.csv", text).unwrap();
    let (found, issues) = notices(&table, mapping);
    assert_eq!(found.len(), 1, "{issues:?}");
    let notice = &found[0];
    assert_eq!((notice.issuer.as_str(), notice.content.kind()), ("الحكومة", "closure"));
    assert_eq!(notice.said_at.to_string(), "2026-01-08T07:00:00Z");
    assert_eq!(notice.known_at.to_string(), "2026-01-08T12:00:00Z");
    assert_eq!(notice.places[0].name.as_deref(), Some("حي الشيخ مقصود"));
    // The header row is found without being told, too.
    assert_eq!(self::table(text).columns()[0].header, "الجهة");
    let bad = TableMapping::new().column("isuer", "الجهة");
    assert!(NoticeTable::new(bad).read(&table).unwrap_err().to_string().contains("\"isuer\""));
}

#[test]
fn hours_windows_and_what_is_unreadable() {
    let text = "id,issuer,kind,said_at,hours,from_day,recurrence,start,end\n\
        a,SARG,corridor-opening,2026-01-08T07:00Z,10:00–13:00,2026-01-08,,,\n\
        b,SARG,corridor-opening,2026-01-08T07:00Z,,,,2026-01-08 10:00,\n\
        c,SARG,corridor-opening,2026-01-08T07:00Z,,,,2026-01-08 10:00,soon\n\
        d,SARG,corridor-opening,2026-01-08T07:00Z,,,,2026-01-08 13:00,2026-01-08 10:00\n\
        e,SARG,corridor-opening,2026-01-08T07:00Z,ten to one,2026-01-08,,,\n";
    let (found, issues) = notices(&table(text), damascus());
    assert!(found[0].time.is_ambiguous());
    assert!(matches!(&found[1].time, Timing::Window(window) if window.end().is_none()));
    // An end that cannot be read is not "until further notice".
    for notice in &found[2..] {
        assert_eq!(notice.time, Timing::Unstated, "{}", notice.id);
    }
    assert_eq!(issues.len(), 3, "{issues:#?}");
    assert!(issues[0].contains("row 4, column \"end\" (I)"), "{}", issues[0]);
}

#[test]
fn columns_of_the_same_tag_are_several_places() {
    let text = "#org+issuer,#date+said,#operations+type,#loc+name,#loc+name,#loc+name\n\
                A,2026-01-08T07:00Z,curfew,Sheikh Maqsoud,,Bani Zaid\n";
    let (found, _) = notices(&table(text), TableMapping::new());
    let names: Vec<_> =
        found[0].places.iter().map(|place| place.name.as_deref().unwrap()).collect();
    assert_eq!(names, ["Sheikh Maqsoud", "Bani Zaid"]);
}

#[test]
fn counts_by_unit_and_day() {
    let text = "Gov,Code,District,DCode,Men,IDPs,Families,Reported\n\
        #adm1+name,#adm1+code,#adm2+name,#adm2+code,#affected+idps+m,#affected+idps,#affected+idps+hh,#date+reported\n\
        Aleppo,SY02,Jebel Saman,SY0200,70000,\"148,000\",,2026-01-08\n\
        Aleppo,SY02,,,,,30000,2026-01-09\n\
        Aleppo,SY02,,,5,,,2026-01-10\n\
        Idleb,SY07,,,,0,,2026-01-10\n";
    let mapping = || damascus().constant("issuer", "IOM").constant("measure", "stock");
    let loaded =
        CountTable::new(mapping().constant("persons_per_family", "5")).read(&table(text)).unwrap();
    let counts: Vec<_> = loaded
        .notices
        .iter()
        .map(|(notice, _)| match &notice.content {
            Content::DisplacementCount(count) => {
                let place = &notice.places[0];
                (
                    count.persons().unwrap().0,
                    place.name.clone().unwrap(),
                    place.codes["pcode"].clone(),
                )
            }
            other => panic!("{other}"),
        })
        .collect();
    let expected =
        [(148_000, "Jebel Saman", "SY0200"), (150_000, "Aleppo", "SY02"), (0, "Idleb", "SY07")];
    assert_eq!(
        counts,
        expected.map(|(count, name, code)| (count, name.to_owned(), code.to_owned()))
    );
    let first = &loaded.notices[0].0;
    // Said when the day began, known when it was over.
    assert_eq!(first.said_at.to_string(), "2026-01-07T21:00:00Z");
    assert_eq!(first.known_at.to_string(), "2026-01-08T21:00:00Z");
    let (ledger, issues) = {
        let mut ledger = NoticeLedger::new();
        let issues = ledger.append_all_from(loaded.notices.clone());
        (ledger, issues)
    };
    assert_eq!(ledger.len(), 3);
    assert!(issues.iter().all(|issue| issue.at.row_number().is_some()));
    // Families are persons only by a factor that somebody states.
    let without = CountTable::new(mapping()).read(&table(text)).unwrap();
    assert_eq!(without.notices.len(), 2);
    let refused = CountTable::new(mapping().day_only(DayOnly::Refused)).read(&table(text)).unwrap();
    assert_eq!(refused.notices.len(), 0);
}

fn notice_sheet() -> Vec<Vec<X>> {
    vec![
        vec![X::Text("Notices"), X::None, X::None, X::None],
        vec![
            X::Text("Who"),
            X::Text("Said"),
            X::Text("What"),
            X::Text("Where"),
            X::Text("Lat"),
            X::Text("Lon"),
            X::Text("Radius"),
            X::Text("From"),
        ],
        vec![
            X::Text("#org+issuer"),
            X::Text("#date+said"),
            X::Text("#operations+type"),
            X::Text("#loc+name"),
            X::Text("#geo+lat"),
            X::Text("#geo+lon"),
            X::Text("#geo+radius"),
            X::Text("#date+start"),
        ],
        vec![
            X::Formula("SARG"),
            X::Moment(46_030.416_666_666_664),
            X::Text("closure"),
            X::Shared(0),
            X::Number(36.25),
            X::Text("37.15"),
            X::Number(300.0),
            X::Moment(46_030.5),
        ],
        vec![
            X::Text("SDF"),
            X::Moment(46_030.75),
            X::Text("closure"),
            X::Shared(1),
            X::Number(0.0),
            X::Number(0.0),
            X::Number(300.0),
            X::Error("#REF!"),
        ],
    ]
}

#[test]
fn workbooks_give_dates_numbers_formulas_and_errors() {
    let mut data = sheet("Data", notice_sheet());
    data.rows[4].0 = 9;
    let cover = sheet("Cover", vec![vec![X::Text("Read me")], vec![X::Text("Second line")]]);
    let hidden = Sheet { hidden: true, ..sheet("Old", notice_sheet()) };
    let table = TableReader::new().bytes("notices.xlsx", workbook(&[cover, hidden, data])).unwrap();
    assert_eq!(table.at().sheet_name(), Some("Data"));
    assert_eq!(table.tag_row(), Some(3));
    assert_eq!(table.issues()[0].code, "table-sheet-chosen");
    let (found, issues) = notices(&table, damascus());
    assert_eq!(found.len(), 2, "{issues:?}");
    assert_eq!(
        (found[0].issuer.as_str(), found[0].said_at.to_string().as_str()),
        ("SARG", "2026-01-08T07:00:00Z")
    );
    assert_eq!(found[0].places[0].name.as_deref(), Some("Sheikh Maqsoud"));
    assert!(found[0].places[0].area.is_some());
    assert!(
        matches!(&found[0].time, Timing::Window(window) if window.start().unwrap().to_string() == "2026-01-08T09:00:00Z")
    );
    // (0, 0) is a place, and a fault is not "no start".
    assert!(found[1].places[0].area.is_some());
    assert_eq!(found[1].time, Timing::Unstated);
    let fault = issues.iter().find(|text| text.contains("table-cell-fault")).unwrap();
    assert!(fault.contains("notices.xlsx, sheet \"Data\", row 9, column \"From\" (H): expected a value, found the error #REF!"), "{fault}");
}

#[test]
fn sheets_are_asked_for_by_name() {
    let book = workbook(&[
        sheet("A", vec![vec![X::Text("a"), X::Text("b")]]),
        sheet("B", vec![vec![X::Text("c")], vec![X::Flag(true)]]),
    ]);
    let named = |name: &str| {
        TableReader::of(form(|form| form.sheet = Some(name.into()))).bytes("x.xlsx", book.clone())
    };
    assert_eq!(named("b").unwrap().columns()[0].header, "c");
    assert_eq!(named("b").unwrap().rows().next().unwrap().value(0), Value::Flag(true));
    assert_eq!(
        named("C").unwrap_err().to_string(),
        "x.xlsx: expected a sheet \"C\", found \"A\", \"B\""
    );
}

#[test]
fn merged_cells_are_said_and_filled_only_when_asked() {
    let rows = vec![
        vec![X::Text("Coordinates"), X::None, X::Text("Region")],
        vec![X::Text("lat"), X::Text("lon"), X::None],
        vec![X::Number(1.0), X::Number(2.0), X::Text("North")],
        vec![X::Number(3.0), X::Number(4.0), X::None],
    ];
    let data = Sheet { merged: vec!["A1:B1", "C1:C2", "C3:C4"], ..sheet("Data", rows) };
    let book = workbook(&[data]);
    let plain = TableReader::of(form(|form| form.header_row = Some(2)))
        .bytes("m.xlsx", book.clone())
        .unwrap();
    let headers: Vec<_> = plain.columns().iter().map(|column| column.header.as_str()).collect();
    assert_eq!(headers, ["lat", "lon", "Region"]);
    assert_eq!(
        plain.issues().iter().map(|issue| issue.code).collect::<Vec<_>>(),
        ["table-cells-merged"]
    );
    assert!(plain.issues()[0].text.contains("C3 to C4"), "{}", plain.issues()[0]);
    assert_eq!(plain.rows().nth(1).unwrap().value(2), Value::Empty);
    let filled = form(|form| {
        form.header_row = Some(2);
        form.fill_merged = true;
    });
    let filled = TableReader::of(filled).bytes("m.xlsx", book).unwrap();
    assert_eq!(filled.rows().nth(1).unwrap().value(2), Value::Text("North"));
}

#[test]
fn a_workbook_larger_than_it_looks_is_refused() {
    let rows = (0..2000)
        .map(|_| vec![X::Text("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"); 20])
        .collect();
    let book = workbook(&[sheet("Data", rows)]);
    assert!(book.len() < 200_000, "{}", book.len());
    let error =
        TableReader::new().most_bytes(1_000_000).bytes("bomb.xlsx", book.clone()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "bomb.xlsx: expected at most 1000000 bytes, found more once it is unpacked"
    );
    assert!(TableReader::new().bytes("big.xlsx", book).is_ok());
    // A short text that stands in many cells takes its room in each of them.
    let rows = (0..2000).map(|_| vec![X::Shared(0); 20]).collect();
    let book = workbook(&[sheet("Data", rows)]);
    let error = TableReader::new().most_bytes(1_500_000).bytes("bomb.xlsx", book).unwrap_err();
    assert!(error.to_string().contains("once its cells are laid out"), "{error}");
}

#[test]
fn damaged_workbooks_are_errors() {
    let book = workbook(&[sheet("Data", notice_sheet())]);
    let mut seed = 1_u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for round in 0..400 {
        let mut bytes = book.clone();
        if round % 2 == 0 {
            bytes.truncate(random(bytes.len()));
        } else {
            for _ in 0..3 {
                let at = random(bytes.len());
                bytes[at] = random(256) as u8;
            }
        }
        // Read or refused, never worse.
        if let Ok(table) = TableReader::new().bytes("damaged.xlsx", bytes) {
            let _ = NoticeTable::new(damascus()).read(&table);
        }
    }
}

#[test]
fn serial_dates_in_text_are_dates_only_when_declared() {
    let text = "issuer,kind,said_at\nA,pause,46030.416666666664\n";
    assert_eq!(notices(&table(text), damascus()).0.len(), 0);
    let (found, _) =
        notices(&table(text), damascus().serial_dates().date_order(DateOrder::DayFirst));
    assert_eq!(found[0].said_at.to_string(), "2026-01-08T07:00:00Z");
}

#[test]
fn names_and_codes_become_entries() {
    let text = "Location,Level,P-Code,Name,Parent\n\
        #country+code,#geo+admin_level,#adm+code,#adm+name,#adm+code+parent\n\
        SYR,1,SY02,Aleppo,SYR\nSYR,2,SY0200,Jebel Saman,SY02\n";
    let loaded = GazetteerTable::default().read(&table(text)).unwrap();
    assert_eq!(loaded.entries.len(), 2);
    let (entry, at) = &loaded.entries[1];
    assert_eq!((entry.p_code.as_deref(), entry.level), (Some("SY0200"), Some(2)));
    assert_eq!(entry.parent, Some(PlaceKey::unit("SY02")));
    assert_eq!(at.row_number(), Some(4));
    let levels = "#country+code,#adm1+name,#adm1+name+i_ar,#adm1+code,#adm2+name,#adm2+code\n\
        SYR,Aleppo,حلب,SY02,Jebel Saman,SY0200\nSYR,Aleppo,حلب,SY02,Afrin,SY0203\n";
    let loaded = GazetteerTable::default().read(&table(levels)).unwrap();
    let found: Vec<_> =
        loaded.entries.iter().map(|(entry, _)| (entry.place.id(), entry.names.len())).collect();
    assert_eq!(found, [("SY02", 2), ("SY0200", 1), ("SY0203", 1)]);
}

#[test]
fn what_is_no_table_is_refused() {
    for (name, bytes, found) in [
        ("a.csv", b"".to_vec(), "none"),
        ("a.csv", b"\n\n  \n".to_vec(), "none"),
        ("a.json", b"{\"a\": 1}".to_vec(), "JSON"),
        ("a.html", b"<html>".to_vec(), "JSON, XML or a web page"),
        ("a.xls", vec![0xD0, 0xCF, 0x11, 0xE0, 0, 0], ".xls"),
        ("a.pdf", b"%PDF-1.7".to_vec(), "a PDF"),
        ("a.zip", b"PK\x03\x04".to_vec(), "cannot be unpacked"),
        ("a.zip", xlsx::pack(&[("x.txt".into(), "x".into())]), "_rels/.rels"),
    ] {
        let error = TableReader::new().bytes(name, bytes).unwrap_err();
        assert_eq!(error.code(), "table-unreadable", "{error}");
        assert!(error.to_string().contains(found), "{error}");
    }
    assert_eq!(TableReader::new().open("no-such-file.csv").unwrap_err().code(), "unreadable-file");
}
