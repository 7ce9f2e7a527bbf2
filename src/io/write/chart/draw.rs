//! The drawing itself, by plotters.

use super::ClearanceChart;
use super::Each;
use super::axis::{Axis, clock, grouped, local};
use super::curves::{At, Curves, last, steps};
use crate::io::write::WriteError;
use crate::io::write::svg::text::{FONTS, harmless, wrap};
use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::Shift;
use plotters::coord::ranged1d::Ranged;
use plotters::drawing::DrawingAreaErrorKind;
use plotters::element::DashedPathElement;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

const WIDTH: u32 = 1123;
const HEIGHT: u32 = 620;
const MARGIN: i32 = 30;
const SIDE: i32 = 250;
/// So many shelters or neighbourhoods have a curve of their own.
const MOST_CURVES: usize = 8;

const INK: RGBColor = RGBColor(0x2b, 0x2f, 0x36);
const HEAD: RGBColor = RGBColor(0x1b, 0x3a, 0x57);
const GREY: RGBColor = RGBColor(0x5b, 0x63, 0x6d);
const RULE: RGBColor = RGBColor(0xc9, 0xd3, 0xdb);
const GRID: RGBColor = RGBColor(0xe4, 0xe8, 0xec);
const BLUE: RGBColor = RGBColor(0x00, 0x72, 0xb2);
const VERMILION: RGBColor = RGBColor(0xc4, 0x50, 0x0a);
/// Colours of Okabe and Ito, darkened where they are faint on white; each with
/// dashes of its own, so that none is told by colour alone.
const EACH: [(RGBColor, (i32, i32)); MOST_CURVES] = [
    (RGBColor(0x00, 0x7a, 0x5a), (0, 0)),
    (RGBColor(0xb8, 0x7a, 0x00), (9, 4)),
    (RGBColor(0x7b, 0x4b, 0x94), (3, 3)),
    (RGBColor(0x2f, 0x8f, 0xc4), (14, 4)),
    (RGBColor(0x8c, 0x1d, 0x18), (5, 2)),
    (RGBColor(0x6f, 0x74, 0x7b), (0, 0)),
    (RGBColor(0x9a, 0x8a, 0x00), (2, 5)),
    (RGBColor(0xc0, 0x5f, 0x95), (9, 2)),
];

/// Said on every chart.
const NOTE: &str = "Planned by what sources report; not a statement that any way is passable or \
     free of danger.";

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Plot<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<Axis, Axis>>;
type Failed = DrawingAreaErrorKind<std::io::Error>;

/// The chart as SVG text.
pub(super) fn draw(chart: &ClearanceChart) -> Result<String, WriteError> {
    let mut text = String::new();
    {
        let root = SVGBackend::with_string(&mut text, (WIDTH, HEIGHT)).into_drawing_area();
        drawn(chart, &root).map_err(|error| WriteError::io(std::io::Error::other(error)))?;
    }
    // What plotters has no word for: what the picture is, for who cannot see it.
    let title = harmless(&chart.title).replace('&', "&amp;");
    let title = title.replace('<', "&lt;").replace('>', "&gt;");
    let head = text.find(">\n").map_or(0, |end| end + 2);
    let named = format!("<title>{title}</title>\n");
    text.insert_str(head, &named);
    Ok(text)
}

fn drawn(chart: &ClearanceChart, root: &Area<'_>) -> Result<(), Failed> {
    root.fill(&WHITE)?;
    let (right, bottom) = (WIDTH as i32 - MARGIN, HEIGHT as i32 - 16);
    root.draw(&Rectangle::new([(0, 0), (WIDTH as i32, 6)], BLUE.filled()))?;
    let held = |h, v| Pos::new(h, v);
    let title = one_line(&chart.title, 23.0, right - MARGIN);
    words(root, &title, (MARGIN, 40), 23, HEAD, held(HPos::Left, VPos::Bottom), true)?;
    let subtitle = one_line(&chart.subtitle, 12.5, right - MARGIN);
    words(root, &subtitle, (MARGIN, 61), 13, GREY, held(HPos::Left, VPos::Bottom), false)?;
    for y in [74, bottom - 22] {
        root.draw(&PathElement::new([(MARGIN, y), (right, y)], RULE.stroke_width(1)))?;
    }
    let foot = format!("{NOTE} Audience: {}.", chart.layer.audience());
    let foot = one_line(&foot, 10.0, right - MARGIN);
    words(root, &foot, (MARGIN, bottom - 4), 10, GREY, held(HPos::Left, VPos::Bottom), false)?;

    let mut curves = Curves::of(chart.layer.layer(), chart.each);
    let shown = curves.each.len().min(MOST_CURVES);
    let more = curves.each.split_off(shown).len();
    let nothing = curves.all.is_empty() && curves.each.is_empty();
    if let Some(span) = curves.span().filter(|_| !nothing) {
        return plot(chart, root, &curves, more, span);
    }
    let middle = (WIDTH as i32 / 2, HEIGHT as i32 / 2);
    let text = "Nothing of it is for this audience.";
    words(root, text, middle, 15, GREY, Pos::new(HPos::Center, VPos::Center), false)
}

