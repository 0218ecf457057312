//! Floats and indices → something that is drawn with one call.

use js_sys::{Float32Array, Object, Uint32Array};
use web_sys::{WebGl2RenderingContext as Gl, WebGlBuffer, WebGlVertexArrayObject};

use super::{
    Gpu, GpuError,
    attributes::{Layout, floats, stride},
};

/// Vertices of one layout on the GPU.
#[derive(Debug)]
pub(crate) struct Mesh {
    array: WebGlVertexArrayObject,
    vertices: WebGlBuffer,
    indices: Option<WebGlBuffer>,
    layout: Layout,
    count: i32,
}

impl Mesh {
    pub(crate) fn new(gpu: &Gpu, layout: Layout) -> Result<Self, GpuError> {
        let gl = &gpu.gl;
        let array = gl.create_vertex_array().ok_or(GpuError::Create("vertex array"))?;
        let vertices = gl.create_buffer().ok_or(GpuError::Create("vertex buffer"))?;
        gl.bind_vertex_array(Some(&array));
        gl.bind_buffer(Gl::ARRAY_BUFFER, Some(&vertices));
        let (bytes, mut offset) = (stride(layout) * 4, 0);
        for &(location, kind, _) in layout {
            let size = floats(kind);
            gl.enable_vertex_attrib_array(location);
            gl.vertex_attrib_pointer_with_i32(location, size, Gl::FLOAT, false, bytes, offset);
            offset += size * 4;
        }
        gl.bind_vertex_array(None);
        Ok(Self { array, vertices, indices: None, layout, count: 0 })
    }

    /// Replaces the vertices; they are drawn in order.
    pub(crate) fn upload(&mut self, gpu: &Gpu, vertices: &[f32]) {
        self.store(gpu, vertices);
        let stride = usize::try_from(stride(self.layout)).unwrap_or(1);
        self.count = i32::try_from(vertices.len() / stride).unwrap_or(0);
    }

    /// Replaces the vertices and the order in which they are drawn.
    pub(crate) fn upload_indexed(
        &mut self,
        gpu: &Gpu,
        vertices: &[f32],
        indices: &[u32],
    ) -> Result<(), GpuError> {
        self.store(gpu, vertices);
        let gl = &gpu.gl;
        let buffer = match self.indices.take() {
            Some(buffer) => buffer,
            None => gl.create_buffer().ok_or(GpuError::Create("index buffer"))?,
        };
        gl.bind_vertex_array(Some(&self.array));
        gl.bind_buffer(Gl::ELEMENT_ARRAY_BUFFER, Some(&buffer));
        put(gl, Gl::ELEMENT_ARRAY_BUFFER, &Uint32Array::from(indices));
        gl.bind_vertex_array(None);
        self.indices = Some(buffer);
        self.count = i32::try_from(indices.len()).unwrap_or(0);
        Ok(())
    }

    /// Draws everything as `mode` (`TRIANGLES`, `POINTS`); a program must be bound.
    pub(crate) fn draw(&self, gpu: &Gpu, mode: u32) {
        if self.count == 0 {
            return;
        }
        let gl = &gpu.gl;
        gl.bind_vertex_array(Some(&self.array));
        if self.indices.is_some() {
            gl.draw_elements_with_i32(mode, self.count, Gl::UNSIGNED_INT, 0);
        } else {
            gl.draw_arrays(mode, 0, self.count);
        }
        gl.bind_vertex_array(None);
    }

    fn store(&self, gpu: &Gpu, vertices: &[f32]) {
        gpu.gl.bind_buffer(Gl::ARRAY_BUFFER, Some(&self.vertices));
        put(&gpu.gl, Gl::ARRAY_BUFFER, &Float32Array::from(vertices));
    }
}

fn put(gl: &Gl, target: u32, values: &Object) {
    gl.buffer_data_with_array_buffer_view(target, values, Gl::DYNAMIC_DRAW);
}
