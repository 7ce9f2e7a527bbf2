//! The damage points of Aleppo in its neighbourhoods, against figures worked
//! out with another library (see the data folder's own README).

use flate2::read::GzDecoder;
use geo::Geometry;
use geojson::FeatureCollection;
use safepassage::id::{FeatureRef, Kind};
use safepassage::index::{Entry, Filter, Query, SpatialIndex};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

fn aleppo() -> Option<PathBuf> {
    let Some(data) = std::env::var_os("SAFEPASSAGE_DATA") else {
        eprintln!("skipped: SAFEPASSAGE_DATA is not set");
        return None;
    };
    Some(PathBuf::from(data).join("aleppo"))
}

fn features(name: &str) -> Option<Vec<(Geometry, geojson::JsonObject)>> {
    let path = aleppo()?.join(name);
    let file = File::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut text = String::new();
    if Path::new(name).extension().is_some_and(|end| end == "gz") {
        GzDecoder::new(file).read_to_string(&mut text).unwrap();
    } else {
        let mut file = file;
        file.read_to_string(&mut text).unwrap();
    }
    let collection: FeatureCollection = text.parse().unwrap();
    let pair = |feature: geojson::Feature| {
        let geometry = Geometry::try_from(feature.geometry.unwrap()).unwrap();
        (geometry, feature.properties.unwrap())
    };
    Some(collection.features.into_iter().map(pair).collect())
}

#[test]
fn damage_points_fall_into_the_neighbourhoods_that_others_found() {
    let Some(neighbourhoods) = features("neighborhoods.geojson") else { return };
    let Some(points) = features("unosat-damage-points.geojson.gz") else { return };
    assert_eq!((neighbourhoods.len(), points.len()), (133, 14_058));
    let index = SpatialIndex::build(neighbourhoods.into_iter().enumerate().map(
        |(number, (geometry, properties))| {
            // `Id` is not unique in the file.
            let id = format!("{number} {}", properties["NAME"].as_str().unwrap_or_default());
            Entry::new(FeatureRef::new(Kind::Neighbourhood, id), geometry)
        },
    ))
    .unwrap();
    let coords: Vec<geo::Coord> = points
        .iter()
        .map(|(geometry, _)| match geometry {
            Geometry::Point(point) => point.0,
            other => panic!("expected a point, found {other:?}"),
        })
        .collect();
    let covered = index.covering_many(&coords, &Filter::all()).unwrap();
    let mut inside = 0;
    let mut named: BTreeMap<(&str, String), u32> = BTreeMap::new();
    for (number, (_, properties)) in points.iter().enumerate() {
        let found = covered.of(number);
        assert!(found.len() <= 1, "point {number} lies in {found:?}");
        let single = index.find(&Query::covering(coords[number])).unwrap();
        assert_eq!(single.len(), found.len());
        for &entry in found {
            inside += 1;
            let reference = &index.entry_at(entry).unwrap().reference;
            assert_eq!(&single[0].reference, reference);
            let stated = properties["Neighborho"].as_str().unwrap_or_default();
            let name = reference.id().split_once(' ').unwrap().1.to_owned();
            *named.entry((stated, name)).or_default() += 1;
        }
    }
    assert_eq!(inside, 10_360);
    let of = |stated: &str, name: &str| named.get(&(stated, name.to_owned())).copied();
    assert_eq!(of("Sheikh Maqsood", "ash-Sheikh Maqsoud"), Some(162));
    assert_eq!(of("Sheikh Maqsood", "as-Sakan ash-Shababi"), Some(9));
    assert_eq!(of("Ashrafiyeh", "al-Ashrafiyeh"), Some(79));
    assert_eq!(of("Ashrafiyeh", "Rasafeh"), Some(13));
}
