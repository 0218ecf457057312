//! Regions on the canvas of letters, for a browser without WebGL2, before it is there and while its context is lost.
//!
//! Plain areas and borders; cells are left out, and the note beside the map says so where they never come. Made of
//! the same lines as the picture that WebGL2 draws, so that one follows the other without a jump.

use web_sys::{CanvasRenderingContext2d, CanvasWindingRule};

use super::{
    paint::Paint,
    picture::Picture,
    ramp::{Rgb, Tokens},
    shapes::{Detail, RegionShape},
};

/// A line's colour, opacity and width in CSS pixels.
type Stroke = (Rgb, f64, f64);

/// Fills and outlines every region of the detail; true when there were any.
pub(crate) fn paint(
    context: &CanvasRenderingContext2d,
    picture: &Picture<'_>,
    detail: &Detail,
) -> bool {
    let Some(shapes) = &picture.inputs.regions else { return false };
    let tokens = picture.tokens();
    context.set_line_join("round");
    for (number, rings) in &detail.areas {
        let Some(shape) = shapes.regions.get(*number) else { continue };
        trace(context, rings, picture);
        context.set_fill_style_str(&colour(shape, picture, &tokens).css());
        context.fill_with_canvas_winding_rule(CanvasWindingRule::Evenodd);
    }
    let opacity = f64::from(tokens.border_opacity);
    stroke(context, &detail.fine, picture, &[(tokens.border, opacity * 0.6, 0.8)]);
    stroke(context, &detail.lines, picture, &[(tokens.border, opacity, 1.2)]);
    if let Some(code) = &picture.inputs.selected {
        let outlines = [(tokens.ground, 0.55, 5.0), (tokens.selected, 1.0, 2.4)];
        stroke(context, detail.rings_of(code), picture, &outlines);
    }
    context.set_global_alpha(1.0);
    !shapes.regions.is_empty()
}

/// Follows lines in mercator.
fn trace<'a>(
    context: &CanvasRenderingContext2d,
    lines: impl IntoIterator<Item = &'a Vec<(f64, f64)>>,
    picture: &Picture<'_>,
) {
    context.begin_path();
    for line in lines {
        for (at, &place) in line.iter().enumerate() {
            let (x, y) = picture.camera.to_screen(picture.viewport, place);
            if at == 0 {
                context.move_to(x, y);
            } else {
                context.line_to(x, y);
            }
        }
    }
}

fn stroke<'a>(
    context: &CanvasRenderingContext2d,
    lines: impl IntoIterator<Item = &'a Vec<(f64, f64)>>,
    picture: &Picture<'_>,
    strokes: &[Stroke],
) {
    trace(context, lines, picture);
    for (colour, opacity, width) in strokes {
        context.set_stroke_style_str(&colour.css());
        context.set_global_alpha(*opacity);
        context.set_line_width(*width);
        context.stroke();
    }
}

/// The colour of a region; what shines through a fill is the land.
fn colour(shape: &RegionShape, picture: &Picture<'_>, tokens: &Tokens) -> Rgb {
    let Some((fill, opacity)) = picture.inputs.fill() else { return tokens.land };
    let own = match fill.of(&shape.code, picture.inputs.theme) {
        (Paint::NoData, _) => tokens.no_data[1],
        (_, colour) => colour,
    };
    own.over(tokens.land, opacity.into())
}
