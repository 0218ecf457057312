//! Words → elements as text. A part that only prints is written as one piece of markup: a fraction of the bytes
//! that the same elements cost as components, and what can be pressed in it says so in its attributes.

/// `name` with the attributes that say something round `inner`, which is markup already.
pub(crate) fn element(name: &str, attributes: &[(&str, &str)], inner: &str) -> String {
    let mut out = ["<", name].concat();
    for (key, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
        out += &[" ", key, "=\"", &escaped(value), "\""].concat();
    }
    [&*out, ">", inner, "</", name, ">"].concat()
}

/// An element with nothing but a class; without one if it is empty.
pub(crate) fn classed(name: &str, class: &str, inner: &str) -> String {
    element(name, &[("class", class)], inner)
}

pub(crate) fn link(class: &str, href: &str, inner: &str) -> String {
    element("a", &[("class", class), ("href", href)], inner)
}

/// A number that opens its records.
pub(crate) fn count(href: &str, title: &str, words: &str) -> String {
    element("a", &[("class", "count"), ("href", href), ("title", title)], &escaped(words))
}

/// A list to choose one of, values with their words; `attributes` say what it asks for.
pub(crate) fn select(
    attributes: &[(&str, &str)],
    choices: impl IntoIterator<Item = (String, String)>,
    current: &str,
) -> String {
    let option = |(value, words): (String, String)| {
        let chosen = if value == current { "\" selected>" } else { "\">" };
        ["<option value=\"", &escaped(&value), chosen, &escaped(&words), "</option>"].concat()
    };
    element("select", attributes, &each(choices, option))
}

/// Text that may hold anything.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// The same words for each, in a row.
pub(crate) fn each<T>(all: impl IntoIterator<Item = T>, one: impl FnMut(T) -> String) -> String {
    all.into_iter().map(one).collect::<Vec<_>>().concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_record_brings_cannot_become_an_element() {
        let name = "<script>\"&";
        let told = element("a", &[("title", name), ("id", "")], &escaped(name));
        let choices = [(String::new(), "<i>".to_owned()), ("b".to_owned(), "乙".to_owned())];
        assert_eq!(
            select(&[("id", "x")], choices, ""),
            "<select id=\"x\"><option value=\"\" selected>&lt;i></option><option value=\"b\">乙</option></select>"
        );
        assert_eq!(told, "<a title=\"&lt;script>&quot;&amp;\">&lt;script>&quot;&amp;</a>");
    }
}
