//! Words that many names share: articles, "neighbourhood", "street", "new",
//! numbers.
//!
//! Floor 2. All words stand here in folded form (see `letters`), Arabic ones
//! without the article. The lists are general vocabulary, not names.

/// What a common word says, whatever its language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Tag {
    /// A number, as digits, Roman numerals or an ordinal word.
    Number(u32),
    Street,
    Road,
    Square,
    Roundabout,
    Camp,
    Bridge,
    Park,
    Cemetery,
    Hospital,
    Airport,
    University,
    Mosque,
    Church,
    Castle,
    Market,
    Station,
    School,
    Housing,
    Crossing,
    Checkpoint,
    Corridor,
    Barracks,
    Industrial,
    Gate,
    Village,
    Mountain,
    Valley,
    Hill,
    Lake,
    River,
    Island,
    Zone,
    Block,
    Sector,
    New,
    Old,
    East,
    West,
    North,
    South,
    Upper,
    Lower,
    Great,
    Small,
    Middle,
    International,
    National,
    Public,
    /// A city that other languages have a name of their own for.
    Exonym(u8),
}

/// The sort of unit that a word names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Unit {
    Part,
    Town,
    District,
    Governorate,
    Centre,
}

/// Words that say what sort of unit a name names and no more.
#[rustfmt::skip]
const UNITS: &[(Unit, &[&str])] = &[
    (Unit::Part, &["حي", "احياء", "احيا", "محله", "حاره", "منطقه", "neighbourhood", "neighborhood", "neighbourhoods", "neighborhoods",
        "quarter", "area", "hay", "hayy", "haiy", "quartier", "mahalle", "mahallesi", "mahalla", "mahallat", "mahallah", "harat",
        "mintaqat", "mantiqat", "mantika", "stadtteil", "viertel", "semt", "tax"]),
    (Unit::Town, &["مدينه", "بلده", "بلديه", "city", "town", "municipality", "madinat", "medinat", "ville", "misto", "gorod", "stadt"]),
    (Unit::District, &["ناحيه", "قضا", "مديريه", "عزله", "جماعه", "دايره", "district", "subdistrict", "commune", "nahiya", "nahiyat",
        "nahiyeh", "nahiyah", "mudiriyat", "ilcesi", "raion", "rayon"]),
    (Unit::Governorate, &["محافظه", "ولايه", "اماره", "اقليم", "governorate", "province", "region", "muhafazat", "mohafazat", "wilaya",
        "wilayat", "oblast", "gouvernorat", "ili"]),
    (Unit::Centre, &["مركز", "center", "centre", "markaz", "merkez"]),
];

/// Words without meaning between others.
const EMPTY_LATIN: &[&str] = &["the", "of", "de", "la", "le", "les", "du", "des"];

/// The sort of unit that the word names, if it says no more than that.
pub(super) fn unit(folded: &str) -> Option<Unit> {
    UNITS.iter().find(|(_, words)| words.contains(&folded)).map(|(unit, _)| *unit)
}

/// Whether the word is "and".
pub(super) fn is_and(folded: &str) -> bool {
    ["and", "et", "wa", "ve", "und", "و"].contains(&folded)
}

/// Whether the word is an article or preposition of English or French.
pub(super) fn empty(folded: &str) -> bool {
    EMPTY_LATIN.contains(&folded)
}

