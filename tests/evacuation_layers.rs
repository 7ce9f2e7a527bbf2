//! Layers, table and chart of an evacuation plan, through the public face: they
//! add up to the plan, and hold back what is not for everybody.

use safepassage::evacuate::{
    Estimate, EvacuationPlan, EvacuationPlanner, EvacuationRequest, GroupRequest, StartFrom,
};
use safepassage::layer::{EvacuationView, Layer, LayerError, LayerFeature, ToLayers, Value};
use safepassage::model::{Sensitivity, TravelMode};
use safepassage::picture::OperationalPicture;
use safepassage::place;
use safepassage::publish::Audience;
use safepassage::scenario::Scenario;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::sync::LazyLock;

/// The embedded place with room for most, so that checkpoints hold people up.
static PLANNED: LazyLock<(OperationalPicture, EvacuationPlan)> = LazyLock::new(|| {
    let scenario = place::northern_aleppo().unwrap().scenario;
    let picture = OperationalPicture::prepare(scenario).unwrap();
    let window = "2026-01-08T06:30:00Z/2026-01-08T11:00:00Z".parse().unwrap();
    let modes = [(TravelMode::Foot, 0.9), (TravelMode::Vehicle, 0.1)];
    let mut request = EvacuationRequest::new(window)
        .start_from(StartFrom::AssemblyPoints)
        .checkpoint_rate("al-zuhour-crossing", Estimate::range(1500.0, 1800.0, 2100.0))
        .group(GroupRequest::new("ashrafieh").persons(4000.0).modes(modes))
        .group(GroupRequest::new("bani-zeid").persons(3000.0))
        .group(GroupRequest::new("sheikh-maqsoud").persons(500.0))
        .samples(4, 8);
    for shelter in picture.scenario().shelters() {
        request = request.shelter(shelter.id().clone(), Some(1000));
    }
    let plan = EvacuationPlanner::new(&picture).plan(&request).unwrap();
    assert!(plan.bounds.moved > 3000 && plan.left() > 0, "{:?}", plan.bounds);
    (picture, plan)
});

fn view() -> EvacuationView<'static> {
    EvacuationView::new(&PLANNED.1, &PLANNED.0)
}

fn value<'l>(layer: &'l Layer, feature: &'l LayerFeature, field: &str) -> Option<&'l Value> {
    let column = layer.field_index(field).unwrap_or_else(|| panic!("no column {field}"));
    feature.values()[column].as_ref()
}

fn number(layer: &Layer, feature: &LayerFeature, field: &str) -> u64 {
    match value(layer, feature, field) {
        Some(Value::Integer(number)) => u64::try_from(*number).unwrap(),
        other => panic!("{field}: {other:?}"),
    }
}

fn text<'l>(layer: &'l Layer, feature: &'l LayerFeature, field: &str) -> &'l str {
    value(layer, feature, field).and_then(Value::as_text).unwrap_or_default()
}

/// Every edge with its people, as a layer of flows has it.
fn by_edge<'l>(
    layer: &'l Layer,
    features: impl IntoIterator<Item = &'l LayerFeature>,
) -> BTreeMap<u32, u64> {
    let mut sums = BTreeMap::new();
    for feature in features {
        for edge in text(layer, feature, "edges").split("; ") {
            let persons = number(layer, feature, "persons");
            *sums.entry(edge.parse().unwrap()).or_default() += persons;
        }
    }
    sums
}

#[test]
fn the_columns_are_those_that_were_agreed() {
    let mut told = String::new();
    for layer in view().to_layers().unwrap() {
        let timed = if layer.is_timed() { ", timed" } else { "" };
        writeln!(told, "{}: {}{timed}", layer.name(), layer.geometry_type()).unwrap();
        for field in layer.fields() {
            writeln!(told, "  {}: {}", field.name(), field.field_type()).unwrap();
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/evacuation-layers.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &told).unwrap();
    }
    assert_eq!(told, std::fs::read_to_string(path).unwrap());
}

