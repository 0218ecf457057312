//! Points → round bubbles of a size in pixels, whatever the zoom.

use std::sync::Arc;

use geodata::mercator::merc_from_degrees;
use web_sys::WebGl2RenderingContext as Gl;

use super::Layer;
use crate::map::{
    gpu::{Gpu, GpuError, Layout, Mesh, Program},
    paint::MapPoint,
    pick::Pick,
    picture::{Picture, same},
    ramp::Theme,
};

const VERTEX: &str = include_str!("points/points.vert.glsl");
const FRAGMENT: &str = include_str!("points/points.frag.glsl");
const LAYOUT: Layout = &[
    (0, "vec2", "a_position"),
    (1, "float", "a_radius"),
    (2, "vec3", "a_colour"),
    (3, "float", "a_marked"),
];

/// All bubbles.
#[derive(Debug)]
pub(super) struct Points {
    program: Program,
    mesh: Mesh,
    origin: (f64, f64),
    bubbles: Option<Arc<Vec<MapPoint>>>,
    /// Theme, selected and hovered code that the mesh was made with.
    made_with: Option<(Theme, Option<String>, Option<String>)>,
}

impl Points {
    pub(super) fn new(gpu: &Gpu) -> Result<Self, GpuError> {
        Ok(Self {
            program: Program::link(gpu, "points", VERTEX, FRAGMENT)?,
            mesh: Mesh::new(gpu, LAYOUT)?,
            origin: (0.0, 0.0),
            bubbles: None,
            made_with: None,
        })
    }
}

impl Layer for Points {
    const NAME: &'static str = "points";

    fn prepare(&mut self, gpu: &Gpu, picture: &Picture<'_>) -> Result<(), GpuError> {
        let points = picture.inputs.points.as_ref();
        let hovered = match picture.hovered {
            Some(Pick::Point(code)) => Some(code.clone()),
            _ => None,
        };
        let with = Some((picture.inputs.theme, picture.inputs.selected.clone(), hovered));
        if same(self.bubbles.as_ref(), points) && self.made_with == with {
            return Ok(());
        }
        self.bubbles = points.cloned();
        self.made_with = with;
        let points = points.map_or(&[][..], |it| it.as_slice());
        self.origin = points.first().map_or((0.0, 0.0), |it| merc_from_degrees(it.lng, it.lat));
        let vertices: Vec<f32> =
            points.iter().flat_map(|it| vertex(it, self.origin, picture)).collect();
        self.mesh.upload(gpu, &vertices);
        Ok(())
    }

    fn draw(&self, gpu: &Gpu, picture: &Picture<'_>) -> bool {
        if self.bubbles.as_ref().is_none_or(|it| it.is_empty()) {
            return false;
        }
        let tokens = picture.tokens();
        let program = &self.program;
        program.bind(gpu);
        program.set(gpu, "u_view", &picture.clip_from(self.origin));
        program.set(gpu, "u_ratio", &[picture.device_px(1.0)]);
        program.set(gpu, "u_rim", &tokens.label.unit());
        let marks = [tokens.selected.unit(), tokens.hovered.unit()];
        program.set(gpu, "u_selected", &marks[0]);
        program.set(gpu, "u_hovered", &marks[1]);
        self.mesh.draw(gpu, Gl::POINTS);
        true
    }
}

/// Position, radius, colour, and 1 selected, 2 hovered, 0 neither.
#[expect(clippy::cast_possible_truncation, reason = "relative to the origin")]
fn vertex(point: &MapPoint, origin: (f64, f64), picture: &Picture<'_>) -> [f32; 7] {
    let (x, y) = merc_from_degrees(point.lng, point.lat);
    let [red, green, blue] = point.colour(picture.inputs.theme).unit();
    let hovered = matches!(picture.hovered, Some(Pick::Point(code)) if *code == point.code);
    let selected = picture.inputs.selected.as_ref() == Some(&point.code);
    let marked = if selected { 1.0 } else { f32::from(u8::from(hovered)) * 2.0 };
    let place = ((x - origin.0) as f32, (y - origin.1) as f32);
    [place.0, place.1, point.radius_px, red, green, blue, marked]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::gpu::attributes;

    #[test]
    fn the_point_buffer_layout_matches_the_point_shader() {
        assert_eq!(attributes::declared(VERTEX), LAYOUT);
        assert_eq!(attributes::stride(LAYOUT), 7);
    }
}
