//! The component: signals in, canvas out.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    paint::{CellLayer, MapPoint, RegionFill},
    pick::{Hover, Pick},
    ramp::Theme,
    shapes::RegionShapes,
};

/// The map of a unit. Fills its parent, which must be positioned and have a size.
///
/// Fits to the region `focus` (else to all regions) inside `padding`, and again whenever these change;
/// outlines `selected`. Until there are regions it shows nothing and is not `data-ready`.
#[component]
pub fn MapView(
    #[prop(into)] regions: Signal<Option<Arc<RegionShapes>>>,
    #[prop(into, optional)] fill: Signal<Option<Arc<RegionFill>>>,
    #[prop(into, optional)] cells: Signal<Option<Arc<CellLayer>>>,
    #[prop(into, optional)] points: Signal<Option<Arc<Vec<MapPoint>>>>,
    /// Outlined in vermilion.
    #[prop(into, optional)]
    selected: Signal<Option<String>>,
    /// Filled view of this region; `None` shows all.
    #[prop(into, optional)]
    focus: Signal<Option<String>>,
    /// What panels cover: top, right, bottom, left in CSS pixels.
    #[prop(into, optional)]
    padding: Signal<[f64; 4]>,
    /// Height of labels in CSS pixels.
    #[prop(into, default = Signal::stored(14.0))]
    label_px: Signal<f64>,
    #[prop(into)] theme: Signal<Theme>,
    /// Said to those who cannot see the canvas.
    #[prop(into, optional)]
    label: Signal<String>,
    #[prop(into)] on_pick: Callback<Pick>,
    #[prop(into)] on_hover: Callback<Option<Hover>>,
) -> impl IntoView {
    let unused = (regions, fill, cells, points, selected, focus, padding, label_px, theme, label);
    let _ = (unused, on_pick, on_hover);
    view! { <canvas class="map__canvas" tabindex="0"></canvas> }
}
