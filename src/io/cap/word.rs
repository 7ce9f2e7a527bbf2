//! The words that CAP allows in an element, kept as they were written.
//!
//! Floor 7. Source: OASIS, *Common Alerting Protocol* 1.0 (2004), 1.1 (2005),
//! 1.2 (2010), section 3.2.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;

/// The words that one element may hold.
pub trait Vocabulary: Copy + Eq + Ord + fmt::Debug + 'static {
    /// Every word.
    const ALL: &'static [Self];

    /// The word as CAP writes it.
    fn as_str(self) -> &'static str;
}

/// A word as it was written. [`Word::known`] says which of the words of CAP it
/// is; a word that CAP does not have is kept all the same.
///
/// In JSON the text itself.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Word<T> {
    written: String,
    kind: PhantomData<T>,
}

impl<T: Vocabulary> Word<T> {
    /// The word as it was written.
    pub fn written(text: impl Into<String>) -> Self {
        Self { written: text.into(), kind: PhantomData }
    }

    /// The word as it was written.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Which of the words of CAP it is, upper or lower case; `None` if none.
    pub fn known(&self) -> Option<T> {
        let word = self.written.trim();
        T::ALL.iter().copied().find(|known| known.as_str().eq_ignore_ascii_case(word))
    }

    /// Whether it is that word.
    pub fn is(&self, word: T) -> bool {
        self.known() == Some(word)
    }

    /// Whether it is a word of CAP in exactly its letters.
    pub(super) fn is_exact(&self) -> bool {
        T::ALL.iter().any(|known| known.as_str() == self.written)
    }
}

impl<T: Vocabulary> From<T> for Word<T> {
    fn from(word: T) -> Self {
        Self::written(word.as_str())
    }
}

impl<T> fmt::Debug for Word<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.written, f)
    }
}

impl<T> fmt::Display for Word<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl<T> Serialize for Word<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.written)
    }
}

impl<'de, T: Vocabulary> Deserialize<'de> for Word<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::written)
    }
}

macro_rules! vocabulary {
    ($($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $word:ident = $text:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$word_doc])* $word,)*
        }

        impl Vocabulary for $name {
            const ALL: &'static [Self] = &[$(Self::$word),*];

            fn as_str(self) -> &'static str {
                match self {
                    $(Self::$word => $text,)*
                }
            }
        }
    )*};
}

vocabulary! {
    /// Whether an alert is meant.
    Status {
        /// Meant: act on it.
        Actual = "Actual",
        /// For those who take part in an exercise.
        Exercise = "Exercise",
        /// For the alert network itself.
        System = "System",
        /// A technical test.
        Test = "Test",
        /// Not yet to be acted on.
        Draft = "Draft",
    }
    /// What an alert does.
    MsgType {
        /// Says something new.
        Alert = "Alert",
        /// Takes the place of what it refers to.
        Update = "Update",
        /// Ends what it refers to.
        Cancel = "Cancel",
        /// Says that what it refers to was received.
        Ack = "Ack",
        /// Says that what it refers to was rejected.
        Error = "Error",
    }
    /// Who may have an alert.
    Scope {
        /// Anybody.
        Public = "Public",
        /// Those with a known need, as its restriction says.
        Restricted = "Restricted",
        /// Those it is addressed to.
        Private = "Private",
    }
    /// What sort of event.
    Category {
        /// Geophysical.
        Geo = "Geo",
        /// Meteorological, floods included.
        Met = "Met",
        /// General emergency and public safety.
        Safety = "Safety",
        /// Law enforcement, military, homeland and private security.
        Security = "Security",
        /// Rescue and recovery.
        Rescue = "Rescue",
        /// Fire.
        Fire = "Fire",
        /// Medical and public health.
        Health = "Health",
        /// Pollution and other things of the environment.
        Env = "Env",
        /// Public and private transport.
        Transport = "Transport",
        /// Utilities and other infrastructure.
        Infra = "Infra",
        /// Chemical, biological, radiological, nuclear or explosive.
        Cbrne = "CBRNE",
        /// Anything else.
        Other = "Other",
    }
    /// What those it reaches are told to do.
    ResponseType {
        /// Take shelter in place.
        Shelter = "Shelter",
        /// Go elsewhere.
        Evacuate = "Evacuate",
        /// Make ready.
        Prepare = "Prepare",
        /// Carry out a plan made before.
        Execute = "Execute",
        /// Keep away from the event.
        Avoid = "Avoid",
        /// Attend to news.
        Monitor = "Monitor",
        /// Judge for oneself.
        Assess = "Assess",
        /// There is no longer a danger.
        AllClear = "AllClear",
        /// Nothing.
        None = "None",
    }
    /// How soon to act.
    Urgency {
        /// At once.
        Immediate = "Immediate",
        /// Within the hour.
        Expected = "Expected",
        /// In the near future.
        Future = "Future",
        /// No longer.
        Past = "Past",
        /// Not known.
        Unknown = "Unknown",
    }
    /// How grave the event is.
    AlertSeverity {
        /// An extraordinary threat.
        Extreme = "Extreme",
        /// A significant threat.
        Severe = "Severe",
        /// A possible threat.
        Moderate = "Moderate",
        /// Little or no threat.
        Minor = "Minor",
        /// Not known.
        Unknown = "Unknown",
    }
    /// How sure the event is.
    Certainty {
        /// It happened or goes on.
        Observed = "Observed",
        /// More than half.
        Likely = "Likely",
        /// A word of CAP 1.0, now "Likely".
        VeryLikely = "Very Likely",
        /// Up to half.
        Possible = "Possible",
        /// Next to nothing.
        Unlikely = "Unlikely",
        /// Not known.
        Unknown = "Unknown",
    }
}
