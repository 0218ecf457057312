//! Cells → hexagons, found by pixel instead of drawn one by one.
//!
//! On an icosahedron face H3 cells are a regular lattice. A coarse mesh over the part of the view that has
//! cells carries, at each vertex, the lattice coordinates computed in f64 ([`Lattice::axial_from`]); the
//! fragment shader rounds what it is given to the nearest hexagon and fetches its class from a texture. The
//! cost is that of the pixels, whether there are ten thousand hexagons or a million; new values of the same
//! cells are one upload of a byte a position. A view across faces has one mesh and one table for each.

mod face;

use std::sync::Arc;

use geodata::cell::lattice::LatticeTable;
use geodata::mercator::merc_from_degrees;

use self::face::Face;
use crate::map::{
    camera::Extent,
    gpu::{Gpu, GpuError, Layout, Program},
    paint::CellLayer,
    picture::{Picture, same},
    ramp::{CLASSES, Ramp},
};

const VERTEX: &str = include_str!("hexes/hexes.vert.glsl");
const FRAGMENT: &str = include_str!("hexes/hexes.frag.glsl");
const LAYOUT: Layout = &[(0, "vec2", "a_clip"), (1, "vec2", "a_lattice"), (2, "float", "a_margin")];
/// With more cells than this, finding the middle of each takes longer than the eye allows.
const MANY: usize = 10_000;

/// All cells of the layer.
#[derive(Debug)]
pub(super) struct Hexes {
    program: Program,
    faces: Vec<Face>,
    /// Where there are cells at all, mercator.
    extent: Option<Extent>,
    /// The cell list the tables were made for.
    list: Option<(u64, u8)>,
    cells: Option<Arc<CellLayer>>,
}

pub(super) fn program(gpu: &Gpu) -> Result<Program, GpuError> {
    Program::link(gpu, "hexes", VERTEX, FRAGMENT)
}

impl Hexes {
    pub(super) const fn new(program: Program) -> Self {
        Self { program, faces: Vec::new(), extent: None, list: None, cells: None }
    }

    /// New values; new tables only when the cells are others.
    fn colour(&mut self, gpu: &Gpu, layer: &CellLayer) -> Result<(), GpuError> {
        let list = (layer.frame.list_hash, layer.frame.res);
        if self.list != Some(list) {
            self.tabulate(gpu, layer)?;
            self.list = Some(list);
        }
        let texels = texels(layer);
        self.faces.iter().try_for_each(|face| face.colour(gpu, &texels))
    }

    /// Tables for another list of cells; a list that is no H3 has none.
    fn tabulate(&mut self, gpu: &Gpu, layer: &CellLayer) -> Result<(), GpuError> {
        let (cells, res) = (&layer.frame.cells, layer.frame.res);
        self.faces.clear();
        for table in LatticeTable::of_all(cells, res).unwrap_or_default() {
            self.faces.extend(Face::new(gpu, table)?);
        }
        self.extent = extent_of(cells, res);
        Ok(())
    }
}

impl Hexes {
    pub(super) fn prepare(
        &mut self,
        gpu: &Gpu,
        picture: &Picture<'_>,
        cells: &Arc<CellLayer>,
    ) -> Result<(), GpuError> {
        if !same(self.cells.as_ref(), Some(cells)) {
            self.cells = Some(Arc::clone(cells));
            self.colour(gpu, cells)?;
        }
        let seen = self.extent.and_then(|it| it.overlap(picture.camera.extent(picture.viewport)));
        for face in &mut self.faces {
            face.lay(gpu, picture, seen);
        }
        Ok(())
    }

    pub(super) fn draw(&self, gpu: &Gpu, picture: &Picture<'_>, opacity: f32) -> bool {
        let Some(layer) = self.cells.as_deref() else { return false };
        let program = &self.program;
        let tokens = picture.tokens();
        program.bind(gpu);
        program.set_int(gpu, "u_class", &[0]);
        program.set(gpu, "u_palette", &palette(layer.ramp, layer.breaks.len(), picture));
        program.set(gpu, "u_opacity", &[opacity]);
        let [red, green, blue] = tokens.hovered.unit();
        program.set(gpu, "u_highlight", &[red, green, blue]);
        for face in &self.faces {
            face.draw(gpu, program, picture.hovered_cell());
        }
        !self.faces.is_empty()
    }
}

/// For each cell of the frame what the class texture holds at its positions: classes from 1, 0 is not painted.
fn texels(layer: &CellLayer) -> Vec<u8> {
    let limits = limits(&layer.breaks);
    layer.values.iter().map(|&value| texel(value, limits)).collect()
}

