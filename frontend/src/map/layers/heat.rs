//! A surface → colours that blend, read from a grid of half floats.
//!
//! The grid is of degrees and made once for its values: moving the map uploads nothing. Its rows are equally
//! wide in latitude, so the mesh has as many bands as mercator bends.

use std::sync::Arc;

use geodata::mercator::merc_from_degrees;
use web_sys::WebGl2RenderingContext as Gl;

use super::hexes::palette;
use crate::map::{
    gpu::{Gpu, GpuError, Layout, Mesh, Program, Texels, Texture},
    paint::HeatLayer,
    picture::{Picture, same},
};

const VERTEX: &str = include_str!("heat/heat.vert.glsl");
const FRAGMENT: &str = include_str!("heat/heat.frag.glsl");
const LAYOUT: Layout = &[(0, "vec2", "a_position"), (1, "vec2", "a_share")];
/// Bands from south to north.
const BANDS: u32 = 32;
/// Places for limits in the shader; those not used lie beyond every value.
const LIMITS: usize = 8;

/// One surface.
#[derive(Debug)]
pub(super) struct Heat {
    program: Program,
    mesh: Mesh,
    values: Texture,
    origin: (f64, f64),
    layer: Option<Arc<HeatLayer>>,
}

pub(super) fn program(gpu: &Gpu) -> Result<Program, GpuError> {
    Program::link(gpu, "heat", VERTEX, FRAGMENT)
}

impl Heat {
    pub(super) fn new(gpu: &Gpu, program: Program) -> Result<Self, GpuError> {
        Ok(Self {
            program,
            mesh: Mesh::new(gpu, LAYOUT)?,
            values: Texture::new(gpu, Texels::Smooth)?,
            origin: (0.0, 0.0),
            layer: None,
        })
    }

    pub(super) fn prepare(&mut self, gpu: &Gpu, layer: &Arc<HeatLayer>) -> Result<(), GpuError> {
        if same(self.layer.as_ref(), Some(layer)) {
            return Ok(());
        }
        let size = [layer.columns, layer.rows].map(|it| i32::try_from(it).unwrap_or(i32::MAX));
        self.values.upload_floats(gpu, (size[0], size[1]), &relative(layer))?;
        self.origin = merc_from_degrees(layer.bounds.west, layer.bounds.north);
        self.mesh.upload(gpu, &bands(layer, self.origin));
        self.layer = Some(Arc::clone(layer));
        Ok(())
    }

    pub(super) fn draw(&self, gpu: &Gpu, picture: &Picture<'_>, opacity: f32) -> bool {
        let Some(layer) = self.layer.as_deref() else { return false };
        let program = &self.program;
        program.bind(gpu);
        self.values.bind(gpu, 0);
        program.set_int(gpu, "u_heat", &[0]);
        program.set(gpu, "u_view", &picture.clip_from(self.origin));
        program.set(gpu, "u_limits", &limits(layer));
        program.set(gpu, "u_palette", &palette(layer.ramp, layer.breaks.len(), picture));
        program.set(gpu, "u_opacity", &[opacity]);
        self.mesh.draw(gpu, Gl::TRIANGLES);
        layer.columns > 0
    }
}

fn top(layer: &HeatLayer) -> f64 {
    layer.breaks.last().copied().filter(|it| *it > 0.0).unwrap_or(1.0)
}

/// Values over the uppermost limit: half floats are precise where colours change.
fn relative(layer: &HeatLayer) -> Vec<f32> {
    #[expect(clippy::cast_possible_truncation, reason = "half floats are coarser still")]
    let factor = (1.0 / top(layer)) as f32;
    layer.values.iter().map(|it| it * factor).collect()
}

fn limits(layer: &HeatLayer) -> [f32; LIMITS] {
    let mut limits = [f32::MAX; LIMITS];
    for (at, limit) in limits.iter_mut().zip(&layer.breaks) {
        #[expect(clippy::cast_possible_truncation, reason = "at most 1")]
        let share = (limit / top(layer)) as f32;
        *at = share;
    }
    limits
}

/// Two triangles a band, each corner with its place and its share of the grid.
#[expect(clippy::cast_possible_truncation, reason = "relative to the corner of the grid")]
fn bands(layer: &HeatLayer, origin: (f64, f64)) -> Vec<f32> {
    let bounds = layer.bounds;
    let corner = |east: bool, band: u32| {
        let share = f64::from(band) / f64::from(BANDS);
        let lng = if east { bounds.east } else { bounds.west };
        let (x, y) = merc_from_degrees(lng, bounds.south + (bounds.north - bounds.south) * share);
        [x - origin.0, y - origin.1, f64::from(u8::from(east)), share].map(|it| it as f32)
    };
    let band = |at: u32| {
        let [a, b] = [corner(false, at), corner(true, at)];
        let [c, d] = [corner(false, at + 1), corner(true, at + 1)];
        [a, b, c, c, b, d]
    };
    (0..BANDS).flat_map(band).flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::{Bounds, Ramp, gpu::attributes};

    #[test]
    fn the_heat_buffer_layout_matches_the_heat_shader() {
        assert_eq!(attributes::declared(VERTEX), LAYOUT);
        assert!(FRAGMENT.contains("u_limits[2]"), "two vec4 hold {LIMITS} limits");
    }

    #[test]
    fn limits_are_shares_of_the_uppermost_and_the_rest_is_out_of_reach() {
        let layer = HeatLayer {
            bounds: Bounds { west: 116.0, south: 39.0, east: 117.0, north: 40.0 },
            columns: 1,
            rows: 1,
            values: vec![10.0],
            breaks: vec![1.0, 5.0, 20.0],
            ramp: Ramp::Risk,
        };
        assert_eq!(limits(&layer)[..3], [0.05, 0.25, 1.0]);
        assert!(limits(&layer)[3] > 1e30);
        assert_eq!(relative(&layer), [0.5]);
        let corners = bands(&layer, merc_from_degrees(116.0, 40.0));
        assert_eq!(corners.len(), 32 * 6 * 4);
        assert!(corners.chunks(4).all(|it| it[0] >= 0.0 && it[1] >= -1e-9));
    }
}
