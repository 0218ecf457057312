//! Cells → hexagons, found by pixel instead of drawn one by one.
//!
//! On an icosahedron face H3 cells are a regular lattice. A coarse mesh over the part of the view that has
//! cells carries, at each vertex, the lattice coordinates computed in f64 ([`Lattice::axial_from`]); the
//! fragment shader rounds what it is given to the nearest hexagon and fetches its class from a texture. The
//! cost is that of the pixels, whether there are ten thousand hexagons or a million; new values of the same
//! cells are one upload of a byte a position. A view across faces has one mesh and one table for each.

mod face;

use std::sync::Arc;

use geodata::cell::lattice::faces_of;
use geodata::mercator::merc_from_degrees;

use self::face::Face;
use super::Layer;
use crate::map::{
    camera::Extent,
    gpu::{Gpu, GpuError, Layout, Program},
    paint::CellLayer,
    picture::{Picture, same},
    ramp::{CLASSES, Tokens},
};

const VERTEX: &str = include_str!("hexes/hexes.vert.glsl");
const FRAGMENT: &str = include_str!("hexes/hexes.frag.glsl");
const LAYOUT: Layout = &[(0, "vec2", "a_clip"), (1, "vec2", "a_lattice"), (2, "float", "a_margin")];
/// What the class texture holds where there is a cell without a base; below it classes from 1, 0 is no cell.
const NO_BASE: u8 = 8;

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

impl Hexes {
    pub(super) fn new(gpu: &Gpu) -> Result<Self, GpuError> {
        let program = Program::link(gpu, "hexes", VERTEX, FRAGMENT)?;
        Ok(Self { program, faces: Vec::new(), extent: None, list: None, cells: None })
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
        for face in faces_of(cells).unwrap_or_default() {
            self.faces.extend(Face::new(gpu, cells, face, res)?);
        }
        self.extent = extent_of(cells, res);
        Ok(())
    }
}

impl Layer for Hexes {
    const NAME: &'static str = "hexes";

    fn prepare(&mut self, gpu: &Gpu, picture: &Picture<'_>) -> Result<(), GpuError> {
        let cells = picture.inputs.cells.as_ref();
        if !same(self.cells.as_ref(), cells) {
            self.cells = cells.cloned();
            cells.map_or(Ok(()), |it| self.colour(gpu, it))?;
        }
        let seen = self.extent.and_then(|it| it.overlap(picture.camera.extent(picture.viewport)));
        for face in &mut self.faces {
            face.lay(gpu, picture, seen);
        }
        Ok(())
    }

    fn draw(&self, gpu: &Gpu, picture: &Picture<'_>) -> bool {
        let Some(layer) = self.cells.as_deref() else { return false };
        let program = &self.program;
        let tokens = picture.tokens();
        program.bind(gpu);
        program.set_int(gpu, "u_class", &[0]);
        program.set(gpu, "u_palette", &palette(layer, picture));
        program.set(gpu, "u_opacity", &[layer.opacity]);
        let [red, green, blue] = tokens.hovered.unit();
        program.set(gpu, "u_highlight", &[red, green, blue]);
        for face in &self.faces {
            face.draw(gpu, program, picture.hovered_cell());
        }
        !self.faces.is_empty()
    }
}

/// For each cell of the frame what the class texture holds at its positions.
fn texels(layer: &CellLayer) -> Vec<u8> {
    layer.classes().map(|class| class.map_or(NO_BASE, |it| it + 1)).collect()
}

/// Colours of the classes, then that of cells without a base; alpha is not used.
fn palette(layer: &CellLayer, picture: &Picture<'_>) -> Vec<f32> {
    let theme = picture.inputs.theme;
    let classes = layer.breaks.len() + 1;
    let ramp = (0..CLASSES).map(|class| layer.ramp.colour(theme, class, classes));
    let colours = ramp.chain([Tokens::of(theme).no_base[1]]);
    colours.flat_map(|it| [it.unit()[0], it.unit()[1], it.unit()[2], 1.0]).collect()
}

/// The box round some cells, with room for a cell's own size.
fn extent_of(cells: &[u64], res: u8) -> Option<Extent> {
    let centres = cells.iter().filter_map(|&cell| geodata::cell::centre(cell).ok());
    let places = centres.map(|(lng, lat)| merc_from_degrees(lng, lat));
    let boxes = places.map(|(x, y)| Extent { left: x, top: y, right: x, bottom: y });
    // A cell of resolution 0 is some 1300 km from centre to corner; each step is √7 smaller. Web mercator
    // stretches it by at most 4 up to 75 degrees.
    let room = 4.0 * 1_300.0 / 40_075.0 / 7_f64.powf(f64::from(res) / 2.0);
    boxes.reduce(Extent::union).map(|it| it.grown(room))
}

#[cfg(test)]
mod tests {
    use domain::cells::CellFrame;

    use super::*;
    use crate::map::gpu::attributes;

    #[test]
    fn the_hex_buffer_layout_matches_the_hex_shader() {
        assert_eq!(attributes::declared(VERTEX), LAYOUT);
        assert!(
            FRAGMENT.contains(&format!("u_palette[{NO_BASE}]")),
            "as many colours as texel values"
        );
    }

    #[test]
    fn a_class_is_never_taken_for_no_cell_and_no_base_is_no_class() {
        let frame = CellFrame { num: vec![0, 9, 1], den: vec![1, 1, 0], ..CellFrame::default() };
        let breaks = (1..=6).map(f64::from).collect();
        let layer = CellLayer { frame, breaks, ..CellLayer::default() };
        assert_eq!(texels(&layer), [1, 7, NO_BASE]);
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
    }
}