#[test]
fn flows_are_those_of_the_plan_edge_by_edge() {
    let plan = &PLANNED.1;
    let mut expected: BTreeMap<u32, u64> = BTreeMap::new();
    for route in &plan.routes {
        assert_eq!(route.enters_s.len(), route.edges.len());
        assert!(route.enters_s.is_sorted());
        let last = *route.enters_s.last().unwrap();
        for one in &route.movements {
            // On their last street before they arrive, waits and all.
            let takes = one.arrival.duration_since(one.departure).as_secs() as u64;
            assert!(last + one.wait_s < takes, "route {}: {one:?}", route.id);
        }
        assert_eq!(route.edges_before.len(), route.checkpoints.len());
        for &edge in &route.edges {
            *expected.entry(edge).or_default() += route.persons;
        }
    }
    let flows = view().flows().unwrap();
    assert_eq!(by_edge(&flows, flows.features()), expected);
    // Merged where that is possible: fewer lines than edges.
    assert!(flows.features().len() < expected.len());
    let (picture, plan) = (&PLANNED.0, &PLANNED.1);
    for feature in flows.features() {
        let window = feature.window().unwrap();
        assert!(window.start_or_min() >= plan.window.start_or_min());
        assert!(window.end_or_max() <= plan.window.end_or_max());
        let class = number(&flows, feature, "width_class");
        let persons = number(&flows, feature, "persons");
        let from = [0, 30, 100, 300, 1000, 3000, 10_000, 30_000];
        let wider = from.iter().filter(|&&from| persons >= from).count() as u64;
        assert_eq!(class, wider);
        let edges = text(&flows, feature, "edges").split("; ");
        let whole: f64 = edges
            .map(|edge| safepassage::network::EdgeId(edge.parse().unwrap()))
            .map(|edge| picture.network().edge(edge).length().0)
            .sum();
        let Some(Value::Real(length)) = value(&flows, feature, "length_m") else { panic!() };
        assert!(*length <= whole + 0.1 && *length > 0.0, "{}", feature.key());
    }
}

#[test]
fn streets_in_a_row_that_the_same_people_take_are_one_line() {
    let (picture, plan) = (&PLANNED.0, &PLANNED.1);
    let layer = view().slice_s(600 * 60).flows().unwrap();
    let mut line_of: BTreeMap<u32, usize> = BTreeMap::new();
    for (line, feature) in layer.features().iter().enumerate() {
        for edge in text(&layer, feature, "edges").split("; ") {
            assert_eq!(line_of.insert(edge.parse().unwrap(), line), None, "an edge in two lines");
        }
    }
    let takes = |edge: u32| -> BTreeSet<u32> {
        let routes = plan.routes.iter().filter(|route| route.edges.contains(&edge));
        routes.map(|route| route.id).collect()
    };
    let name = |edge: u32| picture.network().edge(safepassage::network::EdgeId(edge)).name("");
    let (mut joined, mut apart) = (0, 0);
    for route in &plan.routes {
        for (place, pair) in route.edges.windows(2).enumerate() {
            let gate = route.edges_before.contains(&(place as u32 + 1));
            let alike = takes(pair[0]) == takes(pair[1]) && name(pair[0]) == name(pair[1]);
            let one_line = line_of[&pair[0]] == line_of[&pair[1]];
            assert_eq!(one_line, alike && !gate, "route {} at {pair:?}", route.id);
            *(if one_line { &mut joined } else { &mut apart }) += 1;
        }
    }
    assert!(joined > 0 && apart > 0);
}

#[test]
fn slices_of_any_length_add_up_to_the_flows() {
    for minutes in [1, 7, 30, 600] {
        let view = view().slice_s(minutes * 60);
        let (flows, slices) = (view.flows().unwrap(), view.flow_slices().unwrap());
        let all = by_edge(&flows, flows.features());
        assert_eq!(by_edge(&slices, slices.features()), all, "{minutes} min");
        let mut by_slice: BTreeMap<_, Vec<&LayerFeature>> = BTreeMap::new();
        for slice in slices.features() {
            let window = slice.window().unwrap();
            let (from, until) = (window.start_or_min(), window.end_or_max());
            assert_eq!(until.duration_since(from).as_secs(), i64::from(minutes) * 60);
            let since = from.duration_since(PLANNED.1.window.start_or_min()).as_secs();
            assert_eq!(since % (i64::from(minutes) * 60), 0);
            by_slice.entry(from).or_default().push(slice);
        }
        for features in by_slice.into_values() {
            for (edge, persons) in by_edge(&slices, features) {
                assert!(persons <= all[&edge]);
            }
        }
    }
    // A step is the least; else about a tenth of the time it takes.
    assert_eq!(view().slice_s(0).slice_length_s(), 60);
    let takes = PLANNED.1.bounds.clearance_s.unwrap();
    let usual = u64::from(view().slice_length_s());
    assert!(usual * 10 >= takes && usual * 4 <= takes, "{usual} s of {takes} s");
}

