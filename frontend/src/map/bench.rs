//! The map driven by a harness page instead of by the product's: what `cargo xtask bench --browser` measures.
//!
//! Only in builds with the feature `bench`. Everything below [`Layers`] is the product's own; a canvas, a
//! camera and what to show are given from outside, and the caller's clock says how long it took. Nothing
//! here is tuned for the measurement, and nothing here reaches the product.

use std::sync::Arc;

use domain::cells::{CellFrame, hash_of};
use geodata::cell;
use geodata::mercator::{degrees_from_merc, merc_from_degrees};
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

use super::{
    camera::{Camera, Extent, Viewport},
    gpu::Gpu,
    layers::Layers,
    paint::{CellLayer, Content, Overlay, Paint, RegionFill},
    picture::{Inputs, bare},
    ramp::{Ramp, Rgb, Theme},
    shapes::RegionShapes,
};

/// Where the cells lie: Beijing, on one icosahedron face.
const MIDDLE: (f64, f64) = (116.4, 39.9);
/// What is filled with cells has the shape of the screen, so that all of it is in view.
const SHAPE: (f64, f64) = (16.0, 9.0);
/// A disk round a rectangle of that shape has 1.84 times its area; some more for its uneven rim.
const ROUND: f64 = 1.95;
/// So many pixels beside a border nothing of its line is seen.
const ROOM: f64 = 3.0;
const BREAKS: [f64; 6] = [10.0, 30.0, 75.0, 150.0, 300.0, 500.0];
const RAMP: Ramp = Ramp::Risk;

/// One map on one canvas.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Rig {
    layers: Layers,
    inputs: Inputs,
    camera: Camera,
    viewport: Viewport,
    /// The cells on the map and their values.
    frame: CellFrame,
    /// The same as they travel.
    encoded: Vec<u8>,
}

/// What the map is asked to show: the only place here that knows how a page asks.
fn wishes(shown: Shown) -> Inputs {
    let overlay =
        |content| Arc::new(vec![Overlay { key: "bench".to_owned(), opacity: 1.0, content }]);
    match shown {
        Shown::Cells(frame) => {
            let values = frame.num.iter().map(|it| *it as f64).collect();
            let breaks = BREAKS.to_vec();
            let layer = CellLayer { frame: Arc::new(frame), values, breaks, ramp: RAMP };
            Inputs { overlays: overlay(Content::Cells(Arc::new(layer))), ..Inputs::default() }
        }
        Shown::Regions(regions, fill) => Inputs {
            regions: Some(Arc::new(regions)),
            overlays: overlay(Content::Fill(Arc::new(fill))),
            // Peers draw no glow round their borders; on the light ground we draw none either.
            theme: Theme::Light,
            ..Inputs::default()
        },
    }
}

enum Shown {
    Cells(CellFrame),
    Regions(RegionShapes, RegionFill),
}

#[wasm_bindgen]
impl Rig {
    /// A map on a canvas that has its size already.
    #[wasm_bindgen(constructor)]
    pub fn new(canvas: &HtmlCanvasElement) -> Result<Self, JsError> {
        let viewport =
            Viewport { width: canvas.width().into(), height: canvas.height().into(), ratio: 1.0 };
        let gpu = Gpu::of(canvas)?;
        let layers = Layers::new(gpu.clone())?;
        gpu.ready()?;
        Ok(Self {
            layers,
            inputs: Inputs::default(),
            camera: Camera { centre: (0.5, 0.5), scale: viewport.width },
            viewport,
            frame: CellFrame::default(),
            encoded: Vec::new(),
        })
    }

    /// Finds `count` cells of a resolution that fill the screen and looks at them; returns them ascending.
    pub fn gather(&mut self, count: u32, res: u8) -> Result<Vec<u64>, JsError> {
        let (cells, extent) = filling(count as usize, res)?;
        self.camera = Camera::fit(extent, self.viewport, [0.0; 4]);
        self.frame = CellFrame {
            res,
            list_hash: hash_of(&cells),
            num: vec![0; cells.len()],
            cells: cells.clone(),
            ..CellFrame::default()
        };
        Ok(cells)
    }

    /// Gives every cell a new value; the next frame shows them. Returns the class of each.
    pub fn revalue(&mut self, seed: u32) -> Vec<u8> {
        let mut state = u64::from(seed) + 1;
        for value in &mut self.frame.num {
            *value = skewed(&mut state);
        }
        self.encoded = self.frame.encode(None);
        let classes = self
            .frame
            .num
            .iter()
            .map(|it| super::class_of(*it as f64, &BREAKS).unwrap_or_default());
        let classes = classes.collect();
        self.inputs = wishes(Shown::Cells(self.frame.clone()));
        classes
    }

    /// Reads the cells as they travelled; returns how many there were.
    pub fn decode(&self) -> Result<usize, JsError> {
        Ok(CellFrame::decode(&self.encoded, &[])?.cells.len())
    }

    /// How many bytes the cells travelled in.
    pub fn travelled(&self) -> usize {
        self.encoded.len()
    }

    /// Reads a text of GeoJSON and looks at its regions; region `n` is of class `n` modulo seven.
    pub fn read_regions(&mut self, text: &[u8]) -> Result<usize, JsError> {
        let regions = RegionShapes::from_geojson(text)?;
        let count = regions.regions.len();
        let extent = regions.bounds().map(Extent::of);
        self.camera = extent.map_or(self.camera, |it| Camera::fit(it, self.viewport, [0.0; 4]));
        let class = |number: usize| Paint::Class(u8::try_from(number % 7).unwrap_or_default());
        let codes = regions.regions.iter().enumerate();
        let by_code = codes.map(|(number, it)| (it.code.clone(), class(number))).collect();
        let fill = RegionFill { by_code, ramp: RAMP, classes: 7 };
        self.inputs = wishes(Shown::Regions(regions, fill));
        Ok(count)
    }

