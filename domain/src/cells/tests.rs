use proptest::prelude::*;

use super::*;

fn frame() -> CellFrame {
    let cells = vec![0x0883_1aa5_001f_ffff, 0x0883_1aa5_003f_ffff, 0x0883_1aa5_601f_ffff];
    CellFrame {
        at: Attribution::Location,
        res: 8,
        list_hash: hash_of(&cells),
        cells,
        num: vec![17, 255, -3],
        den: vec![20, 0, 5],
        unlocated: (3, 4),
        total: (17, 29),
    }
}

/// The list and all that follow from it, finest first.
fn lineage(frame: &CellFrame) -> Vec<CellList> {
    let own = CellList::new(frame.res, frame.cells.clone());
    std::iter::successors(Some(own), CellList::parents).collect()
}

#[test]
fn a_frame_comes_back_as_it_was_sent() {
    assert_eq!(CellFrame::decode(&frame().encode(None), &[]).unwrap(), frame());
    let by_org = CellFrame { at: Attribution::Org, ..frame() };
    assert_eq!(CellFrame::decode(&by_org.encode(None), &[]).unwrap(), by_org);
}

#[test]
fn a_known_list_does_not_travel_again() {
    let sent = frame();
    let (whole, values) = (sent.encode(None), sent.encode(Some(sent.list())));
    assert!(values.len() < whole.len());
    assert_eq!(CellFrame::decode(&values, &lineage(&sent)).unwrap(), sent);
    let other = ListName { hash: sent.list_hash ^ 1, ..sent.list() };
    assert_eq!(sent.encode(Some(other)), whole, "another list of the same resolution says nothing");
    let finer = ListName { res: 9, hash: 1 };
    assert_eq!(sent.encode(Some(finer)), whole);
}

#[test]
fn a_frame_on_a_list_that_is_not_held_is_refused_and_names_it() {
    let sent = frame();
    let all = lineage(&sent);
    for list in &all {
        let bytes = sent.encode(Some(list.name));
        let refused = Err(CellFrameError::NotHeld(list.name));
        assert_eq!(CellFrame::decode(&bytes, &[]), refused);
        let others: Vec<CellList> = all.iter().filter(|it| *it != list).cloned().collect();
        assert_eq!(CellFrame::decode(&bytes, &others), refused, "no other list stands in");
        assert_eq!(CellFrame::decode(&bytes, &all).as_ref(), Ok(&sent));
    }
}

#[test]
fn a_list_of_another_length_under_the_same_name_is_refused() {
    let sent = frame();
    for list in lineage(&sent) {
        let bytes = sent.encode(Some(list.name));
        let mut longer = list.cells.to_vec();
        longer.push(0x0883_1aa5_7fff_ffff);
        let wrong = CellList { cells: longer.into(), ..list };
        let read = CellFrame::decode(&bytes, &[wrong]);
        assert!(matches!(read, Err(CellFrameError::Broken(_))), "{read:?}");
    }
}

prop_compose! {
    /// Any list, scattered over the globe or dense, as cells of any resolution from 3.
    fn any_frame()(
        nodes in prop::collection::btree_set((0_u64..122, 0_u64..7, 0_u64..7, 0_u64..7), 0..60),
        res in 3_u8..=15,
    ) -> CellFrame {
        let unused = 3 * u32::from(15 - res);
        let finest = u32::from(res - 3) * 3;
        let cell = |&(base, a, b, c): &(u64, u64, u64, u64)| {
            let node = ((base << 3 | a) << 3 | b) << (3 + finest) | c;
            1 << 59 | u64::from(res) << 52 | node << unused | ((1 << unused) - 1)
        };
        let cells: Vec<u64> = nodes.iter().map(cell).collect();
        let num = vec![1; cells.len()];
        CellFrame { res, list_hash: hash_of(&cells), cells, num, ..CellFrame::default() }
    }
}

proptest! {
    #[test]
    fn any_list_comes_back(sent in any_frame()) {
        prop_assert_eq!(CellFrame::decode(&sent.encode(None), &[]).unwrap(), sent);
    }

    #[test]
    fn any_list_comes_back_on_whichever_of_its_coarser_lists_are_known(sent in any_frame(), known in any::<u16>()) {
        let known: Vec<CellList> = lineage(&sent)
            .into_iter()
            .filter(|list| known >> list.name.res & 1 == 1)
            .collect();
        let finest = known.first().map(|list| list.name);
        let bytes = sent.encode(finest);
        prop_assert_eq!(CellFrame::decode(&bytes, &known).unwrap(), sent);
        if let Some(finest) = finest {
            let without: Vec<CellList> = known.into_iter().skip(1).collect();
            prop_assert_eq!(CellFrame::decode(&bytes, &without), Err(CellFrameError::NotHeld(finest)));
        }
    }

    #[test]
    fn the_finer_the_known_list_the_fewer_bytes(sent in any_frame()) {
        let lengths: Vec<usize> =
            lineage(&sent).iter().map(|list| sent.encode(Some(list.name)).len()).collect();
        // From values alone to levels below costs the name of the list.
        prop_assert!(lengths.iter().skip(1).is_sorted());
    }

    #[test]
    fn any_values_come_back(num in prop::collection::vec(prop_oneof![any::<i64>(), -3_i64..600, 65_000_i64..66_000], 0..50)) {
        let cells: Vec<u64> = (0..num.len() as u64).collect();
        let list = CellList::new(0, cells.clone());
        let sent = CellFrame { num, cells, list_hash: list.name.hash, ..CellFrame::default() };
        prop_assert_eq!(CellFrame::decode(&sent.encode(Some(list.name)), &[list]).unwrap(), sent);
    }

    #[test]
    fn broken_bytes_are_refused_without_a_crash(bytes in prop::collection::vec(any::<u8>(), 0..200), cut in 0_usize..60) {
        let sent = frame();
        let lists = lineage(&sent);
        let mut with_magic = MAGIC.to_vec();
        with_magic.extend(bytes);
        drop(CellFrame::decode(&with_magic, &lists));
        for on in [None, lists.get(2).map(|list| list.name)] {
            let whole = sent.encode(on);
            let cut = whole.get(..cut.min(whole.len() - 1)).unwrap_or_default();
            prop_assert!(CellFrame::decode(cut, &lists).is_err());
        }
    }
}
