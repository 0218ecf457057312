//! Two shader texts → a linked program whose uniforms are set by name.

use web_sys::{WebGl2RenderingContext as Gl, WebGlProgram, WebGlShader, WebGlUniformLocation};

use super::{Gpu, GpuError};

/// A linked program.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    program: WebGlProgram,
    /// By name, as the driver lists them: what a shader does not use is not here.
    uniforms: Vec<(String, WebGlUniformLocation)>,
}

impl Program {
    pub(crate) fn link(
        gpu: &Gpu,
        name: &'static str,
        vertex: &str,
        fragment: &str,
    ) -> Result<Self, GpuError> {
        let gl = &gpu.gl;
        let program = gl.create_program().ok_or(GpuError::Create("program"))?;
        let vertex = compile(gl, (name, "vertex", Gl::VERTEX_SHADER), vertex)?;
        let fragment = compile(gl, (name, "fragment", Gl::FRAGMENT_SHADER), fragment)?;
        gl.attach_shader(&program, &vertex);
        gl.attach_shader(&program, &fragment);
        gl.link_program(&program);
        gl.delete_shader(Some(&vertex));
        gl.delete_shader(Some(&fragment));
        if gl.get_program_parameter(&program, Gl::LINK_STATUS).as_bool() != Some(true) {
            let log = gl.get_program_info_log(&program).unwrap_or_default();
            return Err(GpuError::Link { program: name, log });
        }
        let uniforms = uniforms_of(gl, &program);
        Ok(Self { program, uniforms })
    }

    pub(crate) fn bind(&self, gpu: &Gpu) {
        gpu.gl.use_program(Some(&self.program));
    }

    /// Sets a float, vec2, vec3 or vec4 by its length, an array of vec4 if longer; the program must be bound.
    pub(crate) fn set(&self, gpu: &Gpu, name: &str, value: &[f32]) {
        let (gl, at) = (&gpu.gl, self.location(name));
        match *value {
            [x] => gl.uniform1f(at, x),
            [x, y] => gl.uniform2f(at, x, y),
            [x, y, z] => gl.uniform3f(at, x, y, z),
            [x, y, z, w] => gl.uniform4f(at, x, y, z, w),
            _ => gl.uniform4fv_with_f32_array(at, value),
        }
    }

    /// Sets an int or ivec2 by its length; samplers are ints. The program must be bound.
    pub(crate) fn set_int(&self, gpu: &Gpu, name: &str, value: &[i32]) {
        let at = self.location(name);
        match *value {
            [x, y] => gpu.gl.uniform2i(at, x, y),
            _ => gpu.gl.uniform1i(at, value.first().copied().unwrap_or_default()),
        }
    }

    fn location(&self, name: &str) -> Option<&WebGlUniformLocation> {
        self.uniforms.iter().find(|(known, _)| known == name).map(|(_, at)| at)
    }
}

fn compile(
    gl: &Gl,
    (program, stage, kind): (&'static str, &'static str, u32),
    text: &str,
) -> Result<WebGlShader, GpuError> {
    let shader = gl.create_shader(kind).ok_or(GpuError::Create("shader"))?;
    gl.shader_source(&shader, text);
    gl.compile_shader(&shader);
    if gl.get_shader_parameter(&shader, Gl::COMPILE_STATUS).as_bool() == Some(true) {
        return Ok(shader);
    }
    let log = gl.get_shader_info_log(&shader).unwrap_or_default();
    Err(GpuError::Compile { program, stage, log })
}

fn uniforms_of(gl: &Gl, program: &WebGlProgram) -> Vec<(String, WebGlUniformLocation)> {
    let count = gl.get_program_parameter(program, Gl::ACTIVE_UNIFORMS).as_f64().unwrap_or(0.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count of a few uniforms"
    )]
    let count = count as u32;
    let named = (0..count).filter_map(|at| {
        let name = gl.get_active_uniform(program, at)?.name();
        let location = gl.get_uniform_location(program, &name)?;
        Some((name.trim_end_matches("[0]").to_owned(), location))
    });
    named.collect()
}
