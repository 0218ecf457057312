//! Regions → coloured or hatched areas.
//!
//! All regions are one mesh; each corner carries the number of its region, and the colour is looked up in a
//! texture of one texel a region, so that new figures are an upload of a few bytes and several choropleths
//! share one mesh.

use std::sync::Arc;

use geodata::{boundary::Ring, ears::Ears};
use web_sys::WebGl2RenderingContext as Gl;

use crate::map::{
    gpu::{Gpu, GpuError, Layout, Mesh, Program, Texels, Texture},
    paint::{Content, Overlay, Paint, RegionFill},
    picture::{Picture, same},
    ramp::{Rgb, Theme, Tokens},
    shapes::{Detail, RegionShape, RegionShapes},
    trapezoids::triangles,
};

const VERTEX: &str = include_str!("fills/fills.vert.glsl");
const FRAGMENT: &str = include_str!("fills/fills.frag.glsl");
/// Software draws every pixel of a shader with hatching as if it were hatched; most maps have none.
const PLAIN_FRAGMENT: &str = include_str!("fills/plain.frag.glsl");
const LAYOUT: Layout = &[(0, "vec2", "a_position"), (1, "float", "a_region")];
/// Texels in a row of the paint texture; the shader divides by the same number.
const PAINT_ROW: usize = 256;
/// From one stroke of the hatching to the next, CSS pixels.
const HATCH_PX: f64 = 7.0;

/// The areas of all regions, uncoloured.
#[derive(Debug)]
pub(super) struct Land {
    plain: Program,
    mesh: Mesh,
    paint: Paints,
    origin: (f64, f64),
    /// Which [`Detail`] was uploaded; `None` before any.
    version: Option<u32>,
    is_empty: bool,
}

/// One choropleth over the same areas.
#[derive(Debug)]
pub(super) struct Fill {
    paint: Paints,
}

/// The colour of each region, and what it was made of.
#[derive(Debug)]
struct Paints {
    texture: Texture,
    /// Linked when something is hatched.
    hatched: Option<Program>,
    made_of: Option<Colours>,
}

/// Regions, their classes, and the theme.
type Colours = (Option<Arc<RegionShapes>>, Option<Arc<RegionFill>>, Theme);

impl Land {
    pub(super) fn new(gpu: &Gpu) -> Result<Self, GpuError> {
        Ok(Self {
            plain: Program::link(gpu, "plain fills", VERTEX, PLAIN_FRAGMENT)?,
            mesh: Mesh::new(gpu, LAYOUT)?,
            paint: Paints::new(gpu)?,
            origin: (0.0, 0.0),
            version: None,
            is_empty: true,
        })
    }

    pub(super) fn prepare(
        &mut self,
        gpu: &Gpu,
        picture: &Picture<'_>,
        detail: &Detail,
    ) -> Result<(), GpuError> {
        if self.version != Some(detail.version) {
            self.version = Some(detail.version);
            self.origin = detail.origin;
            self.is_empty = detail.areas.is_empty();
            let (corners, triangles) = cut(&detail.areas, self.origin);
            self.mesh.upload_indexed(gpu, &corners, &triangles)?;
        }
        self.paint.prepare(gpu, picture, None)
    }

    /// Draws the land unless an opaque choropleth hides all of it; true when there is any.
    pub(super) fn draw(&self, gpu: &Gpu, picture: &Picture<'_>) -> bool {
        let hides = |it: &Overlay| matches!(it.content, Content::Fill(_)) && it.opacity >= 1.0;
        if !picture.inputs.overlays.iter().any(hides) {
            self.draw_with(gpu, picture, (&self.paint, 1.0));
        }
        !self.is_empty
    }

    fn draw_with(&self, gpu: &Gpu, picture: &Picture<'_>, (paint, opacity): (&Paints, f32)) {
        let program = paint.hatched.as_ref().unwrap_or(&self.plain);
        program.bind(gpu);
        paint.texture.bind(gpu, 0);
        program.set_int(gpu, "u_paint", &[0]);
        program.set(gpu, "u_view", &picture.clip_from(self.origin));
        program.set(gpu, "u_opacity", &[opacity]);
        if paint.hatched.is_some() {
            let tokens = picture.tokens();
            program.set(gpu, "u_no_base", &pair(tokens.no_base));
            program.set(gpu, "u_no_data", &pair(tokens.no_data));
            let (x, y) = picture.camera.to_screen(picture.viewport, self.origin);
            let anchor = [x, picture.viewport.height - y].map(|it| it.rem_euclid(HATCH_PX * 64.0));
            program.set(gpu, "u_anchor", &anchor.map(|it| picture.device_px(it)));
            program.set(gpu, "u_hatch", &[picture.device_px(HATCH_PX)]);
        }
        gpu.blending(opacity < 1.0);
        self.mesh.draw(gpu, Gl::TRIANGLES);
        gpu.blending(true);
    }
}

