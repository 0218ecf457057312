//! Why the map cannot be drawn with WebGL2.

/// The operation that failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum GpuError {
    #[error("the browser gives no WebGL2 context")]
    NoContext,
    #[error("the browser could not create a {0}; the context may be lost")]
    Create(&'static str),
    #[error("the {stage} shader of {program} does not compile: {log}")]
    Compile { program: &'static str, stage: &'static str, log: String },
    #[error("the program of {program} does not link: {log}")]
    Link { program: &'static str, log: String },
    #[error("the browser refused pixels of a texture of {width} by {height}")]
    Upload { width: i32, height: i32 },
}