    /// Longitude, latitude and zoom (the world is 512 · 2^zoom pixels wide).
    pub fn camera(&self) -> Vec<f64> {
        let (lng, lat) = degrees_from_merc(self.camera.centre.0, self.camera.centre.1);
        vec![lng, lat, (self.camera.scale / 512.0).log2()]
    }

    /// Moves the picture by pixels.
    pub fn pan(&mut self, x: f64, y: f64) {
        self.camera = self.camera.panned((x, y));
    }

    /// Prepares and draws; the GPU may still be at it when this returns.
    pub fn frame(&mut self) -> Result<String, JsError> {
        let picture = bare(&self.inputs, self.camera, self.viewport);
        Ok(self.layers.paint(&picture)?.join(" "))
    }

    /// Red, green, blue of every class.
    pub fn palette(&self) -> Vec<u8> {
        let colours = (0..7).map(|class| RAMP.colour(self.inputs.theme, class, 7));
        colours.flat_map(Rgb::bytes).collect()
    }

    /// For every `step`th pixel across and down its column, row (from the top) and the class of the cell in
    /// which its middle lies, asked of H3; pixels without a cell are left out.
    pub fn truth(&self, step: u32) -> Vec<u32> {
        let (mut found, mut row) = (Vec::new(), step / 2);
        while f64::from(row) < self.viewport.height {
            let mut column = step / 2;
            while f64::from(column) < self.viewport.width {
                let pixel = (f64::from(column) + 0.5, f64::from(row) + 0.5);
                let (lng, lat) = self.camera.to_degrees(self.viewport, pixel);
                let cell = cell::cell_at(lng, lat, self.frame.res).ok();
                let at = cell.and_then(|it| self.frame.cells.binary_search(&it).ok());
                let class = at.and_then(|it| super::class_of(self.frame.num[it] as f64, &BREAKS));
                found.extend(class.into_iter().flat_map(|it| [column, row, it.into()]));
                column += step;
            }
            row += step;
        }
        found
    }

    /// For every `step`th pixel across and down its column, row (from the top) and the class of the region in
    /// which it lies; pixels without a region, and those nearer to a border than a line is wide, are left out.
    pub fn regions_truth(&self, step: u32) -> Vec<u32> {
        let Some(regions) = &self.inputs.regions else { return Vec::new() };
        let number = |x: f64, y: f64| {
            let (lng, lat) = self.camera.to_degrees(self.viewport, (x, y));
            regions.regions.iter().position(|it| it.contains(lng, lat))
        };
        let down = (0..pixel(self.viewport.height)).step_by(step as usize);
        let all = down.flat_map(|row| {
            (0..pixel(self.viewport.width)).step_by(step as usize).map(move |column| (column, row))
        });
        let found = all.filter_map(|(column, row)| {
            let (x, y) = (f64::from(column) + 0.5, f64::from(row) + 0.5);
            let own = number(x, y)?;
            let inside = [(-ROOM, 0.0), (ROOM, 0.0), (0.0, -ROOM), (0.0, ROOM)]
                .into_iter()
                .all(|(right, down)| number(x + right, y + down) == Some(own));
            inside.then(|| [column, row, u32::try_from(own % 7).unwrap_or_default()])
        });
        found.flatten().collect()
    }

    /// For every `step`th cell the column and row of the pixel its centre is in, and its class.
    pub fn centres(&self, step: usize) -> Vec<u32> {
        let cells = self.frame.cells.iter().zip(&self.frame.num).step_by(step.max(1));
        let seen = cells.filter_map(|(&cell, &value)| {
            let (lng, lat) = cell::centre(cell).ok()?;
            let (x, y) = self.camera.to_screen(self.viewport, merc_from_degrees(lng, lat));
            let inside =
                x >= 0.0 && y >= 0.0 && x < self.viewport.width && y < self.viewport.height;
            let class = super::class_of(value as f64, &BREAKS)?;
            inside.then(|| [pixel(x), pixel(y), class.into()])
        });
        seen.flatten().collect()
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "inside the screen")]
fn pixel(at: f64) -> u32 {
    at as u32
}

/// The cells nearest to the middle, measured in the shape of the screen, and the box they fill.
fn filling(count: usize, res: u8) -> Result<(Vec<u64>, Extent), JsError> {
    let middle = cell::cell_at(MIDDLE.0, MIDDLE.1, res)?;
    let rings = (count as f64 * ROUND / 3.0).sqrt().ceil();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred")]
    let around = cell::disk(middle, rings as u32)?;
    let (x, y) = merc_from_degrees(MIDDLE.0, MIDDLE.1);
    let mut far: Vec<(f64, u64)> = around
        .into_iter()
        .filter_map(|it| {
            let (lng, lat) = cell::centre(it).ok()?;
            let (east, south) = merc_from_degrees(lng, lat);
            Some((((east - x).abs() / SHAPE.0).max((south - y).abs() / SHAPE.1), it))
        })
        .collect();
    far.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    far.truncate(count);
    let reach = far.last().map_or(0.0, |it| it.0);
    let mut cells: Vec<u64> = far.into_iter().map(|it| it.1).collect();
    cells.sort_unstable();
    let (across, down) = (reach * SHAPE.0, reach * SHAPE.1);
    let extent = Extent { left: x - across, top: y - down, right: x + across, bottom: y + down };
    Ok((cells, extent))
}

/// The next of a run of counts, small ones more often: 0 to 999.
fn skewed(state: &mut u64) -> i64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    let drawn = (*state >> 33) % 1_000;
    (drawn * drawn / 1_000).cast_signed()
}
