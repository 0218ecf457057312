//! `index.html` in Trunk's notation → `index.html` for the server.
//!
//! Understands the links that this page uses: `rel="rust"`, `"css"` (merged into one file),
//! `"copy-file"` and `"copy-dir"`. Anything else marked `data-trunk` is refused, so that both ways of
//! building give the same page. The script is a file of its own: the page runs under a policy
//! that allows no inline script.

use crate::command::output;
use crate::step::{Failure, OrFail as _};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The template, with the files it names.
#[derive(Debug)]
pub(super) struct Template {
    file: PathBuf,
    text: String,
    links: Vec<Link>,
}

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
        let known = ["rust", "css", "copy-file", "copy-dir"];
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
        write(format!("{name}.css"), self.style()?)?;
        write(
            format!("boot-{name}.js"),
            format!("import init from \"./{name}.js\";\nawait init();\n"),
        )?;
        for link in self.links.iter().filter(|it| it.rel.starts_with("copy-")) {
            output(Command::new("cp").arg("-r").arg(self.path(link)).arg(into))?;
        }
        write("index.html".to_owned(), self.html(name))
    }

    fn style(&self) -> Result<String, Failure> {
        let files = self.links.iter().filter(|it| it.rel == "css").map(|link| self.path(link));
        let texts =
            files.map(|file| fs::read_to_string(&file).or_fail(|| format!("{}", file.display())));
        Ok(texts.collect::<Result<Vec<_>, _>>()?.join("\n"))
    }

    fn html(&self, name: &str) -> String {
        let mut styled = false;
        self.links.iter().fold(self.text.clone(), |html, link| {
            let put = match link.rel.as_str() {
                "rust" => program_links(name),
                "css" if !std::mem::replace(&mut styled, true) => {
                    format!("<link rel=\"stylesheet\" href=\"/{name}.css\">")
                }
                _ => String::new(),
            };
            html.replace(&link.whole, &put)
        })
    }

    fn path(&self, link: &Link) -> PathBuf {
        self.file.with_file_name(&link.href)
    }
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

    const PAGE: &str = "<head><link rel=\"icon\" href=\"x\"/>\
        <link data-trunk rel=\"css\" href=\"../a.css\" /><link data-trunk rel=\"css\" href=\"../b.css\" />\
        <link data-trunk rel=\"rust\" data-wasm-opt=\"z\" /></head>";

    #[test]
    fn styles_become_one_link_and_the_program_becomes_a_script_file() {
        let html = template(PAGE).html("guanlan-0");
        assert!(!html.contains("data-trunk"), "{html}");
        assert_eq!(html.matches("guanlan-0.css").count(), 1);
        assert!(html.contains("src=\"/boot-guanlan-0.js\""));
        assert!(html.contains("rel=\"icon\""), "plain links stay");
    }

    #[test]
    fn links_name_files_relative_to_the_template() {
        let page = template(PAGE);
        let hrefs: Vec<_> = page.links.iter().map(|it| it.href.as_str()).collect();
        assert_eq!(hrefs, ["../a.css", "../b.css", ""]);
        assert_eq!(page.path(&page.links[0]), Path::new("../a.css"));
    }
}