impl Fill {
    pub(super) fn new(gpu: &Gpu) -> Result<Self, GpuError> {
        Ok(Self { paint: Paints::new(gpu)? })
    }

    pub(super) fn prepare(
        &mut self,
        gpu: &Gpu,
        picture: &Picture<'_>,
        fill: &Arc<RegionFill>,
    ) -> Result<(), GpuError> {
        self.paint.prepare(gpu, picture, Some(fill))
    }

    pub(super) fn draw(
        &self,
        gpu: &Gpu,
        picture: &Picture<'_>,
        (land, opacity): (&Land, f32),
    ) -> bool {
        land.draw_with(gpu, picture, (&self.paint, opacity));
        !land.is_empty
    }
}

impl Paints {
    fn new(gpu: &Gpu) -> Result<Self, GpuError> {
        Ok(Self { texture: Texture::new(gpu, Texels::Rgba)?, hatched: None, made_of: None })
    }

    fn prepare(
        &mut self,
        gpu: &Gpu,
        picture: &Picture<'_>,
        fill: Option<&Arc<RegionFill>>,
    ) -> Result<(), GpuError> {
        let (regions, theme) = (picture.inputs.regions.as_ref(), picture.inputs.theme);
        let is_done = self.made_of.as_ref().is_some_and(|(shapes, done, at)| {
            *at == theme && same(shapes.as_ref(), regions) && same(done.as_ref(), fill)
        });
        if !is_done {
            let shapes = regions.map_or(&[][..], |it| it.regions.as_slice());
            let (size, texels) = paint_texels(shapes, fill.map(Arc::as_ref), theme);
            self.texture.upload(gpu, size, &texels)?;
            let is_hatched = texels.chunks_exact(4).any(|it| it[3] > 0);
            self.hatched = match self.hatched.take().filter(|_| is_hatched) {
                None if is_hatched => Some(Program::link(gpu, "fills", VERTEX, FRAGMENT)?),
                linked => linked,
            };
            self.made_of = Some((regions.cloned(), fill.cloned(), theme));
        }
        Ok(())
    }
}

/// Two colours as an array of two `vec4`.
fn pair([ground, stroke]: [Rgb; 2]) -> [f32; 8] {
    let (low, high) = (ground.unit(), stroke.unit());
    [low[0], low[1], low[2], 1.0, high[0], high[1], high[2], 1.0]
}

/// Corners of all areas, each with the number of its region, and the triangles between them.
fn cut(areas: &[(usize, Vec<Ring>)], origin: (f64, f64)) -> (Vec<f32>, Vec<u32>) {
    let (mut corners, mut indices) = (Vec::new(), Vec::new());
    let mut ears = Ears::new();
    for (region, rings) in areas {
        let mut put = |x: f64, y: f64| {
            let corner = [x - origin.0, y - origin.1, *region as f64];
            #[expect(clippy::cast_possible_truncation, reason = "relative to the origin")]
            corners.extend(corner.map(|it| it as f32));
            u32::try_from(corners.len() / 3).unwrap_or(u32::MAX) - 1
        };
        // A ring with holes goes the way of odd ones.
        let plain = if let [ring] = rings.as_slice() { ears.cut(ring) } else { None };
        if let (Some(cut), Some(ring)) = (plain, rings.first()) {
            let first = ring.iter().map(|&(x, y)| put(x, y)).fold(u32::MAX, u32::min);
            indices.extend(
                cut.iter().flatten().filter_map(|it| Some(first + u32::try_from(*it).ok()?)),
            );
        } else {
            indices.extend(triangles(rings).into_iter().flatten().map(|(x, y)| put(x, y)));
        }
    }
    (corners, indices)
}

