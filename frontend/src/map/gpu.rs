//! WebGL2 in few words: programs, meshes, textures, and why one of them could not be had.
//!
//! The only module, with [`super::layers`], that speaks to the GPU. A lost context makes every object here
//! void: the stage drops them all and builds them anew, so nothing is ever repaired.

pub(crate) mod attributes;
mod context;
mod error;
mod mesh;
mod program;
mod target;
mod texture;

pub(crate) use self::{
    attributes::Layout,
    context::Gpu,
    error::GpuError,
    mesh::Mesh,
    program::Program,
    target::Target,
    texture::{Texels, Texture},
};