#[test]
fn a_checkpoint_passes_no_more_in_a_slice_than_its_rate_has_it() {
    // Those alone who pass the one checkpoint that is open.
    let mut plan = PLANNED.1.clone();
    plan.routes.retain(|route| !route.checkpoints.is_empty());
    let passed: u64 = plan.routes.iter().map(|route| route.persons).sum();
    let view = EvacuationView::new(&plan, &PLANNED.0).slice_s(1800);
    let slices = view.flow_slices().unwrap();
    // The first edges behind it.
    let behind: BTreeSet<u32> = plan
        .routes
        .iter()
        .filter_map(|route| Some(route.edges[*route.edges_before.first()? as usize]))
        .collect();
    let mut seen = 0;
    let mut by_slice: BTreeMap<_, u64> = BTreeMap::new();
    for slice in slices.features() {
        let mut edges = text(&slices, slice, "edges").split("; ");
        if edges.any(|edge| behind.contains(&edge.parse().unwrap())) {
            let persons = number(&slices, slice, "persons");
            *by_slice.entry(slice.window()).or_default() += persons;
            seen += persons;
        }
    }
    assert!(passed > 0);
    assert_eq!(seen, passed, "only those who pass it are behind it");
    // Half an hour at 1,800 an hour, and what a step at either end may add.
    assert!(by_slice.values().all(|&persons| persons <= 900 + 60), "{by_slice:?}");
    // It opens at 10:00 on the clocks of Damascus.
    let opens = "2026-01-08T07:00:00Z".parse().unwrap();
    let first = by_slice.keys().flatten().map(safepassage::time::TimeWindow::start_or_min).min();
    assert!(first >= Some(opens), "{first:?}");
}

#[test]
fn catchments_and_shelters_account_for_everybody_who_arrives() {
    let plan = &PLANNED.1;
    let lines = view().catchment_lines().unwrap();
    let sum: u64 = lines.features().iter().map(|one| number(&lines, one, "persons")).sum();
    assert_eq!(sum, plan.bounds.moved);
    let shelters = view().shelters().unwrap();
    let sum: u64 = shelters.features().iter().map(|one| number(&shelters, one, "persons")).sum();
    assert_eq!(sum, plan.bounds.moved);
    let areas = view().catchments().unwrap();
    assert_eq!(areas.features().len(), plan.groups.len());
    for area in areas.features() {
        let moved = number(&areas, area, "moved");
        let all = text(&areas, area, "shelters").split("; ").filter(|one| !one.is_empty());
        let shares: Vec<u64> =
            all.map(|one| one.rsplit_once(": ").unwrap().1.parse().unwrap()).collect();
        assert_eq!(shares.iter().sum::<u64>(), moved);
        assert!(shares.is_sorted_by(|a, b| a >= b));
        if moved > 0 {
            assert_eq!(number(&areas, area, "shelter_persons"), shares[0]);
        }
    }
}

#[test]
fn who_stays_behind_and_what_holds_up_is_told_in_full() {
    let plan = &PLANNED.1;
    let unserved = view().unserved().unwrap();
    let sum: u64 = unserved.features().iter().map(|one| number(&unserved, one, "left")).sum();
    assert_eq!(sum, plan.left());
    let cut_off = unserved.feature("unserved/sheikh-maqsoud").unwrap();
    assert_eq!(text(&unserved, cut_off, "reason"), "cut-off");
    assert!(!text(&unserved, cut_off, "closed_by").is_empty());
    let places = view().bottlenecks().unwrap();
    assert_eq!(places.features().len(), plan.bottlenecks.len());
    for (feature, one) in places.features().iter().zip(&plan.bottlenecks) {
        assert_eq!(text(&places, feature, "text"), one.text);
        assert_eq!(feature.window().unwrap().start(), Some(one.from));
    }
    let streets = view().bottleneck_streets().unwrap();
    let on_streets = plan.bottlenecks.iter().filter(|one| one.edge.is_some()).count();
    assert_eq!(streets.features().len(), on_streets);
}

#[test]
fn the_schedule_has_every_movement_once() {
    let plan = &PLANNED.1;
    let layer = view().schedule().unwrap();
    let movements: usize = plan.routes.iter().map(|route| route.movements.len()).sum();
    assert_eq!(layer.features().len(), movements);
    let sum: u64 = layer.features().iter().map(|one| number(&layer, one, "persons")).sum();
    assert_eq!(sum, plan.bounds.moved);
    assert!(layer.features().iter().all(|one| one.geometry().is_none()));
}

