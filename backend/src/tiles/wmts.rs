//! Tiles of another host, passed on: the only outbound connection there is, and only where the pack names it.
//!
//! No redirect is followed and no proxy of the environment is used, so that no other host is ever asked. The
//! address with its key stays here: errors and answers name the host alone.

use std::fmt;
use std::time::Duration;

use ureq::Agent;

use super::{At, LARGEST_TILE, Source, TileError};

/// A map that is slower than this is better shown without.
const PATIENCE: Duration = Duration::from_secs(8);

pub(super) struct Wmts {
    agent: Agent,
    host: String,
    template: String,
    key: Option<String>,
}

impl fmt::Debug for Wmts {
    /// Without the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wmts").field("host", &self.host).finish_non_exhaustive()
    }
}

impl Wmts {
    pub(super) fn new(host: String, template: String, key: Option<String>) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .max_redirects(0)
            .timeout_global(Some(PATIENCE))
            .user_agent(concat!("guanlan/", env!("CARGO_PKG_VERSION")))
            .build();
        Self { agent: config.new_agent(), host, template, key }
    }

    fn address(&self, at: At) -> String {
        self.template
            .replace("{z}", &at.z.to_string())
            .replace("{x}", &at.x.to_string())
            .replace("{y}", &at.y.to_string())
            .replace("{key}", self.key.as_deref().unwrap_or_default())
    }

    fn failed(&self, why: impl fmt::Display) -> TileError {
        TileError::Host { host: self.host.clone(), why: why.to_string() }
    }

    /// What may be told of a failure: never the address.
    fn told(&self, err: &ureq::Error) -> TileError {
        self.failed(match err {
            ureq::Error::Timeout(_) => "it takes too long",
            ureq::Error::HostNotFound => "its name is not known",
            ureq::Error::ConnectionFailed | ureq::Error::Io(_) => "the connection fails",
            ureq::Error::BodyExceedsLimit(_) => "its answer is too large for a tile",
            _ => "its answer cannot be read",
        })
    }
}

impl Source for Wmts {
    fn tile(&self, at: At) -> Result<Option<Vec<u8>>, TileError> {
        let answer = self.agent.get(self.address(at)).call().map_err(|err| self.told(&err))?;
        let (head, mut body) = answer.into_parts();
        match head.status.as_u16() {
            200 => {
                let bytes = body.with_config().limit(LARGEST_TILE).read_to_vec();
                bytes.map(Some).map_err(|err| self.told(&err))
            }
            204 | 404 => Ok(None),
            status => Err(self.failed(format!("it answers with status {status}"))),
        }
    }
}
