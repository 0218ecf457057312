//! Text without what only people read: indentation, empty lines, comments on lines of their own.
//!
//! Knows nothing of languages: a comment is taken away only where it begins its line, so that text in quotes
//! stays as it is.

/// Comments of scripts, styles and pages: how they begin and end.
const COMMENTS: [(&str, &str); 2] = [("/*", "*/"), ("<!--", "-->")];

pub(super) fn lean(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut until = None;
    for line in text.lines().map(str::trim) {
        let begun = COMMENTS.iter().find(|(begin, _)| line.starts_with(begin)).map(|it| it.1);
        let end = until.take().or(begun);
        if let Some(end) = end {
            let (_, rest) = line.split_once(end).unwrap_or_default();
            until = (!line.contains(end)).then_some(end);
            put(&mut kept, rest.trim());
        } else if !line.starts_with("//") {
            put(&mut kept, line);
        }
    }
    kept
}

fn put(kept: &mut String, line: &str) {
    if !line.is_empty() {
        kept.push_str(line);
        kept.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_go_and_what_is_said_stays() {
        let text = "/* One\n   two. */\n.a {\n    b: url(\"//x\");\n}\n\n// no\n/** @x */ call(\"/* y */\");\n\
                    <!-- z --><p>\n    <i>\n";
        assert_eq!(lean(text), ".a {\nb: url(\"//x\");\n}\ncall(\"/* y */\");\n<p>\n<i>\n");
    }
}
