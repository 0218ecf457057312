//! Many small questions → one frame: asked one after another, so that they never crowd out the first screen.

use std::sync::Arc;

use leptos::prelude::*;
use serde::de::DeserializeOwned;

use super::{Frame, JSON, fetch, read};
use crate::live::Live;

/// Asks again when the list or the generation changes; what the server refuses is left out.
pub(super) fn several<T>(
    live: Live,
    questions: impl Fn() -> Vec<String> + Send + Sync + 'static,
) -> Frame<Vec<T>>
where
    T: DeserializeOwned + PartialEq + Send + Sync + 'static,
{
    let questions = Memo::new(move |_| questions());
    let resource = LocalResource::new(move || {
        live.refresh.track();
        let urls = questions.get();
        async move {
            let mut found = Vec::with_capacity(urls.len());
            for url in urls {
                let bytes = fetch::bytes(&url, JSON).await;
                found.extend(bytes.ok().and_then(|it| read(&it).ok()));
            }
            Arc::new(found)
        }
    });
    let answer = Memo::new(move |before: Option<&Option<Arc<Vec<T>>>>| {
        resource.get().or_else(|| before.cloned().flatten())
    });
    Frame { answer, failure: Memo::new(|_| None), is_late: Memo::new(|_| false) }
}
