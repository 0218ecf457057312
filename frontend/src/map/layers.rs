//! The layers of the map, back to front: regions, cells, borders, points.
//!
//! Each layer *prepares* (may compute and upload, keeps what has not changed) and then *draws* (may not).
//! A layer owns everything it has on the GPU; after a lost context all are made anew.
//!
//! How a place becomes a pixel: mercator in f64, relative to the layer's own origin in f32 on the GPU, scaled
//! and shifted to clip space by one `vec4` ([`Picture::clip_from`]). Cells do without positions: see
//! [`hexes`].

mod borders;
mod fills;
mod hexes;
mod points;

use super::{
    gpu::{Gpu, GpuError},
    picture::Picture,
};

/// Something that is drawn.
pub(crate) trait Layer {
    /// As the canvas names it in `data-layers`.
    const NAME: &'static str;

    /// Brings what is on the GPU up to date with the picture.
    fn prepare(&mut self, gpu: &Gpu, picture: &Picture<'_>) -> Result<(), GpuError>;

    /// Draws what was prepared; true when there was something.
    fn draw(&self, gpu: &Gpu, picture: &Picture<'_>) -> bool;
}

/// All layers of one context.
#[derive(Debug)]
pub(crate) struct Layers {
    gpu: Gpu,
    fills: fills::Fills,
    hexes: hexes::Hexes,
    borders: borders::Borders,
    points: points::Points,
}

impl Layers {
    pub(crate) fn new(gpu: Gpu) -> Result<Self, GpuError> {
        Ok(Self {
            fills: fills::Fills::new(&gpu)?,
            hexes: hexes::Hexes::new(&gpu)?,
            borders: borders::Borders::new(&gpu)?,
            points: points::Points::new(&gpu)?,
            gpu,
        })
    }

    /// Draws one picture; returns the names of the layers that had something to draw.
    pub(crate) fn paint(&mut self, picture: &Picture<'_>) -> Result<Vec<&'static str>, GpuError> {
        let Self { gpu, fills, hexes, borders, points } = self;
        fills.prepare(gpu, picture)?;
        hexes.prepare(gpu, picture)?;
        borders.prepare(gpu, picture)?;
        points.prepare(gpu, picture)?;
        gpu.begin(picture.device_size());
        let drawn = [
            named(fills, gpu, picture),
            named(hexes, gpu, picture),
            named(borders, gpu, picture),
            named(points, gpu, picture),
        ];
        Ok(drawn.into_iter().flatten().collect())
    }

    pub(crate) fn is_lost(&self) -> bool {
        self.gpu.is_lost()
    }
}

fn named<L: Layer>(layer: &L, gpu: &Gpu, picture: &Picture<'_>) -> Option<&'static str> {
    layer.draw(gpu, picture).then_some(L::NAME)
}
