//! Pixels a metre → the H3 resolution whose hexagons are neither dust nor slabs on the screen.

use geodata::cell::{COARSEST, FINEST};

/// From flat to flat of a mean hexagon of resolution 6 to 10, metres: √(2·area/√3).
const WIDTHS_M: [f64; 5] = [6_456.0, 2_440.0, 922.5, 348.2, 131.6];
/// Where a hexagon is of the best size, CSS pixels: the middle of 10 and 28 on a scale of ratios.
const BEST_PX: f64 = 16.7;
/// A resolution is left only when its hexagons are well outside 10 to 28 pixels: small zooms back and forth
/// about a limit change nothing.
const KEPT_PX: [f64; 2] = [9.0, 30.0];

/// The resolution to show; the one shown `before` is kept while it is good enough.
pub(crate) fn resolution(px_per_metre: f64, before: Option<u8>) -> u8 {
    let sizes = || (COARSEST..=FINEST).zip(WIDTHS_M.map(|it| it * px_per_metre));
    let [least, most] = KEPT_PX;
    let kept = sizes().find(|(res, px)| before == Some(*res) && (least..=most).contains(px));
    let off = |px: f64| (px / BEST_PX).ln().abs();
    let best = sizes().min_by(|a, b| off(a.1).total_cmp(&off(b.1)));
    kept.or(best).map_or(COARSEST, |(res, _)| res)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size_px(res: u8, px_per_metre: f64) -> f64 {
        WIDTHS_M[usize::from(res - COARSEST)] * px_per_metre
    }

    #[test]
    fn hexagons_are_ten_to_twenty_eight_pixels_wide_wherever_resolutions_reach() {
        let mut px_per_metre = 0.002;
        while px_per_metre < 0.2 {
            let res = resolution(px_per_metre, None);
            let size = size_px(res, px_per_metre);
            assert!((10.0..28.0).contains(&size), "{res} at {px_per_metre}: {size}");
            px_per_metre *= 1.01;
        }
    }

    #[test]
    fn the_whole_country_has_the_coarsest_and_a_doorstep_the_finest() {
        assert_eq!(resolution(1e-6, None), 6);
        assert_eq!(resolution(10.0, Some(7)), 10);
    }

    #[test]
    fn zooming_a_little_back_and_forth_about_a_limit_flips_nothing() {
        let limit = KEPT_PX[1] / WIDTHS_M[1];
        assert_eq!(resolution(limit * 0.99, Some(7)), 7);
        let finer = resolution(limit * 1.01, Some(7));
        assert_eq!(finer, 8);
        assert_eq!(resolution(limit * 0.85, Some(finer)), finer);
        assert_eq!(resolution(limit * 0.85, None), 7, "without memory it would flip");
    }

    #[test]
    fn widths_are_those_of_the_mean_areas() {
        for (width, km2) in WIDTHS_M.into_iter().zip([36.1, 5.16, 0.737, 0.105, 0.015]) {
            let area = width * width * 3_f64.sqrt() / 2.0 / 1e6;
            assert!((area / km2 - 1.0).abs() < 0.01, "{area} is not {km2}");
        }
    }
}
