//! Faces → what stands on the screen. A part prints; it does not fetch, format or choose a colour.

pub(crate) mod aside;
pub(crate) mod bars;
pub(crate) mod batches;
pub(crate) mod card;
pub(crate) mod desk;
pub(crate) mod entity;
pub(crate) mod foot;
pub(crate) mod head;
pub(crate) mod kiosk;
pub(crate) mod left;
pub(crate) mod legend;
pub(crate) mod methods;
pub(crate) mod middle;
pub(crate) mod orders;
pub(crate) mod quality;
pub(crate) mod ranking;
pub(crate) mod records;
pub(crate) mod rejects;
pub(crate) mod right;
pub(crate) mod switch;
pub(crate) mod table;
pub(crate) mod theatre;
pub(crate) mod tip;
pub(crate) mod together;
pub(crate) mod trend;
pub(crate) mod trouble;
