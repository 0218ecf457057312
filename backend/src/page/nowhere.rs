//! Which addresses open the page, and what is said of any other: 404, with the pages that there are.
//!
//! The page's program does not run there: what it would ask for has nothing to do with the address. Only the
//! style of the built page is taken over, so that it looks like what it belongs to.

/// Layouts of the page; each may be followed by an entity.
const LAYOUTS: [&str; 2] = ["desk", "wall"];
/// Before the id of an entity.
const ENTITY: &str = "entity/";

const NOWHERE: &str = include_str!("nowhere.html");

/// Whether the page reads a path, as `frontend::state` does: `/`, `/desk`, `/wall`, and an entity in each.
pub(super) fn is_page(path: &str) -> bool {
    let path = path.trim_matches('/');
    let inside = LAYOUTS.iter().find_map(|layout| {
        let rest = path.strip_prefix(layout)?;
        if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
    });
    let rest = inside.unwrap_or(path);
    rest.is_empty() || rest.strip_prefix(ENTITY).is_some_and(|id| !id.contains('/'))
}

/// What is said of a path that is no page; `page` is the text of the page that was built in.
pub(super) fn text(path: &str, page: &str) -> String {
    let style = page
        .find("<style>")
        .and_then(|start| page.get(start..))
        .and_then(|rest| rest.split_inclusive("</style>").next())
        .unwrap_or_default();
    let escaped = path.replace('&', "&amp;").replace('<', "&lt;");
    // The path last: nothing in it is a hole.
    NOWHERE.replace("{style}", style).replace("{path}", &escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_opened_by_its_layouts_and_by_entities_and_by_nothing_else() {
        for path in ["/", "/desk", "/desk/", "/wall", "/entity/E1", "/desk/entity/E%2F1"] {
            assert!(is_page(path), "{path}");
        }
        for path in ["/nope", "/deskful", "/desk/nope", "/entity", "/entity/E1/x", "/wall/desk"] {
            assert!(!is_page(path), "{path}");
        }
    }

    #[test]
    fn a_path_cannot_become_an_element_and_the_style_is_the_pages_own() {
        let page = "<head><script>1</script><style>a{}</style></head>";
        let text = text("/<script>{style}", page);
        assert!(text.contains("<style>a{}</style>") && text.matches("<style>").count() == 1);
        assert!(!text.contains("<script"), "{text}");
        assert!(text.contains("<code>/&lt;script>{style}</code>"));
    }
}
