//! Audit and plan on the embedded place, and plans across a real city's streets
//! where `SAFEPASSAGE_DATA` is set.

use criterion::{Criterion, criterion_group, criterion_main};
use safepassage::audit::Auditor;
use safepassage::model::TravelMode;
use safepassage::picture::OperationalPicture;
use safepassage::place;
use safepassage::route::RoutePlanner;
use safepassage::time::TimeWindow;
use std::hint::black_box;

fn day() -> TimeWindow {
    "2026-01-08T07:20:00Z/2026-01-08T15:00:00Z".parse().expect("a window")
}

fn town(c: &mut Criterion) {
    let scenario = place::northern_aleppo().expect("the embedded place").scenario;
    let picture = OperationalPicture::prepare(scenario).expect("streets");
    c.bench_function("town/audit_all", |b| {
        b.iter(|| Auditor::new(black_box(&picture)).audit_all(day()));
    });
    c.bench_function("town/plan_all_on_foot", |b| {
        b.iter(|| RoutePlanner::new(black_box(&picture)).plan_all(TravelMode::Foot, day()));
    });
}

#[cfg(feature = "osm")]
fn city(c: &mut Criterion) {
    use geo::{Coord, LineString, MultiPolygon, Polygon};
    use safepassage::id::{FeatureRef, Kind};
    use safepassage::io::osm::OsmReader;
    use safepassage::model::{Area, CurfewZone, Particulars};
    use safepassage::record::RecordRef;
    use safepassage::route::{Destination, RouteRequest};
    use safepassage::scenario::ScenarioBuilder;
    use safepassage::time::Schedule;

    let Ok(data) = std::env::var("SAFEPASSAGE_DATA") else {
        println!("skipped: SAFEPASSAGE_DATA is not set");
        return;
    };
    let path = std::path::Path::new(&data).join("osm/porto.osm.pbf");
    let network = OsmReader::new().read(&path).expect("Porto reads").network;
    let mut builder = ScenarioBuilder::new();
    for number in 0..30_u32 {
        let centre = Coord {
            x: -8.66 + f64::from(number % 6) * 0.015,
            y: 41.13 + f64::from(number / 6) * 0.012,
        };
        let ring: LineString = (0..24)
            .map(|step| {
                let (sin, cos) = (f64::from(step) * std::f64::consts::TAU / 24.0).sin_cos();
                centre + Coord { x: cos * 0.0036, y: sin * 0.0027 }
            })
            .collect();
        let area = Area::new(MultiPolygon(vec![Polygon::new(ring, vec![])])).expect("an area");
        let start = day().start().expect("a start") + jiff::SignedDuration::from_mins(30);
        let zone = CurfewZone::new(format!("zone-{number}"), area)
            .with(Particulars::named("zone").schedule(Schedule::during(TimeWindow::since(start))));
        builder.curfew_zone(zone, RecordRef::default());
    }
    let picture = OperationalPicture::new(builder.build().0, network);
    let request = RouteRequest {
        from: vec![(-8.6291, 41.1579).into()],
        to: vec![Destination {
            feature: FeatureRef::new(Kind::Shelter, "north"),
            at: (-8.60, 41.24).into(),
            open: None,
        }],
        mode: TravelMode::Vehicle,
        window: day(),
    };
    let planner = RoutePlanner::new(&picture);
    let mut group = c.benchmark_group("city");
    group.sample_size(10);
    group.bench_function("plan_one_vehicle_30_zones", |b| {
        b.iter(|| planner.find(black_box(&request)));
    });
}

#[cfg(not(feature = "osm"))]
fn city(_: &mut Criterion) {
    println!("skipped: needs feature osm");
}

criterion_group!(benches, town, city);
criterion_main!(benches);
