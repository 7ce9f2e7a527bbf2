use super::*;

fn dates() -> Dates {
    Dates { zone: Zone::find("Asia/Damascus"), ..Dates::default() }
}

fn at(dates: &Dates, text: &str) -> Result<String, &'static str> {
    let read = dates.instant(Value::Text(text), Edge::Start);
    read.map(|instant| instant.at.to_string()).map_err(|no| no.rule)
}

#[test]
fn instants_in_text() {
    let none = Dates::default();
    for text in [
        "2026-01-08T10:00:00+03:00",
        " 2026-01-08 10:00+03 ",
        "٢٠٢٦-٠١-٠٨T١٠:٠٠:٠٠+٠٣:٠٠",
        "2026-01-08T07:00:00Z",
    ] {
        assert_eq!(at(&none, text).as_deref(), Ok("2026-01-08T07:00:00Z"), "{text}");
        assert_eq!(at(&dates(), text).as_deref(), Ok("2026-01-08T07:00:00Z"), "{text}");
    }
    for text in ["2026-01-08 10:00", "2026-01-08T10:00:00", "2026/1/8 10:00"] {
        assert_eq!(at(&none, text), Err("table-local-time"), "{text}");
        assert_eq!(at(&dates(), text).as_deref(), Ok("2026-01-08T07:00:00Z"), "{text}");
    }
    for text in [
        "8 Jan",
        "8/1/2026 10:00",
        "2026-13-08 10:00",
        "46030.4",
        "10:00",
        "2026-01-08 25:00",
        "",
        "2026",
    ] {
        assert_eq!(at(&dates(), text), Err("table-cell-unreadable"), "{text}");
    }
}

#[test]
fn the_order_of_day_and_month_is_declared() {
    let order = |order| Dates { order: Some(order), ..dates() };
    let (day, month) = (order(DateOrder::DayFirst), order(DateOrder::MonthFirst));
    assert_eq!(at(&day, "8/1/2026 9:30").as_deref(), Ok("2026-01-08T06:30:00Z"));
    assert_eq!(at(&month, "1/8/2026 09:30:00").as_deref(), Ok("2026-01-08T06:30:00Z"));
    assert_eq!(at(&month, "13/1/2026 09:30"), Err("table-cell-unreadable"));
    assert_eq!(at(&day, "8.1.26 09:30"), Err("table-cell-unreadable"));
}

#[test]
fn clocks_put_forward_or_back_need_an_offset() {
    let berlin = Dates { zone: Zone::find("Europe/Berlin"), ..Dates::default() };
    assert_eq!(at(&berlin, "2026-03-29 02:30"), Err("table-local-time"));
    assert_eq!(at(&berlin, "2026-10-25 02:30"), Err("table-local-time"));
    assert_eq!(at(&berlin, "2026-10-25 03:30").as_deref(), Ok("2026-10-25T02:30:00Z"));
}

#[test]
fn a_day_is_an_instant_only_where_declared() {
    assert_eq!(at(&dates(), "2026-01-08"), Err("table-cell-unreadable"));
    let whole = Dates { day_only: DayOnly::WholeDay, ..dates() };
    let read = |edge| whole.instant(Value::Text("2026-01-08"), edge).unwrap();
    assert_eq!(read(Edge::Start).at.to_string(), "2026-01-07T21:00:00Z");
    assert_eq!(read(Edge::End).at.to_string(), "2026-01-08T21:00:00Z");
    assert!(read(Edge::End).day_only);
    assert_eq!(dates().day(Value::Text("٢٠٢٦-٠١-٠٨")).unwrap().to_string(), "2026-01-08");
    assert!(dates().day(Value::Text("2026-01-08 10:00")).is_err());
}

#[test]
fn serial_numbers_are_those_of_spreadsheets() {
    let serial = Dates { serial: true, ..dates() };
    let read = |number| serial.instant(Value::Number(number), Edge::Start);
    // 2026-01-08 is day 46030 of the 1900 calendar.
    assert_eq!(read(46_030.416_666_666_6).unwrap().at.to_string(), "2026-01-08T07:00:00Z");
    assert_eq!(serial.day(Value::Number(46_030.0)).unwrap().to_string(), "2026-01-08");
    assert_eq!(serial.day(Value::Number(1.0)).unwrap().to_string(), "1900-01-01");
    assert_eq!(serial.day(Value::Text("46030")).unwrap().to_string(), "2026-01-08");
    for number in [-1.0, 0.5, 1e9, f64::NAN] {
        assert!(read(number).is_err(), "{number}");
    }
    assert!(dates().day(Value::Number(46_030.0)).is_err());
}
