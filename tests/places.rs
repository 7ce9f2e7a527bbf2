//! Places by their names: the founding case, refusals, and laws over any text.

use proptest::prelude::*;
use safepassage::gazetteer::{
    Entry, Gazetteer, MatchPolicy, MatchRule, PlaceKey, PlaceQuery, Resolution, normalise,
};
use safepassage::id::Kind;
use safepassage::place;

fn unit(id: &str) -> Entry {
    Entry::new(PlaceKey::unit(id))
}

/// Each of the places by one name.
fn of(names: &[&str]) -> Gazetteer {
    Gazetteer::builder().entries(names.iter().map(|name| unit(name).name(*name))).build()
}

fn found(gazetteer: &Gazetteer, query: &str) -> Option<String> {
    gazetteer.resolve(&query.into()).place().map(|place| place.id().to_owned())
}

fn rule(gazetteer: &Gazetteer, query: &str) -> MatchRule {
    match gazetteer.resolve(&query.into()) {
        Resolution::Found { rule, .. } => rule,
        other => panic!("{query}: {other}"),
    }
}

#[test]
fn the_spellings_of_january_2026() {
    // One name a place, in either script: the others are worked out.
    for names in [
        ["Ashrafieh", "Sheikh Maqsoud", "Bani Zeid", "al-Awarid", "al-Zuhour"],
        ["الأشرفية", "الشيخ مقصود", "بني زيد", "العوارض", "الزهور"],
    ] {
        let gazetteer = of(&names);
        let spellings: [&[&str]; 5] = [
            &[
                "Ashrafieh",
                "Ashrafiyeh",
                "Achrafieh",
                "al-Ashrafiyya",
                "Achrafiyé",
                "Eşrefiyê",
                "الأشرفية",
                "الاشرفيه",
                "اشرفية",
                "حي الأشرفية",
            ],
            &[
                "Sheikh Maqsoud",
                "Maqsud Sheikh?",
                "Sheikh Maqsud",
                "Sheikh Maksud",
                "Cheikh Maksoud",
                "Shaykh Maqsūd",
                "Scheich Maksud",
                "Şêxmeqsûd",
                "ash-Sheikh Maqsood",
                "الشيخ مقصود",
                "شيخ مقصود",
                "حي الشيخ مقصود",
                "SHEIKH MAQSOUD NEIGHBOURHOOD",
            ],
            &["Bani Zeid", "Bani Zayd", "Beni Zaid", "Banī Zayd", "بني زيد", "بنى زيد"],
            &["al-Awarid", "Awarid", "Aouared", "el-Awared", "العوارض", "عوارض"],
            &["al-Zuhour", "az-Zuhur", "Zouhour", "el-Zohour", "الزهور", "زهور"],
        ];
        for (name, spellings) in names.iter().zip(spellings) {
            for spelling in spellings.iter().filter(|spelling| !spelling.ends_with('?')) {
                assert_eq!(found(&gazetteer, spelling).as_deref(), Some(*name), "{spelling}");
            }
        }
    }
}

#[test]
fn the_records_of_a_scenario_go_by_all_their_names() {
    let scenario = place::northern_aleppo().expect("the place reads").scenario;
    let gazetteer = Gazetteer::of_scenario(&scenario);
    let ask = |query: PlaceQuery| gazetteer.resolve(&query).place().map(ToString::to_string);
    let neighbourhood =
        |text: &str| ask(PlaceQuery::new(text).within("Aleppo").kind(Kind::Neighbourhood));
    assert_eq!(neighbourhood("الشيخ مقصود").as_deref(), Some("neighbourhood/sheikh-maqsoud"));
    assert_eq!(neighbourhood("Cheikh Maqsood").as_deref(), Some("neighbourhood/sheikh-maqsoud"));
    assert_eq!(neighbourhood("Achrafiyeh").as_deref(), Some("neighbourhood/ashrafieh"));
    // A corridor is a street: the word may be missing. A crossing is another thing.
    let corridor = |text: &str| ask(PlaceQuery::new(text).kind(Kind::SafeCorridor));
    for text in ["شارع الزهور", "الزهور", "az-Zuhur", "Zuhour St Corridor?", "al-Zohour Street"]
    {
        if !text.ends_with('?') {
            assert_eq!(corridor(text).as_deref(), Some("safe-corridor/al-zuhour"), "{text}");
        }
    }
    let checkpoint = |text: &str| ask(PlaceQuery::new(text).kind(Kind::Checkpoint));
    assert_eq!(checkpoint("العوارض").as_deref(), Some("checkpoint/al-awarid-crossing"));
    assert_eq!(checkpoint("معبر العوارض").as_deref(), Some("checkpoint/al-awarid-crossing"));
    // Without a kind several records share a name, and that is said.
    assert!(
        gazetteer
            .resolve(&"الشيخ مقصود".into())
            .place()
            .is_none_or(|place| place.id() == "sheikh-maqsoud")
    );
}

