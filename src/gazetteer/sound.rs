//! What a letter sounds like, and how far two sounds lie apart.
//!
//! Floor 2. Arabic does not write short vowels and Latin writing does not tell
//! ص from س, so names are not compared letter by letter but by sounds with costs:
//! 0 for what one writer would write and another not, 100 for another consonant.

use std::sync::LazyLock;

/// One sound of a name. The first block is what Arabic letters give, the second
/// what Latin ones give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(super) enum Sound {
    /// Alef at the beginning of a word: carries any vowel.
    Carrier,
    Alef,
    /// Alef at the end of a word.
    FinalAlef,
    Ba,
    Ta,
    Tha,
    Jim,
    Hha,
    Kha,
    Dal,
    Dhal,
    Ra,
    Zay,
    Sin,
    Shin,
    Sad,
    Dad,
    Tah,
    Zah,
    Ayn,
    Ghayn,
    Fa,
    Qaf,
    Kaf,
    Lam,
    Mim,
    Nun,
    Ha,
    /// `ة`, or `ه` at the end of a word.
    FinalHa,
    Waw,
    Ya,
    /// `ئ`.
    YaHamza,
    /// `ى`.
    Maqsura,
    Pa,
    Che,
    Zhe,
    Ve,
    Gaf,
    /// The definite article as a prefix.
    Article,
    /// `al`, `el` at the beginning of a long Latin word: perhaps the article.
    MaybeArticle,
    /// "and", as a word of its own.
    And,
    B,
    P,
    T,
    /// `t` after a vowel at the end of a word that is not the last: perhaps `ة`.
    ConstructT,
    Th,
    J,
    G,
    Gh,
    D,
    Dh,
    Z,
    Zh,
    S,
    Sh,
    Ch,
    /// `c` before other letters than `e`, `i`, `y`.
    C,
    /// `c` before `e`, `i`, `y`.
    SoftC,
    F,
    V,
    W,
    K,
    Q,
    Kh,
    L,
    M,
    N,
    R,
    H,
    Y,
    A,
    E,
    I,
    O,
    U,
    LongA,
    LongI,
    LongU,
    /// `ou`, which is any `u` to the French.
    Ou,
    /// `ai`, `ay`, `ei`, `ey`, `ê`.
    Ay,
    /// `au`, `aw`, `ow`.
    Aw,
    /// `a` at the end of a word.
    FinalA,
    /// `ah`, `eh` at the end of a word.
    FinalAh,
    /// `e` at the end of a word, silent in French.
    FinalE,
    /// An apostrophe.
    Glottal,
}

const COUNT: usize = Sound::Glottal as usize + 1;

/// Another consonant altogether.
pub(super) const OTHER: u16 = 100;
/// A vowel for a consonant.
const UNLIKE: u16 = 160;

use Sound::{
    A, Alef, And, Article, Aw, Ay, Ayn, B, Ba, C, Carrier, Ch, Che, ConstructT, D, Dad, Dal, Dh,
    Dhal, E, F, Fa, FinalA, FinalAh, FinalAlef, FinalE, FinalHa, G, Gaf, Gh, Ghayn, Glottal, H, Ha,
    Hha, I, J, Jim, K, Kaf, Kh, Kha, L, Lam, LongA, LongI, LongU, M, Maqsura, MaybeArticle, Mim, N,
    Nun, O, Ou, P, Pa, Q, Qaf, R, Ra, S, Sad, Sh, Shin, Sin, SoftC, T, Ta, Tah, Th, Tha, U, V, Ve,
    W, Waw, Y, Ya, YaHamza, Z, Zah, Zay, Zh, Zhe,
};

