use super::*;
use crate::evacuate::Estimate;

#[test]
fn draws_lie_in_the_range_and_come_again() {
    let estimate = Estimate::range(100.0, 150.0, 300.0);
    let draw = |seed| {
        let mut random = Random(seed);
        (0..2000).map(|_| estimate.at(random.share())).collect::<Vec<f64>>()
    };
    let drawn = draw(7);
    assert_eq!(drawn, draw(7));
    assert_ne!(drawn, draw(8));
    assert!(drawn.iter().all(|value| (100.0..=300.0).contains(value)));
    // The mean of a triangle is that of its corners; its standard error here is 1.
    let mean = drawn.iter().sum::<f64>() / 2000.0;
    assert!((mean - 550.0 / 3.0).abs() < 4.0, "{mean}");
}

#[test]
fn quantiles_are_values_of_the_list() {
    let list: Vec<u32> = (1..=20).collect();
    assert_eq!(quantiles(&list), [1, 10, 19]);
    assert_eq!(quantiles(&[4]), [4, 4, 4]);
}
