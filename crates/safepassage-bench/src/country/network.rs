//! A country as streets of the library.

use super::{Class, Country};
use safepassage::model::StreetClass;
use safepassage::model::TravelModes;
use safepassage::network::NetworkBuilder;
use safepassage::network::NetworkError;
use safepassage::network::StreetNetwork;
use safepassage::network::WayAttributes;

impl Country {
    /// The same streets as a [`StreetNetwork`], one way for each pair of arcs.
    /// One-way streets are so for vehicles; everybody walks everywhere.
    ///
    /// # Errors
    ///
    /// [`NetworkError`] if there are more than can be numbered.
    pub fn network(&self) -> Result<StreetNetwork, NetworkError> {
        let mut builder = NetworkBuilder::new();
        let mut points = Vec::with_capacity(self.places.len());
        for &at in &self.places {
            points.push(builder.add_point(at)?);
        }
        let first_out = self.first_out();
        for arc in 0..self.arc_count() {
            let (tail, head) = (self.tails[arc], self.heads[arc]);
            let back = first_out[head as usize] as usize..first_out[head as usize + 1] as usize;
            let two_way = self.heads[back].contains(&tail);
            if two_way && tail > head {
                continue;
            }
            let way = WayAttributes {
                class: street_class(self.classes[arc]),
                forward: TravelModes::all(),
                backward: if two_way { TravelModes::all() } else { TravelModes::walking() },
                ..WayAttributes::default()
            };
            builder.add_way(&[points[tail as usize], points[head as usize]], way)?;
        }
        builder.build()
    }

    /// The arcs out of node `n` are `first_out[n]..first_out[n + 1]`.
    pub fn first_out(&self) -> Vec<u32> {
        let mut first_out = vec![0_u32; self.node_count() + 1];
        for &tail in &self.tails {
            first_out[tail as usize + 1] += 1;
        }
        for node in 0..self.node_count() {
            first_out[node + 1] += first_out[node];
        }
        first_out
    }
}

const fn street_class(class: Class) -> StreetClass {
    match class {
        Class::Motorway => StreetClass::Motorway,
        Class::Primary => StreetClass::Primary,
        Class::Secondary => StreetClass::Secondary,
        Class::Tertiary => StreetClass::Tertiary,
        Class::Residential => StreetClass::Residential,
        Class::Service => StreetClass::Service,
    }
}
