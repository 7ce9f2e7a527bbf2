//! The properties of features as columns: given, or found while reading.

use super::error::Fault;
use super::place::Word;
use super::value::{self, Sorts};
use crate::layer::Value;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;

/// The most different properties that features of one file may have.
pub(super) const MOST_COLUMNS: usize = 16_384;

/// Where the values of a property go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Target {
    Column(usize),
    Key,
    Start,
    End,
    /// Nowhere: the schema has no such column.
    LeftOut,
}

#[derive(Debug)]
struct Slot {
    name: String,
    target: Target,
    /// The number of the feature that had it last.
    seen: u64,
    /// How many features had it, if it is left out.
    left_out: u64,
}

/// All properties met so far, and the values of the feature that is read.
#[derive(Debug, Default)]
pub(super) struct Columns {
    slots: Vec<Slot>,
    by_name: BTreeMap<String, usize>,
    /// The slot of each column.
    slot_of: Vec<usize>,
    /// Properties that are no columns, and where they go.
    pub(super) special: Vec<(String, Target)>,
    /// Whether a property that is not known is left out, not made a column.
    pub(super) given: bool,
    /// The property that probably comes next: features repeat their order.
    next: usize,
    feature: u64,
    /// The property that is being read.
    current: Option<usize>,
    pub(super) too_many: Option<String>,
    pub(super) values: Vec<Option<Value>>,
    pub(super) sorts: Vec<Sorts>,
    /// Whether some value is an array or object, whose text is still to be had.
    pub(super) nested: bool,
    pub(super) key: Option<(Value, Sorts)>,
    pub(super) start: Option<(Value, Sorts)>,
    pub(super) end: Option<(Value, Sorts)>,
}

impl Columns {
    /// Adds a column before any feature is read.
    pub(super) fn add_column(&mut self, name: &str) {
        self.add(name, Target::Column(self.slot_of.len()));
    }

    fn add(&mut self, name: &str, target: Target) -> usize {
        let slot = self.slots.len();
        if matches!(target, Target::Column(_)) {
            self.slot_of.push(slot);
        }
        self.slots.push(Slot { name: name.to_owned(), target, seen: 0, left_out: 0 });
        self.by_name.insert(name.to_owned(), slot);
        slot
    }

    /// The number of columns.
    pub(super) fn len(&self) -> usize {
        self.slot_of.len()
    }

    /// The property that a column is.
    pub(super) fn name(&self, column: usize) -> &str {
        let slot = self.slot_of.get(column).and_then(|slot| self.slots.get(*slot));
        slot.map_or("", |slot| slot.name.as_str())
    }

