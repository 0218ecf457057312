//! The raster maps of the deployment → markup of a list to choose one from; pure.

use domain::wire::TileSource;

use crate::markup::escaped;
use crate::text::{Lang, Text};

/// The raster maps below the layers; one that cannot be shown says why.
pub(super) fn grounds(lang: Lang, known: &[TileSource], chosen: Option<&str>) -> String {
    let mut out = [
        "<select class=\"picker legends__add\" id=\"ground\" data-key=\"\" data-do=\"ground\" aria-label=\"",
        lang.say(Text::BaseMap),
        "\"><option value=\"\">",
        lang.say(Text::NoBaseMap),
        "</option>",
    ]
    .concat();
    for map in known {
        let state = match (&map.problem, chosen == Some(&*map.id)) {
            (Some(problem), _) => [" disabled title=\"", &escaped(problem), "\""].concat(),
            (None, true) => " selected".to_owned(),
            (None, false) => String::new(),
        };
        let (id, name) = (escaped(&map.id), escaped(&map.name));
        let label = [lang.say(Text::BaseMap), " ", &name].concat();
        out += &["<option value=\"", &id, "\"", &state, ">", &label, "</option>"].concat();
    }
    out + "</select>"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_raster_map_that_cannot_be_shown_says_why_and_cannot_be_chosen() {
        let map = |id: &str, problem: Option<&str>| TileSource {
            id: id.to_owned(),
            problem: problem.map(str::to_owned),
            ..TileSource::default()
        };
        let words = grounds(Lang::Zh, &[map("a", None), map("b", Some("no \"file\""))], Some("a"));
        assert!(words.contains("<option value=\"a\" selected>"), "{words}");
        assert!(
            words.contains("<option value=\"b\" disabled title=\"no &quot;file&quot;\">"),
            "{words}"
        );
    }
}
