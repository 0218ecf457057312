//! Region borders → thin smooth lines, with a faint glow on the dark ground; the selected one in vermilion.
//!
//! Lines are strips as wide as the shader is told, in device pixels. The glow is drawn into a picture of
//! a quarter of the size in which the larger value wins, so that neither corners nor crossings add up, and
//! then laid over the map in one step.

use web_sys::WebGl2RenderingContext as Gl;

use crate::map::{
    arcs::Strips,
    camera::Extent,
    gpu::{Gpu, GpuError, Layout, Mesh, Program, Target},
    picture::Picture,
    ramp::Rgb,
    shapes::Detail,
};

const VERTEX: &str = include_str!("borders/borders.vert.glsl");
const FRAGMENT: &str = include_str!("borders/borders.frag.glsl");
const GLOW_VERTEX: &str = include_str!("borders/glow.vert.glsl");
const GLOW_FRAGMENT: &str = include_str!("borders/glow.frag.glsl");
const LAYOUT: Layout =
    &[(0, "vec2", "a_position"), (1, "vec2", "a_offset"), (2, "float", "a_side")];
const SCREEN_LAYOUT: Layout = &[(0, "vec2", "a_corner")];
/// The glow's picture is this many times smaller than the screen.
const GLOW_SHRINK: i32 = 4;
const GLOW_RADIUS_PX: f64 = 8.0;

/// How one set of lines is drawn.
struct Stroke {
    colour: Rgb,
    opacity: f32,
    width_px: f64,
}

/// All borders, and those of the regions that stand out.
#[derive(Debug)]
pub(super) struct Borders {
    lines: Program,
    glow: Program,
    glow_target: Target,
    screen: Mesh,
    all: Mesh,
    selected: Outline,
    hovered: Outline,
    origin: (f64, f64),
    extent: Option<Extent>,
    /// Which [`Detail`] was uploaded; `None` before any.
    version: Option<u32>,
    is_empty: bool,
}

/// The border of one region.
#[derive(Debug)]
struct Outline {
    mesh: Mesh,
    code: Option<String>,
    version: Option<u32>,
}

impl Borders {
    pub(super) fn new(gpu: &Gpu) -> Result<Self, GpuError> {
        let mut screen = Mesh::new(gpu, SCREEN_LAYOUT)?;
        screen.upload(gpu, &[-1.0, -1.0, 3.0, -1.0, -1.0, 3.0]);
        Ok(Self {
            lines: Program::link(gpu, "borders", VERTEX, FRAGMENT)?,
            glow: Program::link(gpu, "glow", GLOW_VERTEX, GLOW_FRAGMENT)?,
            glow_target: Target::new(gpu)?,
            screen,
            all: Mesh::new(gpu, LAYOUT)?,
            selected: Outline::new(gpu)?,
            hovered: Outline::new(gpu)?,
            origin: (0.0, 0.0),
            extent: None,
            version: None,
            is_empty: true,
        })
    }

    fn stroke(&self, gpu: &Gpu, picture: &Picture<'_>, mesh: &Mesh, stroke: &Stroke) {
        let (width, height) = picture.viewport.device();
        let program = &self.lines;
        program.bind(gpu);
        program.set(gpu, "u_view", &picture.clip_from(self.origin));
        program.set(gpu, "u_pixel", &pixel(width, height));
        let line = picture.device_px(stroke.width_px).max(1.0);
        program.set(gpu, "u_reach", &[line / 2.0 + 0.5]);
        program.set(gpu, "u_width", &[line]);
        let [red, green, blue] = stroke.colour.unit();
        program.set(gpu, "u_colour", &[red, green, blue, stroke.opacity]);
        mesh.draw(gpu, Gl::TRIANGLES);
    }

    /// The part of the screen that borders and their glow can touch: left, bottom, width, height in pixels.
    fn reach(&self, picture: &Picture<'_>) -> [i32; 4] {
        let (viewport, camera) = (picture.viewport, picture.camera);
        let Some(whole) = self.extent else { return [0; 4] };
        let (left, top) = camera.to_screen(viewport, (whole.left, whole.top));
        let (right, bottom) = camera.to_screen(viewport, (whole.right, whole.bottom));
        let room = GLOW_RADIUS_PX * 2.0;
        let across = [left - room, right + room].map(|it| it.clamp(0.0, viewport.width));
        let up =
            [bottom + room, top - room].map(|it| viewport.height - it.clamp(0.0, viewport.height));
        let pixels = [across[0], up[0], across[1] - across[0], up[1] - up[0]];
        #[expect(clippy::cast_possible_truncation, reason = "clamped to the screen")]
        pixels.map(|it| (it * viewport.ratio).round() as i32)
    }