/// One texel a region: its colour, and in alpha 0 plain, 1 no base, 2 no data.
fn paint_texels(
    shapes: &[RegionShape],
    fill: Option<&RegionFill>,
    theme: Theme,
) -> ((i32, i32), Vec<u8>) {
    let rows = shapes.len().div_ceil(PAINT_ROW).max(1);
    let mut texels = Vec::with_capacity(rows * PAINT_ROW * 4);
    for shape in shapes {
        let (colour, pattern) = match fill {
            None => (Tokens::of(theme).land, 0),
            Some(fill) => {
                let (paint, colour) = fill.of(&shape.code, theme);
                (colour, hatching(paint))
            }
        };
        texels.extend(colour.bytes());
        texels.push(pattern);
    }
    texels.resize(rows * PAINT_ROW * 4, 0);
    let size = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    ((size(PAINT_ROW), size(rows)), texels)
}

/// What the shader calls the patterns.
const fn hatching(paint: Paint) -> u8 {
    match paint {
        Paint::Class(_) | Paint::Beside(_) | Paint::Plain => 0,
        Paint::NoBase => 1,
        Paint::NoData => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::{gpu::attributes, ramp::Ramp};

    fn shape(code: &str) -> RegionShape {
        let ring = vec![(116.0, 39.0), (117.0, 39.0), (117.0, 40.0), (116.0, 39.0)];
        RegionShape { code: code.to_owned(), polygons: vec![vec![ring]], ..RegionShape::default() }
    }

    #[test]
    fn the_fill_buffer_layout_matches_the_fill_shader() {
        assert_eq!(attributes::declared(VERTEX), LAYOUT);
        assert!(VERTEX.contains(&PAINT_ROW.to_string()), "the shader's row is the texture's");
    }

    #[test]
    fn a_region_beside_the_open_one_is_fainter_and_not_hatched() {
        let shapes = [shape("open"), shape("beside")];
        let paints =
            [("open".to_owned(), Paint::Class(5)), ("beside".to_owned(), Paint::Beside(5))];
        let fill = RegionFill { by_code: paints.into(), ramp: Ramp::Water, classes: 6 };
        for theme in [Theme::Light, Theme::Dark] {
            let (_, texels) = paint_texels(&shapes, Some(&fill), theme);
            let land = Tokens::of(theme).land.bytes()[0];
            let [open, beside] = [texels[0], texels[4]].map(|it| it.abs_diff(land));
            assert!(beside < open / 2 && texels[7] == 0, "{theme:?}: {open} {beside}");
        }
    }

    #[test]
    fn zero_no_base_and_no_data_are_three_different_paints() {
        let shapes = [shape("zero"), shape("base"), shape("unmentioned")];
        let paints = [("zero".to_owned(), Paint::Class(0)), ("base".to_owned(), Paint::NoBase)];
        let fill = RegionFill { by_code: paints.into(), ramp: Ramp::Water, classes: 6 };
        let (size, texels) = paint_texels(&shapes, Some(&fill), Theme::Light);
        assert_eq!(size, (256, 1));
        let patterns: Vec<u8> = texels.chunks(4).take(3).map(|it| it[3]).collect();
        assert_eq!(patterns, [0, 1, 2]);
        assert_eq!(texels[..3], [0xe3, 0xee, 0xf3]);
    }

    const PLAIN: [(f64, f64); 4] = [(0.5, 0.5), (0.6, 0.5), (0.6, 0.6), (0.5, 0.5)];

    #[test]
    fn a_region_whose_border_crosses_itself_is_filled_all_the_same() {
        let tie = vec![(0.5, 0.5), (0.6, 0.6), (0.6, 0.5), (0.5, 0.6), (0.5, 0.5)];
        let areas = [(0, vec![PLAIN.to_vec()]), (1, vec![tie])];
        let (corners, indices) = cut(&areas, (0.55, 0.55));
        assert!(indices.len() > 6 && indices.iter().all(|it| (*it as usize) < corners.len() / 3));
        let of_tie = indices.iter().filter(|it| corners[**it as usize * 3 + 2] > 0.5).count();
        assert_eq!(of_tie, indices.len() - 3);
    }

    #[test]
    fn every_corner_names_its_region_and_is_relative_to_the_origin() {
        let areas = [(0, vec![PLAIN.to_vec()]), (7, vec![PLAIN.to_vec()])];
        let (corners, indices) = cut(&areas, (0.55, 0.55));
        let regions: Vec<f32> = corners.chunks(3).map(|it| it[2]).collect();
        assert_eq!(regions, [0.0, 0.0, 0.0, 0.0, 7.0, 7.0, 7.0, 7.0]);
        assert_eq!(indices.iter().map(|it| it / 4).collect::<Vec<_>>(), [0, 0, 0, 1, 1, 1]);
        assert!(corners.chunks(3).all(|it| it[0].abs() < 0.051 && it[1].abs() < 0.051));
    }
}