#[test]
fn a_name_of_several_places_is_refused_with_all_of_them() {
    let mut builder = Gazetteer::builder();
    for numeral in ["I", "II", "III", "IV", "V"] {
        let name = format!("al-Hamdaniyeh {numeral}");
        builder = builder.entry(unit(&name).name(name.as_str()).name("الحمدانية"));
    }
    let gazetteer = builder.build();
    for query in ["الحمدانية", "الحمدانيه", "Hamdaniyah", "al-Hamdaniyeh"] {
        match gazetteer.resolve(&query.into()) {
            Resolution::Ambiguous { candidates } => assert_eq!(candidates.len(), 5, "{query}"),
            other => panic!("{query}: {other}"),
        }
    }
    for query in ["Hamdaniya 3", "الحمدانية ٣", "Hamdaniyeh III", "الحمدانية الثالثة"]
    {
        assert_eq!(found(&gazetteer, query).as_deref(), Some("al-Hamdaniyeh III"), "{query}");
    }
    assert_eq!(found(&gazetteer, "Hamdaniyeh VI"), None);
}

#[test]
fn neighbours_with_like_names_are_not_confused() {
    let gazetteer = of(&[
        "Hanano",
        "Hanano Barracks",
        "al-Ansari",
        "Ansari Sharqi",
        "Maysaloon Cemetery",
        "حميد",
        "حمود",
    ]);
    assert_eq!(found(&gazetteer, "هنانو").as_deref(), Some("Hanano"));
    assert_eq!(found(&gazetteer, "ثكنة هنانو").as_deref(), Some("Hanano Barracks"));
    assert_eq!(found(&gazetteer, "أنصاري شرقي").as_deref(), Some("Ansari Sharqi"));
    assert_eq!(found(&gazetteer, "East Ansari").as_deref(), Some("Ansari Sharqi"));
    assert_eq!(found(&gazetteer, "West Ansari"), None);
    assert_eq!(found(&gazetteer, "Maysaloun"), None);
    assert_eq!(found(&gazetteer, "Hamid").as_deref(), Some("حميد"));
    assert_eq!(found(&gazetteer, "Hammoud").as_deref(), Some("حمود"));
    assert_eq!(found(&gazetteer, "Hamad"), None);
}

#[test]
fn an_absent_place_is_not_found() {
    let gazetteer = of(&["Ashrafieh", "الشيخ مقصود", "al-Midan", "as-Sukkari", "Karm al-Jabal"]);
    for query in [
        "",
        " ",
        "—",
        "؟",
        "Kallaseh",
        "الزبدية",
        "Sheikh Najjar",
        "Karm al-Zaytoun",
        "السكن",
        "1",
        "x",
    ] {
        assert_eq!(found(&gazetteer, query), None, "{query}");
    }
    assert_eq!(found(&gazetteer, &"الشيخ مقصود ".repeat(40)), None);
}

#[test]
fn every_answer_says_why() {
    let gazetteer = Gazetteer::builder()
        .entry(Entry::with_code("SY0200").name("Jebel Saman").name("جبل سمعان"))
        .entry(Entry::with_code("SY0203").name("Afrin"))
        .entry(unit("x").name("Beit Muheb / Jdeydeh"))
        .entry(unit("y").name("Tal az-Zarazir (Ameriyeh)"))
        .entry(unit("z").name("Bustan al-Qaterji"))
        .build();
    assert_eq!(rule(&gazetteer, "sy0200 "), MatchRule::Code);
    assert_eq!(rule(&gazetteer, "Jebel Saman"), MatchRule::Exact);
    assert_eq!(rule(&gazetteer, "JEBEL-SAMAN"), MatchRule::Normalised);
    assert_eq!(rule(&gazetteer, "Afrin district"), MatchRule::Shortened);
    assert_eq!(rule(&gazetteer, "Jdeydeh"), MatchRule::Shortened);
    assert_eq!(rule(&gazetteer, "tal al zarazir"), MatchRule::Shortened);
    assert_eq!(rule(&gazetteer, "عفرين"), MatchRule::Transliterated);
    assert_eq!(rule(&gazetteer, "Bustan al-Qatermi"), MatchRule::Close);
    let said = gazetteer.resolve(&"عفرين".into()).to_string();
    assert_eq!(said, "SY0203: transliterated, by \"Afrin\"");
    let close = MatchPolicy { close: false, ..MatchPolicy::default() };
    let strict = Gazetteer::builder().entries(gazetteer.entries().to_vec()).policy(close).build();
    match strict.resolve(&"Bustan al-Qatermi".into()) {
        Resolution::NotFound { nearest } => assert_eq!(nearest[0].place, PlaceKey::unit("z")),
        other => panic!("{other}"),
    }
}

