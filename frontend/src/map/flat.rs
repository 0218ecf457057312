//! Regions on the canvas of letters, for a browser without WebGL2, before it is there and while its context is lost.
//!
//! Plain areas and borders on the raster map; cells are left out, and the note beside the map says so where they never
//! come. Made of the same lines as the picture that WebGL2 draws, so that one follows the other without a jump.

use web_sys::{CanvasRenderingContext2d, CanvasWindingRule};

use super::{
    gallery::Hung,
    ground,
    paint::Paint,
    picture::Picture,
    ramp::Rgb,
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
    let fill = |colour: &dyn Fn(&RegionShape) -> Rgb| {
        for (number, rings) in &detail.areas {
            let Some(shape) = shapes.regions.get(*number) else { continue };
            trace(context, rings, picture);
            context.set_fill_style_str(&colour(shape).css());
            context.fill_with_canvas_winding_rule(CanvasWindingRule::Evenodd);
        }
    };
    fill(&|_| tokens.land);
    for hung in picture.ground {
        tile(context, hung, picture);
    }
    if let Some((layer, opacity)) = picture.inputs.fill() {
        context.set_global_alpha(opacity.into());
        fill(&|shape| match layer.of(&shape.code, picture.inputs.theme) {
            (Paint::NoData, _) => tokens.no_data[1],
            (_, colour) => colour,
        });
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

/// One picture of the raster map, toned down as the shader does: less of its colours, then darker at night.
///
/// A picture that the browser will not draw is left out.
fn tile(context: &CanvasRenderingContext2d, hung: &Hung, picture: &Picture<'_>) {
    let [north_west, _, _, south_east] = hung.corners;
    let on_screen = |place| picture.camera.to_screen(picture.viewport, place);
    let ((left, top), (right, bottom)) = (on_screen(north_west), on_screen(south_east));
    let (x, y) = (left.floor(), top.floor());
    let (width, height) = (right.floor() - x, bottom.floor() - y);
    let image = &hung.image;
    let drawn =
        context.draw_image_with_html_image_element_and_dw_and_dh(image, x, y, width, height);
    if drawn.is_err() {
        return;
    }
    let [tone @ .., colour] = ground::tone(picture.inputs.theme);
    let tones = [("saturation", [0.5; 3], 1.0 - colour), ("multiply", tone, 1.0)];
    for (mode, colour, opacity) in tones {
        context.set_global_composite_operation(mode).ok();
        context.set_global_alpha(opacity.into());
        context.set_fill_style_str(&Rgb::of_unit(colour).css());
        context.fill_rect(x, y, width, height);
    }
    context.set_global_composite_operation("source-over").ok();
    context.set_global_alpha(1.0);
}
