//! Pictures of a raster map → the ground of the map: a textured square a tile, toned down so that what lies on it
//! can be read.

use std::collections::BTreeMap;

use web_sys::{HtmlImageElement, WebGl2RenderingContext as Gl};

use crate::map::{
    gpu::{Gpu, GpuError, Layout, Mesh, Program, Texels, Texture},
    ground::{self, TileAt},
    picture::Picture,
};

const VERTEX: &str = include_str!("raster/raster.vert.glsl");
const FRAGMENT: &str = include_str!("raster/raster.frag.glsl");
const LAYOUT: Layout = &[(0, "vec2", "a_share")];
/// The unit square as a strip: shares of the way east and south.
const SQUARE: [f32; 8] = [0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0];

/// The textures of the pictures on the map.
#[derive(Debug)]
pub(super) struct Raster {
    program: Program,
    square: Mesh,
    textures: BTreeMap<TileAt, Texture>,
}

impl Raster {
    pub(super) fn new(gpu: &Gpu) -> Result<Self, GpuError> {
        let mut square = Mesh::new(gpu, LAYOUT)?;
        square.upload(gpu, &SQUARE);
        let program = Program::link(gpu, "raster", VERTEX, FRAGMENT)?;
        Ok(Self { program, square, textures: BTreeMap::new() })
    }

    /// Uploads what is new and lets go of what is no longer there.
    pub(super) fn prepare(&mut self, gpu: &Gpu, picture: &Picture<'_>) -> Result<(), GpuError> {
        let mut before = std::mem::take(&mut self.textures);
        for hung in picture.ground {
            let kept = before.remove(&hung.at);
            let texture = kept.map_or_else(|| uploaded(gpu, &hung.image), Ok)?;
            self.textures.insert(hung.at, texture);
        }
        for texture in before.into_values() {
            texture.delete(gpu);
        }
        Ok(())
    }

    pub(super) fn draw(&self, gpu: &Gpu, picture: &Picture<'_>) -> bool {
        let program = &self.program;
        let centre = picture.camera.centre;
        program.bind(gpu);
        program.set(gpu, "u_view", &picture.clip_from(centre));
        program.set(gpu, "u_tone", &ground::tone(picture.inputs.theme));
        program.set_int(gpu, "u_tile", &[0]);
        for hung in picture.ground {
            let Some(texture) = self.textures.get(&hung.at) else { continue };
            texture.bind(gpu, 0);
            program.set(gpu, "u_corners", &relative(hung.corners, centre));
            self.square.draw(gpu, Gl::TRIANGLE_STRIP);
        }
        !picture.ground.is_empty()
    }
}

fn uploaded(gpu: &Gpu, image: &HtmlImageElement) -> Result<Texture, GpuError> {
    let texture = Texture::new(gpu, Texels::Picture)?;
    texture.upload_image(gpu, image)?;
    Ok(texture)
}

#[expect(clippy::cast_possible_truncation, reason = "relative to the middle of the screen")]
fn relative(corners: [(f64, f64); 4], middle: (f64, f64)) -> [f32; 8] {
    let [nw, ne, sw, se] = corners.map(|it| [(it.0 - middle.0) as f32, (it.1 - middle.1) as f32]);
    [nw[0], nw[1], ne[0], ne[1], sw[0], sw[1], se[0], se[1]]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::gpu::attributes;

    #[test]
    fn the_raster_buffer_layout_matches_the_raster_shader() {
        assert_eq!(attributes::declared(VERTEX), LAYOUT);
        assert!(VERTEX.contains("u_corners[2]"), "four corners are two vec4");
    }

    #[test]
    fn corners_are_relative_to_the_middle_of_the_screen() {
        let corners = [(0.5, 0.5), (0.75, 0.5), (0.5, 1.0), (0.75, 1.0)];
        let quarters = relative(corners, (0.5, 0.5)).map(|it| (it * 4.0).to_string());
        assert_eq!(quarters.join(" "), "0 0 1 0 0 2 1 2");
    }
}
