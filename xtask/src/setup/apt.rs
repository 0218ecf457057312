//! Debian packages, by the machine's own apt-get.

use crate::command::{found, output};
use crate::step::Failure;
use std::process::{Command, Stdio};

/// Installs packages; refreshes apt's lists only when that fails without.
pub(super) fn install(packages: &[&str]) -> Result<(), Failure> {
    let wanted = packages.join(" ");
    if found("apt-get").is_none() {
        return Err(Failure::new(format!("needs {wanted}; no apt-get here, please install it")));
    }
    let Some(prefix) = as_root() else {
        return Err(Failure::new(format!("needs root: apt-get install {wanted}")));
    };
    let install = ["install", "--yes", "--no-install-recommends"];
    let words: Vec<&str> = install.iter().chain(packages).copied().collect();
    if output(&mut apt_get(prefix, &words)).is_ok() {
        return Ok(());
    }
    // A foreign source that cannot be reached fails the update, yet leaves Debian's own usable.
    output(&mut apt_get(prefix, &["update"])).ok();
    output(&mut apt_get(prefix, &words)).map(|_| ())
}

pub(super) fn is_installed(package: &str) -> bool {
    let asked =
        Command::new("dpkg-query").args(["--show", "--showformat=${Status}", package]).output();
    asked.is_ok_and(|answer| answer.stdout.ends_with(b" installed"))
}

fn apt_get(prefix: &[&str], words: &[&str]) -> Command {
    let mut line = prefix.iter().chain(&["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    let mut command = Command::new(line.next().copied().unwrap_or("env"));
    command.args(line).args(words).stdin(Stdio::null());
    command
}

/// How to become root: not at all, through a sudo that asks nothing, or `None`.
fn as_root() -> Option<&'static [&'static str]> {
    let id = output(Command::new("id").arg("-u")).unwrap_or_default();
    if id.trim() == "0" {
        return Some(&[]);
    }
    let sudo = Command::new("sudo").args(["-n", "true"]).output();
    sudo.is_ok_and(|it| it.status.success()).then_some(&["sudo", "-n"])
}
