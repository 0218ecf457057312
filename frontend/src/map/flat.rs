//! Regions on the canvas of letters, for a browser without WebGL2 or while its context is lost.
//!
//! Plain areas and borders; cells are left out, and the note beside the map says so.

use geodata::mercator::merc_from_degrees;
use web_sys::{CanvasRenderingContext2d, CanvasWindingRule};

use super::{
    paint::Paint,
    picture::Picture,
    ramp::{Rgb, Tokens},
    shapes::RegionShape,
};

/// Fills and outlines every region; true when there were any.
pub(crate) fn paint(context: &CanvasRenderingContext2d, picture: &Picture<'_>) -> bool {
    let Some(shapes) = &picture.inputs.regions else { return false };
    let tokens = picture.tokens();
    let selected = picture.inputs.selected.as_deref();
    context.set_line_join("round");
    for shape in &shapes.regions {
        trace(context, shape, picture);
        context.set_fill_style_str(&colour(shape, picture, &tokens).css());
        context.fill_with_canvas_winding_rule(CanvasWindingRule::Evenodd);
        context.set_stroke_style_str(&tokens.border.css());
        context.set_line_width(1.0);
        context.stroke();
    }
    for shape in shapes.regions.iter().filter(|it| Some(it.code.as_str()) == selected) {
        trace(context, shape, picture);
        context.set_stroke_style_str(&tokens.selected.css());
        context.set_line_width(2.4);
        context.stroke();
    }
    !shapes.regions.is_empty()
}

fn trace(context: &CanvasRenderingContext2d, shape: &RegionShape, picture: &Picture<'_>) {
    context.begin_path();
    for ring in shape.polygons.iter().flatten() {
        for (at, &(lng, lat)) in ring.iter().enumerate() {
            let (x, y) = picture.camera.to_screen(picture.viewport, merc_from_degrees(lng, lat));
            if at == 0 {
                context.move_to(x, y);
            } else {
                context.line_to(x, y);
            }
        }
    }
}

fn colour(shape: &RegionShape, picture: &Picture<'_>, tokens: &Tokens) -> Rgb {
    let Some(fill) = picture.inputs.fill() else { return tokens.land };
    match fill.by_code.get(&shape.code).copied().unwrap_or_default() {
        Paint::Class(class) => {
            fill.ramp.colour(picture.inputs.theme, class.into(), fill.classes.into())
        }
        Paint::NoBase => tokens.no_base[0],
        Paint::NoData => tokens.no_data[1],
    }
}
