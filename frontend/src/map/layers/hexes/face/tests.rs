//! What the GPU does with the mesh, on the CPU, against H3 itself: design hard case "hexes by pixel".

use std::collections::BTreeSet;

use geodata::cell::cell_at;

use super::*;
use crate::map::{
    camera::{Camera, Viewport},
    picture::{Inputs, bare},
    shapes::Bounds,
};

const SCREEN: Viewport = Viewport { width: 1920.0, height: 1080.0, ratio: 1.0 };
/// Every so many pixels is looked at, both ways; a prime, so that no pattern of the mesh is met.
const STEP: usize = 11;

/// The mesh of one face in a view, and its table.
struct Drawn {
    origin: (i32, i32),
    table: LatticeTable,
    vertices: Vec<f32>,
}

/// The share of pixels whose cell is another than H3 says.
fn differing(centre: (f64, f64), kilometres: f64, res: u8) -> f64 {
    let half = kilometres / 111.2 / 2.0;
    let (west, east) = (centre.0 - half, centre.0 + half);
    let bounds = Bounds { west, east, south: centre.1 - half * 0.4, north: centre.1 + half * 0.4 };
    let camera = Camera::fit(Extent::of(bounds), SCREEN, [0.0; 4]);
    let inputs = Inputs::default();
    let picture = bare(&inputs, camera, SCREEN);
    let pixels: Vec<(f64, f64)> = (0..1080)
        .step_by(STEP)
        .flat_map(|y| {
            (0..1920).step_by(STEP).map(move |x| (f64::from(x) + 0.5, f64::from(y) + 0.5))
        })
        .collect();
    let truth = |&pixel: &(f64, f64)| {
        let (lng, lat) = camera.to_degrees(SCREEN, pixel);
        cell_at(lng, lat, res).unwrap()
    };
    let cells: BTreeSet<u64> = pixels.iter().map(truth).collect();
    let cells: Vec<u64> = cells.into_iter().collect();
    let tables = LatticeTable::of_all(&cells, res).unwrap();
    let faces: Vec<Drawn> = tables.into_iter().map(|it| drawn(it, &picture)).collect();
    let wrong = pixels.iter().filter(|&pixel| found(&faces, &cells, *pixel) != Some(truth(pixel)));
    wrong.count() as f64 / pixels.len() as f64
}

fn drawn(table: LatticeTable, picture: &Picture<'_>) -> Drawn {
    let lattice = Lattice::new(table.face, table.res).unwrap();
    let seen = picture.camera.extent(picture.viewport);
    let (lng, lat) = degrees_from_merc(seen.middle().0, seen.middle().1);
    let origin = rounded(lattice.axial(lng, lat));
    let vertices = net((&lattice, origin), picture, seen);
    Drawn { origin, table, vertices }
}

/// What the fragment shader finds at a pixel, on the face that does not discard it.
fn found(faces: &[Drawn], cells: &[u64], pixel: (f64, f64)) -> Option<u64> {
    faces.iter().find_map(|face| {
        let [_, _, i, j, margin] = interpolated(&face.vertices, pixel);
        if margin < 0.0 {
            return None;
        }
        let (i, j) = rounded((i.into(), j.into()));
        let number = face.table.at((i + face.origin.0, j + face.origin.1))?;
        cells.get(number as usize).copied()
    })
}

/// Linear interpolation in the triangle of the mesh that covers a pixel, as the rasteriser does it.
fn interpolated(vertices: &[f32], (x, y): (f64, f64)) -> [f32; 5] {
    let (across, down) = (x / 1920.0 * f64::from(ACROSS), y / 1080.0 * f64::from(DOWN));
    let (column, row) = (across.floor(), down.floor());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "inside the mesh")]
    let quad = (row as usize * ACROSS as usize + column as usize) * 6;
    #[expect(clippy::cast_possible_truncation, reason = "shares of one")]
    let (right, low) = ((across - column) as f32, (down - row) as f32);
    let vertex = |number: usize, at: usize| vertices[(quad + number) * 5 + at];
    std::array::from_fn(|at| {
        if right + low < 1.0 {
            let first = vertex(0, at);
            first + (vertex(1, at) - first) * right + (vertex(2, at) - first) * low
        } else {
            let last = vertex(5, at);
            last + (vertex(3, at) - last) * (1.0 - right) + (vertex(4, at) - last) * (1.0 - low)
        }
    })
}

#[test]
fn the_cell_of_a_pixel_is_the_cell_of_h3_for_all_but_a_few_pixels_on_edges() {
    let views = [
        ("Beijing, a district", (116.4, 39.9), 30.0, 9),
        ("Beijing, whole", (116.4, 40.2), 300.0, 7),
        ("Beijing, a street", (116.4, 39.9), 5.0, 10),
        ("Shanghai, across faces", (121.5, 31.2), 400.0, 7),
        ("Lower Yangtze, across faces", (119.5, 31.5), 1_500.0, 5),
        ("Chicago", (-87.65, 41.85), 120.0, 8),
        ("China", (105.0, 35.0), 4_000.0, 4),
    ];
    for (name, centre, kilometres, res) in views {
        let share = differing(centre, kilometres, res);
        assert!(share <= 0.0025, "{name}: {:.2} % of pixels", share * 100.0);
    }
    let off = differing((116.4, 39.9), 4_000.0, 9);
    assert!(off > 0.0025, "the check can fail: cells far below a pixel, {off}");
}
