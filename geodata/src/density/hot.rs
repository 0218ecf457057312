//! Values of cells → which surroundings are higher than chance would have them (Getis-Ord Gi*).

use crate::cell::{self, CellError};

/// A cell is hot from this z on (two-sided 5 %).
pub const HOT_Z: f64 = 1.96;

/// The Gi* z-score of every place, itself and its neighbours counting alike (weight 1).
///
/// `neighbours[k]` lists the positions next to `k`, without `k`. `None` where the score is not defined:
/// all values equal, or the surroundings are everything there is.
///
/// # Panics
///
/// When `neighbours` is not as long as `values`, or names a position that does not exist.
pub fn gi_star(values: &[f64], neighbours: &[Vec<usize>]) -> Vec<Option<f64>> {
    assert_eq!(values.len(), neighbours.len(), "every value has its neighbours");
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / count;
    let score = |(own, around): (&f64, &Vec<usize>)| {
        let weight = around.len() as f64 + 1.0;
        let sum = own + around.iter().map(|&it| values[it]).sum::<f64>();
        let spread = variance * (count * weight - weight * weight) / (count - 1.0);
        (spread > 0.0).then(|| (sum - mean * weight) / spread.sqrt())
    };
    values.iter().zip(neighbours).map(score).collect()
}

/// The Gi* z-score of every H3 cell over ring 1, among the given cells alone, which ascend; a cell that is not given
/// is no zero, it is absent. Fails on what is no cell.
pub fn hot_spots(cells: &[(u64, f64)]) -> Result<Vec<Option<f64>>, CellError> {
    let position = |wanted: u64| cells.binary_search_by_key(&wanted, |it| it.0).ok();
    let mut neighbours = Vec::with_capacity(cells.len());
    for &(cell, _) in cells {
        neighbours.push(cell::neighbours(cell)?.into_iter().filter_map(position).collect());
    }
    let values = cells.iter().map(|it| it.1).collect::<Vec<_>>();
    Ok(gi_star(&values, &neighbours))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_score_computed_by_hand_comes_out() {
        // Mean 2.8, deviation 3.6; 11 over two places: (11 − 5.6) / (3.6 · √((5·2 − 4)/4)) = 1.224 745.
        let neighbours = [vec![1], vec![0], vec![], vec![], vec![]];
        let scores = gi_star(&[10.0, 1.0, 1.0, 1.0, 1.0], &neighbours);
        assert!((scores[0].unwrap() - 1.224_745).abs() < 1e-6);
        assert!((scores[2].unwrap() + 0.5).abs() < 1e-12);
    }

    #[test]
    fn equal_values_and_surroundings_that_are_everything_have_no_score() {
        assert_eq!(gi_star(&[3.0, 3.0], &[vec![], vec![]]), [None, None]);
        assert_eq!(gi_star(&[1.0, 2.0], &[vec![1], vec![0]]), [None, None]);
        assert_eq!(gi_star(&[], &[]), []);
    }

    #[test]
    fn a_cluster_of_high_cells_is_hot_and_a_lone_one_is_not() {
        let middle = cell::cell_at(116.4, 39.9, 8).unwrap();
        let cluster = cell::disk(middle, 1).unwrap();
        let all = cell::disk(middle, 8).unwrap();
        let lone = all[all.len() - 1];
        let high = |cell: u64| cluster.contains(&cell) || cell == lone;
        let mut cells =
            all.iter().map(|&it| (it, if high(it) { 9.0 } else { 1.0 })).collect::<Vec<_>>();
        cells.sort_unstable_by_key(|it| it.0);
        let scores = hot_spots(&cells).unwrap();
        let score = |cell: u64| {
            let at = cells.iter().position(|it| it.0 == cell).unwrap();
            scores[at].unwrap()
        };
        assert!(score(middle) > HOT_Z);
        assert!(score(lone) < score(middle) / 2.0);
        assert!(score(all[100]) < HOT_Z);
    }
}
