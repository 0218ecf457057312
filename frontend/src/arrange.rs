//! Things in order, by one sort for all of them: the library's sort is some four kilobytes of the page for each
//! type and each comparison. For lists of at most some hundreds; what is sorted for each cell or edge has its own.

use std::cmp::Ordering;

/// Puts things in order; equal ones stay in theirs.
pub(crate) fn arrange<T>(things: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let mut places =
        places(things.len(), &mut |left, right| match (things.get(left), things.get(right)) {
            (Some(left), Some(right)) => compare(left, right),
            _ => Ordering::Equal,
        });
    swap(&mut places, &mut |left, right| things.swap(left, right));
}

/// Puts the numbers of things in the order of the things; equal ones stay in theirs.
pub(crate) fn arrange_numbers(
    numbers: &mut [usize],
    compare: &mut dyn FnMut(usize, usize) -> Ordering,
) {
    numbers.sort_by(|&left, &right| compare(left, right));
}

/// Where each of `count` things belongs.
fn places(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    arrange_numbers(&mut order, compare);
    let mut places = vec![0; count];
    for (place, at) in order.into_iter().enumerate() {
        places[at] = place;
    }
    places
}

/// Brings each thing to its place, one cycle after the other.
fn swap(places: &mut [usize], things: &mut dyn FnMut(usize, usize)) {
    for at in 0..places.len() {
        while places[at] != at {
            let to = places[at];
            things(at, to);
            places.swap(at, to);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_order_is_that_of_the_librarys_stable_sort(keys in prop::collection::vec(0_u8..9, 0..60)) {
            let mut ours: Vec<(u8, usize)> = keys.into_iter().zip(0..).collect();
            let mut theirs = ours.clone();
            theirs.sort_by_key(|it| std::cmp::Reverse(it.0));
            arrange(&mut ours, |left, right| right.0.cmp(&left.0));
            prop_assert_eq!(ours, theirs);
        }
    }
}
