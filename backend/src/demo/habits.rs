//! How the demo districts differ: size, diligence, and the way to the off-site target.
//!
//! Invented figures. Sizes follow the population so that the map looks like a city; nothing else says
//! anything about the real districts.

/// What one demo org is like; shares in `0.0..=1.0`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Habits {
    /// Supervised entities, relative.
    pub(super) size: f64,
    /// Inspections per entity, relative.
    pub(super) diligence: f64,
    /// Off-site share of routine inspections at the start of 2024.
    pub(super) offsite_first: f64,
    /// The same in autumn 2026.
    pub(super) offsite_last: f64,
    /// Orders fed back after their due date.
    pub(super) late_orders: f64,
    /// Complaints closed after their due date.
    pub(super) late_complaints: f64,
}

impl Habits {
    /// The habits of an org code; middling ones for a code that is not listed.
    pub(super) fn of(org_code: &str) -> Self {
        let row =
            TABLE.iter().find(|(code, _)| *code == org_code).map_or(&MIDDLING, |(_, row)| row);
        let [size, diligence, offsite_first, offsite_last, late_orders, late_complaints] = *row;
        Self { size, diligence, offsite_first, offsite_last, late_orders, late_complaints }
    }
}

const MIDDLING: [f64; 6] = [50.0, 1.0, 0.30, 0.60, 0.08, 0.08];

const TABLE: &[(&str, [f64; 6])] = &[
    ("110101", [88.0, 1.10, 0.33, 0.645, 0.05, 0.05]),
    ("110102", [120.0, 1.15, 0.35, 0.665, 0.04, 0.04]),
    ("110105", [380.0, 0.95, 0.30, 0.605, 0.09, 0.11]),
    ("110106", [200.0, 0.90, 0.27, 0.575, 0.12, 0.13]),
    ("110107", [58.0, 1.05, 0.31, 0.615, 0.06, 0.06]),
    ("110108", [330.0, 1.12, 0.36, 0.680, 0.05, 0.06]),
    ("110109", [38.0, 0.80, 0.22, 0.515, 0.15, 0.12]),
    ("110111", [125.0, 0.85, 0.26, 0.565, 0.13, 0.10]),
    ("110112", [178.0, 1.00, 0.29, 0.600, 0.08, 0.09]),
    ("110113", [128.0, 1.02, 0.30, 0.610, 0.07, 0.07]),
    ("110114", [215.0, 0.92, 0.28, 0.580, 0.11, 0.12]),
    ("110115", [165.0, 0.97, 0.29, 0.595, 0.09, 0.10]),
    ("110116", [45.0, 1.00, 0.27, 0.590, 0.07, 0.06]),
    ("110117", [46.0, 0.95, 0.26, 0.585, 0.08, 0.07]),
    ("110118", [52.0, 0.98, 0.28, 0.605, 0.06, 0.06]),
    ("110119", [35.0, 0.75, 0.20, 0.495, 0.17, 0.14]),
    ("110115403", [36.0, 1.20, 0.38, 0.705, 0.03, 0.03]),
];

/// The org without orders due in its last full month: its execution rate there has no base.
pub(super) const NO_DUE_ORG: &str = "110117";

/// Streets and towns in which a zone's entities lie, with their relative weights: a zone has no
/// polygon of its own, so its points colour the districts around it.
pub(super) const ZONE_STREETS: &[(&str, &[(&str, f64)])] = &[(
    "110115403",
    &[("110115403", 3.0), ("110115012", 4.0), ("110115013", 2.5), ("110112109", 1.0)],
)];
