//! The picture on screen, with title, legends and lines round it → a PNG file, sharp at the pixels of the device.

use leptos::prelude::document;
use wasm_bindgen::{JsCast as _, JsValue, prelude::Closure};
use web_sys::{Blob, CanvasRenderingContext2d, HtmlAnchorElement, HtmlCanvasElement, Url};

use super::{
    camera::Viewport,
    ramp::{Theme, Tokens},
};

/// What is written round a printed picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    pub title: String,
    /// Under the title: unit, period, how old the records are.
    pub lines: Vec<String>,
    pub keys: Vec<Key>,
    /// At the foot: where the map is from, what is synthetic.
    pub foot: Vec<String>,
    /// Name of the file.
    pub file: String,
}

/// The legend of one layer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Key {
    pub title: String,
    /// Below the classes: what a value rests on, how the limits were found, what the patterns mean.
    pub lines: Vec<String>,
    /// CSS colour and the limit it begins at.
    pub classes: Vec<(String, String)>,
}

/// Margin of the sheet in CSS pixels, in letters of the map's own height.
const MARGIN: f64 = 1.6;
/// Width of one class of a legend, likewise.
const CLASS: f64 = 3.4;

/// Writes with one pen from line to line.
struct Pen<'a> {
    context: &'a CanvasRenderingContext2d,
    em: f64,
    ink: String,
}

/// Puts the canvases, from the lowest up, and the sheet's words on one canvas and hands it out as a file.
pub(crate) fn print(
    canvases: &[&HtmlCanvasElement],
    sheet: &Sheet,
    (theme, viewport, em): (Theme, Viewport, f64),
) -> Result<(), JsValue> {
    let page: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    let lowest = canvases.first().ok_or(JsValue::NULL)?;
    page.set_width(lowest.width());
    page.set_height(lowest.height());
    let context = page.get_context("2d")?.ok_or(JsValue::NULL)?;
    let context: CanvasRenderingContext2d = context.unchecked_into();
    let tokens = Tokens::of(theme);
    context.set_fill_style_str(&tokens.ground.css());
    context.fill_rect(0.0, 0.0, f64::from(page.width()), f64::from(page.height()));
    for canvas in canvases {
        context.draw_image_with_html_canvas_element(canvas, 0.0, 0.0)?;
    }
    context.scale(viewport.ratio, viewport.ratio)?;
    let pen = Pen { context: &context, em, ink: tokens.label.css() };
    pen.write(sheet, viewport)?;
    hand_out(&page, sheet.file.clone())
}

impl Pen<'_> {
    fn write(&self, sheet: &Sheet, viewport: Viewport) -> Result<(), JsValue> {
        let (left, em) = (self.em * MARGIN, self.em);
        self.text(&sheet.title, (left, left + em), (1.7, "600", 1.0))?;
        let mut y = left + em * 2.8;
        for line in &sheet.lines {
            self.text(line, (left, y), (1.0, "400", 0.85))?;
            y += em * 1.5;
        }
        let mut y = viewport.height - left;
        for line in sheet.foot.iter().rev() {
            self.text(line, (left, y), (0.9, "400", 0.75))?;
            y -= em * 1.4;
        }
        for key in sheet.keys.iter().rev() {
            y -= em * 1.2;
            y = self.key(key, (left, y))?;
        }
        Ok(())
    }

    /// One legend, upwards from its lowest line; returns where the next may end.
    fn key(&self, key: &Key, (left, bottom): (f64, f64)) -> Result<f64, JsValue> {
        let em = self.em;
        let mut bottom = bottom;
        for line in key.lines.iter().rev().filter(|it| !it.is_empty()) {
            self.text(line, (left, bottom), (0.85, "400", 0.75))?;
            bottom -= em * 1.4;
        }
        let mut x = left;
        for (colour, from) in &key.classes {
            self.context.set_fill_style_str(colour);
            self.context.fill_rect(x, bottom - em * 2.0, em * CLASS, em * 0.8);
            self.text(from, (x, bottom), (0.85, "400", 1.0))?;
            x += em * CLASS;
        }
        self.text(&key.title, (left, bottom - em * 2.6), (1.05, "600", 1.0))?;
        Ok(bottom - em * 4.0)
    }

    fn text(
        &self,
        text: &str,
        (x, y): (f64, f64),
        (size, weight, strength): (f64, &str, f64),
    ) -> Result<(), JsValue> {
        let context = self.context;
        let family = "\"Noto Sans SC\", \"Noto Sans CJK SC\", sans-serif";
        context.set_font(&[weight, " ", &(self.em * size).to_string(), "px ", family].concat());
        context.set_fill_style_str(&self.ink);
        context.set_global_alpha(strength);
        context.fill_text(text, x, y)?;
        context.set_global_alpha(1.0);
        Ok(())
    }
}

/// Offers the canvas as a file to keep.
fn hand_out(page: &HtmlCanvasElement, file: String) -> Result<(), JsValue> {
    let keep = move |blob: Option<Blob>| -> Result<(), JsValue> {
        let url = Url::create_object_url_with_blob(&blob.ok_or(JsValue::NULL)?)?;
        let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
        link.set_href(&url);
        link.set_download(&file);
        link.click();
        Url::revoke_object_url(&url)
    };
    let keep = Closure::once_into_js(move |blob: Option<Blob>| drop(keep(blob)));
    page.to_blob(keep.unchecked_ref())
}
