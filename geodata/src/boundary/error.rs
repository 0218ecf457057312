//! Why a boundary file did not become districts.

/// Why a boundary file did not become districts. Features are counted from 0.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BoundaryError {
    /// The bytes are no JSON document.
    #[error("the boundary file is not JSON")]
    NotJson {
        /// Where parsing stopped.
        source: serde_json::Error,
    },
    /// The document has no list of features.
    #[error("the boundary file has no list `features`")]
    NoFeatures,
    /// A property the reader needs is absent or null.
    #[error("feature {feature}: property `{field}` is missing")]
    Missing {
        /// Index of the feature.
        feature: usize,
        /// Name of the property.
        field: String,
    },
    /// A property or member holds something else than it should.
    #[error("feature {feature}: `{field}` is not {expected}")]
    WrongType {
        /// Index of the feature.
        feature: usize,
        /// Name of the property or member.
        field: String,
        /// What it should be, in words.
        expected: &'static str,
    },
    /// A geometry that is neither area nor line nor point.
    #[error("feature {feature}: geometry type {kind:?} cannot be drawn")]
    GeometryType {
        /// Index of the feature.
        feature: usize,
        /// The type in the file.
        kind: String,
    },
    /// A coordinate that is no longitude and latitude; usually a projected system.
    #[error("feature {feature}: ({lng}, {lat}) is no longitude and latitude in degrees")]
    OutOfRange {
        /// Index of the feature.
        feature: usize,
        /// First number.
        lng: f64,
        /// Second number.
        lat: f64,
    },
    /// A compressed ring that cannot be unpacked.
    #[error("feature {feature}: `encodeOffsets` does not match `coordinates`")]
    Offsets {
        /// Index of the feature.
        feature: usize,
    },
    /// An origin in the document that is none; see [`super::read_written`].
    #[error("`crs` of the document is not one of WGS84, CGCS2000, GCJ02, BD09")]
    UnknownCrs,
}
