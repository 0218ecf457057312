//! The map: regions, cells and points of one unit → pixels on a canvas, and a pointer's place → what lies there.
//!
//! The last arrow before the eye. A page hands over shapes ([`RegionShapes`]), a list of what to paint on them
//! ([`Overlay`]) and callbacks; the map keeps its own camera, draws with WebGL2 only when something changed,
//! and picks on the CPU without asking the server.
//!
//! Reading order: [`shapes`], [`ramp`], [`paint`], [`pick`] are the words of the interface; [`camera`],
//! [`clear`], [`clusters`], [`resolution`], [`labels`] and [`sheet`] are plain arithmetic; [`gpu`] wraps WebGL2, [`layers`] draw with it; [`stage`] decides when;
//! [`view`] is the component.
//!
//! A raster map may lie below ([`ground`]); its pictures ([`gallery`]) are all that is fetched here.
//!
//! Nothing else here fetches, formats numbers or knows an indicator: classes arrive as breaks and values.

mod anchors;
mod arcs;
#[cfg(feature = "bench")]
mod bench;
mod camera;
mod clear;
mod clusters;
mod draw;
mod flat;
mod gallery;
mod gpu;
mod ground;
mod input;
mod labels;
mod layers;
mod lettering;
mod look;
mod paint;
mod pick;
mod picture;
mod print;
mod ramp;
mod resolution;
mod shapes;
mod sheet;
mod stage;
mod trapezoids;
mod view;

pub use self::{
    clusters::{Crowd, Place},
    draw::Tool,
    ground::Ground,
    labels::Frame,
    look::Look,
    paint::{CellLayer, Content, HeatLayer, Overlay, Paint, RegionFill, class_of},
    pick::{Hover, Pick},
    ramp::{Ramp, Rgb, Theme},
    shapes::{Bounds, RegionShape, RegionShapes, ShapeLine},
    sheet::{Key, Sheet},
};
pub(crate) use self::{stage::wants_stillness, view::MapView};
