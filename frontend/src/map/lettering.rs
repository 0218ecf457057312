//! Placed names → letters on the canvas above the map, with a halo of what is under them.

use geodata::mercator::merc_from_degrees;
use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::{
    anchors::Anchor,
    camera::{Viewport, within},
    clusters::Cluster,
    labels::{Frame, Taken, Wish, placed, width_of},
    paint::class_of,
    picture::Picture,
    ramp::Rgb,
    shapes::RegionShape,
};
use crate::arrange::arrange;

/// The canvas for letters; also what the map falls back to without WebGL2.
#[derive(Clone, Debug)]
pub(crate) struct Lettering {
    canvas: HtmlCanvasElement,
    pub(crate) context: CanvasRenderingContext2d,
    font: String,
}

/// A text, its colour and halo.
struct Ink {
    text: String,
    colour: Rgb,
    halo: Rgb,
}

/// On a ground brighter than this, letters are dark.
const BRIGHT: f64 = 0.26;
const DARK_INK: Rgb = Rgb(0x0c_1a2a);
const LIGHT_INK: Rgb = Rgb(0xf4_f8fc);
const HALO_PX: f64 = 3.2;
/// Numbers in bubbles, of the size of labels.
const COUNT_SIZE: f64 = 0.75;
/// How much of the padding is air between the map and the panels.
const MARGIN_PX: f64 = 28.0;

impl Lettering {
    /// `None` when the canvas gives no 2D context.
    pub(crate) fn of(canvas: HtmlCanvasElement) -> Option<Self> {
        let context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        Self::with(canvas, context)
    }

    /// The same in the memory of the page: the first picture then waits for no GPU.
    pub(crate) fn in_memory(canvas: HtmlCanvasElement) -> Option<Self> {
        let options = Object::new();
        Reflect::set(&options, &JsValue::from_str("willReadFrequently"), &JsValue::TRUE).ok()?;
        let context = canvas.get_context_with_context_options("2d", &options);
        let context = context.ok()??.dyn_into().ok()?;
        Self::with(canvas, context)
    }

    /// Takes the canvas away, with its memory.
    pub(crate) fn put_away(self) {
        self.canvas.set_hidden(true);
        self.canvas.set_width(0);
    }

    fn with(canvas: HtmlCanvasElement, context: CanvasRenderingContext2d) -> Option<Self> {
        let style = web_sys::window()?.get_computed_style(&canvas).ok()??;
        let font = style.get_property_value("font-family").unwrap_or_default();
        let font = if font.is_empty() { "sans-serif".to_owned() } else { font };
        Some(Self { canvas, context, font })
    }

    /// A clear canvas in CSS pixels.
    pub(crate) fn begin(&self, picture: &Picture<'_>) {
        let (width, height) = picture.viewport.device();
        let size = picture.device_size();
        let pixels = |it: i32| u32::try_from(it).unwrap_or(1);
        if (self.canvas.width(), self.canvas.height()) != (pixels(size.0), pixels(size.1)) {
            self.canvas.set_width(pixels(size.0));
            self.canvas.set_height(pixels(size.1));
        }
        let ratio = picture.viewport.ratio;
        self.context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0).ok();
        self.context.clear_rect(0.0, 0.0, width, height);
        self.context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0).ok();
    }

    /// Writes how many places each bubble holds, then the names of regions where there is room.
    pub(crate) fn write(&self, picture: &Picture<'_>, anchors: &[Anchor]) {
        let font_px = picture.inputs.label_px;
        let shapes = picture.inputs.regions.as_ref().map_or(&[][..], |it| it.regions.as_slice());
        let mut anchors: Vec<&Anchor> = anchors.iter().collect();
        let selected = picture.inputs.selected.as_deref();
        let rests = |it: &Anchor| {
            shapes.get(it.region).is_none_or(|shape| Some(shape.code.as_str()) != selected)
        };
        arrange(&mut anchors, |a, b| rests(a).cmp(&rests(b)));
        let wishes: Vec<Wish> = anchors.iter().map(|it| region_wish(it, picture)).collect();
        let inside = |number: usize, frame: Frame| match anchors.get(number) {
            Some(anchor) => shapes.get(anchor.region).is_some_and(|it| holds(it, frame, picture)),
            None => true,
        };
        let screen = uncovered(picture.inputs.padding, picture.viewport);
        let many: Vec<&Cluster> = picture.seen().filter(|it| it.count > 1).collect();
        let places = placed(&wishes, screen, taken(picture), inside);
        self.prepare(font_px);
        for (anchor, place) in anchors.into_iter().zip(places) {
            if let (Some(place), Some(ink)) = (place, ink(anchor, picture)) {
                self.prepare(font_px * anchor.size);
                self.letters(place, &ink);
            }
        }
        self.counts(&many, picture);
        self.loops(picture);
    }

    /// What was chosen by hand, and the loop that is being drawn.
    fn loops(&self, picture: &Picture<'_>) {
        if let Some(chosen) = &picture.inputs.chosen {
            let on_screen = |(lng, lat): (f64, f64)| {
                picture.camera.to_screen(picture.viewport, merc_from_degrees(lng, lat))
            };
            self.outline(&chosen.ring().into_iter().map(on_screen).collect::<Vec<_>>(), picture);
        }
        self.outline(picture.drawn, picture);
    }

    fn outline(&self, corners: &[(f64, f64)], picture: &Picture<'_>) {
        let Some(((x, y), rest)) = corners.split_first() else { return };
        let (context, tokens) = (&self.context, picture.tokens());
        context.begin_path();
        context.move_to(*x, *y);
        for (x, y) in rest {
            context.line_to(*x, *y);
        }
        context.close_path();
        // No fill: the colours inside keep their meaning.
        for (colour, width) in [(tokens.ground, 4.5), (tokens.selected, 2.0)] {
            context.set_stroke_style_str(&colour.css());
            context.set_line_width(width * (picture.inputs.label_px / 16.0).max(1.0));
            context.stroke();
        }
    }

    /// The number of places in the middle of each bubble.
    fn counts(&self, many: &[&Cluster], picture: &Picture<'_>) {
        let Some(crowd) = picture.inputs.crowd().filter(|_| !many.is_empty()) else { return };
        let context = &self.context;
        context.set_font(&format!("600 {}px {}", picture.inputs.label_px * COUNT_SIZE, self.font));
        for it in many {
            let class = class_of(it.value, &crowd.breaks).unwrap_or_default();
            let under =
                crowd.ramp.colour(picture.inputs.theme, class.into(), crowd.breaks.len() + 1);
            let colour = if under.luminance() > BRIGHT { DARK_INK } else { LIGHT_INK };
            context.set_fill_style_str(&colour.css());
            let (x, y) = picture.camera.to_screen(picture.viewport, it.at);
            context.fill_text(&it.count.to_string(), x, y).ok();
        }
    }

    fn prepare(&self, font_px: f64) {
        let context = &self.context;
        context.set_font(&format!("500 {font_px}px {}", self.font));
        context.set_text_align("center");
        context.set_text_baseline("middle");
        context.set_line_join("round");
        context.set_line_width(HALO_PX * (font_px / 14.0).max(0.8));
    }

    fn letters(&self, (x, y): (f64, f64), ink: &Ink) {
        let context = &self.context;
        context.set_stroke_style_str(&ink.halo.css());
        context.set_global_alpha(0.85);
        context.stroke_text(&ink.text, x, y).ok();
        context.set_global_alpha(1.0);
        context.set_fill_style_str(&ink.colour.css());
        context.fill_text(&ink.text, x, y).ok();
    }
}

