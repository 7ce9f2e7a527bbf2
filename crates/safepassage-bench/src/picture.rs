//! Log-log pictures: work against size, and how fast it grows.

use svg::Document;
use svg::node::element::{Circle, Group, Line, Path, Rectangle, Text, Title};

/// One kind of work, at several sizes.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// What it is called.
    pub name: String,
    /// Sizes and what was measured, both above zero.
    pub points: Vec<(f64, f64)>,
    /// Marks beside the line: other inputs.
    pub marks: Vec<(f64, f64)>,
}

/// The slope and offset of the line through the logarithms that leaves the
/// least squares; `None` for fewer than two sizes.
pub fn fitted(points: &[(f64, f64)]) -> Option<(f64, f64)> {
    let logs: Vec<(f64, f64)> = points.iter().map(|(x, y)| (x.log10(), y.log10())).collect();
    let count = logs.len() as f64;
    let mean_x = logs.iter().map(|(x, _)| x).sum::<f64>() / count;
    let mean_y = logs.iter().map(|(_, y)| y).sum::<f64>() / count;
    let spread: f64 = logs.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
    let together: f64 = logs.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    let slope = together / spread;
    slope.is_finite().then_some((slope, mean_y - slope * mean_x))
}

const WIDTH: f64 = 860.0;
const HEIGHT: f64 = 560.0;
const LEFT: f64 = 80.0;
const RIGHT: f64 = 300.0;
const TOP: f64 = 46.0;
const BOTTOM: f64 = 50.0;
/// Colours that stay apart for most eyes (P. Okabe, K. Ito, 2008).
const COLOURS: [&str; 9] = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#8a6d00",
    "#7f7f7f",
];

/// A decade on an axis, and where values fall.
struct Axis {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Axis {
    fn over(values: impl Iterator<Item = f64>, from: f64, to: f64) -> Self {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values {
            (low, high) = (low.min(value.log10()), high.max(value.log10()));
        }
        Self { low: low.floor(), high: high.ceil().max(low.floor() + 1.0), from, to }
    }

    fn at(&self, value: f64) -> f64 {
        self.from + (value.log10() - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    fn decades(&self) -> impl Iterator<Item = i32> + use<> {
        self.low as i32..=self.high as i32
    }
}

/// Draws all series over one pair of axes, each with the exponent of its line.
/// `across` and `up` say what the axes are. Empty series are left out.
pub fn log_log(title: &str, across: &str, up: &str, series: &[Series]) -> Document {
    let all = || series.iter().flat_map(|one| one.points.iter().chain(&one.marks));
    let x = Axis::over(all().map(|point| point.0), LEFT, WIDTH - RIGHT);
    let y = Axis::over(all().map(|point| point.1), HEIGHT - BOTTOM, TOP);
    let mut picture = Document::new()
        .set("viewBox", (0, 0, WIDTH, HEIGHT))
        .set("role", "img")
        .set("font-family", "sans-serif")
        .set("font-size", 13)
        .add(Title::new(title))
        .add(Rectangle::new().set("width", WIDTH).set("height", HEIGHT).set("fill", "white"))
        .add(Text::new(title).set("x", LEFT).set("y", 24).set("font-size", 16))
        .add(frame(&x, &y))
        .add(
            Text::new(across)
                .set("x", f64::midpoint(x.from, x.to))
                .set("y", HEIGHT - 10.0)
                .set("text-anchor", "middle"),
        )
        .add(
            Text::new(up)
                .set("x", 18)
                .set("y", f64::midpoint(y.from, y.to))
                .set("text-anchor", "middle")
                .set("transform", format!("rotate(-90 18 {})", f64::midpoint(y.from, y.to))),
        );
    for (number, one) in series.iter().filter(|one| !one.points.is_empty()).enumerate() {
        picture = picture.add(drawn(one, number, &x, &y));
    }
    picture
}

fn frame(x: &Axis, y: &Axis) -> Group {
    let rule = |ends: [f64; 4]| {
        let line = Line::new().set("x1", ends[0]).set("y1", ends[1]);
        line.set("x2", ends[2]).set("y2", ends[3]).set("stroke", "#d0d0d0")
    };
    let mut frame = Group::new();
    for decade in x.decades() {
        let at = x.at(10_f64.powi(decade));
        let label = Text::new(label(decade)).set("x", at).set("y", y.from + 18.0);
        frame = frame.add(rule([at, y.from, at, y.to])).add(label.set("text-anchor", "middle"));
    }
    for decade in y.decades() {
        let at = y.at(10_f64.powi(decade));
        let label = Text::new(label(decade)).set("x", x.from - 8.0).set("y", at + 4.0);
        frame = frame.add(rule([x.from, at, x.to, at])).add(label.set("text-anchor", "end"));
    }
    frame
}

fn drawn(one: &Series, number: usize, x: &Axis, y: &Axis) -> Group {
    let colour = COLOURS[number % COLOURS.len()];
    let mut group = Group::new().set("fill", colour).set("stroke", colour);
    let ends = |&(size, work): &(f64, f64)| (x.at(size), y.at(work));
    let steps: Vec<String> =
        one.points.iter().map(ends).map(|(across, up)| format!("{across:.1} {up:.1}")).collect();
    for (across, up) in one.points.iter().map(ends) {
        group = group.add(Circle::new().set("cx", across).set("cy", up).set("r", 3));
    }
    let path = format!("M{}", steps.join("L"));
    group = group.add(Path::new().set("d", path).set("fill", "none").set("stroke-width", 1.5));
    for (across, up) in one.marks.iter().map(ends) {
        let mark = format!("M{:.1} {:.1}l8 8m0 -8l-8 8", across - 4.0, up - 4.0);
        group = group.add(Path::new().set("d", mark).set("fill", "none").set("stroke-width", 1.5));
    }
    let exponent =
        fitted(&one.points).map_or(String::new(), |(slope, _)| format!(": n^{slope:.2}"));
    let key = Text::new(format!("{}{exponent}", one.name)).set("stroke", "none");
    group.add(key.set("x", WIDTH - RIGHT + 24.0).set("y", TOP + 20.0 + 22.0 * number as f64))
}

/// 0.001, 1, 10³ …
fn label(decade: i32) -> String {
    match decade {
        -3..=3 => format!("{}", 10_f64.powi(decade)),
        _ => format!("1e{decade}"),
    }
}

#[cfg(test)]
mod tests;
