//! Cyrillic letters to Latin ones, Ukrainian first.
//!
//! Floor 2.

use unicode_normalization::UnicodeNormalization;

/// Replaces Cyrillic letters (lower case) by the Latin ones of the usual English
/// romanisation; everything else stays as it is.
pub(super) fn to_latin(text: &str) -> String {
    if !text.chars().any(|c| ('\u{0400}'..='\u{04FF}').contains(&c)) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match letter(c) {
            Some(latin) => out.push_str(latin),
            // A letter with a mark of its own, such as ӑ: the letter, then the mark.
            None => std::iter::once(c).nfd().for_each(|part| match letter(part) {
                Some(latin) => out.push_str(latin),
                None => out.push(part),
            }),
        }
    }
    out
}

/// A letter's romanisation; `None` for what is no letter of this list.
const fn letter(c: char) -> Option<&'static str> {
    Some(match c {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' => "d",
        'е' | 'э' => "e",
        'є' => "ye",
        'ё' => "yo",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' | 'ы' => "i",
        'ї' => "yi",
        'й' | 'ј' => "y",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ю' => "yu",
        'я' => "ya",
        'ь' | 'ъ' => "",
        _ => return None,
    })
}
