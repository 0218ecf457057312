//! Placed names → letters on the canvas above the map, with a halo of what is under them.

use wasm_bindgen::JsCast as _;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::{
    anchors::Anchor,
    camera::within,
    labels::{Frame, Wish, placed, width_of},
    paint::{MapPoint, Paint},
    picture::Picture,
    ramp::Rgb,
    shapes::RegionShape,
};

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
/// How much of the padding is air between the map and the panels.
const MARGIN_PX: f64 = 28.0;

impl Lettering {
    /// `None` when the canvas gives no 2D context.
    pub(crate) fn of(canvas: HtmlCanvasElement) -> Option<Self> {
        let context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
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

    /// Writes the names of regions, then of bubbles, where there is room.
    pub(crate) fn write(&self, picture: &Picture<'_>, anchors: &[Anchor]) {
        let font_px = picture.inputs.label_px;
        let shapes = picture.inputs.regions.as_ref().map_or(&[][..], |it| it.regions.as_slice());
        let mut anchors: Vec<&Anchor> = anchors.iter().collect();
        let selected = picture.inputs.selected.as_deref();
        anchors.sort_by_key(|it| {
            shapes.get(it.region).is_none_or(|shape| Some(shape.code.as_str()) != selected)
        });
        let mut wishes: Vec<Wish> = anchors.iter().map(|it| region_wish(it, picture)).collect();
        let points = picture.inputs.points.as_ref().map_or(&[][..], |it| it.as_slice());
        wishes.extend(points.iter().map(|it| point_wish(it, picture)));
        let inside = |number: usize, frame: Frame| match anchors.get(number) {
            Some(anchor) => shapes.get(anchor.region).is_some_and(|it| holds(it, frame, picture)),
            None => true,
        };
        let screen = uncovered(picture);
        let bubbles = points.iter().map(|it| bubble(it, picture)).collect();
        let places = placed(&wishes, screen, bubbles, inside);
        self.prepare(font_px);
        for (number, place) in places.into_iter().enumerate() {
            let (Some(place), Some(ink)) = (place, ink(number, &anchors, picture)) else {
                continue;
            };
            self.letters(place, &ink);
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
fn uncovered(picture: &Picture<'_>) -> Frame {
    let [top, right, bottom, left] = within(picture.inputs.padding, picture.viewport);
    let beside = |covered: f64| (covered - MARGIN_PX).max(0.0);
    Frame {
        left: beside(left),
        top: beside(top),
        right: picture.viewport.width - beside(right),
        bottom: picture.viewport.height - beside(bottom),
    }
}

fn region_wish(anchor: &Anchor, picture: &Picture<'_>) -> Wish {
    let font_px = picture.inputs.label_px;
    let size = (width_of(&anchor.text, font_px), font_px * 1.15);
    let on_screen = |&place: &(f64, f64)| picture.camera.to_screen(picture.viewport, place);
    let (left, top) = on_screen(&(anchor.extent.left, anchor.extent.top));
    let (right, bottom) = on_screen(&(anchor.extent.right, anchor.extent.bottom));
    let loose = right - left > size.0 * 0.55 && bottom - top > size.1 * 0.8;
    Wish { places: anchor.places.iter().map(on_screen).collect(), size, loose }
}

/// What a bubble covers.
fn bubble(point: &MapPoint, picture: &Picture<'_>) -> Frame {
    let side = f64::from(point.radius_px) * 2.0;
    Frame::round(middle(point, picture), (side, side))
}

fn middle(point: &MapPoint, picture: &Picture<'_>) -> (f64, f64) {
    let place = geodata::mercator::merc_from_degrees(point.lng, point.lat);
    picture.camera.to_screen(picture.viewport, place)
}

/// Below the bubble, else above, right, left of it.
fn point_wish(point: &MapPoint, picture: &Picture<'_>) -> Wish {
    let font_px = picture.inputs.label_px;
    let (width, height) = (width_of(&point.name, font_px), font_px * 1.15);
    let (x, y) = middle(point, picture);
    let off = f64::from(point.radius_px) + 3.0;
    let (down, aside) = (off + height / 2.0, off + width / 2.0);
    let places = vec![(x, y + down), (x, y - down), (x + aside, y), (x - aside, y)];
    Wish { places, size: (width, height), loose: false }
}

fn holds(shape: &RegionShape, frame: Frame, picture: &Picture<'_>) -> bool {
    frame.outline().into_iter().all(|pixel| {
        let (lng, lat) = picture.camera.to_degrees(picture.viewport, pixel);
        shape.contains(lng, lat)
    })
}

/// How the name of a number is written; `None` for an empty one.
fn ink(number: usize, anchors: &[&Anchor], picture: &Picture<'_>) -> Option<Ink> {
    let tokens = picture.tokens();
    let plain =
        |text: &str| Ink { text: text.to_owned(), colour: tokens.label, halo: tokens.ground };
    let Some(anchor) = anchors.get(number) else {
        let point = picture.inputs.points.as_ref()?.get(number.checked_sub(anchors.len())?)?;
        return (!point.name.is_empty()).then(|| plain(&point.name));
    };
    let shape = picture.inputs.regions.as_ref()?.regions.get(anchor.region)?;
    let (Some(fill), None) = (&picture.inputs.fill, &picture.inputs.cells) else {
        return Some(plain(&anchor.text));
    };
    let theme = picture.inputs.theme;
    let under = match fill.by_code.get(&shape.code).copied().unwrap_or_default() {
        Paint::Class(class) => fill.ramp.colour(theme, class.into(), fill.classes.into()),
        Paint::NoBase => tokens.no_base[0],
        Paint::NoData => tokens.no_data[0],
    };
    let colour = if under.luminance() > BRIGHT { DARK_INK } else { LIGHT_INK };
    Some(Ink { text: anchor.text.clone(), colour, halo: under })
}
