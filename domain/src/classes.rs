//! Values → limits between classes: equal counts, equal widths, natural gaps.
//!
//! Classes are half-open: a value on a limit is in the upper class. Limits are numbers that a legend can print
//! whole: between the values of two classes the roundest one, which moves no value. They ascend, and none leaves
//! the lowest class empty; fewer distinct values than classes give fewer classes. Fixed limits and thresholds of policy come with the indicator, not from here.

/// How limits are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// About as many values in each class.
    Quantile,
    /// Each class as wide as the others.
    Equal,
    /// The least squared distance of values to the mean of their class (Fisher 1958, Jenks 1977).
    Jenks,
}

/// Values that the natural gaps are sought among: more are first put into that many groups of equal count.
const MOST_GROUPS: usize = 512;
/// Digits that a limit keeps.
const DIGITS: i32 = 3;

/// At most `classes - 1` limits; none for fewer than two distinct values. What is no number is left out.
///
/// ```
/// use domain::classes::{Method, limits};
/// assert_eq!(limits(Method::Equal, &[0.0, 3.0, 10.0], 5), [2.0, 4.0, 6.0, 8.0]);
/// ```
pub fn limits(method: Method, values: &[f64], classes: usize) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|it| it.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let (Some(&least), Some(&most)) = (sorted.first(), sorted.last()) else { return Vec::new() };
    if classes < 2 || least >= most {
        return Vec::new();
    }
    let mut limits: Vec<f64> = match method {
        Method::Quantile => {
            (1..classes).map(|it| above(&sorted, sorted[it * sorted.len() / classes])).collect()
        }
        Method::Equal => {
            let width = (most - least) / classes as f64;
            (1..classes).map(|it| readable(least + width * it as f64)).collect()
        }
        Method::Jenks => jenks(&sorted, classes).into_iter().map(|it| above(&sorted, it)).collect(),
    };
    limits.retain(|it| *it > least && *it <= most);
    limits.dedup_by(|right, left| right <= left);
    limits
}

/// The roundest number that is not above `start`, and above every value below it.
fn above(sorted: &[f64], start: f64) -> f64 {
    let before = sorted.partition_point(|it| *it < start).checked_sub(1);
    let Some(below) = before.and_then(|at| sorted.get(at)) else { return start };
    let mut step = 10_f64.powf((start - below).log10().ceil());
    for _ in 0..16 {
        let round = readable_at((start / step).floor() * step, step);
        if round > *below && round <= start {
            return round;
        }
        step /= 10.0;
    }
    start
}

/// A multiple of a power of ten without the dust of floating point.
fn readable_at(value: f64, step: f64) -> f64 {
    if step < 1.0 { (value * (1.0 / step).round()).round() / (1.0 / step).round() } else { value }
}

/// Rounded to as many digits as a legend prints.
pub fn readable(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    #[expect(clippy::cast_possible_truncation, reason = "a power of ten of a finite number")]
    let places = DIGITS - 1 - value.abs().log10().floor() as i32;
    let factor = 10_f64.powi(places.abs());
    if places >= 0 { (value * factor).round() / factor } else { (value / factor).round() * factor }
}

/// Equal values, or neighbours where there are too many.
#[derive(Clone, Copy, Debug)]
struct Group {
    least: f64,
    count: f64,
    sum: f64,
    squares: f64,
}

fn groups(sorted: &[f64]) -> Vec<Group> {
    let room = sorted.len().div_ceil(MOST_GROUPS);
    let mut groups: Vec<Group> = Vec::new();
    for &value in sorted {
        match groups.last_mut() {
            Some(last) if last.least >= value || last.count < room as f64 => {
                last.count += 1.0;
                last.sum += value;
                last.squares += value * value;
            }
            _ => {
                groups.push(Group { least: value, count: 1.0, sum: value, squares: value * value });
            }
        }
    }
    groups
}

/// The first value of each class but the lowest.
fn jenks(sorted: &[f64], classes: usize) -> Vec<f64> {
    let groups = groups(sorted);
    let classes = classes.min(groups.len());
    let mut before = vec![(0.0, 0.0, 0.0)];
    for group in &groups {
        let (count, sum, squares) = before[before.len() - 1];
        before.push((count + group.count, sum + group.sum, squares + group.squares));
    }
    // Squared distances to their mean of the groups `from..to`.
    let spread = |from: usize, to: usize| {
        let (count, sum) = (before[to].0 - before[from].0, before[to].1 - before[from].1);
        (before[to].2 - before[from].2 - sum * sum / count).max(0.0)
    };
    let all = groups.len();
    let mut best: Vec<f64> =
        (0..=all).map(|to| if to == 0 { f64::INFINITY } else { spread(0, to) }).collect();
    let mut starts = Vec::new();
    for class in 1..classes {
        let mut next = vec![f64::INFINITY; all + 1];
        let mut start = vec![0; all + 1];
        for to in class + 1..=all {
            let costs = (class..to).map(|from| (best[from] + spread(from, to), from));
            let least = costs.min_by(|a, b| a.0.total_cmp(&b.0));
            (next[to], start[to]) = least.unwrap_or((f64::INFINITY, class));
        }
        best = next;
        starts.push(start);
    }
    let mut to = all;
    let mut limits: Vec<f64> = starts
        .iter()
        .rev()
        .map(|start| {
            to = start[to];
            groups[to].least
        })
        .collect();
    limits.reverse();
    limits
}

#[cfg(test)]
mod tests;
