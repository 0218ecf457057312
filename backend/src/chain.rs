//! An error → one line of text with its causes: the only way an error is ever printed.

use std::error::Error;
use std::iter::successors;

/// The whole chain on one line, the outermost first.
pub fn chain(err: &(dyn Error + 'static)) -> String {
    let causes = successors(Some(err), |err| (**err).source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("cannot open the ledger")]
    struct Outer(#[source] io::Error);

    #[test]
    fn the_chain_names_the_operation_first_and_the_cause_last() {
        let err = Outer(io::Error::other("disk gone"));
        assert_eq!(chain(&err), "cannot open the ledger: disk gone");
    }
}
