//! The cells of one icosahedron face: a table of classes and a mesh of lattice coordinates.

use geodata::cell::lattice::{Lattice, LatticeTable, rounded};
use geodata::mercator::degrees_from_merc;
use web_sys::WebGl2RenderingContext as Gl;

use super::LAYOUT;
use crate::map::{
    camera::Extent,
    gpu::{Gpu, GpuError, Mesh, Program, Texels, Texture},
    picture::Picture,
};

/// Quads across and down: between their corners lattice coordinates are linear to a fraction of a pixel.
const ACROSS: u32 = 64;
const DOWN: u32 = 36;

/// One face.
#[derive(Debug)]
pub(super) struct Face {
    lattice: Lattice,
    table: LatticeTable,
    classes: Texture,
    mesh: Mesh,
    /// The lattice position the mesh is relative to.
    origin: (i32, i32),
    /// Lattice units a device pixel spans.
    pixel: f32,
    /// Nothing of the face is in view.
    hidden: bool,
}

impl Face {
    /// The cells of a table; `None` when it is of no face.
    pub(super) fn new(gpu: &Gpu, table: LatticeTable) -> Result<Option<Self>, GpuError> {
        let Some(lattice) = Lattice::new(table.face, table.res) else { return Ok(None) };
        Ok(Some(Self {
            lattice,
            table,
            classes: Texture::new(gpu, Texels::Index)?,
            mesh: Mesh::new(gpu, LAYOUT)?,
            origin: (0, 0),
            pixel: 1.0,
            hidden: true,
        }))
    }

    /// Puts the texel of every cell at its positions.
    pub(super) fn colour(&self, gpu: &Gpu, texels: &[u8]) -> Result<(), GpuError> {
        self.classes.upload(gpu, self.size(), &self.table.spread(texels))
    }

    /// Lays the mesh over `seen`, the part of the view that has cells.
    pub(super) fn lay(&mut self, gpu: &Gpu, picture: &Picture<'_>, seen: Option<Extent>) {
        self.hidden = seen.is_none() || self.table.width == 0;
        let Some(seen) = seen.filter(|_| !self.hidden) else { return };
        self.origin = self.nearest(seen.middle());
        self.pixel = self.pixel_at(picture, seen.middle());
        self.mesh.upload(gpu, &net((&self.lattice, self.origin), picture, seen));
    }

    pub(super) fn draw(&self, gpu: &Gpu, program: &Program, hovered: Option<u64>) {
        if self.hidden {
            return;
        }
        let base = (self.origin.0 - self.table.i0, self.origin.1 - self.table.j0);
        let centre = hovered.and_then(|cell| geodata::cell::centre(cell).ok());
        let position = centre.map(|(lng, lat)| rounded(self.lattice.axial(lng, lat)));
        let (i, j) = position.map_or((-1, -1), |(i, j)| (i - self.table.i0, j - self.table.j0));
        let size = self.size();
        self.classes.bind(gpu, 0);
        program.set_int(gpu, "u_base", &[base.0, base.1]);
        program.set_int(gpu, "u_size", &[size.0, size.1]);
        program.set_int(gpu, "u_hovered", &[i, j]);
        program.set(gpu, "u_pixel", &[self.pixel]);
        self.mesh.draw(gpu, Gl::TRIANGLES);
    }

    fn size(&self) -> (i32, i32) {
        let clamp = |size: u32| i32::try_from(size).unwrap_or(i32::MAX);
        (clamp(self.table.width), clamp(self.table.height))
    }

    fn nearest(&self, place: (f64, f64)) -> (i32, i32) {
        let (lng, lat) = degrees_from_merc(place.0, place.1);
        rounded(self.lattice.axial(lng, lat))
    }

    /// Lattice units from a place to the place one device pixel to the east.
    fn pixel_at(&self, picture: &Picture<'_>, place: (f64, f64)) -> f32 {
        let step = 1.0 / (picture.camera.scale * picture.viewport.ratio);
        let at = |x: f64| {
            let (lng, lat) = degrees_from_merc(x, place.1);
            self.lattice.axial_from(self.origin, lng, lat)
        };
        let (here, there) = (at(place.0), at(place.0 + step));
        let (i, j) = (there.0 - here.0, there.1 - here.1);
        #[expect(clippy::cast_possible_truncation, reason = "a small positive number")]
        let length = (i + j / 2.0).hypot(j * 0.75_f64.sqrt()) as f32;
        length
    }
}

/// Two triangles a quad, each corner with clip position, lattice coordinates and margin.
fn net(at: (&Lattice, (i32, i32)), picture: &Picture<'_>, seen: Extent) -> Vec<f32> {
    let corners: Vec<[f32; 5]> = (0..=DOWN)
        .flat_map(|row| (0..=ACROSS).map(move |column| (column, row)))
        .map(|(column, row)| corner(at, picture, seen.at(share(column, ACROSS), share(row, DOWN))))
        .collect();
    let mut out = Vec::with_capacity((ACROSS * DOWN * 6 * 5) as usize);
    let line = (ACROSS + 1) as usize;
    for row in 0..DOWN as usize {
        for column in 0..ACROSS as usize {
            let at = row * line + column;
            let quad = [at, at + 1, at + line, at + line, at + 1, at + line + 1];
            out.extend(quad.iter().flat_map(|&corner| corners[corner]));
        }
    }
    out
}

#[expect(clippy::cast_possible_truncation, reason = "relative to screen and lattice origin")]
fn corner(
    (lattice, origin): (&Lattice, (i32, i32)),
    picture: &Picture<'_>,
    place: (f64, f64),
) -> [f32; 5] {
    let (x, y) = picture.camera.to_screen(picture.viewport, place);
    let clip = (x / picture.viewport.width * 2.0 - 1.0, 1.0 - y / picture.viewport.height * 2.0);
    let (lng, lat) = degrees_from_merc(place.0, place.1);
    let (i, j) = lattice.axial_from(origin, lng, lat);
    [clip.0, clip.1, i, j, lattice.margin(lng, lat)].map(|it| it as f32)
}

fn share(step: u32, of: u32) -> f64 {
    f64::from(step) / f64::from(of)
}

#[cfg(test)]
mod tests;