/// Pairs of sounds and what writing one for the other costs. Symmetric.
#[rustfmt::skip]
const PAIRS: &[(Sound, Sound, u16)] = &[
    // A letter and its usual Latin spelling.
    (Ba, B, 0), (Pa, P, 0), (Pa, B, 5), (Ba, P, 5), (Ta, T, 0), (Tah, T, 0), (Tha, Th, 0), (Tha, T, 10),
    (Tha, S, 25), (Ta, Th, 25), (Tah, Th, 25), (Ta, ConstructT, 0), (Tah, ConstructT, 0), (FinalHa, ConstructT, 0),
    (FinalHa, T, 35), (Jim, J, 0), (Jim, G, 25), (Jim, C, 15), (Jim, Zh, 5), (Jim, Ch, 45), (Jim, Gh, 50), (Hha, H, 0), (Ha, H, 0),
    (FinalHa, H, 10), (Hha, FinalAh, 0), (Ha, FinalAh, 0), (Kha, Kh, 0), (Kha, K, 20), (Kha, H, 28), (Kha, Ch, 20),
    (Hha, Kh, 45), (Dal, D, 0), (Dal, Dh, 15), (Dhal, Dh, 0), (Dhal, D, 10), (Dhal, Z, 10), (Dhal, Th, 20), (Ra, R, 0), (Zay, Z, 0),
    (Sin, S, 0), (Sin, C, 15), (Shin, Sh, 0), (Shin, Ch, 0), (Shin, S, 35), (Sad, S, 0), (Sad, C, 20), (Dad, D, 0),
    (Dad, Dh, 0), (Dad, Z, 25), (Zah, Z, 0), (Zah, Dh, 0), (Zah, D, 20), (Zah, Th, 25), (Ghayn, Gh, 0), (Ghayn, G, 5),
    (Ghayn, R, 60), (Fa, F, 0), (Fa, V, 10), (Fa, P, 60), (Qaf, Q, 0), (Qaf, K, 0), (Qaf, G, 20), (Qaf, C, 5), (Qaf, Gh, 40),
    (Kaf, K, 0), (Kaf, Q, 25), (Kaf, C, 5), (Kaf, G, 20), (Kaf, Kh, 40), (Kaf, Ch, 40), (Gaf, G, 0), (Gaf, K, 20), (Gaf, Q, 20), (Lam, L, 0),
    (Mim, M, 0), (Nun, N, 0), (Nun, M, 45), (Mim, N, 60), (Che, Ch, 0), (Che, Sh, 10), (Che, J, 20), (Che, C, 5),
    (Zhe, Zh, 0), (Zhe, J, 5), (Ve, V, 0), (Ve, F, 10), (Ve, W, 20), (Ve, B, 40), (Ba, V, 40),
    (Waw, W, 0), (Waw, V, 10), (Waw, O, 0), (Waw, U, 0), (Waw, LongU, 0), (Waw, Aw, 0), (Waw, A, 60), (Waw, E, 60),
    (Waw, I, 70), (Waw, LongI, 90), (Waw, Ay, 80), (Waw, LongA, 80), (Waw, FinalA, 60), (Waw, FinalE, 70),
    (Ya, Y, 0), (Ya, I, 0), (Ya, LongI, 0), (Ya, Ay, 0), (Ya, E, 5), (Ya, FinalE, 10), (Ya, A, 50), (Ya, LongA, 60),
    (Ya, FinalA, 40), (Ya, FinalAh, 50), (Ya, O, 70), (Ya, U, 70), (Ya, LongU, 90), (Ya, Aw, 80), (Ya, J, 40),
    (YaHamza, Y, 0), (YaHamza, I, 0), (YaHamza, LongI, 0), (YaHamza, Ay, 0), (YaHamza, E, 0), (YaHamza, Glottal, 0), (YaHamza, A, 20),
    (Maqsura, FinalA, 0), (Maqsura, A, 0), (Maqsura, LongA, 0), (Maqsura, FinalAh, 10), (Maqsura, FinalE, 10),
    (Maqsura, I, 0), (Maqsura, LongI, 0), (Maqsura, E, 5), (Maqsura, Y, 0), (Maqsura, Ay, 5),
    (Alef, A, 0), (Alef, LongA, 0), (Alef, E, 5), (Alef, FinalA, 0), (Alef, FinalAh, 10), (Alef, FinalE, 10),
    (Alef, Ay, 25), (Alef, I, 40), (Alef, O, 25), (Alef, U, 45), (Alef, LongI, 70), (Alef, LongU, 60), (Alef, Aw, 30),
    (FinalAlef, A, 0), (FinalAlef, LongA, 0), (FinalAlef, E, 5), (FinalAlef, FinalA, 0), (FinalAlef, FinalAh, 10), (FinalAlef, FinalE, 5), (FinalAlef, Ay, 25),
    (FinalAlef, Alef, 0), (FinalAlef, FinalHa, 20), (FinalAlef, Maqsura, 15), (FinalAlef, Carrier, 10), (FinalAlef, I, 45), (FinalAlef, O, 30), (FinalAlef, U, 45),
    (FinalAlef, Ou, 60), (FinalAlef, LongI, 70), (FinalAlef, LongU, 60), (FinalAlef, Aw, 40), (FinalAlef, Ayn, 60),
    (Carrier, A, 0), (Carrier, E, 0), (Carrier, I, 0), (Carrier, O, 0), (Carrier, U, 0), (Carrier, LongA, 0),
    (Carrier, LongI, 10), (Carrier, LongU, 10), (Carrier, Ay, 10), (Carrier, Aw, 10),
    (FinalHa, FinalA, 0), (FinalHa, FinalAh, 0), (FinalHa, FinalE, 0), (FinalHa, A, 0), (FinalHa, E, 0), (FinalHa, I, 20),
    (FinalHa, LongA, 15), (FinalHa, Ay, 10), (Ayn, Glottal, 0), (Ayn, A, 0), (Ayn, E, 0), (Ayn, I, 5), (Ayn, O, 5), (Ayn, U, 5), (Ayn, LongA, 0),
    (Ayn, FinalA, 0), (Ayn, FinalAh, 0), (Ayn, FinalE, 5),
    (Article, MaybeArticle, 0), (Article, L, 10), (MaybeArticle, Lam, 10), (MaybeArticle, L, 10),
    (SoftC, S, 0), (SoftC, Sin, 5), (SoftC, Sad, 5), (SoftC, J, 10), (SoftC, Jim, 15), (SoftC, C, 5), (SoftC, Ch, 15), (SoftC, Sh, 30), (SoftC, K, 20),
    (SoftC, Kaf, 25), (SoftC, Qaf, 30), (SoftC, Z, 40), (SoftC, Tha, 20), (SoftC, Che, 10),
    (And, W, 0), (And, Waw, 0), (And, U, 10), (And, Ou, 5), (And, LongU, 10),
    (Waw, Ou, 0), (Ya, Ou, 90), (Maqsura, Ou, 90), (Alef, Ou, 60), (Carrier, Ou, 5), (Ayn, Ou, 5), (W, Ou, 5), (V, Ou, 20), (A, Ou, 35), (E, Ou, 40), (I, Ou, 60),
    (O, Ou, 0), (U, Ou, 0), (LongU, Ou, 0), (LongA, Ou, 60), (LongI, Ou, 80), (Ay, Ou, 70), (Aw, Ou, 0), (FinalA, Ou, 50),
    // Two Latin spellings.
    (B, P, 10), (B, V, 50), (T, Th, 15), (T, ConstructT, 0), (FinalAh, ConstructT, 5), (FinalA, ConstructT, 5), (FinalE, ConstructT, 5),
    (Th, S, 30), (Th, Dh, 30), (D, Dh, 10), (Dh, Z, 20), (D, Z, 60), (D, T, 60), (J, G, 25), (J, C, 15), (J, Zh, 5),
    (J, Y, 40), (J, Ch, 35), (G, Gh, 5), (G, K, 30), (G, Q, 20), (Gh, Q, 40), (Gh, K, 60), (G, C, 35), (G, H, 40), (Gh, R, 60), (S, Z, 50), (S, Sh, 35),
    (S, C, 15), (Sh, Ch, 0), (Sh, C, 40), (Sh, Zh, 40), (Ch, C, 15), (Ch, Kh, 30), (Ch, K, 40), (C, K, 5), (C, Q, 5), (F, V, 15),
    (V, W, 5), (K, Q, 5), (K, Kh, 25), (Q, Kh, 40), (Kh, H, 28), (M, N, 45), (H, FinalAh, 5),
    (W, U, 10), (W, LongU, 10), (W, O, 10), (W, Aw, 10), (V, Aw, 20), (V, LongU, 20), (V, U, 20), (Y, I, 5), (Y, LongI, 5), (Y, Ay, 10), (Y, E, 15),
    (A, E, 5), (A, I, 30), (A, O, 25), (A, U, 30), (E, I, 5), (E, O, 35), (E, U, 35), (I, O, 60), (I, U, 50), (O, U, 0),
    (A, LongA, 0), (E, LongA, 15), (I, LongA, 50), (O, LongA, 30), (U, LongA, 45), (A, LongI, 60), (E, LongI, 5), (I, LongI, 5),
    (O, LongI, 80), (U, LongI, 70), (A, LongU, 60), (E, LongU, 70), (I, LongU, 80), (O, LongU, 0), (U, LongU, 0), (LongA, LongI, 80), (LongA, LongU, 80),
    (LongI, LongU, 90), (Ay, A, 30), (Ay, E, 5), (Ay, I, 10), (Ay, LongI, 10), (Ay, LongA, 30), (Ay, O, 70), (Ay, U, 70),
    (Ay, LongU, 80), (Aw, A, 30), (Aw, O, 0), (Aw, U, 5), (Aw, LongU, 5), (Aw, LongA, 35), (Aw, E, 60), (Aw, I, 70), (Aw, LongI, 80), (Aw, Ay, 70),
    (FinalA, FinalAh, 0), (FinalA, FinalE, 5), (FinalAh, FinalE, 0), (FinalA, A, 5), (FinalA, E, 5), (FinalAh, A, 5), (FinalAh, E, 5),
    (FinalE, E, 0), (FinalE, A, 5), (FinalA, LongA, 5), (FinalAh, LongA, 10), (FinalE, LongI, 20), (FinalE, Ay, 5), (FinalAh, Ay, 15), (FinalA, Ay, 25), (FinalE, I, 15),
    (FinalA, I, 40), (FinalA, LongI, 60), (FinalA, O, 35), (FinalA, U, 40), (FinalA, LongU, 60),
    // Two Arabic spellings.
    (Ta, Tah, 40), (Sin, Sad, 40), (Dal, Dad, 45), (Dad, Zah, 25), (Dhal, Dal, 40), (Dhal, Zay, 40), (Zah, Zay, 45), (Dhal, Zah, 40),
    (Tha, Ta, 40), (Tha, Sin, 45), (Hha, Ha, 60), (Hha, Kha, 80), (Qaf, Kaf, 55), (Qaf, Ghayn, 60), (Qaf, Gaf, 20), (Kaf, Gaf, 10), (Jim, Gaf, 30), (Ghayn, Gaf, 30),
    (Ba, Pa, 5), (Che, Shin, 30), (Che, Jim, 30), (Ve, Fa, 5), (Zhe, Jim, 20), (Zhe, Zay, 30), (FinalHa, Alef, 20),
    (FinalHa, Maqsura, 30), (FinalHa, Ha, 0), (Maqsura, Ya, 0), (Maqsura, Alef, 15), (YaHamza, Ya, 5), (YaHamza, Alef, 40), (Carrier, Alef, 5),
    (Ayn, Alef, 70), (Ayn, Carrier, 60), (FinalHa, Ta, 30), (Waw, Alef, 80), (Article, Lam, 60),
];

