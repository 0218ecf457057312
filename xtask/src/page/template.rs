//! `index.html` in Trunk's notation → `index.html` for the server.
//!
//! Understands the links that this page uses: `rel="rust"`, `"inline"` (styles and the script that runs before
//! anything is painted: the first paint then waits for nothing but the page itself), `"copy-file"` and
//! `"copy-dir"`. Anything else marked `data-trunk` is refused, so that both ways of building give the same page.
//! The script that starts the program is a file of its own; the one in the page is allowed by its hash.

use super::lean::lean;
use crate::command::output;
use crate::step::{Failure, OrFail as _};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Starts the program, compiled while the browser paints what is there already; `start.js` says when it has.
pub(super) const BOOT: &str = r#"import init from "./{name}.js";
const compiled = WebAssembly.compileStreaming(fetch("/{name}_bg.wasm"));
await window.painted;
await init({ module_or_path: compiled });
"#;

/// The template, with the files it names.
#[derive(Debug)]
pub(super) struct Template {
    file: PathBuf,
    text: String,
    links: Vec<Link>,
}

type Read<'a> = &'a dyn Fn(&Path) -> io::Result<String>;

/// One `<link data-trunk …>`.
#[derive(Debug, PartialEq, Eq)]
struct Link {
    whole: String,
    rel: String,
    href: String,
}

impl Template {
    pub(super) fn read(file: &Path) -> Result<Self, Failure> {
        let text = fs::read_to_string(file).or_fail(|| format!("{}", file.display()))?;
        let links = links(&text);
        let known = ["rust", "inline", "copy-file", "copy-dir"];
        if let Some(odd) = links.iter().find(|it| !known.contains(&it.rel.as_str())) {
            return Err(Failure::new(format!("{}: cannot build {}", file.display(), odd.whole)));
        }
        Ok(Self { file: file.to_path_buf(), text, links })
    }

    /// Every file whose content is part of the page, the program apart.
    pub(super) fn inputs(&self) -> Result<Vec<PathBuf>, Failure> {
        let mut files = vec![self.file.clone()];
        for link in self.links.iter().filter(|it| it.rel != "rust") {
            collect(&self.path(link), &mut files)?;
        }
        Ok(files)
    }

    /// Writes the page beside the program called `name`.
    pub(super) fn write(&self, name: &str, into: &Path) -> Result<(), Failure> {
        let write =
            |file: String, text: String| fs::write(into.join(&file), text).or_fail(|| file.clone());
        write(format!("boot-{name}.js"), BOOT.replace("{name}", name))?;
        for link in self.links.iter().filter(|it| it.rel.starts_with("copy-")) {
            output(Command::new("cp").arg("-r").arg(self.path(link)).arg(into))?;
        }
        write("index.html".to_owned(), self.html(name, &|file| fs::read_to_string(file))?)
    }

    fn html(&self, name: &str, read: Read<'_>) -> Result<String, Failure> {
        let mut html = lean(&self.text);
        for link in &self.links {
            let put = match link.rel.as_str() {
                "rust" => program_links(name),
                "inline" => inline(&self.path(link), read)?,
                _ => String::new(),
            };
            html = html.replace(&link.whole, &put);
        }
        // One sheet of styles is enough.
        Ok(html.replace("</style>\n<style>", "\n"))
    }

    fn path(&self, link: &Link) -> PathBuf {
        self.file.with_file_name(&link.href)
    }
}

/// A file inside the page.
fn inline(file: &Path, read: Read<'_>) -> Result<String, Failure> {
    let text = read(file).or_fail(|| format!("{}", file.display()))?;
    let is_style = file.extension().is_some_and(|it| it == "css");
    let tag = if is_style { "style" } else { "script" };
    Ok(format!("<{tag}>{}</{tag}>", lean(&text).trim_end()))
}

fn program_links(name: &str) -> String {
    format!(
        "<link rel=\"modulepreload\" href=\"/{name}.js\">\n\
         <link rel=\"preload\" href=\"/{name}_bg.wasm\" as=\"fetch\" type=\"application/wasm\" crossorigin>\n\
         <script type=\"module\" src=\"/boot-{name}.js\"></script>"
    )
}

fn links(html: &str) -> Vec<Link> {
    let tags = html.split('<').filter(|tag| tag.starts_with("link ") && tag.contains("data-trunk"));
    tags.filter_map(|tag| link(tag.split_inclusive('>').next()?)).collect()
}

fn link(tag: &str) -> Option<Link> {
    let value = |name: &str| tag.split_once(&format!(" {name}=\""))?.1.split('"').next();
    let rel = value("rel")?.to_owned();
    let href = value("href").unwrap_or_default().to_owned();
    Some(Link { whole: format!("<{tag}"), rel, href })
}

/// The file, or all files below the folder, in a fixed order.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if !path.is_dir() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    let entries = fs::read_dir(path).or_fail(|| format!("{}", path.display()))?;
    let mut inside: Vec<PathBuf> = entries.flatten().map(|it| it.path()).collect();
    inside.sort();
    inside.iter().try_for_each(|it| collect(it, files))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(text: &str) -> Template {
        Template { file: PathBuf::from("index.html"), text: text.to_owned(), links: links(text) }
    }

    const PAGE: &str = "<head><link rel=\"icon\" href=\"x\"/>\n\
        <link data-trunk rel=\"inline\" href=\"../a.css\" />\n<link data-trunk rel=\"inline\" href=\"../b.css\" />\n\
        <link data-trunk rel=\"inline\" href=\"c.js\" />\n\
        <link data-trunk rel=\"rust\" data-wasm-opt=\"z\" /></head>";

    #[test]
    fn styles_become_one_sheet_in_the_page_and_the_program_a_script_file() {
        let read = |file: &Path| Ok(format!("/* x */\n{}", file.display()));
        let html = template(PAGE).html("guanlan-0", &read).unwrap();
        assert!(!html.contains("data-trunk"), "{html}");
        assert!(
            html.contains("<style>../a.css\n../b.css</style>\n<script>c.js</script>"),
            "{html}"
        );
        assert!(html.contains("src=\"/boot-guanlan-0.js\""));
        assert!(html.contains("rel=\"icon\""), "plain links stay");
    }

    #[test]
    fn links_name_files_relative_to_the_template() {
        let page = template(PAGE);
        let hrefs: Vec<_> = page.links.iter().map(|it| it.href.as_str()).collect();
        assert_eq!(hrefs, ["../a.css", "../b.css", "c.js", ""]);
        assert_eq!(page.path(&page.links[0]), Path::new("../a.css"));
    }
}
