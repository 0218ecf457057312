//! A small picture beside the screen: one channel, drawn into, then read smoothly.

use web_sys::{WebGl2RenderingContext as Gl, WebGlFramebuffer, WebGlTexture};

use super::{Gpu, GpuError, texture::wrap};

/// One byte a texel, which layers draw into with the larger value winning.
#[derive(Debug)]
pub(crate) struct Target {
    texture: WebGlTexture,
    frame: WebGlFramebuffer,
    size: (i32, i32),
}

impl Target {
    pub(crate) fn new(gpu: &Gpu) -> Result<Self, GpuError> {
        let texture = gpu.gl.create_texture().ok_or(GpuError::Create("texture"))?;
        let frame = gpu.gl.create_framebuffer().ok_or(GpuError::Create("framebuffer"))?;
        Ok(Self { texture, frame, size: (0, 0) })
    }

    /// Takes a size; cheap when it is the same.
    pub(crate) fn resize(&mut self, gpu: &Gpu, size: (i32, i32)) -> Result<(), GpuError> {
        if self.size == size {
            return Ok(());
        }
        let gl = &gpu.gl;
        let (width, height) = size;
        self.bind(gpu, 0);
        let put = Gl::tex_image_2d_with_i32_and_i32_and_i32_and_format_and_type_and_opt_u8_array;
        let (target, internal) = (Gl::TEXTURE_2D, Gl::R8.cast_signed());
        put(gl, target, 0, internal, width, height, 0, Gl::RED, Gl::UNSIGNED_BYTE, None)
            .map_err(|_refused| GpuError::Upload { width, height })?;
        wrap(gl, Gl::LINEAR);
        gl.bind_framebuffer(Gl::FRAMEBUFFER, Some(&self.frame));
        let (point, texture) = (Gl::COLOR_ATTACHMENT0, Some(&self.texture));
        gl.framebuffer_texture_2d(Gl::FRAMEBUFFER, point, Gl::TEXTURE_2D, texture, 0);
        gl.bind_framebuffer(Gl::FRAMEBUFFER, None);
        self.size = size;
        Ok(())
    }

    /// Runs `draw` with this as the picture, then turns back to the screen of `screen` device pixels.
    pub(crate) fn filled_by(&self, gpu: &Gpu, screen: (i32, i32), draw: impl FnOnce()) {
        let gl = &gpu.gl;
        gl.bind_framebuffer(Gl::FRAMEBUFFER, Some(&self.frame));
        gl.viewport(0, 0, self.size.0, self.size.1);
        gl.clear_color(0.0, 0.0, 0.0, 0.0);
        gl.clear(Gl::COLOR_BUFFER_BIT);
        gl.blend_equation(Gl::MAX);
        draw();
        gl.blend_equation(Gl::FUNC_ADD);
        gl.bind_framebuffer(Gl::FRAMEBUFFER, None);
        gl.viewport(0, 0, screen.0, screen.1);
    }

    pub(crate) fn bind(&self, gpu: &Gpu, unit: u32) {
        gpu.gl.active_texture(Gl::TEXTURE0 + unit);
        gpu.gl.bind_texture(Gl::TEXTURE_2D, Some(&self.texture));
    }
}
