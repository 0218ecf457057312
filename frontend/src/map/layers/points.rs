//! Places → round bubbles of a size in pixels, whatever the zoom.
//!
//! The bubbles on the screen are laid out for each picture: they are a few hundred at most, since places that
//! crowd a square are one bubble ([`crate::map::clusters`]).

use std::sync::Arc;

use web_sys::WebGl2RenderingContext as Gl;

use crate::arrange::arrange;
use crate::map::{
    clusters::{Cluster, Crowd},
    gpu::{Gpu, GpuError, Layout, Mesh, Program},
    paint::class_of,
    pick::Pick,
    picture::Picture,
};

const VERTEX: &str = include_str!("points/points.vert.glsl");
const FRAGMENT: &str = include_str!("points/points.frag.glsl");
const LAYOUT: Layout = &[
    (0, "vec2", "a_position"),
    (1, "float", "a_radius"),
    (2, "vec3", "a_colour"),
    (3, "float", "a_marked"),
];

/// The bubbles of one picture.
#[derive(Debug)]
pub(super) struct Points {
    program: Program,
    mesh: Mesh,
    any: bool,
}

pub(super) fn program(gpu: &Gpu) -> Result<Program, GpuError> {
    Program::link(gpu, "points", VERTEX, FRAGMENT)
}

impl Points {
    pub(super) fn new(gpu: &Gpu, program: Program) -> Result<Self, GpuError> {
        Ok(Self { program, mesh: Mesh::new(gpu, LAYOUT)?, any: false })
    }

    pub(super) fn prepare(&mut self, gpu: &Gpu, picture: &Picture<'_>, crowd: &Arc<Crowd>) {
        // Small bubbles above large ones.
        let mut seen: Vec<&Cluster> = picture.seen().collect();
        arrange(&mut seen, |a, b| b.count.cmp(&a.count));
        let vertices: Vec<f32> =
            seen.into_iter().flat_map(|it| vertex(it, crowd, picture)).collect();
        self.any = !vertices.is_empty();
        self.mesh.upload(gpu, &vertices);
    }

    pub(super) fn draw(&self, gpu: &Gpu, picture: &Picture<'_>, opacity: f32) -> bool {
        let tokens = picture.tokens();
        let program = &self.program;
        program.bind(gpu);
        program.set(gpu, "u_view", &picture.clip_from(picture.camera.centre));
        program.set(gpu, "u_ratio", &[picture.device_px(1.0)]);
        program.set(gpu, "u_opacity", &[opacity]);
        program.set(gpu, "u_rim", &tokens.label.unit());
        program.set(gpu, "u_hovered", &tokens.hovered.unit());
        self.mesh.draw(gpu, Gl::POINTS);
        self.any
    }
}

/// Position from the middle of the screen, radius, colour, and 1 when pointed at.
#[expect(clippy::cast_possible_truncation, reason = "relative to the middle of the screen")]
fn vertex(cluster: &Cluster, crowd: &Crowd, picture: &Picture<'_>) -> [f32; 7] {
    let class = class_of(cluster.value, &crowd.breaks).unwrap_or_default();
    let colour = crowd.ramp.colour(picture.inputs.theme, class.into(), crowd.breaks.len() + 1);
    let [red, green, blue] = colour.unit();
    let hovered = matches!(picture.hovered, Some(Pick::Places { first, count })
        if (*first, *count) == (cluster.first, cluster.count));
    let centre = picture.camera.centre;
    let place = ((cluster.at.0 - centre.0) as f32, (cluster.at.1 - centre.1) as f32);
    let marked = f32::from(u8::from(hovered));
    [place.0, place.1, cluster.radius_px as f32, red, green, blue, marked]
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