#[rustfmt::skip]
const TAGS: &[(Tag, &[&str])] = &[
    (Tag::Street, &["street", "شارع", "sharia", "shari", "sharie", "chari", "rue", "strasse", "cadde", "caddesi", "sokak", "sokagi", "vulytsia", "ulitsa"]),
    (Tag::Road, &["road", "طريق", "rd", "route", "yolu", "highway", "اوتوستراد"]),
    (Tag::Square, &["square", "ساحه", "sahat", "saha", "sahet", "platz"]),
    (Tag::Roundabout, &["roundabout", "دوار"]),
    (Tag::Camp, &["camp", "مخيم", "mukhayyam", "mukhayam", "mokhayam", "kampi", "camps", "مخيمات"]),
    (Tag::Bridge, &["bridge", "جسر", "jisr", "jisir", "pont", "koprusu", "kobri"]),
    (Tag::Park, &["park", "حديقه", "garden", "gardens", "parc", "jardin", "حدايق", "parki", "hadiqat", "hadikat"]),
    (Tag::Cemetery, &["cemetery", "مقبره", "graveyard", "cimetiere", "maqbarat", "makbarat", "مقابر"]),
    (Tag::Hospital, &["hospital", "مشفي", "مستشفي", "hopital", "krankenhaus", "mashfa", "mustashfa"]),
    (Tag::Airport, &["airport", "مطار", "aeroport", "matar", "flughafen"]),
    (Tag::University, &["university", "جامعه", "universite", "jamiat"]),
    (Tag::Mosque, &["mosque", "جامع", "مسجد", "mosquee", "masjid", "cami", "camii"]),
    (Tag::Church, &["church", "كنيسه", "eglise", "kanisat"]),
    (Tag::Castle, &["castle", "citadel", "قلعه", "citadelle", "kalesi"]),
    (Tag::Market, &["market", "سوق", "souq", "souk", "suq", "bazaar", "bazar", "بازار", "marche"]),
    (Tag::Station, &["station", "محطه", "gare", "mahattat"]),
    (Tag::School, &["school", "مدرسه", "ecole", "madrasat"]),
    (Tag::Housing, &["housing", "مساكن", "سكن", "اسكان", "masaken", "masakin"]),
    (Tag::Crossing, &["crossing", "معبر", "passage", "maabar", "mabar"]),
    (Tag::Checkpoint, &["checkpoint", "حاجز", "hajez", "hajiz"]),
    (Tag::Corridor, &["corridor", "ممر", "couloir", "mamarr", "mamar"]),
    (Tag::Barracks, &["barracks", "barrack", "ثكنه", "caserne", "thukna"]),
    (Tag::Industrial, &["industrial", "صناعيه", "صناعي", "industrielle", "sinaiya", "sinaiyeh"]),
    (Tag::Gate, &["gate", "باب", "bab", "porte"]),
    (Tag::Village, &["village", "قريه", "qaryat", "karyat", "qarya", "koyu", "selo"]),
    (Tag::Mountain, &["mountain", "mount", "جبل", "jabal", "jebel", "jabel", "djebel", "gebel", "gabal", "mont"]),
    (Tag::Valley, &["valley", "وادي", "واد", "wadi", "oued", "ouadi"]),
    (Tag::Hill, &["hill", "تل", "tal", "tel", "tall", "tell"]),
    (Tag::Lake, &["lake", "بحيره", "lac", "buhayrat"]),
    (Tag::River, &["river", "نهر", "nahr", "nehri"]),
    (Tag::Island, &["island", "جزيره", "jazirat", "ile"]),
    (Tag::Zone, &["zone"]),
    (Tag::Block, &["block", "بلوك", "مربع"]),
    (Tag::Sector, &["sector", "قطاع", "secteur"]),
    (Tag::New, &["new", "جديد", "جديده", "nouveau", "nouvelle", "yeni", "neu", "novyi", "nova"]),
    (Tag::Old, &["old", "قديم", "قديمه", "عتيقه", "عتيق", "ancien", "ancienne", "eski", "qadim", "qadima", "qadimeh"]),
    (Tag::East, &["east", "eastern", "شرقي", "شرقيه", "شرق", "sharqi", "sharki", "charki", "sharqiya", "sharqiyah", "sharqiyeh", "charkia", "est", "dogu", "ost"]),
    (Tag::West, &["west", "western", "غربي", "غربيه", "غرب", "gharbi", "gharbiya", "gharbiyah", "gharbiyeh", "gharbia", "ouest", "bati"]),
    (Tag::North, &["north", "northern", "شمالي", "شماليه", "شمال", "shamali", "shimali", "chamali", "shamaliya", "shamaliyah", "shamaliyeh", "nord", "kuzey"]),
    (Tag::South, &["south", "southern", "جنوبي", "جنوبيه", "جنوب", "janoubi", "janubi", "jnoubi", "janubiya", "janubiyah", "janoubiyeh", "sud", "guney"]),
    (Tag::Upper, &["upper", "عليا", "علويه", "فوقاني", "فوقانيه", "فوقا", "فوقه", "فوق", "fawqani", "foqani", "fouqani", "fawqa", "foqa", "fouqa", "olya", "ulya"]),
    (Tag::Lower, &["lower", "سفلي", "سفليه", "تحتاني", "تحتانيه", "تحتا", "تحته", "تحت", "tahtani", "tahtaniyeh", "tahta", "sufla", "sofla"]),
    (Tag::Great, &["great", "big", "large", "كبير", "كبيره", "كبري", "kabir", "kabira", "kabirah", "kabireh", "kebir", "kebira", "kubra", "buyuk", "grand", "grande"]),
    (Tag::Small, &["small", "little", "صغير", "صغيره", "صغري", "saghir", "saghira", "saghireh", "sghir", "sghira", "kucuk", "petit", "petite"]),
    (Tag::Middle, &["middle", "central", "وسطي", "وسط", "اوسط", "wusta", "wasat", "centrale"]),
    (Tag::International, &["international", "دولي"]),
    (Tag::National, &["national", "وطني", "وطنيه", "nationale"]),
    (Tag::Public, &["public", "عام", "عامه", "publique"]),
    (Tag::Number(1), &["first", "1st", "اول", "اولي", "premier", "premiere"]),
    (Tag::Number(2), &["second", "2nd", "ثاني", "ثانيه", "deuxieme"]),
    (Tag::Number(3), &["third", "3rd", "ثالث", "ثالثه", "troisieme"]),
    (Tag::Number(4), &["fourth", "4th", "رابع", "quatrieme"]),
    (Tag::Number(5), &["fifth", "5th", "خامس", "خامسه", "cinquieme"]),
    (Tag::Number(6), &["sixth", "6th", "سادس", "سادسه"]),
    (Tag::Number(7), &["seventh", "7th", "سابع", "سابعه"]),
    (Tag::Number(8), &["eighth", "8th", "ثامن", "ثامنه"]),
    (Tag::Number(9), &["ninth", "9th", "تاسع", "تاسعه"]),
    (Tag::Number(10), &["tenth", "10th", "عاشر", "عاشره"]),
];

