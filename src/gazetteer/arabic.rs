//! An Arabic word to its sounds.
//!
//! Floor 2.

use super::letters::optional_mark;
use super::sound::Sound;
use super::vocabulary;
use unicode_normalization::UnicodeNormalization;

/// The sounds of one word, with the article as one sound of its own.
pub(super) fn sounds(written: &str, folded: &str, into: &mut Vec<Sound>) {
    let letters: Vec<char> = written.nfc().filter(|&c| !optional_mark(c) && c != '\'').collect();
    let mut from = 0;
    if vocabulary::arabic_article(folded).is_some() && letters.len() > 3 {
        into.push(Sound::Article);
        from = 2;
    }
    // "And the …" is written as one word.
    if folded.starts_with("وال") && letters.len() > 5 {
        into.extend([Sound::And, Sound::Article]);
        from = 3;
    }
    for (at, &letter) in letters.iter().enumerate().skip(from) {
        let ends = letters[at + 1..].iter().all(|&after| after == 'ء');
        let last = ends && letters.len() - from > 2;
        if let Some(sound) = sound(letter, at == from, last) {
            into.push(sound);
        }
    }
}

fn sound(letter: char, first: bool, last: bool) -> Option<Sound> {
    Some(match letter {
        'ا' | 'أ' | 'إ' | 'آ' | 'ٱ' if first => Sound::Carrier,
        'ا' | 'أ' | 'إ' | 'آ' | 'ٱ' if last => Sound::FinalAlef,
        'ا' | 'أ' | 'إ' | 'آ' | 'ٱ' => Sound::Alef,
        'ب' => Sound::Ba,
        'پ' => Sound::Pa,
        'ت' | 'ٹ' => Sound::Ta,
        'ث' => Sound::Tha,
        'ج' => Sound::Jim,
        'چ' => Sound::Che,
        'ح' => Sound::Hha,
        'خ' => Sound::Kha,
        'د' | 'ڈ' => Sound::Dal,
        'ذ' => Sound::Dhal,
        'ر' | 'ڑ' | 'ڕ' => Sound::Ra,
        'ز' => Sound::Zay,
        'ژ' => Sound::Zhe,
        'س' => Sound::Sin,
        'ش' => Sound::Shin,
        'ص' => Sound::Sad,
        'ض' => Sound::Dad,
        'ط' => Sound::Tah,
        'ظ' => Sound::Zah,
        'ع' => Sound::Ayn,
        'غ' => Sound::Ghayn,
        'ف' => Sound::Fa,
        'ڤ' | 'ڥ' => Sound::Ve,
        'ق' | 'ڧ' => Sound::Qaf,
        'ك' | 'ک' | 'ڪ' => Sound::Kaf,
        'گ' | 'ڭ' | 'ݣ' | 'ګ' => Sound::Gaf,
        'ل' | 'ڵ' => Sound::Lam,
        'م' => Sound::Mim,
        'ن' | 'ں' => Sound::Nun,
        'ة' | 'ۃ' | 'ە' => Sound::FinalHa,
        'ه' | 'ہ' | 'ھ' | 'ۀ' if last => Sound::FinalHa,
        'ه' | 'ہ' | 'ھ' | 'ۀ' => Sound::Ha,
        'و' | 'ؤ' | 'ۆ' | 'ۇ' | 'ۈ' | 'ۋ' => Sound::Waw,
        'ى' if last => Sound::Maqsura,
        'ى' | 'ي' | 'ی' | 'ې' | 'ے' | 'ێ' => Sound::Ya,
        'ئ' => Sound::YaHamza,
        _ => return None,
    })
}
