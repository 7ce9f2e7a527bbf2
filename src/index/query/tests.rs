use super::*;
use geo::polygon;

#[test]
fn every_question_reads_back_from_json() {
    let noon = "2026-01-08T12:00:00Z".parse().unwrap();
    let line = LineString::from(vec![(1.0, 2.0), (3.0, 4.0)]);
    let area = polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 1.0, y: 1.0)];
    for query in [
        Query::covering((37.0, 36.0)).active_at(noon),
        Query::near((37.0, 36.0), Metres(5.0)).kind(Kind::Shelter).include_unknown(),
        Query::nearest((37.0, 36.0), 3).active_any_time_in(TimeWindow::ALWAYS),
        Query::crossing(&line).active_throughout(TimeWindow::since(noon)),
        Query::intersecting(area),
    ] {
        let text = serde_json::to_string(&query).unwrap();
        assert_eq!(serde_json::from_str::<Query>(&text).unwrap(), query, "{text}");
    }
}
