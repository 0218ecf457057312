//! Bytes → a texture that shaders read texel by texel.

use js_sys::Float32Array;
use web_sys::{HtmlImageElement, WebGl2RenderingContext as Gl, WebGlTexture};

use super::{Gpu, GpuError};

/// What one texel holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Texels {
    /// Four bytes, read as `0.0..=1.0`.
    Rgba,
    /// Four bytes of a picture, read smoothly between texels.
    Picture,
    /// One byte, read as an unsigned integer.
    Index,
    /// A half float, read smoothly between texels.
    Smooth,
}

/// A texture without mipmaps, clamped.
#[derive(Debug)]
pub(crate) struct Texture {
    texture: WebGlTexture,
    texels: Texels,
}

impl Texture {
    pub(crate) fn new(gpu: &Gpu, texels: Texels) -> Result<Self, GpuError> {
        let texture = gpu.gl.create_texture().ok_or(GpuError::Create("texture"))?;
        let made = Self { texture, texels };
        made.bind(gpu, 0);
        let smooth = matches!(texels, Texels::Smooth | Texels::Picture);
        wrap(&gpu.gl, if smooth { Gl::LINEAR } else { Gl::NEAREST });
        Ok(made)
    }

    /// Replaces size and texels; `bytes` are rows from the top.
    pub(crate) fn upload(
        &self,
        gpu: &Gpu,
        (width, height): (i32, i32),
        bytes: &[u8],
    ) -> Result<(), GpuError> {
        let (internal, format) = match self.texels {
            Texels::Rgba | Texels::Picture => (Gl::RGBA8, Gl::RGBA),
            Texels::Index => (Gl::R8UI, Gl::RED_INTEGER),
            Texels::Smooth => (Gl::R8, Gl::RED),
        };
        self.bind(gpu, 0);
        gpu.gl.pixel_storei(Gl::UNPACK_ALIGNMENT, 1);
        let internal = internal.cast_signed();
        let put = Gl::tex_image_2d_with_i32_and_i32_and_i32_and_format_and_type_and_opt_u8_array;
        let (target, kind) = (Gl::TEXTURE_2D, Gl::UNSIGNED_BYTE);
        put(&gpu.gl, target, 0, internal, width, height, 0, format, kind, Some(bytes))
            .map_err(|_refused| GpuError::Upload { width, height })
    }

    /// Replaces size and texels of a smooth texture; `values` are rows from the first.
    pub(crate) fn upload_floats(
        &self,
        gpu: &Gpu,
        (width, height): (i32, i32),
        values: &[f32],
    ) -> Result<(), GpuError> {
        self.bind(gpu, 0);
        gpu.gl.pixel_storei(Gl::UNPACK_ALIGNMENT, 4);
        let put =
            Gl::tex_image_2d_with_i32_and_i32_and_i32_and_format_and_type_and_opt_array_buffer_view;
        let (target, internal) = (Gl::TEXTURE_2D, Gl::R16F.cast_signed());
        let texels = Float32Array::from(values);
        put(&gpu.gl, target, 0, internal, width, height, 0, Gl::RED, Gl::FLOAT, Some(&texels))
            .map_err(|_refused| GpuError::Upload { width, height })
    }

    /// Replaces size and texels by those of a decoded image.
    pub(crate) fn upload_image(&self, gpu: &Gpu, image: &HtmlImageElement) -> Result<(), GpuError> {
        self.bind(gpu, 0);
        let put = Gl::tex_image_2d_with_u32_and_u32_and_html_image_element;
        let (target, internal) = (Gl::TEXTURE_2D, Gl::RGBA8.cast_signed());
        put(&gpu.gl, target, 0, internal, Gl::RGBA, Gl::UNSIGNED_BYTE, image).map_err(|_refused| {
            let side = |it: u32| i32::try_from(it).unwrap_or(i32::MAX);
            GpuError::Upload { width: side(image.width()), height: side(image.height()) }
        })
    }

    /// Gives its memory back at once.
    pub(crate) fn delete(self, gpu: &Gpu) {
        gpu.gl.delete_texture(Some(&self.texture));
    }

    pub(crate) fn bind(&self, gpu: &Gpu, unit: u32) {
        gpu.gl.active_texture(Gl::TEXTURE0 + unit);
        gpu.gl.bind_texture(Gl::TEXTURE_2D, Some(&self.texture));
    }
}

/// Clamps the bound texture and says how it is read between texels.
pub(super) fn wrap(gl: &Gl, filter: u32) {
    let set = |name: u32, value: u32| gl.tex_parameteri(Gl::TEXTURE_2D, name, value.cast_signed());
    set(Gl::TEXTURE_MIN_FILTER, filter);
    set(Gl::TEXTURE_MAG_FILTER, filter);
    set(Gl::TEXTURE_WRAP_S, Gl::CLAMP_TO_EDGE);
    set(Gl::TEXTURE_WRAP_T, Gl::CLAMP_TO_EDGE);
}
