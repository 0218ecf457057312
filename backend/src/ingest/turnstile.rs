//! A shared value that the threads of a delivery may touch only in the order of its blocks.

use std::ops::{Deref, DerefMut};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

#[derive(Debug)]
pub(super) struct Turnstile<T> {
    state: Mutex<State<T>>,
    moved: Condvar,
}

#[derive(Debug)]
struct State<T> {
    next: usize,
    is_closed: bool,
    value: T,
}

impl<T> Turnstile<T> {
    pub(super) fn new(value: T) -> Self {
        let state = State { next: 0, is_closed: false, value };
        Self { state: Mutex::new(state), moved: Condvar::new() }
    }

    /// Waits until every earlier block has had its turn; `None` once closed.
    pub(super) fn enter(&self, block: usize) -> Option<Turn<'_, T>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while !state.is_closed && state.next != block {
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.is_closed { None } else { Some(Turn { state, moved: &self.moved }) }
    }

    /// Lets nobody in any more and wakes everybody who waits.
    pub(super) fn close(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).is_closed = true;
        self.moved.notify_all();
    }

    pub(super) fn into_inner(self) -> T {
        self.state.into_inner().unwrap_or_else(PoisonError::into_inner).value
    }
}

/// The value, while it is one block's turn; dropping it calls the next block.
#[derive(Debug)]
pub(super) struct Turn<'t, T> {
    state: MutexGuard<'t, State<T>>,
    moved: &'t Condvar,
}

impl<T> Deref for Turn<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.state.value
    }
}

impl<T> DerefMut for Turn<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.state.value
    }
}

impl<T> Drop for Turn<'_, T> {
    fn drop(&mut self) {
        self.state.next += 1;
        self.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn turns_come_in_order_whoever_asks_first() {
        let gate = Turnstile::new(Vec::new());
        thread::scope(|scope| {
            for block in (0..8).rev() {
                let gate = &gate;
                scope.spawn(move || gate.enter(block).unwrap().push(block));
            }
        });
        assert_eq!(gate.into_inner(), (0..8).collect::<Vec<_>>());
    }

    #[test]
    fn a_closed_turnstile_wakes_those_who_wait() {
        let gate = Turnstile::new(());
        thread::scope(|scope| {
            let waiting = scope.spawn(|| gate.enter(5).is_none());
            gate.close();
            assert!(waiting.join().unwrap());
        });
    }
}