#[test]
fn what_is_around_tells_places_of_one_name_apart() {
    let gazetteer = Gazetteer::builder()
        .entry(Entry::with_code("SY02").name("Aleppo").name("حلب").level(1))
        .entry(Entry::with_code("SY04").name("Homs").name("حمص").level(1))
        .entry(
            Entry::with_code("SY0200").name("Jebel Saman").parent(PlaceKey::unit("SY02")).level(2),
        )
        .entry(unit("a").name("الزهراء").parent(PlaceKey::unit("SY0200")))
        .entry(unit("h").name("الزهراء").parent(PlaceKey::unit("SY04")))
        .entry(unit("w").name("الوعر").parent(PlaceKey::unit("SY04")))
        .build();
    assert!(gazetteer.resolve(&"Zahra".into()).is_ambiguous());
    let within = |text: &str, around: &str| {
        let answer = gazetteer.resolve(&PlaceQuery::new(text).within(around));
        answer.place().map(|place| place.id().to_owned())
    };
    for around in ["Aleppo", "حلب", "sy02", "Halab", "Jabal Sam'an", "محافظة حلب"] {
        assert_eq!(within("az-Zahraa", around).as_deref(), Some("a"), "{around}");
        assert_eq!(within("al-Waer", around), None, "{around}");
    }
    assert_eq!(within("Zahra", "Hims").as_deref(), Some("h"));
    // Unknown surroundings confirm nothing.
    assert_eq!(within("Waer", "Raqqa"), None);
    for text in ["الزهراء، حلب", "Zahra, Aleppo", "حي الزهراء في حلب", "az-Zahra in Aleppo"]
    {
        assert_eq!(found(&gazetteer, text).as_deref(), Some("a"), "{text}");
    }
    assert_eq!(found(&gazetteer, "al-Waer, Aleppo"), None);
    let level = gazetteer.resolve(&PlaceQuery::new("Aleppo").level(2));
    assert_eq!(level.place(), None);
}

#[test]
fn second_names_must_agree() {
    let gazetteer = of(&["Ashrafieh", "Sheikh Maqsoud", "al-‘Amiriyeh", "Tal az-Zarazir"]);
    assert_eq!(found(&gazetteer, "Ashrafieh (الأشرفية)").as_deref(), Some("Ashrafieh"));
    assert_eq!(found(&gazetteer, "الأشرفية / Achrafieh").as_deref(), Some("Ashrafieh"));
    assert_eq!(
        found(&gazetteer, "Sheikh Maqsoud (the Kurdish quarter)").as_deref(),
        Some("Sheikh Maqsoud")
    );
    assert!(gazetteer.resolve(&"Tal Az-Zarazir (Al-Ameria)".into()).is_ambiguous());
    assert!(gazetteer.resolve(&"Sheikh Maqsoud / Ashrafieh".into()).is_ambiguous());
    assert_eq!(found(&gazetteer, "Nowhere (Ashrafieh)"), None);
}

#[test]
fn entries_and_queries_are_plain_data() {
    let json = r#"[
        {"place": {"unit": "SY0203"}, "names": [{"name": "Afrin", "language": "en"}, {"name": "عفرين"}],
         "p_code": "SY0203", "parent": {"unit": "SY02"}, "level": 2,
         "at": {"type": "Point", "coordinates": [36.87, 36.51]}},
        {"place": {"feature": {"kind": "neighbourhood", "id": "ashrafieh"}}, "names": [{"name": "Ashrafieh"}]}
    ]"#;
    let entries: Vec<Entry> = serde_json::from_str(json).expect("entries");
    let back: Vec<Entry> =
        serde_json::from_str(&serde_json::to_string(&entries).expect("text")).expect("entries");
    assert_eq!(entries, back);
    let gazetteer = Gazetteer::builder().entries(entries).build();
    let query: PlaceQuery =
        serde_json::from_str(r#"{"text": "Efrin", "within": "SY02"}"#).expect("a query");
    let answer = serde_json::to_value(gazetteer.resolve(&query)).expect("an answer");
    assert_eq!(answer["result"], "found");
    assert_eq!(answer["place"]["unit"], "SY0203");
    assert_eq!(answer["rule"], "transliterated");
}