/// Every pair, looked up by place.
static CHANGE: LazyLock<Box<[u16]>> = LazyLock::new(|| {
    let mut table = vec![OTHER; COUNT * COUNT].into_boxed_slice();
    for a in 0..COUNT {
        for b in 0..COUNT {
            if vowel_number(a) != vowel_number(b) {
                table[a * COUNT + b] = UNLIKE;
            }
        }
        table[a * COUNT + a] = 0;
    }
    for &(a, b, cost) in PAIRS {
        table[a as usize * COUNT + b as usize] = cost;
        table[b as usize * COUNT + a as usize] = cost;
    }
    table
});

fn vowel_number(number: usize) -> bool {
    (A as usize..COUNT).contains(&number) || [Carrier as usize, Alef as usize].contains(&number)
}

/// The costs, taken once for many comparisons.
pub(super) fn changes() -> &'static [u16] {
    &CHANGE
}

/// What it costs to read one sound as two: the letters of `sh` may be `s` and `h`.
pub(super) const fn split(one: Sound, first: Sound, second: Sound) -> Option<u16> {
    let h = matches!(second, H | Hha | Ha);
    match (one, first) {
        (Sh, S | Sin | Sad)
        | (Th, T | Ta | Tah)
        | (Kh, K | Kaf | Qaf)
        | (Gh, G | Gaf)
        | (Dh, D | Dal | Dad)
        | (Zh, Z | Zay)
            if h =>
        {
            Some(10)
        }
        (Ghayn, R) if h => Some(15),
        (FinalAh, A | Alef | LongA) if h || matches!(second, FinalHa) => Some(5),
        _ => None,
    }
}

