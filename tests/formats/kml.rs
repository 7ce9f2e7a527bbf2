use super::made::{empty, far_areas, points};
use quick_xml::Reader;
use quick_xml::events::Event;
use safepassage::io::write::{KmlWriter, LayersWriter};
use safepassage::publish::ReleasedLayer;

fn text(layers: &[ReleasedLayer]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("map.kml");
    KmlWriter::new().write_file(layers, &path).unwrap();
    std::fs::read_to_string(path).unwrap()
}

/// The texts of all elements of a name, with references resolved.
fn texts(document: &str, name: &str) -> Vec<String> {
    let mut reader = Reader::from_str(document);
    reader.config_mut().check_end_names = true;
    let (mut found, mut inside) = (Vec::new(), None::<String>);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) if start.name().as_ref() == name => inside = Some(String::new()),
            Event::End(end) if end.name().as_ref() == name => found.extend(inside.take()),
            Event::Text(part) => {
                if let Some(text) = &mut inside {
                    text.push_str(&part);
                }
            }
            Event::GeneralRef(reference) => {
                if let Some(text) = &mut inside {
                    let character = match reference.resolve_char_ref().unwrap() {
                        Some(character) => character,
                        None => match &*reference {
                            "amp" => '&',
                            "lt" => '<',
                            "gt" => '>',
                            "quot" => '"',
                            other => panic!("expected a known reference, found {other}"),
                        },
                    };
                    text.push(character);
                }
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

#[test]
fn it_is_xml_without_what_xml_cannot_hold() {
    let document = text(&[points(4), far_areas(), empty()]);
    assert!(document.chars().all(|it| it >= ' ' || it == '\n' || it == '\t'));
    assert_eq!(texts(&document, "Placemark").len(), 6);
    let names = texts(&document, "name");
    let expected = super::made::HARD.replace(['\0', '\u{1}', '\u{b}'], "\u{fffd}");
    assert_eq!(names.iter().filter(|name| **name == expected).count(), 3);
    // A row whose label is not known has its key.
    assert!(names.contains(&"made/000000".to_owned()));
}

#[test]
fn html_is_shown_and_never_run() {
    let document = text(&[points(4)]);
    for description in texts(&document, "description") {
        let tags = description.matches('<').count();
        let ours = ["<b>", "</b>", "<br>"].iter().map(|tag| description.matches(tag).count());
        assert_eq!(tags, ours.sum::<usize>(), "{description}");
        assert!(!description.contains("$["), "{description}");
    }
    assert!(document.contains("&amp;lt;script&amp;gt;"));
}

#[test]
fn an_open_end_is_left_out() {
    let document = text(&[points(4)]);
    assert_eq!(texts(&document, "begin"), ["2016-12-15T12:00:00.25Z"]);
    assert_eq!(texts(&document, "end"), [""; 0]);
    assert_eq!(document.matches("<TimeSpan>").count(), 1);
}

#[test]
fn areas_over_the_antimeridian_are_cut() {
    let document = text(&[far_areas()]);
    assert_eq!(document.matches("<MultiGeometry>").count(), 2);
    for ring in texts(&document, "coordinates") {
        let far =
            |position: &str| position.split(',').next().unwrap().parse::<f64>().unwrap().abs();
        assert!(ring.split(' ').all(|position| far(position) <= 180.0), "{ring}");
    }
}
