//! Points and rates → what an area's heat is: surfaces, smoothed rates, hot cells.
//!
//! [`surface`] is for the eye: bandwidth in metres, the same in every direction. [`chicago_heat`] is the
//! published formula of the City of Chicago to the letter, degrees and all, kept to be compared with.
//! [`shrink`] steadies the rates of small districts, [`hot_spots`] asks whether a cell's surroundings
//! could be chance.
//!
//! No value here is a unit's number: surfaces show where to look, sums are made elsewhere.

mod heat;
mod hot;
mod shrinkage;
mod surface;

pub use self::{
    heat::{CHICAGO_BANDWIDTH_DEG, CHICAGO_WINDOW_DAYS, Event, chicago_heat},
    hot::{HOT_Z, gi_star, hot_spots},
    shrinkage::{Shrinkage, shrink},
    surface::{Grid, Weighted, density_at, surface},
};