fn plot(
    chart: &ClearanceChart,
    root: &Area<'_>,
    curves: &Curves,
    more: usize,
    (from, to): (f64, f64),
) -> Result<(), Failed> {
    // Some room behind the last event, so that it is seen to be the last.
    let until = to + (to - from).max(60.0) * 0.05;
    let x = Axis::time(from, until, &chart.time_zone);
    let y = Axis::persons(curves.most());
    let (wide, high) = (WIDTH as i32 - SIDE - 2 * MARGIN, HEIGHT as i32);
    let place = root.clone().shrink((MARGIN - 10, 90), (wide as u32, (high - 90 - 46) as u32));
    let mut context = ChartBuilder::on(&place)
        .x_label_area_size(48)
        .y_label_area_size(76)
        .margin_right(14)
        .margin_top(8)
        .build_cartesian_2d(x.clone(), y.clone())?;
    context
        .configure_mesh()
        .disable_x_mesh()
        .bold_line_style(GRID)
        .axis_style(RULE)
        .label_style(style(11, INK, false))
        .axis_desc_style(style(12, GREY, false))
        .x_labels(x.ticks.len())
        .y_labels(y.ticks.len())
        .x_label_formatter(&|value| x.label(*value))
        .y_label_formatter(&|value| y.label(*value))
        .x_desc(time_words(from, to, &chart.time_zone))
        .y_desc("persons who have arrived")
        .draw()?;
    if !curves.band.is_empty() {
        let side =
            |which: usize| steps(curves.band.iter().map(|&(at, band)| (at, band[which])), until);
        let mut outline = side(2);
        outline.extend(side(0).into_iter().rev());
        context.draw_series([Polygon::new(outline, BLUE.mix(0.16))])?;
        line(&mut context, side(1), (2, 4), BLUE.stroke_width(1))?;
    } else if !curves.all.is_empty() {
        let mut outline = steps(curves.all.iter().copied(), until);
        outline.extend([(until, 0.0), (from, 0.0)]);
        context.draw_series([Polygon::new(outline, BLUE.mix(0.07))])?;
    }
    if let Some(people) = curves.people.filter(|&people| people <= y.range().end) {
        let across = vec![(from, people), (until, people)];
        line(&mut context, across, (7, 5), GREY.stroke_width(1))?;
    }
    if let Some((at, _)) = curves.at_least {
        let up = vec![(at, 0.0), (at, y.range().end)];
        line(&mut context, up, (4, 4), VERMILION.stroke_width(2))?;
    }
    for ((_, points), (colour, gaps)) in curves.each.iter().zip(EACH) {
        line(&mut context, steps(points.iter().copied(), until), gaps, colour.stroke_width(2))?;
    }
    if let Some(&end) = curves.all.last() {
        let all = steps(curves.all.iter().copied(), until);
        line(&mut context, all, (0, 0), BLUE.stroke_width(3))?;
        context.draw_series([Circle::new(end, 5, BLUE.filled())])?;
        let (look, held) = (style(12, BLUE, true), Pos::new(HPos::Left, VPos::Top));
        let label = Text::new(grouped(end.1), (5, 7), look.pos(held));
        context.draw_series([EmptyElement::at(end) + label])?;
    }
    legend(chart, root, curves, more)
}

/// A line of dashes and gaps of so many pixels; without gaps if they are 0.
fn line(
    plot: &mut Plot<'_, '_>,
    points: Vec<At>,
    (dash, gap): (i32, i32),
    look: ShapeStyle,
) -> Result<(), Failed> {
    if gap == 0 {
        plot.draw_series(LineSeries::new(points, look))?;
    } else {
        plot.draw_series(DashedLineSeries::new(points, dash, gap, look))?;
    }
    Ok(())
}

