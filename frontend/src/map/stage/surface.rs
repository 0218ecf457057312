//! What a picture is drawn on: WebGL2 below, letters above, and the flat map where there is no WebGL2, or not yet.
//!
//! To get a context takes the browser longer than to draw the first picture without one: so that one is drawn flat,
//! and the GPU is taken once it is on the screen.

use leptos::prelude::window;
use web_sys::{HtmlCanvasElement, HtmlElement};

use crate::map::{
    anchors::Anchor,
    camera::Viewport,
    flat,
    gpu::{Gpu, GpuError},
    layers::Layers,
    lettering::Lettering,
    picture::Picture,
    print::{Plate, print},
    shapes::Detail,
    sheet::Sheet,
};

/// The elements of one map.
#[derive(Clone, Debug)]
pub(crate) struct Elements {
    pub(crate) canvas: HtmlCanvasElement,
    pub(crate) letters: HtmlCanvasElement,
    /// Shows the map until the GPU is taken.
    pub(crate) early: HtmlCanvasElement,
    /// Says that the map is simplified, hidden otherwise.
    pub(crate) note: HtmlElement,
    /// Read out by screen readers.
    pub(crate) said: HtmlElement,
}

/// Canvases and what draws on them.
#[derive(Debug)]
pub(crate) struct Surface {
    elements: Elements,
    lettering: Option<Lettering>,
    /// Until the first picture that needs it no more.
    early: Option<Lettering>,
    painter: Painter,
    /// Regions as finely as the flat picture shows them.
    detail: Detail,
    drawn: u32,
}

#[derive(Debug)]
enum Painter {
    /// Nobody has asked for a context yet.
    Awaited,
    WebGl2(Box<Layers>),
    /// The browser has no WebGL2, or one of the programs was refused.
    Flat,
    /// The context went and may come back.
    Lost,
}

impl Painter {
    const fn name(&self) -> &'static str {
        match self {
            Self::Awaited => "awaited",
            Self::WebGl2(_) => "webgl2",
            Self::Flat => "flat",
            Self::Lost => "lost",
        }
    }
}

impl Surface {
    pub(crate) fn of(elements: Elements) -> Self {
        let lettering = Lettering::of(elements.letters.clone());
        let detail = Detail::default();
        let early = Lettering::in_memory(elements.early.clone());
        let painter = Painter::Awaited;
        let mut surface = Self { elements, lettering, early, painter, detail, drawn: 0 };
        surface.become_painter(Painter::Awaited);
        surface
    }

    /// Size of the map; one device pixel to a CSS pixel at least, three at most.
    pub(crate) fn viewport(&self) -> Viewport {
        let canvas = &self.elements.canvas;
        Viewport {
            width: canvas.client_width().into(),
            height: canvas.client_height().into(),
            ratio: window().device_pixel_ratio().clamp(1.0, 3.0),
        }
    }

    /// What letters, and a flat map below them, are drawn on.
    fn lettering(&self) -> Option<&Lettering> {
        let early = self.early.as_ref().filter(|_| self.awaits_gpu());
        early.or(self.lettering.as_ref())
    }

    /// Whether the GPU has still to be taken.
    pub(crate) const fn awaits_gpu(&self) -> bool {
        matches!(self.painter, Painter::Awaited)
    }

    pub(crate) fn lose(&mut self) {
        self.become_painter(Painter::Lost);
    }

    /// Builds everything on the GPU anew; a canvas that has its size before its context need not give it another.
    pub(crate) fn restore(&mut self) {
        resize(&self.elements.canvas, self.viewport().device());
        match Gpu::of(&self.elements.canvas).and_then(Layers::new) {
            Ok(layers) => {
                let layers = layers.taking_over(std::mem::take(&mut self.detail));
                self.become_painter(Painter::WebGl2(Box::new(layers)));
            }
            Err(error) => self.give_up(&error),
        }
    }

    fn give_up(&mut self, error: &GpuError) {
        self.mark("data-error", &error.to_string());
        self.become_painter(Painter::Flat);
    }

    fn become_painter(&mut self, painter: Painter) {
        self.painter = painter;
        self.elements.note.set_hidden(!matches!(self.painter, Painter::Flat));
        // A browser paints a lost canvas white; unseen it still takes pointer and keys.
        let seen = matches!(self.painter, Painter::WebGl2(_));
        self.elements.canvas.style().set_property("opacity", if seen { "1" } else { "0" }).ok();
        self.mark("data-surface", self.painter.name());
    }

    /// Draws one picture; `settled` when no other one follows by itself.
    pub(crate) fn paint(&mut self, picture: &Picture<'_>, anchors: &[Anchor], settled: bool) {
        let layers = self.paint_ground(picture);
        let is_flat = !matches!(self.painter, Painter::WebGl2(_));
        if is_flat {
            self.detail.prepare(picture);
        }
        if let Some(lettering) = self.lettering() {
            if is_flat {
                flat::paint(&lettering.context, picture, &self.detail);
            }
            lettering.write(picture, anchors);
        }
        if !self.awaits_gpu()
            && let Some(early) = self.early.take()
        {
            early.put_away();
        }
        self.drawn = self.drawn.wrapping_add(1);
        self.mark("data-drawn", &self.drawn.to_string());
        self.mark("data-layers", &layers.join(" "));
        if settled && picture.inputs.regions.is_some() && !self.awaits_gpu() {
            self.mark("data-ready", "true");
        }
    }

    /// Everything but letters; falls back for good when the GPU refuses, for now when it went away.
    fn paint_ground(&mut self, picture: &Picture<'_>) -> Vec<&'static str> {
        if let Some(lettering) = self.lettering() {
            lettering.begin(picture);
        }
        let Painter::WebGl2(layers) = &mut self.painter else { return vec!["flat"] };
        resize(&self.elements.canvas, picture.viewport.device());
        let lost = layers.is_lost();
        match layers.paint(picture) {
            Ok(names) if !lost => names,
            Err(error) if !lost => {
                self.give_up(&error);
                vec!["flat"]
            }
            _ => {
                self.lose();
                vec!["flat"]
            }
        }
    }

    /// Hands out what has just been drawn, with a sheet's words, as a file. A refusal is said aloud.
    pub(crate) fn print(&self, sheet: &Sheet, plate: Plate) {
        let Elements { canvas, letters, early, .. } = &self.elements;
        let letters = if self.awaits_gpu() { early } else { letters };
        let has_ground = matches!(self.painter, Painter::WebGl2(_));
        let canvases = if has_ground { vec![canvas, letters] } else { vec![letters] };
        match print(&canvases, sheet, plate) {
            Ok(()) => self.mark("data-printed", &sheet.file),
            Err(_) => self.say("PNG ×"),
        }
    }

    pub(crate) fn say(&self, text: &str) {
        self.elements.said.set_text_content(Some(text));
    }

    /// Sets the pointer's shape by its CSS name.
    pub(crate) fn point_with(&self, shape: &str) {
        self.elements.canvas.style().set_property("cursor", shape).ok();
    }

    fn mark(&self, name: &str, value: &str) {
        self.elements.canvas.set_attribute(name, value).ok();
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a screen has fewer pixels than u32 counts"
)]
fn resize(canvas: &HtmlCanvasElement, (width, height): (f64, f64)) {
    let (width, height) = (width as u32, height as u32);
    if (canvas.width(), canvas.height()) != (width, height) {
        canvas.set_width(width);
        canvas.set_height(height);
    }
}
