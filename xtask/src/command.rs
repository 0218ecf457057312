//! Other programs: found, run, timed out; their noise goes to a log that is shown only on failure.

use crate::step::{Failure, OrFail as _};
use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Lines of a log that tell why.
const TAIL: usize = 40;

/// Cargo in `dir`, without what the cargo that started us set for us alone.
pub(crate) fn cargo_in(dir: &Path) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let ours = |name: &str| {
        ["CARGO_PKG_", "CARGO_MANIFEST", "CARGO_BIN", "CARGO_CRATE"]
            .iter()
            .any(|it| name.starts_with(it))
    };
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(ours) {
            cargo.env_remove(name);
        }
    }
    cargo.current_dir(dir);
    cargo
}

/// The first program of this name on `PATH`.
pub(crate) fn found(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|dir| dir.join(name)).find(|file| file.is_file())
}

/// What a program prints; its errors become the failure.
pub(crate) fn output(command: &mut Command) -> Result<String, Failure> {
    let answer = command.output().or_fail(|| shown(command))?;
    if !answer.status.success() {
        let complaint = String::from_utf8_lossy(&answer.stderr);
        return Err(Failure::new(format!("{}: {}", shown(command), tail(&complaint))));
    }
    Ok(String::from_utf8_lossy(&answer.stdout).into_owned())
}

/// What a program prints, while its errors go to the terminal.
pub(crate) fn output_here(command: &mut Command) -> Result<String, Failure> {
    let answer = command.stderr(Stdio::inherit()).output().or_fail(|| shown(command))?;
    verdict(command, answer.status, "")?;
    Ok(String::from_utf8_lossy(&answer.stdout).into_owned())
}

/// Runs a program with its output on the terminal.
pub(crate) fn loud(command: &mut Command) -> Result<(), Failure> {
    let status = command.status().or_fail(|| shown(command))?;
    verdict(command, status, "")
}

/// Runs a program with its output in `log`, for at most `limit`.
pub(crate) fn quiet(command: &mut Command, log: &Path, limit: Duration) -> Result<(), Failure> {
    let opened = log.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| File::create(log));
    let out = opened.or_fail(|| format!("{}", log.display()))?;
    let err = out.try_clone().or_fail(|| format!("{}", log.display()))?;
    command.stdin(Stdio::null()).stdout(out).stderr(err);
    let mut child = command.spawn().or_fail(|| shown(command))?;
    let status = wait(&mut child, limit).or_fail(|| shown(command))?;
    let said = fs::read(log).unwrap_or_default();
    match status {
        Some(status) => verdict(command, status, &tail(&String::from_utf8_lossy(&said))),
        None => Err(Failure::new(format!("{}: stopped after {limit:?}", shown(command)))),
    }
}

/// `None` when the time was up and the program was ended.
fn wait(child: &mut Child, limit: Duration) -> std::io::Result<Option<ExitStatus>> {
    let until = Instant::now() + limit;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() > until {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(20));
    }
}

fn verdict(command: &Command, status: ExitStatus, said: &str) -> Result<(), Failure> {
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!("{} ended with {status}\n{said}", shown(command))))
}

/// The command line, for people.
pub(crate) fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

fn tail(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines.iter().skip(lines.len().saturating_sub(TAIL)).copied().collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_fails_shows_its_last_words() {
        let err = output(Command::new("sh").args(["-c", "echo broken >&2; exit 3"])).unwrap_err();
        assert!(err.to_string().ends_with("broken"), "{err}");
    }

    #[test]
    fn a_program_that_hangs_is_stopped_when_its_time_is_up() {
        let log = env::temp_dir().join(format!("xtask-{}.log", std::process::id()));
        let hang = quiet(Command::new("sleep").arg("30"), &log, Duration::from_millis(50));
        assert!(hang.unwrap_err().to_string().contains("stopped"));
        assert!(quiet(&mut Command::new("true"), &log, Duration::from_secs(5)).is_ok());
        fs::remove_file(log).ok();
    }

    #[test]
    fn only_programs_on_the_path_are_found() {
        assert!(found("sh").is_some());
        assert!(found("no-such-program").is_none());
    }
}
