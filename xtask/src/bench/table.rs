//! Lines of JSON → a table a person reads: what was measured, the goal, and whether it is met.

use super::wanted::{Goal, Wanted};
use serde_json::Value;

/// One row a figure, then how even the figures are over the sizes.
pub(super) fn of(lines: &[Value], figures: &[Wanted]) -> Vec<String> {
    let mut rows = vec![header(lines)];
    for line in lines {
        let of_bench = figures.iter().filter(|wanted| line["bench"] == wanted.bench);
        rows.extend(of_bench.filter_map(|wanted| row(wanted, line)));
    }
    rows.extend(evenness(lines));
    rows
}

/// Only the server's benches are about stored facts.
fn header(lines: &[Value]) -> String {
    let facts = if lines.iter().any(|it| it["facts"].is_u64()) { "facts" } else { "" };
    format!("{:<42}{facts:>12}{:>16}  goal", "", "")
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
    use super::super::wanted::SERVER;
    use super::*;
    use serde_json::json;

    #[test]
    fn a_figure_stands_beside_its_goal_and_says_whether_it_is_met() {
        let figures = |facts: u64, median: f64| json!({ "bench": "figures", "facts": facts, "figures": { "median_us": median } });
        let lines = [figures(1_000_000, 10.0), figures(3_000_000, 120.5)];
        let rows = of(&lines, &SERVER).join("\n");
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