/// Letters of names, and some that are not.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأإآءئؤ ]{0,14}",
        "[a-zA-Zşêçāīūḥṣ' -]{0,14}",
        "(al-|ash-|el )?[bcdfghjklmnqrstwyz][aeiou]{1,2}[bdhkqrst][aeiouy]{0,2}[lmnrs](eh|ah|a|e|i)?( I{1,3}| ٢)?",
        ".{0,20}",
    ]
}

proptest! {
    #[test]
    fn normalising_twice_changes_nothing(text in prop_oneof![name(), any::<String>()]) {
        let once = normalise(&text);
        prop_assert_eq!(normalise(&once), once);
    }

    #[test]
    fn any_text_has_an_answer(names in proptest::collection::vec(name(), 0..8), query in prop_oneof![name(), any::<String>()], within in proptest::option::of(name())) {
        let entries = names.iter().enumerate().map(|(at, name)| unit(&at.to_string()).name(name.as_str()));
        let gazetteer = Gazetteer::builder().entries(entries).build();
        let answer = gazetteer.resolve(&PlaceQuery { within, ..PlaceQuery::new(query) });
        for candidate in answer.candidates() {
            prop_assert!((0.0..=1.0).contains(&candidate.score), "{}", candidate.score);
        }
    }

    #[test]
    fn the_order_of_entries_does_not_matter(names in proptest::collection::vec(name(), 1..8), query in name(), turn in 0_usize..8) {
        let entries: Vec<Entry> = names.iter().enumerate().map(|(at, name)| unit(&(at / 2).to_string()).name(name.as_str())).collect();
        let mut turned = entries.clone();
        turned.rotate_left(turn % names.len());
        let one = Gazetteer::builder().entries(entries).build();
        let two = Gazetteer::builder().entries(turned).build();
        prop_assert_eq!(one.resolve(&query.as_str().into()), two.resolve(&query.as_str().into()));
    }

    #[test]
    fn a_place_is_found_by_its_own_name_or_refused(names in proptest::collection::vec(name(), 1..8)) {
        let entries = names.iter().enumerate().map(|(at, name)| unit(&format!("place {at}")).name(name.as_str()));
        let gazetteer = Gazetteer::builder().entries(entries).build();
        for (at, name) in names.iter().enumerate() {
            if normalise(name).is_empty() {
                continue;
            }
            let answer = gazetteer.resolve(&name.as_str().into());
            let own = PlaceKey::unit(format!("place {at}"));
            match &answer {
                Resolution::Found { place, .. } => prop_assert_eq!(place, &own),
                Resolution::Ambiguous { candidates } => prop_assert!(candidates.iter().any(|one| one.place == own)),
                other => prop_assert!(false, "{name:?}: {other}"),
            }
        }
    }

    /// More names, of other scripts and for other places, never lead a name that
    /// a place has to another place.
    #[test]
    fn names_in_another_script_never_make_an_exact_match_wrong(
        names in proptest::collection::btree_set("[بتثجحخدرسشصطعفقكلمن]{3,6}", 2..6),
        others in proptest::collection::vec("[bdfhjklmnqrstz][aeiou][bdfhjklmnqrst][aeiou]?", 2..6),
    ) {
        let plain = Gazetteer::builder().entries(names.iter().map(|name| unit(name).name(name.as_str()))).build();
        let more = Gazetteer::builder()
            .entries(names.iter().zip(others.iter().cycle()).map(|(name, other)| unit(name).name(name.as_str()).name(other.as_str())))
            .entries(others.iter().map(|other| unit(other).name(other.as_str())))
            .build();
        for name in &names {
            prop_assert_eq!(found(&plain, name), Some(name.clone()));
            prop_assert_eq!(found(&more, name), Some(name.clone()), "{}", more.resolve(&name.as_str().into()));
        }
    }
}