/// Where panels leave the map free: names half under a panel say less than none.
pub(crate) fn uncovered(padding: [f64; 4], viewport: Viewport) -> Frame {
    let [top, right, bottom, left] = within(padding, viewport);
    let beside = |covered: f64| (covered - MARGIN_PX).max(0.0);
    Frame {
        left: beside(left),
        top: beside(top),
        right: viewport.width - beside(right),
        bottom: viewport.height - beside(bottom),
    }
}

fn region_wish(anchor: &Anchor, picture: &Picture<'_>) -> Wish {
    let font_px = picture.inputs.label_px * anchor.size;
    let size = (width_of(&anchor.text, font_px), font_px * 1.15);
    let on_screen = |&place: &(f64, f64)| picture.camera.to_screen(picture.viewport, place);
    let (left, top) = on_screen(&(anchor.extent.left, anchor.extent.top));
    let (right, bottom) = on_screen(&(anchor.extent.right, anchor.extent.bottom));
    let loose = right - left > size.0 * 0.55 && bottom - top > size.1 * 0.8;
    Wish { places: anchor.places.iter().map(on_screen).collect(), size, loose }
}

/// What panels and bubbles cover; a bubble's rim may be written over, its number not.
fn taken(picture: &Picture<'_>) -> Taken {
    let mut taken = Taken { never: picture.inputs.covered.clone(), rather_not: Vec::new() };
    let font_px = picture.inputs.label_px * COUNT_SIZE;
    for it in picture.seen() {
        let (middle, side) =
            (picture.camera.to_screen(picture.viewport, it.at), it.radius_px * 2.0);
        taken.rather_not.push(Frame::round(middle, (side, side)));
        if it.count > 1 {
            let width = width_of(&it.count.to_string(), font_px);
            taken.never.push(Frame::round(middle, (width, font_px)));
        }
    }
    taken
}

fn holds(shape: &RegionShape, frame: Frame, picture: &Picture<'_>) -> bool {
    frame.outline().into_iter().all(|pixel| {
        let (lng, lat) = picture.camera.to_degrees(picture.viewport, pixel);
        shape.contains(lng, lat)
    })
}

/// How a region's name is written.
fn ink(anchor: &Anchor, picture: &Picture<'_>) -> Option<Ink> {
    let tokens = picture.tokens();
    let shape = picture.inputs.regions.as_ref()?.regions.get(anchor.region)?;
    let text = anchor.text.clone();
    let Some(fill) = picture.inputs.bare_fill() else {
        return Some(Ink { text, colour: tokens.label, halo: tokens.ground });
    };
    let (_, under) = fill.of(&shape.code, picture.inputs.theme);
    let colour = if under.luminance() > BRIGHT { DARK_INK } else { LIGHT_INK };
    Some(Ink { text, colour, halo: under })
}
