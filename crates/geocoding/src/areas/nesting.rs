//! Parents found by name, and each cell given to one area.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};

use h3o::CellIndex;
use matching::Cell;

use super::{Area, AreaError, AreaSet, Draft, fault};

/// Checks names and parents, and divides the cells.
pub(super) fn compile(drafts: Vec<Draft>) -> Result<AreaSet, AreaError> {
    let parents = parents(&drafts)?;
    refuse_circles(&drafts, &parents)?;
    refuse_groundless(&drafts, &parents)?;
    let cells = divide(&drafts, &parents);
    for (draft, own) in drafts.iter().zip(&cells) {
        if own.is_empty() && !is_parent(&parents, &draft.name, &drafts) {
            return Err(fault(&draft.location, draft.ground, "other areas cover all of it"));
        }
    }
    let areas = drafts
        .into_iter()
        .zip(parents)
        .zip(cells)
        .map(|((draft, parent), cells)| Area { name: draft.name, parent, cells })
        .collect();
    Ok(AreaSet { areas })
}

fn parents(drafts: &[Draft]) -> Result<Vec<Option<usize>>, AreaError> {
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    for (number, draft) in drafts.iter().enumerate() {
        if numbers.insert(&draft.name, number).is_some() {
            return Err(fault(&draft.location, "name", "is given twice"));
        }
    }
    drafts
        .iter()
        .map(|draft| {
            let Some(name) = &draft.parent else { return Ok(None) };
            let parent = numbers.get(name.as_str()).copied();
            parent.map(Some).ok_or_else(|| fault(&draft.location, "parent", "is not an area here"))
        })
        .collect()
}

fn refuse_circles(drafts: &[Draft], parents: &[Option<usize>]) -> Result<(), AreaError> {
    for (number, draft) in drafts.iter().enumerate() {
        let ancestors = std::iter::successors(parents[number], |&up| parents[up]);
        if ancestors.take(drafts.len()).any(|up| up == number) {
            return Err(fault(&draft.location, "parent", "lies within the area itself"));
        }
    }
    Ok(())
}

fn refuse_groundless(drafts: &[Draft], parents: &[Option<usize>]) -> Result<(), AreaError> {
    let groundless = drafts
        .iter()
        .find(|draft| draft.cells.is_empty() && !is_parent(parents, &draft.name, drafts));
    groundless.map_or(Ok(()), |draft| {
        Err(fault(&draft.location, draft.ground, "is missing or covers no cell of 0.7 km²"))
    })
}

fn is_parent(parents: &[Option<usize>], name: &str, drafts: &[Draft]) -> bool {
    parents.iter().flatten().any(|&parent| drafts[parent].name == name)
}

/// Gives each cell to the first area in order that claims it.
fn divide(drafts: &[Draft], parents: &[Option<usize>]) -> Vec<Vec<Cell>> {
    let mut taken: HashSet<CellIndex> = HashSet::new();
    let mut divided = vec![Vec::new(); drafts.len()];
    for number in children_first(drafts, parents) {
        let claimed = drafts[number].cells.iter().copied().filter(|&cell| taken.insert(cell));
        divided[number] = claimed.map(cell_of).collect();
        divided[number].sort_unstable();
    }
    divided
}

/// All areas, each after its children; among those that may come next, the one with fewer cells,
/// then the lower name.
fn children_first(drafts: &[Draft], parents: &[Option<usize>]) -> Vec<usize> {
    let mut waiting = vec![0_usize; drafts.len()];
    for &parent in parents.iter().flatten() {
        waiting[parent] += 1;
    }
    let rank = |number: usize| Reverse((drafts[number].cells.len(), &drafts[number].name, number));
    let mut ready: BinaryHeap<_> =
        (0..drafts.len()).filter(|&number| waiting[number] == 0).map(rank).collect();
    let mut order = Vec::with_capacity(drafts.len());
    while let Some(Reverse((_, _, number))) = ready.pop() {
        order.push(number);
        if let Some(parent) = parents[number] {
            waiting[parent] -= 1;
            if waiting[parent] == 0 {
                ready.push(rank(parent));
            }
        }
    }
    order
}

fn cell_of(cell: CellIndex) -> Cell {
    Cell::from_i64(u64::from(cell).cast_signed()).expect("a cell index is a cell")
}