    /// Every border as a soft band, in the small picture; then over the screen.
    fn shine(&self, gpu: &Gpu, picture: &Picture<'_>, opacity: f32) {
        let (width, height) = picture.viewport.device();
        let shrink = f64::from(GLOW_SHRINK);
        self.glow_target.filled_by(gpu, picture.device_size(), || {
            let program = &self.lines;
            program.bind(gpu);
            program.set(gpu, "u_view", &picture.clip_from(self.origin));
            program.set(gpu, "u_pixel", &pixel(width / shrink, height / shrink));
            program.set(gpu, "u_reach", &[picture.device_px(GLOW_RADIUS_PX / shrink)]);
            program.set(gpu, "u_width", &[-1.0]);
            program.set(gpu, "u_colour", &[1.0; 4]);
            self.all.draw(gpu, Gl::TRIANGLES);
        });
        self.glow.bind(gpu);
        self.glow_target.bind(gpu, 0);
        self.glow.set_int(gpu, "u_glow", &[0]);
        let [red, green, blue] = picture.tokens().border.unit();
        self.glow.set(gpu, "u_colour", &[red, green, blue, opacity]);
        gpu.within(self.reach(picture), || self.screen.draw(gpu, Gl::TRIANGLES));
    }
}

impl Borders {
    pub(super) fn prepare(
        &mut self,
        gpu: &Gpu,
        picture: &Picture<'_>,
        detail: &Detail,
    ) -> Result<(), GpuError> {
        if self.version != Some(detail.version) {
            self.version = Some(detail.version);
            self.origin = detail.origin;
            self.is_empty = detail.lines.is_empty();
            let bounds = picture.inputs.regions.as_ref().and_then(|it| it.bounds());
            self.extent = bounds.map(Extent::of);
            upload(gpu, &mut self.all, &detail.lines, self.origin)?;
        }
        self.selected.prepare(gpu, detail, picture.inputs.selected.as_deref())?;
        self.hovered.prepare(gpu, detail, picture.hovered_region())?;
        let (width, height) = picture.device_size();
        let small = |size: i32| (size / GLOW_SHRINK).max(1);
        if picture.tokens().glow > 0.0 {
            self.glow_target.resize(gpu, (small(width), small(height)))?;
        }
        Ok(())
    }

    pub(super) fn draw(&self, gpu: &Gpu, picture: &Picture<'_>) -> bool {
        if self.is_empty {
            return false;
        }
        let tokens = picture.tokens();
        if tokens.glow > 0.0 {
            self.shine(gpu, picture, tokens.glow);
        }
        let plain = |colour, opacity, width_px| Stroke { colour, opacity, width_px };
        if picture.inputs.is_heated() {
            // Lines stay legible on the brightest hexagons.
            self.stroke(gpu, picture, &self.all, &plain(tokens.ground, 0.3, 2.8));
        }
        self.stroke(gpu, picture, &self.all, &plain(tokens.border, tokens.border_opacity, 1.2));
        self.stroke(gpu, picture, &self.hovered.mesh, &plain(tokens.hovered, 0.9, 1.6));
        self.stroke(gpu, picture, &self.selected.mesh, &plain(tokens.ground, 0.55, 5.0));
        self.stroke(gpu, picture, &self.selected.mesh, &plain(tokens.selected, 1.0, 2.4));
        true
    }
}

impl Outline {
    fn new(gpu: &Gpu) -> Result<Self, GpuError> {
        Ok(Self { mesh: Mesh::new(gpu, LAYOUT)?, code: None, version: None })
    }

    fn prepare(&mut self, gpu: &Gpu, detail: &Detail, code: Option<&str>) -> Result<(), GpuError> {
        if self.code.as_deref() == code && self.version == Some(detail.version) {
            return Ok(());
        }
        self.code = code.map(str::to_owned);
        self.version = Some(detail.version);
        let rings = code.into_iter().flat_map(|it| detail.rings_of(it));
        upload(gpu, &mut self.mesh, rings, detail.origin)
    }
}

fn pixel(width: f64, height: f64) -> [f32; 2] {
    #[expect(clippy::cast_possible_truncation, reason = "sizes of a screen")]
    [(2.0 / width) as f32, (2.0 / height) as f32]
}

fn upload<'a>(
    gpu: &Gpu,
    mesh: &mut Mesh,
    lines: impl IntoIterator<Item = &'a Vec<(f64, f64)>>,
    origin: (f64, f64),
) -> Result<(), GpuError> {
    let mut strips = Strips::default();
    for line in lines {
        strips.push(line, origin);
    }
    mesh.upload_indexed(gpu, &strips.vertices, &strips.indices)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::{arcs::FLOATS_PER_VERTEX, gpu::attributes};

    #[test]
    fn the_border_buffer_layout_matches_the_border_shader() {
        assert_eq!(attributes::declared(VERTEX), LAYOUT);
        assert_eq!(attributes::declared(GLOW_VERTEX), SCREEN_LAYOUT);
        assert_eq!(usize::try_from(attributes::stride(LAYOUT)).unwrap(), FLOATS_PER_VERTEX);
    }
}
