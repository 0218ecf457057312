//! The picture on screen, on a page with title, legends and source → a PNG file, sharp at the pixels of the device.

use leptos::prelude::document;
use wasm_bindgen::{JsCast as _, JsValue, prelude::Closure};
use web_sys::{Blob, CanvasRenderingContext2d, HtmlAnchorElement, HtmlCanvasElement, Url};

use super::{
    labels::Frame,
    ramp::{Theme, Tokens},
    sheet::{Page, Sheet, Style, Words, composed},
};

/// What of the screen is printed, and how.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plate {
    /// The part that no panel covers, in CSS pixels.
    pub(crate) part: Frame,
    pub(crate) theme: Theme,
    /// Device pixels for each CSS pixel.
    pub(crate) ratio: f64,
    /// Height of the map's labels in CSS pixels.
    pub(crate) em: f64,
}

/// Puts the canvases, from the lowest up, and the sheet's words on one page and hands it out as a file.
pub(crate) fn print(
    canvases: &[&HtmlCanvasElement],
    sheet: &Sheet,
    plate: Plate,
) -> Result<(), JsValue> {
    let Plate { part, ratio, .. } = plate;
    let layout = composed(sheet, (part.right - part.left, part.bottom - part.top), plate.em);
    let paper: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    paper.set_width(pixels(layout.width * ratio));
    paper.set_height(pixels(layout.height * ratio));
    let context = paper.get_context("2d")?.ok_or(JsValue::NULL)?;
    let context: CanvasRenderingContext2d = context.unchecked_into();
    let tokens = Tokens::of(plate.theme);
    context.scale(ratio, ratio)?;
    context.set_fill_style_str(&tokens.ground.css());
    context.fill_rect(0.0, 0.0, layout.width, layout.height);
    for canvas in canvases {
        picture(&context, canvas, (part, layout.map, ratio))?;
    }
    write(&context, &layout, &tokens.label.css())?;
    hand_out(&paper, sheet.file.clone())
}

/// The part of a canvas that lies in `part`, where the page has room for it.
fn picture(
    context: &CanvasRenderingContext2d,
    canvas: &HtmlCanvasElement,
    (part, place, ratio): (Frame, Frame, f64),
) -> Result<(), JsValue> {
    let (width, height) = (part.right - part.left, part.bottom - part.top);
    context.draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
        canvas,
        part.left * ratio,
        part.top * ratio,
        width * ratio,
        height * ratio,
        place.left,
        place.top,
        width,
        height,
    )
}

fn write(context: &CanvasRenderingContext2d, page: &Page, ink: &str) -> Result<(), JsValue> {
    for (Frame { left, top, right, bottom }, colour) in &page.swatches {
        context.set_fill_style_str(colour);
        context.fill_rect(*left, *top, right - left, bottom - top);
    }
    context.set_fill_style_str(ink);
    for Words { text, x, y, px, style } in &page.words {
        let (weight, strength) = match style {
            Style::Title | Style::Strong => ("600", 1.0),
            Style::Plain => ("400", 0.9),
            Style::Faint => ("400", 0.72),
        };
        let family = "\"Noto Sans SC\", \"Noto Sans CJK SC\", sans-serif";
        context.set_font(&[weight, " ", &px.to_string(), "px ", family].concat());
        context.set_global_alpha(strength);
        context.fill_text(text, *x, *y)?;
    }
    context.set_global_alpha(1.0);
    Ok(())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a page has fewer pixels than u32 counts"
)]
const fn pixels(length: f64) -> u32 {
    length as u32
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
