//! Recent events near a place → the heat of the City of Chicago's food-inspection forecast.

use std::f64::consts::TAU;

/// Days before the date in question that count; both ends do.
pub const CHICAGO_WINDOW_DAYS: i32 = 90;
/// The bandwidth Chicago uses: a quarter of a hundredth of a degree, both ways.
pub const CHICAGO_BANDWIDTH_DEG: f64 = 0.0025;

/// Something that happened at a place on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    /// Day number; any epoch, the same for all.
    pub day: i32,
    /// Degrees east.
    pub lng: f64,
    /// Degrees north.
    pub lat: f64,
}

/// `1/(n·h²) · Σ φ((lat − latᵢ)/h) · φ((lng − lngᵢ)/h)` over the recent events.
///
/// Recent are the `n` events of the whole city from 90 days before `at.day` to that day, both included;
/// φ is the standard normal density, `h` the bandwidth in degrees.
///
/// A probability density in square degrees, narrower to the east than to the north. `None` when nothing
/// happened in those days, or when the bandwidth is not above 0.
///
/// ```
/// use geodata::density::{CHICAGO_BANDWIDTH_DEG, Event, chicago_heat};
/// let here = Event { day: 100, lng: -87.6, lat: 41.9 };
/// let heat = chicago_heat(&[here], here, CHICAGO_BANDWIDTH_DEG).unwrap();
/// assert!((heat - 25_464.79).abs() < 0.01);
/// ```
pub fn chicago_heat(events: &[Event], at: Event, bandwidth_deg: f64) -> Option<f64> {
    let first = at.day.saturating_sub(CHICAGO_WINDOW_DAYS);
    let recent = events.iter().filter(|event| (first..=at.day).contains(&event.day));
    let normal = |z: f64| (-0.5 * z * z).exp() / TAU.sqrt();
    let (mut count, mut sum) = (0_u32, 0.0);
    for event in recent {
        count += 1;
        sum += normal((at.lat - event.lat) / bandwidth_deg)
            * normal((at.lng - event.lng) / bandwidth_deg);
    }
    let defined = count > 0 && bandwidth_deg > 0.0;
    defined.then(|| sum / (f64::from(count) * bandwidth_deg * bandwidth_deg))
}

#[cfg(test)]
mod tests {
    use super::*;

    const H: f64 = CHICAGO_BANDWIDTH_DEG;
    const HERE: Event = Event { day: 1_000, lng: -87.6, lat: 41.9 };

    fn heat(events: &[Event]) -> Option<f64> {
        chicago_heat(events, HERE, H)
    }

    #[test]
    fn two_events_give_the_value_computed_by_hand() {
        // φ(0)·φ(0) = 0.159 154 943, φ(1)·φ(0) = 0.096 532 353; their sum 0.255 687 296 over 2 · 0.0025².
        let north = Event { lat: HERE.lat + H, ..HERE };
        let value = heat(&[HERE, north]).unwrap();
        assert!((value - 20_454.983_7).abs() < 0.01, "{value}");
        // φ(2)·φ(1) = 0.053 990 967 · 0.241 970 725 = 0.013 064 233 alone.
        let far = Event { lng: HERE.lng - 2.0 * H, lat: HERE.lat - H, ..HERE };
        let value = heat(&[far]).unwrap();
        assert!((value - 2_090.277_3).abs() < 0.01, "{value}");
    }

    #[test]
    fn both_ends_of_the_ninety_days_count_and_the_days_beyond_do_not() {
        let on = |day| heat(&[Event { day, ..HERE }]);
        assert!(on(1_000).is_some() && on(910).is_some());
        assert_eq!(on(909), None);
        assert_eq!(on(1_001), None);
        assert_eq!(heat(&[]), None);
    }

    #[test]
    fn events_far_away_count_in_the_number_of_the_city() {
        let far = Event { lng: -87.9, lat: 42.1, ..HERE };
        let alone = heat(&[HERE]).unwrap();
        assert!((heat(&[HERE, far]).unwrap() - alone / 2.0).abs() < 1e-6);
    }
}
