//! The real binary on a free port, with records of its own.

use crate::http::{Answer, Client};
use crate::place::{Folder, guanlan, repository};
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A server that is not ready by then will not be.
const READY: Duration = Duration::from_secs(60);

/// A running server; dropped, it is killed and its records go.
#[derive(Debug)]
pub struct Server {
    pub client: Client,
    /// `http://127.0.0.1:port`
    pub url: String,
    child: Child,
    log: PathBuf,
    _folder: Option<Folder>,
}

impl Server {
    /// Serves `facts` synthetic records, the same for the same seed.
    pub fn with_demo(facts: u32, seed: u32) -> Self {
        let folder = Folder::new();
        let root = folder.path().join("records");
        let mut demo = guanlan_command("demo", &root);
        demo.args(["--facts", &facts.to_string(), "--seed", &seed.to_string()]);
        let said = demo.output().expect("the binary starts");
        assert!(said.status.success(), "demo: {}", String::from_utf8_lossy(&said.stderr));
        Self::start(&root, Some(folder))
    }

    /// Serves a pack without any record yet.
    pub fn empty() -> Self {
        let folder = Folder::new();
        let root = folder.path().join("records");
        Self::start(&root, Some(folder))
    }

    /// Serves what a command says, with `--listen` added; for limits and options of its own.
    pub fn of(serve: Command, root: &Path) -> Self {
        Self::spawn(serve, root, None)
    }

    /// Serves records that outlive this server.
    pub fn on(root: &Path) -> Self {
        Self::start(root, None)
    }

    fn start(root: &Path, folder: Option<Folder>) -> Self {
        Self::spawn(guanlan_command("serve", root), root, folder)
    }

    fn spawn(mut serve: Command, root: &Path, folder: Option<Folder>) -> Self {
        let port = free_port();
        let log = root.with_extension("log");
        let out = File::create(&log).expect("the folder of the records can be written");
        let err = out.try_clone().expect("a file can be shared");
        serve.args(["--listen", &format!("127.0.0.1:{port}")]).stdout(out).stderr(err);
        let child = serve.spawn().expect("the binary starts");
        let url = format!("http://127.0.0.1:{port}");
        let mut server =
            Self { client: Client::new(url.clone()), url, child, log, _folder: folder };
        server.await_alive();
        server
    }

    /// An empty store need not be ready, but it must be alive.
    fn await_alive(&mut self) {
        let until = Instant::now() + READY;
        while Instant::now() < until {
            if let Ok(Some(status)) = self.child.try_wait() {
                panic!("the server ended with {status}: {}", self.said());
            }
            if self.client.try_get("/healthz", &[]).is_ok_and(|it| it.status == 200) {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        panic!("the server is not alive: {}", self.said());
    }

    /// Waits until `/readyz` answers 200.
    pub fn await_ready(&self) {
        let until = Instant::now() + READY;
        while self.get("/readyz").status != 200 {
            assert!(Instant::now() < until, "the server is not ready: {}", self.said());
            thread::sleep(Duration::from_millis(20));
        }
    }

    pub fn get(&self, path: &str) -> Answer {
        self.client.get(path)
    }

    /// Name and content of the first event of a live line.
    pub fn first_event(&self, path: &str) -> (String, String) {
        let address = self.url.trim_start_matches("http://");
        let mut line = TcpStream::connect(address).expect("the server listens");
        line.set_read_timeout(Some(READY)).expect("a socket has a clock");
        let asked = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\n\r\n");
        line.write_all(asked.as_bytes()).expect("the server reads");
        let mut lines = BufReader::new(line).lines().map_while(Result::ok);
        let mut field = |name: &str| {
            let found =
                lines.find_map(|it| it.strip_prefix(name).map(|rest| rest.trim().to_owned()));
            found.unwrap_or_else(|| panic!("{path} sent no `{name}`"))
        };
        (field("event:"), field("data:"))
    }

    /// What the server wrote to its log.
    pub fn said(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// A polite `kill`: the status the server ends with.
    pub fn stop(&mut self) -> Option<i32> {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status();
        assert!(asked.is_ok_and(|it| it.success()), "kill(1) is there");
        self.child.wait().expect("the server ends").code()
    }

    /// `kill -9`: no chance to tidy up.
    pub fn kill(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
        fs::remove_file(&self.log).ok();
    }
}

/// `guanlan <subcommand> --root <root> --pack assets/packs/beijing`, in the workspace, silent.
pub fn guanlan_command(subcommand: &str, root: &Path) -> Command {
    guanlan_with_pack(subcommand, root, Path::new("assets/packs/beijing"))
}

/// The same with another pack.
pub fn guanlan_with_pack(subcommand: &str, root: &Path, pack: &Path) -> Command {
    let mut command = Command::new(guanlan());
    command.current_dir(repository()).arg(subcommand).arg("--root").arg(root);
    command.arg("--pack").arg(pack).stdin(Stdio::null());
    command
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("this machine has a loopback");
    listener.local_addr().expect("a listener has an address").port()
}
