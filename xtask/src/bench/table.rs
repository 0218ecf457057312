//! Lines of JSON → a table a person reads: what was measured, the goal, and whether it is met.

use serde_json::Value;

/// A figure of one bench: its name, where its line holds it, and what it should be.
struct Wanted {
    bench: &'static str,
    title: &'static str,
    pointer: &'static str,
    unit: &'static str,
    goal: Goal,
}

#[derive(Clone, Copy)]
enum Goal {
    AtMost(f64),
    AtLeast(f64),
    /// Told only.
    None,
}

const WANTED: [Wanted; 18] = [
    wanted("locate", "point → district, to rstar + geo", "/ratio", "×", Goal::AtLeast(5.0)),
    wanted(
        "locate",
        "other answers off the border",
        "/mismatches_off_border",
        "",
        Goal::AtMost(0.0),
    ),
    wanted("ingest", "CSV → batch", "/ours_rows_s", "rows/s", Goal::None),
    wanted("ingest", "CSV → batch, to DuckDB's COPY", "/ratio", "×", Goal::AtLeast(0.5)),
    wanted("figures", "figures, median", "/figures/median_us", "µs", Goal::AtMost(100.0)),
    wanted("figures", "figures, worst hundredth", "/figures/p99_us", "µs", Goal::None),
    wanted("figures", "figures by region, median", "/by/region/median_us", "µs", Goal::None),
    wanted(
        "figures",
        "series of 24 months, median",
        "/series_24_months/median_us",
        "µs",
        Goal::AtMost(100.0),
    ),
    wanted("figures", "figures, to scanning", "/scan_ratio", "×", Goal::AtLeast(50.0)),
    wanted("figures", "distinct counts, median", "/distinct/median_us", "µs", Goal::None),
    wanted(
        "figures",
        "distinct counts, to count(DISTINCT)",
        "/distinct_ratio",
        "×",
        Goal::AtLeast(20.0),
    ),
    wanted("publish", "10 k rows: taken in", "/ingest_ms", "ms", Goal::None),
    wanted("publish", "10 k rows: published", "/publish_ms", "ms", Goal::None),
    wanted("publish", "10 k rows: readable", "/total_ms", "ms", Goal::AtMost(1000.0)),
    wanted("publish", "10 k rows: readable, worst", "/worst_ms", "ms", Goal::None),
    wanted(
        "cells",
        "Arrow IPC's bytes, to values",
        "/least_arrow_to_values",
        "×",
        Goal::AtLeast(3.0),
    ),
    wanted(
        "cells",
        "Arrow IPC's bytes, to cells and values",
        "/least_arrow_to_with_list",
        "×",
        Goal::None,
    ),
    wanted("cells", "decoding 100 k cells", "/decode_100k/with_list_us", "µs", Goal::None),
];

const fn wanted(
    bench: &'static str,
    title: &'static str,
    pointer: &'static str,
    unit: &'static str,
    goal: Goal,
) -> Wanted {
    Wanted { bench, title, pointer, unit, goal }
}

/// One row a figure, then how even the figures are over the sizes.
pub(super) fn of(lines: &[Value]) -> Vec<String> {
    let mut rows = vec![format!("{:<42}{:>12}{:>16}  goal", "", "facts", "")];
    for line in lines {
        let of_bench = WANTED.iter().filter(|wanted| line["bench"] == wanted.bench);
        rows.extend(of_bench.filter_map(|wanted| row(wanted, line)));
    }
    rows.extend(evenness(lines));
    rows
}

fn row(wanted: &Wanted, line: &Value) -> Option<String> {
    let value = line.pointer(wanted.pointer)?.as_f64()?;
    let facts = line["facts"].as_u64().map_or_else(String::new, |facts| facts.to_string());
    let value_text = format!("{} {}", round(value), wanted.unit);
    let goal = match wanted.goal {
        Goal::AtMost(most) => format!("≤ {most} {}", mark(value <= most)),
        Goal::AtLeast(least) => format!("≥ {least} {}", mark(value >= least)),
        Goal::None => String::new(),
    };
    Some(format!("{:<42}{facts:>12}{value_text:>16}  {goal}", wanted.title).trim_end().to_owned())
}

/// The medians of figures at all sizes: the largest to the smallest, at most 1.3 to 0.7.
fn evenness(lines: &[Value]) -> Option<String> {
    let medians = lines.iter().filter_map(|line| line.pointer("/figures/median_us")?.as_f64());
    let medians: Vec<f64> = medians.collect();
    let (least, most) = medians
        .iter()
        .fold((f64::INFINITY, 0.0_f64), |(least, most), it| (least.min(*it), most.max(*it)));
    if medians.len() < 2 {
        return None;
    }
    let value = most / least;
    let text = format!("{} ×", round(value));
    let met = mark(value <= 1.3 / 0.7);
    Some(format!("{:<42}{:>12}{text:>16}  ≤ 1.86 {met}", "figures, slowest size to fastest", "all"))
}

fn mark(is_met: bool) -> char {
    if is_met { '✓' } else { '✗' }
}

/// Three figures that count.
fn round(value: f64) -> String {
    match value {
        value if value >= 100.0 || value.fract() == 0.0 => format!("{value:.0}"),
        value if value >= 10.0 => format!("{value:.1}"),
        value => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_figure_stands_beside_its_goal_and_says_whether_it_is_met() {
        let figures = |facts: u64, median: f64| json!({ "bench": "figures", "facts": facts, "figures": { "median_us": median } });
        let rows = of(&[figures(1_000_000, 10.0), figures(3_000_000, 120.5)]).join("\n");
        assert!(
            rows.contains(
                "figures, median                                1000000           10 µs  ≤ 100 ✓"
            ),
            "{rows}"
        );
        assert!(rows.contains("120 µs  ≤ 100 ✗"), "{rows}");
        assert!(rows.contains("12.1 ×  ≤ 1.86 ✗"), "{rows}");
    }
}
