//! A canvas → its WebGL2 context, set up the way every layer expects it.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{HtmlCanvasElement, WebGl2RenderingContext as Gl};

use super::{GpuError, Program};

/// The WebGL2 context of the map.
#[derive(Clone, Debug)]
pub(crate) struct Gpu {
    pub(crate) gl: Gl,
    /// Programs whose linking was begun and not yet asked after.
    pub(super) begun: Rc<RefCell<Vec<Program>>>,
}

/// Layers smooth their own edges and never need depth; the page's ground shows through.
const ATTRIBUTES: [(&str, bool); 5] = [
    ("alpha", true),
    ("premultipliedAlpha", true),
    ("antialias", false),
    ("depth", false),
    ("stencil", false),
];

impl Gpu {
    pub(crate) fn of(canvas: &HtmlCanvasElement) -> Result<Self, GpuError> {
        let attributes = Object::new();
        for (name, value) in ATTRIBUTES {
            Reflect::set(&attributes, &JsValue::from_str(name), &JsValue::from_bool(value)).ok();
        }
        let context = canvas.get_context_with_context_options("webgl2", &attributes);
        let gl = context.ok().flatten().and_then(|it| it.dyn_into::<Gl>().ok());
        Ok(Self { gl: gl.ok_or(GpuError::NoContext)?, begun: Rc::default() })
    }

    /// Waits for the programs that were begun; refuses when one of them does not compile or link.
    pub(crate) fn ready(&self) -> Result<(), GpuError> {
        let begun = self.begun.take();
        begun.iter().try_for_each(|it| it.verdict(&self.gl))
    }

    pub(crate) fn is_lost(&self) -> bool {
        self.gl.is_context_lost()
    }

    /// Runs `draw` so that it touches only part of the screen: left, bottom, width, height in pixels.
    pub(crate) fn within(&self, [left, bottom, width, height]: [i32; 4], draw: impl FnOnce()) {
        self.gl.enable(Gl::SCISSOR_TEST);
        self.gl.scissor(left, bottom, width, height);
        draw();
        self.gl.disable(Gl::SCISSOR_TEST);
    }

    /// Whether what is drawn mixes with what is there; what hides it need not.
    pub(crate) fn blending(&self, mixes: bool) {
        if mixes {
            self.gl.enable(Gl::BLEND);
        } else {
            self.gl.disable(Gl::BLEND);
        }
    }

    /// A clear canvas of the given size, ready for layers drawn back to front.
    pub(crate) fn begin(&self, (width, height): (i32, i32)) {
        let gl = &self.gl;
        gl.bind_framebuffer(Gl::FRAMEBUFFER, None);
        gl.viewport(0, 0, width, height);
        gl.disable(Gl::SCISSOR_TEST);
        gl.enable(Gl::BLEND);
        gl.blend_equation(Gl::FUNC_ADD);
        gl.blend_func(Gl::ONE, Gl::ONE_MINUS_SRC_ALPHA);
        gl.clear_color(0.0, 0.0, 0.0, 0.0);
        gl.clear(Gl::COLOR_BUFFER_BIT);
    }
}
