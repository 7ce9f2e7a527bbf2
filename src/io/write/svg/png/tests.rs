use super::{fonts, held_for_resvg};
use crate::io::write::MapSheet;

#[test]
fn only_text_from_right_to_left_is_held_at_its_other_end() {
    let svg = r#"<g><text direction="rtl" text-anchor="start" x="1">أ</text><text text-anchor="start">a</text><text direction="rtl" text-anchor="end"/><text direction="rtl" text-anchor="middle">ب</text></g>"#;
    let held = r#"<g><text direction="rtl" text-anchor="end" x="1">أ</text><text text-anchor="start">a</text><text direction="rtl" text-anchor="start"/><text direction="rtl" text-anchor="middle">ب</text></g>"#;
    assert_eq!(held_for_resvg(svg), held);
}

#[test]
fn dots_are_as_many_as_asked_for_and_the_same_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sheet.png");
    let sheet = MapSheet::new("خريطة Northern Aleppo");
    for dpi in [0.0, 35.9, 601.0, f64::NAN, f64::INFINITY] {
        let error = sheet.write_png(&path, dpi).unwrap_err().to_string();
        assert!(error.contains("sheet.png") && error.contains("36 to 600"), "{error}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    if fonts().is_none() {
        let error = sheet.write_png(&path, 96.0).unwrap_err().to_string();
        assert!(error.contains("expected a font"), "{error}");
        return;
    }
    let mut before = None;
    for _ in 0..2 {
        let written = sheet.write_png(&path, 96.0).unwrap();
        let bytes = std::fs::read(&path).unwrap();
        assert_eq!(written.bytes, bytes.len() as u64);
        let picture = ::png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
        assert_eq!(picture.info().size(), (1123, 794));
        assert_eq!(picture.info().pixel_dims.unwrap().xppu, 3780);
        assert!(before.replace(bytes.clone()).is_none_or(|one| one == bytes));
    }
    // The words are there: a sheet without a title has fewer dark dots.
    let dark = |title: &str| {
        MapSheet::new(title).write_png(&path, 96.0).unwrap();
        let file = std::io::BufReader::new(std::fs::File::open(&path).unwrap());
        let mut picture = ::png::Decoder::new(file).read_info().unwrap();
        let mut dots = vec![0; picture.output_buffer_size().unwrap()];
        picture.next_frame(&mut dots).unwrap();
        dots.chunks(3).filter(|dot| dot.iter().all(|part| *part < 120)).count()
    };
    assert!(dark("A long title of a map") > dark("") + 200);
}
