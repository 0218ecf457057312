//! A folder → plain HTTP on a free port, compressed files first; for pages that are measured.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::thread;

/// Serves until the program ends.
#[derive(Debug)]
pub(crate) struct Files {
    port: u16,
}

impl Files {
    pub(crate) fn of(root: &Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("this machine has a loopback");
        let port = listener.local_addr().expect("a listener has an address").port();
        let root = root.to_path_buf();
        thread::spawn(move || {
            for line in listener.incoming().flatten() {
                let root = root.clone();
                thread::spawn(move || answer_all(line, &root));
            }
        });
        Self { port }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

/// Answers one request after the other, until the browser hangs up.
fn answer_all(mut line: TcpStream, root: &Path) {
    line.set_nodelay(true).ok();
    let Ok(reading) = line.try_clone() else { return };
    let mut reading = BufReader::new(reading);
    while let Some(path) = asked(&mut reading) {
        if line.write_all(&answer(&path, root)).is_err() {
            return;
        }
    }
}

/// The path of the next request; its headers say nothing that matters here.
fn asked(reading: &mut BufReader<TcpStream>) -> Option<String> {
    let mut first = String::new();
    reading.read_line(&mut first).ok().filter(|read| *read > 0)?;
    let mut header = String::new();
    while reading.read_line(&mut header).is_ok_and(|read| read > 2) {
        header.clear();
    }
    let path = first.split(' ').nth(1)?;
    Some(path.split('?').next().unwrap_or_default().to_owned())
}

fn answer(path: &str, root: &Path) -> Vec<u8> {
    let Some((bytes, encoding)) = found(path, root) else {
        return b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n".to_vec();
    };
    // The two `cross-origin` headers give the page a fine clock.
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: {}\r\ncontent-length: {}\r\n{encoding}\
         cross-origin-opener-policy: same-origin\r\ncross-origin-embedder-policy: require-corp\r\n\r\n",
        kind_of(path),
        bytes.len()
    );
    [head.into_bytes(), bytes].concat()
}

fn found(path: &str, root: &Path) -> Option<(Vec<u8>, &'static str)> {
    let inside = path.trim_start_matches('/');
    if inside.split('/').any(|part| part == "..") {
        return None;
    }
    let file = root.join(inside);
    let compressed = PathBuf::from(format!("{}.br", file.display()));
    let read = fs::read(compressed).map(|it| (it, "content-encoding: br\r\n"));
    read.or_else(|_plain| fs::read(file).map(|it| (it, ""))).ok()
}

fn kind_of(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}
