//! Ascending cells of one resolution ↔ the tree that they are the leaves of, from the top.
//!
//! Whole: LEB128: levels, roots (where all that is above is alike), each root less the one before; then the nodes
//! level by level, ascending, a byte a node with a bit for each child that is there. On a held list its cells are the
//! roots, and only the levels below travel.

use super::CellFrameError;
use super::bytes::{Reader, put};
use super::list::{CellList, below_digits, unused_bits, with_res};

/// Bits of one level, and which children of a node they can name.
const LEVEL_BITS: u32 = 3;
const CHILD: u64 = 7;

pub(super) fn put_whole(out: &mut Vec<u8>, res: u8, cells: &[u64]) {
    let mut nodes = nodes_of(res, cells);
    let mut levels = Vec::new();
    while nodes.len() > 1 && levels.len() < usize::from(res) {
        levels.push(rise(&mut nodes));
    }
    put(out, levels.len() as u64);
    put(out, nodes.len() as u64);
    let mut before = 0;
    for root in nodes {
        put(out, root.wrapping_sub(before));
        before = root;
    }
    put_down(out, &levels);
}

/// The lowest `levels` alone.
pub(super) fn put_levels(out: &mut Vec<u8>, res: u8, cells: &[u64], levels: usize) {
    let mut nodes = nodes_of(res, cells);
    let levels: Vec<Vec<u8>> = (0..levels).map(|_| rise(&mut nodes)).collect();
    put_down(out, &levels);
}

fn put_down(out: &mut Vec<u8>, levels: &[Vec<u8>]) {
    for children in levels.iter().rev() {
        out.extend_from_slice(children);
    }
}

fn nodes_of(res: u8, cells: &[u64]) -> Vec<u64> {
    cells.iter().map(|cell| cell >> unused_bits(res)).collect()
}

/// Replaces ascending nodes by their parents; returns the children that each parent has.
fn rise(nodes: &mut Vec<u64>) -> Vec<u8> {
    let mut parents: Vec<u64> = Vec::new();
    let mut levels = Vec::new();
    for node in &*nodes {
        let (parent, child) = (node >> LEVEL_BITS, 1 << (node & CHILD));
        match (parents.last(), levels.last_mut()) {
            (Some(last), Some(there)) if *last == parent => *there |= child,
            _ => {
                parents.push(parent);
                levels.push(child);
            }
        }
    }
    *nodes = parents;
    levels
}

pub(super) fn whole(reader: &mut Reader<'_>, res: u8) -> Result<Vec<u64>, CellFrameError> {
    let (levels, roots) = (reader.varint()?, reader.varint()?);
    let levels = u8::try_from(levels).ok().filter(|it| *it <= res);
    let levels = levels.ok_or(CellFrameError::Broken("more levels than the resolution has"))?;
    let mut nodes = Vec::new();
    let mut before = 0_u64;
    for _ in 0..roots {
        before = before.wrapping_add(reader.varint()?);
        nodes.push(before);
    }
    descend(reader, res, nodes, levels)
}

/// The cells that lie in a held list, itself if it is of this resolution.
pub(super) fn below_list(
    reader: &mut Reader<'_>,
    res: u8,
    held: &CellList,
) -> Result<Vec<u64>, CellFrameError> {
    let above = held.name.res;
    let levels = res.checked_sub(above);
    let levels = levels.ok_or(CellFrameError::Broken("cells that stand on finer ones"))?;
    if levels == 0 {
        return Ok(held.cells.to_vec());
    }
    let node = |cell: &u64| with_res(*cell, res) >> unused_bits(above);
    descend(reader, res, held.cells.iter().map(node).collect(), levels)
}

/// So many levels down, and back to cells.
fn descend(
    reader: &mut Reader<'_>,
    res: u8,
    mut nodes: Vec<u64>,
    levels: u8,
) -> Result<Vec<u64>, CellFrameError> {
    for _ in 0..levels {
        let children = reader.take(nodes.len())?;
        nodes = below(&nodes, children);
    }
    let (shift, unused) = (unused_bits(res), below_digits(res));
    for node in &mut nodes {
        *node = *node << shift | unused;
    }
    Ok(nodes)
}

/// The children that are there, of ascending nodes in ascending order.
fn below(nodes: &[u64], children: &[u8]) -> Vec<u64> {
    let total: u32 = children.iter().map(|there| there.count_ones()).sum();
    let mut below = Vec::with_capacity(total as usize);
    for (node, there) in nodes.iter().zip(children) {
        let mut left = *there;
        while left != 0 {
            below.push(node << LEVEL_BITS | u64::from(left.trailing_zeros()));
            left &= left - 1;
        }
    }
    below
}
