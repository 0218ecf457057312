//! `cargo xtask run`: from bare sources to a page in the browser.

use crate::command::loud;
use crate::place::Place;
use crate::step::{Failure, OrFail as _, Outcome, Steps, say};
use crate::{page, setup};
use clap::Args;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command};
use std::thread;
use std::time::Duration;

/// A generation of 300 000 facts opens in well under a second; this leaves room for a slow disk.
const TRIES: u32 = 600;

#[derive(Args)]
pub(crate) struct RunArgs {
    /// Where to listen, on this machine only
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// How many synthetic facts to make when there are no records yet
    #[arg(long, default_value_t = 300_000)]
    facts: u64,
    /// Seed of the synthetic facts
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Folder of the records; made with demo records when missing
    #[arg(long, default_value = "data")]
    root: PathBuf,
    /// Deployment to show: a folder under assets/packs
    #[arg(long, default_value = "beijing")]
    pack: String,
    /// Build the server without optimisation: quicker to build, slow to answer
    #[arg(long)]
    debug: bool,
}

pub(crate) fn run(args: &RunArgs, place: &Place, steps: &mut Steps) -> Result<(), Failure> {
    TcpListener::bind(("127.0.0.1", args.port))
        .or_fail(|| format!("port {} is taken; choose another with --port", args.port))?;
    setup::for_run(place, steps)?;
    page::build(place, steps)?;
    let profile = if args.debug { Profile::Dev } else { Profile::Release };
    steps.step("Server: build", || build_server(place, profile))?;
    let server = Server { program: profile.guanlan(place), args, place };
    steps.step("Demo records", || server.demo())?;
    let mut child = server.start()?;
    let ready = steps.step("Server: open the records", || await_ready(args.port, &mut child));
    if ready.is_err() {
        child.kill().ok();
    }
    ready?;
    steps.summary();
    welcome(args.port);
    let status = child.wait().or_fail(|| "waiting for the server".to_owned())?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!("the server ended with {status}")))
    }
}

#[derive(Clone, Copy)]
pub(crate) enum Profile {
    Dev,
    Release,
}

impl Profile {
    /// The built binary.
    pub(crate) fn guanlan(self, place: &Place) -> PathBuf {
        let folder = match self {
            Self::Dev => "debug",
            Self::Release => "release",
        };
        place.target.join(folder).join("guanlan")
    }
}

pub(crate) fn build_server(place: &Place, profile: Profile) -> Result<Outcome, Failure> {
    let mut cargo = place.cargo();
    cargo.args(["build", "--quiet", "--package", "backend", "--bin", "guanlan"]);
    if matches!(profile, Profile::Release) {
        cargo.arg("--release");
    }
    loud(cargo.args(place.server_features()))?;
    Ok(Outcome::done())
}

struct Server<'a> {
    program: PathBuf,
    args: &'a RunArgs,
    place: &'a Place,
}

impl Server<'_> {
    fn command(&self, name: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.current_dir(&self.place.root).arg(name).arg("--root").arg(&self.args.root);
        command.arg("--pack").arg(PathBuf::from("assets/packs").join(&self.args.pack));
        command
    }

    /// Makes records only where there are none. The mark tells records cut short from somebody's own.
    fn demo(&self) -> Result<Outcome, Failure> {
        let root = self.place.root.join(&self.args.root);
        let unfinished = root.with_extension("unfinished");
        if unfinished.exists() {
            fs::remove_dir_all(&root).ok();
        } else if root.exists() {
            return Ok(Outcome::Skipped(format!("{} is there", self.args.root.display())));
        }
        fs::write(&unfinished, "").or_fail(|| format!("{}", unfinished.display()))?;
        let mut demo = self.command("demo");
        demo.args(["--facts", &self.args.facts.to_string(), "--seed", &self.args.seed.to_string()]);
        loud(&mut demo)?;
        fs::remove_file(&unfinished).or_fail(|| format!("{}", unfinished.display()))?;
        Ok(Outcome::Done(format!("{} synthetic facts", self.args.facts)))
    }

    fn start(&self) -> Result<Child, Failure> {
        let mut serve = self.command("serve");
        serve.arg("--listen").arg(format!("127.0.0.1:{}", self.args.port));
        serve.spawn().or_fail(|| format!("{}", self.program.display()))
    }
}

fn await_ready(port: u16, child: &mut Child) -> Result<Outcome, Failure> {
    for _ in 0..TRIES {
        if let Some(status) = child.try_wait().or_fail(|| "the server".to_owned())? {
            return Err(Failure::new(format!("the server ended with {status}")));
        }
        if is_ready(port) {
            return Ok(Outcome::done());
        }
        thread::sleep(Duration::from_millis(50));
    }
    Err(Failure::new("the server did not become ready"))
}

/// Whether `/readyz` answers 200.
fn is_ready(port: u16) -> bool {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else { return false };
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok();
    let asked =
        stream.write_all(b"GET /readyz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    let mut answer = Vec::new();
    asked.and_then(|()| stream.read_to_end(&mut answer)).is_ok()
        && answer.starts_with(b"HTTP/1.1 200")
}

fn welcome(port: u16) {
    say(&format!(
        "\n观澜 is at  http://127.0.0.1:{port}/\n\n\
         What to look at (演示数据: the records are synthetic)\n\
         · the map: switch the layer between 风险, 工作量 and 投诉; zoom in for hexes, the legend names unit and base\n\
         · the cards: numerator, denominator and distance to the target of three core indicators\n\
         · click a district: 市 → 区 → 街道 → entities → the very records; every count opens as many rows\n\
         · the address keeps it all: copy it, open it elsewhere, go back\n\n\
         Ctrl-C stops the server."
    ));
}