#[cfg(feature = "tables")]
#[test]
fn the_schedule_as_csv_adds_up() {
    use safepassage::io::table::HxlCsvWriter;
    let release = Audience::internal().release(&view().schedule().unwrap());
    let csv = HxlCsvWriter::new().to_string(&release.layer).unwrap();
    let mut rows = csv.lines();
    let heads: Vec<&str> = rows.next().unwrap().split(',').collect();
    let tags = rows.next().unwrap();
    assert!(tags.contains("#date+departure") && tags.contains("#date+arrival"), "{tags}");
    let column = |name: &str| heads.iter().position(|head| *head == name).unwrap();
    let (persons, departure) = (column("persons"), column("departure"));
    let mut sum = 0;
    for row in rows {
        let cells: Vec<&str> = row.split(',').collect();
        assert_eq!(cells.len(), heads.len(), "{row}");
        sum += cells[persons].parse::<u64>().unwrap();
        assert!(cells[departure].starts_with("2026-01-08T"));
    }
    assert_eq!(sum, PLANNED.1.bounds.moved);
    let public = Audience::public().release(&view().schedule().unwrap());
    let csv = HxlCsvWriter::new().to_string(&public.layer).unwrap();
    assert_eq!(csv.lines().count(), 2, "headers and tags, no movement");
}

#[test]
fn nobody_but_those_who_plan_sees_who_is_where_and_when() {
    let hours = [
        "evacuation-flows",
        "evacuation-flow-slices",
        "evacuation-routes",
        "evacuation-schedule",
        "evacuation-bottlenecks",
        "evacuation-bottleneck-streets",
        "evacuation-unserved",
        "evacuation-clearance",
    ];
    for layer in view().to_layers().unwrap() {
        let kept = |audience: Audience| audience.release(&layer).report.kept;
        let all = layer.features().len();
        assert!(all > 0, "{}", layer.name());
        assert_eq!(kept(Audience::public()), 0, "{}", layer.name());
        assert_eq!(kept(Audience::internal()), all, "{}", layer.name());
        // Two neighbourhoods arrive: a sum over two tells of each of them.
        let expected = if hours.contains(&layer.name()) { 0 } else { all };
        assert_eq!(kept(Audience::partner()), expected, "{}", layer.name());
    }
}

/// The plan as if a third neighbourhood's people had arrived too.
fn with_a_third() -> EvacuationPlan {
    let mut plan = PLANNED.1.clone();
    let third = plan.groups.iter_mut().find(|group| group.moved == 0).unwrap();
    third.moved = 10;
    plan
}

#[test]
fn the_sum_over_three_neighbourhoods_goes_to_partners_and_no_curve_of_one() {
    let plan = with_a_third();
    let layer = EvacuationView::new(&plan, &PLANNED.0).clearance().unwrap();
    let seen = Audience::partner().release(&layer).layer;
    let kinds: BTreeSet<&str> =
        seen.layer().features().iter().map(|one| text(seen.layer(), one, "of_kind")).collect();
    assert_eq!(kinds, BTreeSet::from(["everybody"]));
    let series: BTreeSet<&str> =
        seen.layer().features().iter().map(|one| text(seen.layer(), one, "series")).collect();
    assert_eq!(series, BTreeSet::from(["arrived", "at-least", "band", "people"]));
}

/// The embedded place with what is said of one shelter changed.
fn place_where_a_shelter_is(sensitivity: &str) -> Scenario {
    let files = place::NORTHERN_ALEPPO.iter().map(|(name, text)| {
        let mut text = (*text).to_owned();
        if *name == "shelters.geojson" {
            let at = text.find("\"id\": \"mosque-1\"").unwrap();
            let from = at + text[at..].find("\"sensitivity\": \"low\"").unwrap();
            let long = "\"sensitivity\": \"low\"".len();
            text.replace_range(from..from + long, &format!("\"sensitivity\": \"{sensitivity}\""));
        }
        (*name, text)
    });
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    safepassage::io::read::ScenarioReader::new().folder(folder.path()).read().unwrap().scenario
}

#[test]
fn what_tells_of_a_severe_record_never_leaves() {
    let plan = &PLANNED.1;
    let to_it: u64 = plan
        .routes
        .iter()
        .filter(|route| route.shelter.as_str() == "mosque-1")
        .map(|route| route.movements.len() as u64)
        .sum();
    assert!(to_it > 0);
    let scenario = place_where_a_shelter_is("severe");
    let picture = PLANNED.0.with_scenario(scenario);
    let view = EvacuationView::new(plan, &picture);
    for layer in view.to_layers().unwrap() {
        let seen = Audience::internal().release(&layer).layer;
        for feature in seen.layer().features() {
            assert!(feature.sensitivity_class() < Sensitivity::Severe);
            for value in feature.values().iter().flatten().filter_map(Value::as_text) {
                let names_it = value.split([' ', ':', ';', '/']).any(|word| word == "mosque-1");
                assert!(!names_it, "{}: {value}", feature.key());
            }
        }
    }
    let schedule = Audience::internal().release(&view.schedule().unwrap());
    assert_eq!(schedule.report.dropped.values().sum::<usize>() as u64, to_it);
}