/// What stands for what, at the right.
fn legend(
    chart: &ClearanceChart,
    root: &Area<'_>,
    curves: &Curves,
    more: usize,
) -> Result<(), Failed> {
    let zone = &chart.time_zone;
    let mut y = 104;
    if let Some(&(at, persons)) = curves.all.last() {
        let by = clock(at, zone);
        let text = format!("Everybody: {} by {by}", grouped(persons));
        y = entry(root, y, &text, (0, 0), BLUE.stroke_width(3))?;
    }
    if !curves.band.is_empty() {
        root.draw(&Rectangle::new(
            [(side_x(), y), (side_x() + 26, y + 12)],
            BLUE.mix(0.16).filled(),
        ))?;
        let text = "5 to 95 of 100 draws; dotted: half of them";
        y = entry(root, y, text, (2, 4), BLUE.stroke_width(1))?;
    }
    if let Some(people) = curves.people {
        let above = if people > curves.most() { " (above the chart)" } else { "" };
        let text = format!("All there are: {}{above}", grouped(people));
        y = entry(root, y, &text, (7, 5), GREY.stroke_width(1))?;
    }
    if let Some((at, persons)) = curves.at_least {
        let (many, at) = (grouped(persons), clock(at, zone));
        let text = format!("Under no plan have {many} arrived before {at}");
        y = entry(root, y, &text, (4, 4), VERMILION.stroke_width(2))?;
    }
    let head = match chart.each {
        Each::Shelter => "In shelters",
        Each::Neighbourhood => "From neighbourhoods",
        Each::None => return Ok(()),
    };
    y += 14;
    words(root, head, (side_x(), y), 12, BLUE, Pos::new(HPos::Left, VPos::Top), true)?;
    y += 22;
    for ((name, points), (colour, gaps)) in curves.each.iter().zip(EACH) {
        let text = format!("{}: {}", harmless(name), grouped(last(points)));
        y = entry(root, y, &text, gaps, colour.stroke_width(2))?;
    }
    if more > 0 {
        let text = format!("and {more} with fewer people, not drawn");
        words(root, &text, (side_x() + 36, y), 11, GREY, Pos::new(HPos::Left, VPos::Top), false)?;
    }
    Ok(())
}

const fn side_x() -> i32 {
    WIDTH as i32 - MARGIN - SIDE + 10
}

/// A line of the legend, and where the next begins.
fn entry(
    root: &Area<'_>,
    y: i32,
    text: &str,
    (dash, gap): (i32, i32),
    look: ShapeStyle,
) -> Result<i32, Failed> {
    let sample = vec![(side_x(), y + 6), (side_x() + 26, y + 6)];
    if gap == 0 {
        root.draw(&PathElement::new(sample, look))?;
    } else {
        root.draw(&DashedPathElement::new(sample, dash, gap, look))?;
    }
    let mut y = y;
    for text in wrap(&harmless(text), 12.0, f64::from(SIDE - 50), 3) {
        words(root, &text, (side_x() + 36, y), 12, INK, Pos::new(HPos::Left, VPos::Top), false)?;
        y += 16;
    }
    Ok(y + 8)
}

/// What the axis of time shows: the days, and whose clocks.
fn time_words(from: f64, to: f64, zone: &jiff::tz::TimeZone) -> String {
    let (Some(from), Some(to)) = (local(from, zone), local(to, zone)) else {
        return String::new();
    };
    let days = if from.date() == to.date() {
        from.strftime("%-d %B %Y").to_string()
    } else {
        format!("{} to {}", from.strftime("%-d %B"), to.strftime("%-d %B %Y"))
    };
    format!("time, {days}, {}", from.strftime("%Q (UTC%:z)"))
}

fn one_line(text: &str, size: f64, room: i32) -> String {
    wrap(&harmless(text), size, f64::from(room), 1).into_iter().next().unwrap_or_default()
}

/// The look of text of a size in pixels.
fn style(size: i32, colour: RGBColor, bold: bool) -> TextStyle<'static> {
    // plotters writes a font 1.24 times smaller than it is told.
    let (size, weight) =
        (f64::from(size) * 1.24, if bold { FontStyle::Bold } else { FontStyle::Normal });
    let mut style = TextStyle::from((FONTS, size, weight).into_font());
    style.color = colour.to_backend_color();
    style
}

fn words(
    root: &Area<'_>,
    text: &str,
    at: (i32, i32),
    size: i32,
    colour: RGBColor,
    held: Pos,
    bold: bool,
) -> Result<(), Failed> {
    root.draw_text(text, &style(size, colour, bold).pos(held), at)
}
