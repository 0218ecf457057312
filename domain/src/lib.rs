//! The words and the arithmetic of health supervision: no I/O, no async, no SQL, no DOM.
//!
//! Facts come in (`feed`, `rule`), figures go out (`measure`, `indicator`, `ratio`); `wire` holds the
//! frames that server and page exchange. The same code runs natively and as WebAssembly.

pub mod calendar;
pub mod cells;
pub mod classes;
pub mod code;
pub mod fault;
pub mod feed;
pub mod indicator;
pub mod mapping;
pub mod measure;
pub mod name;
pub mod pack;
pub mod period;
pub mod points;
pub mod ratio;
pub mod risk;
pub mod rule;
pub mod time;
pub mod toml_file;
pub mod uscc;
pub mod wire;
pub mod words;