    /// The column that a property is.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        match self.slots.get(*self.by_name.get(name)?)?.target {
            Target::Column(column) => Some(column),
            _ => None,
        }
    }

    /// Whether any feature had a property that goes there.
    pub(super) fn has(&self, target: Target) -> bool {
        self.slots.iter().any(|slot| slot.target == target && slot.seen > 0)
    }

    /// The name of the property that was read when reading stopped.
    pub(super) fn current_name(&self) -> Option<&str> {
        Some(self.slots.get(self.current?)?.name.as_str())
    }

    /// How often each property was left out.
    pub(super) fn left_out(&self) -> impl Iterator<Item = (&str, u64)> {
        let left = self.slots.iter().filter(|slot| slot.left_out > 0);
        left.map(|slot| (slot.name.as_str(), slot.left_out))
    }

    /// Makes a property that went elsewhere an ordinary one from now on.
    pub(super) fn release(&mut self, target: Target) {
        self.special.retain(|(_, goes)| *goes != target);
        for (number, slot) in self.slots.iter_mut().enumerate() {
            if slot.target == target && self.given {
                slot.target = Target::LeftOut;
            } else if slot.target == target {
                slot.target = Target::Column(self.slot_of.len());
                self.slot_of.push(number);
            }
        }
    }

    /// Makes ready for the next feature.
    pub(super) fn begin(&mut self, feature: u64) {
        self.feature = feature;
        self.next = 0;
        self.current = None;
        self.nested = false;
        self.values.clear();
        self.values.reserve_exact(self.slot_of.len());
        self.sorts.clear();
        (self.key, self.start, self.end) = (None, None, None);
    }

    /// A mark to which [`forget`](Self::forget) goes back.
    pub(super) const fn mark(&self) -> usize {
        self.slots.len()
    }

    /// Forgets the properties that came after the mark.
    pub(super) fn forget(&mut self, mark: usize) {
        for slot in self.slots.drain(mark.min(self.slots.len())..) {
            self.by_name.remove(&slot.name);
        }
        self.slot_of.retain(|slot| *slot < mark);
    }

    fn find(&mut self, name: &str) -> Result<usize, Fault> {
        let slot = match self.slots.get(self.next) {
            Some(slot) if slot.name == name => self.next,
            _ => match self.by_name.get(name) {
                Some(slot) => *slot,
                None if self.slots.len() >= MOST_COLUMNS => {
                    self.too_many = Some(name.to_owned());
                    return Err(Fault::new("fewer properties", "one more"));
                }
                None => {
                    let special = self.special.iter().find(|(known, _)| known == name);
                    let target = match special {
                        Some((_, target)) => *target,
                        None if self.given => Target::LeftOut,
                        None => Target::Column(self.slot_of.len()),
                    };
                    self.add(name, target)
                }
            },
        };
        self.next = slot + 1;
        self.current = Some(slot);
        let feature = self.feature;
        if let Some(slot) = self.slots.get_mut(slot) {
            if slot.seen == feature {
                return Err(Fault::new("each property once in a feature", "it twice"));
            }
            slot.seen = feature;
            slot.left_out += u64::from(slot.target == Target::LeftOut);
        }
        Ok(slot)
    }

    fn set(&mut self, slot: usize, value: Value, sort: Sorts) {
        match self.slots.get(slot).map(|slot| slot.target) {
            Some(Target::Column(column)) => {
                if column >= self.values.len() {
                    self.values.resize(column + 1, None);
                    self.sorts.resize(column + 1, Sorts::default());
                }
                if let (Some(there), Some(sorts)) =
                    (self.values.get_mut(column), self.sorts.get_mut(column))
                {
                    (*there, *sorts) = (Some(value), sort);
                }
                self.nested = self.nested || sort == Sorts::NESTED;
            }
            Some(Target::Key) => self.key = Some((value, sort)),
            Some(Target::Start) => self.start = Some((value, sort)),
            Some(Target::End) => self.end = Some((value, sort)),
            Some(Target::LeftOut) | None => {}
        }
    }
}

impl<'t> DeserializeSeed<'t> for &mut Columns {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'t> Visitor<'t> for &mut Columns {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of properties or null")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(slot) = map.next_key_seed(Word(|name: &str| self.find(name)))? {
            let slot = slot.map_err(|fault| {
                let Fault { expected, found } = fault;
                A::Error::custom(format_args!("invalid value: {found}, expected {expected}"))
            })?;
            map.next_value_seed(Cell { columns: self, slot })?;
        }
        self.current = None;
        Ok(())
    }
}

/// The value of one property.
struct Cell<'c> {
    columns: &'c mut Columns,
    slot: usize,
}

impl<'t> DeserializeSeed<'t> for Cell<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'t> Visitor<'t> for Cell<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<(), E> {
        self.columns.set(self.slot, Value::Boolean(truth), Sorts::BOOLEAN);
        Ok(())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        let (value, sort) = value::integer(number);
        self.columns.set(self.slot, value, sort);
        Ok(())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        let (value, sort) = match i64::try_from(number) {
            Ok(number) => value::integer(number),
            Err(_) => (Value::Text(number.to_string()), Sorts::LARGE),
        };
        self.columns.set(self.slot, value, sort);
        Ok(())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        self.columns.set(self.slot, Value::Real(number), Sorts::REAL);
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        let (value, sort) = value::text(text);
        self.columns.set(self.slot, value, sort);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        self.columns.set(self.slot, Value::Text("[…]".into()), Sorts::NESTED);
        Ok(())
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        self.columns.set(self.slot, Value::Text("{…}".into()), Sorts::NESTED);
        Ok(())
    }
}
