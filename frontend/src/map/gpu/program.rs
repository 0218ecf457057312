//! Two shader texts → a linked program whose uniforms are set by name.
//!
//! Linking is begun and not waited for: the browser compiles beside us, while the first answers travel. Whether it
//! went well is asked once for all that were begun, when the first picture needs them ([`Gpu::ready`]).

use std::cell::OnceCell;
use std::rc::Rc;

use web_sys::{WebGl2RenderingContext as Gl, WebGlProgram, WebGlShader, WebGlUniformLocation};

use super::{Gpu, GpuError};

/// A program, linked or about to be.
#[derive(Clone, Debug)]
pub(crate) struct Program(Rc<Begun>);

#[derive(Debug)]
struct Begun {
    name: &'static str,
    program: WebGlProgram,
    shaders: [(&'static str, WebGlShader); 2],
    /// By name, as the driver lists them: what a shader does not use is not here.
    uniforms: OnceCell<Vec<(String, WebGlUniformLocation)>>,
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
        let vertex = compile(gl, Gl::VERTEX_SHADER, vertex)?;
        let fragment = compile(gl, Gl::FRAGMENT_SHADER, fragment)?;
        gl.attach_shader(&program, &vertex);
        gl.attach_shader(&program, &fragment);
        gl.link_program(&program);
        let shaders = [("vertex", vertex), ("fragment", fragment)];
        let begun = Self(Rc::new(Begun { name, program, shaders, uniforms: OnceCell::new() }));
        gpu.begun.borrow_mut().push(begun.clone());
        Ok(begun)
    }

    /// Waits until it is linked.
    pub(super) fn verdict(&self, gl: &Gl) -> Result<(), GpuError> {
        let Begun { name: program, program: linked, shaders, .. } = &*self.0;
        if gl.get_program_parameter(linked, Gl::LINK_STATUS).as_bool() == Some(true) {
            for (_, shader) in shaders {
                gl.delete_shader(Some(shader));
            }
            return Ok(());
        }
        for (stage, shader) in shaders {
            if gl.get_shader_parameter(shader, Gl::COMPILE_STATUS).as_bool() != Some(true) {
                let log = gl.get_shader_info_log(shader).unwrap_or_default();
                return Err(GpuError::Compile { program, stage, log });
            }
        }
        Err(GpuError::Link { program, log: gl.get_program_info_log(linked).unwrap_or_default() })
    }

    pub(crate) fn bind(&self, gpu: &Gpu) {
        gpu.gl.use_program(Some(&self.0.program));
    }

    /// Sets a float, vec2, vec3 or vec4 by its length, an array of vec4 if longer; the program must be bound.
    pub(crate) fn set(&self, gpu: &Gpu, name: &str, value: &[f32]) {
        let (gl, at) = (&gpu.gl, self.location(&gpu.gl, name));
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
        let at = self.location(&gpu.gl, name);
        match *value {
            [x, y] => gpu.gl.uniform2i(at, x, y),
            _ => gpu.gl.uniform1i(at, value.first().copied().unwrap_or_default()),
        }
    }

    fn location(&self, gl: &Gl, name: &str) -> Option<&WebGlUniformLocation> {
        let known = self.0.uniforms.get_or_init(|| uniforms_of(gl, &self.0.program));
        known.iter().find(|(known, _)| known == name).map(|(_, at)| at)
    }
}

fn compile(gl: &Gl, kind: u32, text: &str) -> Result<WebGlShader, GpuError> {
    let shader = gl.create_shader(kind).ok_or(GpuError::Create("shader"))?;
    gl.shader_source(&shader, text);
    gl.compile_shader(&shader);
    Ok(shader)
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
