//! Space: where a record lies, which district and which cell it falls in, and how a border is drawn.
//!
//! Reading order: [`lnglat`] and [`crs`] say what a coordinate is, [`mercator`] puts it on a screen,
//! [`boundary`] reads the districts of a pack, [`features`] what was made of them quickly, [`topology`] thins them, [`ears`] cuts them into triangles, [`locate`] finds the district of a point,
//! [`cell`] its hexagon, [`density`] turns points into a surface.
//!
//! The same code runs on the server and in the page. Nothing here reads files, opens sockets, spawns
//! threads, asks the time, or knows what an indicator is.

#![warn(missing_docs)]

pub mod boundary;
pub mod cell;
pub mod crs;
pub mod density;
pub mod ears;
pub mod features;
pub mod lasso;
pub mod lnglat;
pub mod locate;
pub mod mercator;
pub mod topology;

pub use self::{
    boundary::{Boundary, BoundarySet},
    crs::Crs,
    lnglat::{Lat, Lng, LngLat},
};