#[test]
fn a_plan_of_other_streets_is_refused() {
    let mut plan = PLANNED.1.clone();
    plan.routes[0].edges[0] = 4_000_000;
    let view = EvacuationView::new(&plan, &PLANNED.0);
    let edges = PLANNED.0.network().edge_count();
    let error = view.flows().unwrap_err();
    let layer = "evacuation-flows".to_owned();
    assert_eq!(error, LayerError::OtherStreets { layer, edge: 4_000_000, edges });
    assert_eq!(
        error.to_string(),
        format!(
            "layer \"evacuation-flows\": expected the streets that were planned on, found no edge \
             4000000 among {edges}"
        )
    );
}

#[cfg(feature = "chart")]
mod chart {
    use super::*;
    use safepassage::io::write::ClearanceChart;

    fn chart(audience: &Audience) -> ClearanceChart {
        let layer = audience.release(&view().clearance().unwrap()).layer;
        ClearanceChart::new("Clearance <of> \"Aleppo\" & more", layer)
            .time_zone(view().time_zone())
            .each_shelter()
    }

    /// The texts of the chart, as another crate's parser reads them.
    fn texts(svg: &str) -> Vec<String> {
        use svg::parser::Event;
        let text = |event| match event {
            Event::Text(text) => Some(text.trim().to_owned()),
            Event::Error(error) => panic!("{error}"),
            _ => None,
        };
        svg::read(svg).unwrap().filter_map(text).collect()
    }

    #[test]
    fn it_says_how_many_by_when_in_local_time() {
        let chart = chart(&Audience::internal());
        let svg = chart.to_svg().unwrap();
        assert_eq!(svg, chart.to_svg().unwrap(), "the same bytes each time");
        let texts = texts(&svg).join("\n");
        let bounds = &PLANNED.1.bounds;
        let moved = format!("{},{:03}", bounds.moved / 1000, bounds.moved % 1000);
        let zone = view().time_zone();
        let clock = |at: jiff::Timestamp| at.to_zoned(zone.clone()).strftime("%H:%M").to_string();
        for expected in [
            format!("Everybody: {moved} by {}", clock(bounds.clearance.unwrap())),
            "persons who have arrived".to_owned(),
            "time, 8 January 2026, Asia/Damascus (UTC+03:00)".to_owned(),
            "10:00".to_owned(),
            "Audience: internal.".to_owned(),
            "In shelters".to_owned(),
            "Mosque 1: ".to_owned(),
        ] {
            assert!(texts.contains(&expected), "expected {expected:?} in:\n{texts}");
        }
        assert!(svg.contains("<title>Clearance &lt;of&gt; \"Aleppo\" &amp; more</title>"));
        assert!(!texts.to_lowercase().contains("safe"));
        // Nothing is fetched and nothing runs.
        assert!(!svg.contains("href") && !svg.contains("<script"));
    }

    #[test]
    fn of_what_an_audience_may_not_see_there_is_no_trace() {
        let svg = chart(&Audience::partner()).to_svg().unwrap();
        let texts = texts(&svg).join("\n");
        assert!(texts.contains("Nothing of it is for this audience."), "{texts}");
        assert!(
            !texts.contains("Mosque")
                && !svg.contains("<polyline fill=\"none\" opacity=\"1\" stroke=\"#0072B2\"")
        );
        let plan = with_a_third();
        let layer = EvacuationView::new(&plan, &PLANNED.0).clearance().unwrap();
        let layer = Audience::partner().release(&layer).layer;
        let svg = ClearanceChart::new("Clearance", layer).each_shelter().to_svg().unwrap();
        assert!(svg.contains("Everybody") && !svg.contains("Mosque"));
    }

    #[test]
    fn it_is_written_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("clearance.svg");
        let chart = chart(&Audience::internal());
        let written = chart.write_file(&path).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(
            (written.bytes, text.as_str()),
            (text.len() as u64, chart.to_svg().unwrap().as_str())
        );
        assert!(chart.write_file(&folder.path().join("no/such/folder.svg")).is_err());
    }
}