/// As many limits as there can be; nothing is above one that is no number.
fn limits(breaks: &[f64]) -> [f64; CLASSES - 1] {
    let mut limits = [f64::NAN; CLASSES - 1];
    for (limit, known) in limits.iter_mut().zip(breaks) {
        *limit = *known;
    }
    limits
}

/// One more than the class, 0 for no number: [`class_of`](crate::map::class_of) without a branch, for a
/// million values.
fn texel(value: f64, limits: [f64; CLASSES - 1]) -> u8 {
    let passed = |number: usize| u8::from(value >= limits[number]);
    let lower = passed(0) + passed(1) + passed(2);
    u8::from(!value.is_nan()) + lower + passed(3) + passed(4) + passed(5)
}

/// Colours of the classes between so many breaks, as the shaders hold them: eight, the last one spare, alpha unused.
pub(super) fn palette(ramp: Ramp, breaks: usize, picture: &Picture<'_>) -> Vec<f32> {
    let theme = picture.inputs.theme;
    let colours = (0..=CLASSES).map(|class| ramp.colour(theme, class, breaks + 1));
    colours.flat_map(|it| [it.unit()[0], it.unit()[1], it.unit()[2], 1.0]).collect()
}

/// The box round some cells, with room for a cell's own size; of many cells, round the ancestors they share.
fn extent_of(cells: &[u64], res: u8) -> Option<Extent> {
    let coarse = if cells.len() > MANY { res.saturating_sub(2) } else { res };
    let mut ancestors: Vec<u64> =
        cells.iter().filter_map(|&cell| geodata::cell::parent(cell, coarse).ok()).collect();
    ancestors.dedup();
    let centres = ancestors.iter().filter_map(|&cell| geodata::cell::centre(cell).ok());
    let boxes = centres.map(|(lng, lat)| {
        let (x, y) = merc_from_degrees(lng, lat);
        // A cell of resolution 0 is some 1300 km from centre to corner, each step is √7 smaller, and what
        // descends from a cell reaches a little further; web mercator stretches towards the poles.
        let stretch = 1.2 / lat.to_radians().cos().max(0.1);
        let room = stretch * 1_300.0 / 40_075.0 / 7_f64.powf(f64::from(coarse) / 2.0);
        Extent { left: x, top: y, right: x, bottom: y }.grown(room)
    });
    boxes.reduce(Extent::union)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::gpu::attributes;

    #[test]
    fn the_hex_buffer_layout_matches_the_hex_shader() {
        assert_eq!(attributes::declared(VERTEX), LAYOUT);
        assert!(
            FRAGMENT.contains(&format!("u_palette[{}]", CLASSES + 1)),
            "as many colours as the palette"
        );
    }

    #[test]
    fn a_class_is_never_taken_for_no_cell() {
        let breaks = (1..=6).map(f64::from).collect();
        let layer = CellLayer { values: vec![0.0, 9.0, f64::NAN], breaks, ..CellLayer::default() };
        assert_eq!(texels(&layer), [1, 7, 0]);
    }

    #[test]
    fn a_texel_is_one_more_than_the_class_for_any_number_of_breaks() {
        for count in 0..8 {
            let breaks: Vec<f64> = (0..count).map(|it| f64::from(it) * 1.5).collect();
            for value in [-1.0, 0.0, 1.4, 1.5, 2.9, 3.0, 7.5, 9e9] {
                let class = crate::map::class_of(value, &breaks).unwrap();
                assert_eq!(texel(value, limits(&breaks)), class + 1, "{value} in {breaks:?}");
            }
            assert_eq!(texel(f64::NAN, limits(&breaks)), 0);
        }
    }

    #[test]
    fn the_extent_of_cells_has_room_for_their_corners() {
        for res in 4..=10 {
            let cell = geodata::cell::cell_at(116.4, 39.9, res).unwrap();
            let extent = extent_of(&[cell], res).unwrap();
            for (lng, lat) in geodata::cell::boundary(cell).unwrap() {
                let (x, y) = merc_from_degrees(lng, lat);
                assert!(x > extent.left && x < extent.right && y > extent.top && y < extent.bottom);
            }
        }
        assert_eq!(extent_of(&[], 8), None);
        let many =
            geodata::cell::disk(geodata::cell::cell_at(116.4, 39.9, 9).unwrap(), 60).unwrap();
        assert!(many.len() > MANY);
        let extent = extent_of(&many, 9).unwrap();
        for corner in many.iter().flat_map(|it| geodata::cell::boundary(*it).unwrap()) {
            let (x, y) = merc_from_degrees(corner.0, corner.1);
            assert!(x > extent.left && x < extent.right && y > extent.top && y < extent.bottom);
        }
    }
}
