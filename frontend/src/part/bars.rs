//! Lengths: a bar with its target's tick, a small line.

use crate::face::css_share;
use crate::face::spark::{HEIGHT, Spark, WIDTH};
use crate::markup::{classed, element};

/// A bar; `class` says what kind.
pub(crate) fn bar(class: &str, fill: f64, tick: Option<f64>) -> String {
    let width = ["width:", &css_share(fill)].concat();
    let fill = element("i", &[("class", "bar__fill"), ("style", &width)], "");
    let tick = tick.map(|at| {
        element("i", &[("class", "bar__tick"), ("style", &["left:", &css_share(at)].concat())], "")
    });
    classed("span", class, &[fill, tick.unwrap_or_default()].concat())
}

/// A year of months, small.
pub(crate) fn spark_line(spark: &Spark) -> String {
    let (wide, high) = (WIDTH.to_string(), HEIGHT.to_string());
    let path = |class: &str, d: &str| match d {
        "" => String::new(),
        d => element("path", &[("class", class), ("d", d)], ""),
    };
    let target = spark.target.map(|y| {
        let y = y.to_string();
        element(
            "line",
            &[("class", "spark__target"), ("x1", "0"), ("x2", &wide), ("y1", &y), ("y2", &y)],
            "",
        )
    });
    let dot = |class: &str, place: Option<(f64, f64)>| {
        let place = place.map(|(x, y)| (x.to_string(), y.to_string()));
        let dot = |(x, y): (String, String)| {
            element("circle", &[("class", class), ("cx", &x), ("cy", &y), ("r", "3.2")], "")
        };
        place.map(dot).unwrap_or_default()
    };
    let drawn = [
        path("spark__area", &spark.area),
        path("spark__line", &spark.line),
        path("spark__step", &spark.step),
        target.unwrap_or_default(),
        dot("spark__end", spark.end),
        dot("spark__now", spark.running),
    ];
    let view = ["0 0 ", &wide, " ", &high].concat();
    element(
        "svg",
        &[("class", "spark"), ("viewBox", &view), ("aria-hidden", "true")],
        &drawn.concat(),
    )
}
