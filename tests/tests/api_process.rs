//! The server as a process: limits it keeps, a full disk it survives, and how it ends.

use guanlan_tests::{Folder, Server, guanlan, guanlan_command, repository};
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

const HEAD: &str = "entity_id,name,id_type,specialty,entity_type,risk_class,opened,address,region_code,\
                    geo_quality,state,org_code\n";

/// Entities whose names do not compress.
fn entities(count: u64) -> String {
    let mut text = HEAD.to_owned();
    let mut dice = 1_u64;
    for number in 0..count {
        let mut name = String::new();
        for _ in 0..3 {
            dice = dice
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            write!(name, "{dice:016x}").expect("a string takes anything");
        }
        let rest = "NONE,03,旅店,2,2020-01-01,北京市东城区,110101001,NONE,ACTIVE,110101";
        writeln!(text, "T{number},{name},{rest}").expect("a string takes anything");
    }
    text
}

fn send(server: &Server, id: &str, body: &str) -> (u16, serde_json::Value) {
    let headers = [("content-type", "text/csv"), ("idempotency-key", id)];
    let answer = server.client.post("/api/v1/feeds/entity", &headers, body.as_bytes());
    (answer.status, answer.json())
}

/// A request on a line of its own; nothing is read.
fn open(server: &Server, request: &str) -> TcpStream {
    let address = server.url.trim_start_matches("http://");
    let mut line = TcpStream::connect(address).expect("the server listens");
    line.set_read_timeout(Some(Duration::from_secs(20))).expect("a socket has a clock");
    let head = request.replacen("\r\n", &format!("\r\nhost: {address}\r\n"), 1);
    line.write_all(head.as_bytes()).expect("the server reads");
    line
}

#[test]
fn a_delivery_above_the_limit_is_refused_and_leaves_nothing() {
    let folder = Folder::new();
    let root = folder.path().join("records");
    let mut serve = guanlan_command("serve", &root);
    serve.args(["--max-delivery-mib", "1"]);
    let server = Server::of(serve, &root);
    let (status, problem) = send(&server, "large", &entities(12_000));
    assert_eq!((status, problem["code"].as_str()), (413, Some("TOO_LARGE")), "{problem}");
    let (status, receipt) = send(&server, "large", &entities(10));
    assert_eq!(
        (status, receipt["accepted"].as_u64()),
        (200, Some(10)),
        "the id is free: {receipt}"
    );
}

/// The server under a limit of the size of any file it writes; the signal that comes with it is ignored.
fn limited(root: &Path, kib: u32) -> Command {
    let mut shell = Command::new("bash");
    let script = format!("trap '' XFSZ; ulimit -f {kib}; exec \"$0\" \"$@\"");
    shell.current_dir(repository()).arg("-c").arg(script).arg(guanlan());
    shell.arg("serve").arg("--root").arg(root).args(["--pack", "assets/packs/beijing"]);
    shell
}

#[test]
fn a_delivery_that_finds_the_disk_full_is_told_so_and_the_server_goes_on() {
    let folder = Folder::new();
    let root = folder.path().join("records");
    drop(Server::on(&root)); // founds the store without a limit
    let server = Server::of(limited(&root, 8 * 1024), &root);
    let (status, problem) = send(&server, "large", &entities(400_000));
    assert_eq!((status, problem["code"].as_str()), (507, Some("STORAGE_FULL")), "{problem}");
    let (status, receipt) = send(&server, "small", &entities(10));
    assert_eq!((status, receipt["accepted"].as_u64()), (200, Some(10)), "{receipt}");
    drop(server);
    // Negative control: without the limit the same delivery is taken.
    let server = Server::on(&root);
    let (status, receipt) = send(&server, "large", &entities(400_000));
    assert_eq!((status, receipt["accepted"].as_u64()), (200, Some(400_000)), "{receipt}");
}

#[test]
fn a_delivery_that_breaks_off_leaves_nothing_and_blocks_nobody() {
    let server = Server::empty();
    let head = "POST /api/v1/feeds/entity HTTP/1.1\r\ncontent-type: text/csv\r\n\
                idempotency-key: half\r\ncontent-length: 1000000\r\n\r\n";
    let mut line = open(&server, head);
    line.write_all(entities(20).as_bytes()).expect("the server reads");
    drop(line);
    let (status, receipt) = send(&server, "half", &entities(3));
    assert_eq!((status, receipt["accepted"].as_u64()), (200, Some(3)), "{receipt}");
}

#[test]
fn a_polite_kill_ends_the_server_soon_even_with_open_live_lines() {
    let mut server = Server::empty();
    let live = open(&server, "GET /api/v1/live HTTP/1.1\r\n\r\n");
    let mut lines = BufReader::new(live).lines();
    assert!(lines.any(|it| it.is_ok_and(|line| line.starts_with("event:"))));
    let started = Instant::now();
    assert_eq!(server.stop(), Some(0), "{}", server.said());
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}

#[test]
fn a_live_line_tells_the_generation_of_a_delivery() {
    let server = Server::empty();
    let live = open(&server, "GET /api/v1/live HTTP/1.1\r\n\r\n");
    let lines = BufReader::new(live).lines().map_while(Result::ok);
    let mut numbers =
        lines.filter_map(|line| line.strip_prefix("data:")?.trim().parse::<u64>().ok());
    let first = numbers.next().expect("a number at once");
    let client = server.client.clone();
    let sender = thread::spawn(move || {
        let headers = [("content-type", "text/csv")];
        client.post("/api/v1/feeds/entity", &headers, entities(5).as_bytes()).ok()
    });
    let told = numbers.next().expect("a newer number");
    let receipt = sender.join().expect("the sender ends");
    assert!(told > first);
    assert_eq!(receipt["generation"].as_u64(), Some(told));
}