impl Sound {
    /// What writing `other` for this one costs.
    pub(super) fn change(self, other: Self, changes: &[u16]) -> u16 {
        changes.get(self as usize * COUNT + other as usize).copied().unwrap_or(UNLIKE)
    }

    /// What leaving it out costs. `across` says whether the other name is in
    /// another script; `before` is the sound before it.
    pub(super) fn omission(self, across: bool, before: Option<Self>) -> u16 {
        let first = before.is_none();
        let again = before == Some(self);
        // Against a name in the other script, and in the same one.
        let (other, same) = match self {
            Article | Glottal => (0, 0),
            MaybeArticle | ConstructT => (10, 10),
            And => (30, 30),
            Carrier => (10, 45),
            Alef => (40, 35),
            FinalAlef => (55, 60),
            Ayn => (0, OTHER),
            FinalHa => (35, 60),
            Ya if again => (10, 10),
            Waw => (70, 80),
            Ya => (60, 80),
            YaHamza => (20, 20),
            Maqsura => (50, 60),
            Ha => (45, OTHER),
            // Short vowels are not written in Arabic.
            A | E if first => (20, 35),
            I | O | U if first => (30, 45),
            A | E => (0, 10),
            I | U => (10, 18),
            O => (12, 18),
            LongA => (25, 25),
            Ou => (26, 26),
            LongI | LongU => (45, 50),
            Ay | Aw | Y | W => (45, 45),
            FinalA | FinalAh => (30, 35),
            FinalE => (6, 6),
            H => (40, 40),
            _ if again => (10, 40),
            _ => (OTHER, OTHER),
        };
        if across { other } else { same }
    }

    /// The class under which it is looked for; `None` for what writers leave out.
    pub(super) const fn class(self) -> Option<u8> {
        Some(match self {
            B | P | Ba | Pa => 1,
            T | Th | Ta | Tah | Tha => 2,
            D | Dh | Z | Dal | Dhal | Dad | Zah | Zay => 3,
            J | Zh | Jim | Zhe => 4,
            K | Q | C | G | Gh | Qaf | Kaf | Gaf | Ghayn => 5,
            S | SoftC | Sh | Ch | Sin | Sad | Shin | Che => 7,
            F | V | Fa | Ve => 8,
            R | Ra => 9,
            L | Lam => 10,
            M | Mim => 11,
            N | Nun => 12,
            H | Hha | Ha | Kh | Kha => 13,
            _ => return None,
        })
    }

    /// Whether it counts towards the length of a name.
    pub(super) const fn counts(self) -> bool {
        self.class().is_some() || matches!(self, W | Y | Waw | Ya | Ayn)
    }
}
