//! The lists of cells that the page holds: the newest that came, and the coarser ones that follow from it.
//!
//! Every layer, unit and period of a generation has the same list at a resolution, and each of its lists is made of
//! the next finer one: the finest is all that need be kept. Another list is of another generation; it replaces all.

use domain::cells::{CellFrame, CellList};
use geodata::cell::COARSEST;

#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    /// Finest first, each made of the one before when it is first asked for.
    held: Vec<CellList>,
}

impl Lists {
    /// What a question at a resolution may stand on.
    pub(super) fn up_to(&mut self, res: u8) -> Vec<CellList> {
        self.follow();
        self.held.iter().filter(|list| list.name.res <= res).cloned().collect()
    }

    /// Keeps the list of an answer, unless it is here.
    pub(super) fn keep(&mut self, frame: &CellFrame) {
        self.follow();
        if self.held.iter().all(|list| list.name != frame.list()) {
            let cells = frame.cells.clone().into();
            self.held = vec![CellList { name: frame.list(), cells }];
        }
    }

    fn follow(&mut self) {
        while let Some(list) = self.held.last().filter(|it| it.name.res > COARSEST) {
            let Some(parents) = list.parents() else { return };
            self.held.push(parents);
        }
    }
}

/// A question that says which lists are here.
pub(super) fn naming(url: &str, lists: &[CellList]) -> String {
    let mut joint = "&known=";
    lists.iter().fold(url.to_owned(), |url, list| {
        let named = format!("{url}{joint}{:x}", list.name.hash);
        joint = ",";
        named
    })
}

/// The resolution that a question for cells asks for.
pub(super) fn resolution(url: &str) -> Option<u8> {
    let (_, after) = url.split_once("&res=")?;
    after.split('&').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use geodata::cell;

    use super::*;

    fn list(res: u8, rings: u32) -> CellList {
        let centre = cell::cell_at(116.4, 39.9, res).unwrap();
        let mut cells = cell::disk(centre, rings).unwrap();
        cells.sort_unstable();
        CellList::new(res, cells)
    }

    fn frame(list: &CellList) -> CellFrame {
        let cells = list.cells.to_vec();
        CellFrame { res: list.name.res, list_hash: list.name.hash, cells, ..CellFrame::default() }
    }

    fn resolutions(lists: &[CellList]) -> Vec<u8> {
        lists.iter().map(|list| list.name.res).collect()
    }

    #[test]
    fn a_list_held_is_its_coarser_lists_held_as_well() {
        let (mut lists, fine) = (Lists::default(), list(9, 20));
        assert!(lists.up_to(10).is_empty());
        lists.keep(&frame(&fine));
        assert_eq!(resolutions(&lists.up_to(10)), [9, 8, 7, 6], "to zoom in, all are named");
        let coarser = fine.parents().unwrap();
        assert_eq!(lists.up_to(8).first(), Some(&coarser), "to zoom out, no list travels");
        lists.keep(&frame(&coarser));
        assert_eq!(lists.up_to(9).first(), Some(&fine), "and none is forgotten");
    }

    #[test]
    fn a_list_of_another_generation_replaces_all() {
        let mut lists = Lists::default();
        lists.keep(&frame(&list(9, 20)));
        let newer = list(8, 3);
        lists.keep(&frame(&newer));
        assert_eq!(lists.up_to(10).first(), Some(&newer));
        assert_eq!(resolutions(&lists.up_to(10)), [8, 7, 6]);
    }

    #[test]
    fn a_question_names_what_is_held_and_nothing_else() {
        let url = "/api/v1/cells?layer=risk&unit=110000&res=8&at=org";
        assert_eq!(resolution(url), Some(8));
        assert_eq!(resolution("/api/v1/points?unit=110000"), None);
        assert_eq!(naming(url, &[]), url);
        let (one, two) = (list(8, 1), list(7, 1));
        let named = naming(url, &[one.clone(), two.clone()]);
        let hashes = format!("&known={:x},{:x}", one.name.hash, two.name.hash);
        assert_eq!(named, format!("{url}{hashes}"));
    }
}