/// Well-known places whose names in other languages are not transliterations.
#[rustfmt::skip]
const EXONYMS: &[&[&str]] = &[
    &["حلب", "aleppo", "halab", "haleb", "alep", "heleb"],
    &["دمشق", "damascus", "dimashq", "dimasq", "damas", "damaskus", "sham"],
    &["لاذقيه", "latakia", "lattakia", "ladhiqiyah", "lattaquie"],
    &["قاهره", "cairo", "qahira", "kahire", "caire", "kairo"],
    &["اسكندريه", "alexandria", "iskandariyah", "alexandrie"],
    &["قدس", "jerusalem", "quds", "kudus"],
    &["خليل", "hebron", "khalil"],
    &["طرابلس", "tripoli", "trablus", "tarabulus"],
    &["صيدا", "sidon", "saida", "sayda"],
    &["صور", "tyre", "sour"],
    &["جزاير", "algiers", "alger", "algier"],
    &["نينوي", "nineveh", "ninawa", "ninive"],
    &["تدمر", "palmyra", "tadmur", "tadmor", "palmyre"],
    &["فرات", "euphrates", "furat", "euphrate"],
    &["دجله", "tigris", "dijlah", "tigre"],
    &["رياض", "riyadh", "riad"],
    &["موصل", "mosul", "mossoul", "mawsil", "musul"],
    &["بصره", "basra", "basrah", "bassorah", "bassora"],
    &["طنجه", "tangier", "tanger", "tangiers"],
    &["قسنطينه", "constantine", "qusantina"],
];

/// What a common word says, if it is one.
pub(super) fn tag(folded: &str) -> Option<Tag> {
    let exonym = || EXONYMS.iter().zip(0_u8..).find(|(words, _)| words.contains(&folded));
    let common = TAGS.iter().find(|(_, words)| words.contains(&folded)).map(|(tag, _)| *tag);
    common.or_else(|| exonym().map(|(_, number)| Tag::Exonym(number)))
}

/// Roman numerals, from one.
const ROMAN: [&str; 20] = [
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv",
    "xvi", "xvii", "xviii", "xix", "xx",
];

/// The value of digits, or of a Roman numeral up to XX.
pub(super) fn number(folded: &str) -> Option<u32> {
    if folded.bytes().all(|b| b.is_ascii_digit()) {
        // Nine digits fit; longer ones are codes and compared as text.
        return (folded.len() <= 9).then(|| folded.parse().ok()).flatten();
    }
    let at = ROMAN.iter().position(|&roman| roman == folded)?;
    u32::try_from(at + 1).ok()
}

/// The definite article as a Latin word of its own, with the consonant that it
/// takes from the next word (`ash-Sheikh`, `az Zahra`); nothing for `al` and
/// `el`, which stand before every letter.
pub(super) fn latin_article(folded: &str) -> Option<&'static str> {
    let letters = folded.as_bytes();
    let vowel = letters.first()?;
    if !b"aeiou".contains(vowel) || (*vowel == b'i' && folded != "il") {
        return None;
    }
    let rest = folded[1..].strip_prefix('u').filter(|_| *vowel == b'o').unwrap_or(&folded[1..]);
    Some(match rest {
        "l" => "",
        "r" => "r",
        "s" => "s",
        "sh" => "sh",
        "ch" => "ch",
        "d" => "d",
        "dh" => "dh",
        "t" => "t",
        "th" => "th",
        "z" => "z",
        "n" => "n",
        "j" => "j",
        "dj" => "dj",
        _ => return None,
    })
}

/// An Arabic word without its article, if it has one.
pub(super) fn arabic_article(folded: &str) -> Option<&str> {
    let rest = folded.strip_prefix("ال")?;
    (rest.chars().nth(1).is_some() && folded != "الله").then_some(rest)
}
