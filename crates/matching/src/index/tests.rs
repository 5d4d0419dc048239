//! Examples: what a reader may count on. Random lives stand in `lives`.

mod lives;
mod world;

use super::*;
use world::{anyone_near, place, plain, volunteer};

#[test]
fn hundreds_on_one_point_come_in_the_order_of_their_ids() {
    let at = place(50.5, 4.5);
    let crowd: Vec<Entry> = (0..900).rev().map(|number| plain(number, at)).collect();
    let snapshot = VolunteerIndex::build(crowd).snapshot();
    let ids: Vec<VolunteerId> = snapshot.nearest(&anyone_near(at)).map(|hit| hit.id).collect();
    assert_eq!(ids, (0..900).map(volunteer).collect::<Vec<_>>());
}

#[test]
fn empty_index_answers_nobody() {
    let index = VolunteerIndex::build(Vec::new());
    let query = anyone_near(place(0.0, 0.0));
    assert_eq!(index.snapshot().nearest(&query).count(), 0);
    assert_eq!(index.snapshot().nearest(&IndexQuery { at: None, ..query }).count(), 0);
    assert!(index.snapshot().is_empty());
    index.upsert(plain(1, place(0.0, 0.0)));
    assert_eq!(index.snapshot().nearest(&query).count(), 1);
}

#[test]
fn snapshot_taken_before_a_move_still_shows_the_old_place() {
    let (here, there) = (place(50.0, 4.0), place(51.0, 4.0));
    let index = VolunteerIndex::build(vec![plain(1, here)]);
    let before = index.snapshot();
    index.upsert(plain(1, there));
    assert_eq!(before.nearest(&anyone_near(here)).count(), 1);
    assert_eq!(index.snapshot().nearest(&anyone_near(here)).count(), 0);
    assert_eq!(index.snapshot().nearest(&anyone_near(there)).count(), 1);
}

#[test]
fn flip_shows_in_snapshots_taken_before() {
    let here = place(50.0, 4.0);
    let index = VolunteerIndex::build(vec![plain(1, here)]);
    let before = index.snapshot();
    index.set_available(volunteer(1), false);
    assert_eq!(before.nearest(&anyone_near(here)).count(), 0);
}

#[test]
fn worn_index_is_packed_anew_and_answers_the_same() {
    let town = |number: u128| {
        let step = f64::from(u32::try_from(number % 1_000).expect("small"));
        plain(number, place(50.0 + step / 10_000.0, 4.0 + step / 20_000.0))
    };
    let index = VolunteerIndex::build((0..3_000).map(town).collect());
    assert!(!index.rebuild_if_worn(), "a fresh index is not worn");
    (0..600).for_each(|number| index.remove(volunteer(number)));
    (3_000..4_000).for_each(|number| index.upsert(town(number)));
    let query = anyone_near(place(50.02, 4.01));
    let before: Vec<Hit> = index.snapshot().nearest(&query).collect();
    let checksum = index.snapshot().checksum();
    assert!(index.rebuild_if_worn());
    assert_eq!(index.snapshot().nearest(&query).collect::<Vec<_>>(), before);
    assert_eq!(index.snapshot().checksum(), checksum);
    assert!(!index.rebuild_if_worn(), "nothing has changed since");
}

#[test]
fn changes_during_a_rebuild_are_not_lost() {
    let here = place(50.0, 4.0);
    let index = VolunteerIndex::build((0..20_000).map(|n| plain(n, here)).collect());
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for number in 0..4_000 {
                index.remove(volunteer(number));
                index.upsert(plain(20_000 + number, here));
                index.set_available(volunteer(10_000 + number), false);
            }
        });
        while !writer.is_finished() {
            index.rebuild_if_worn();
        }
    });
    let snapshot = index.snapshot();
    let ids: Vec<VolunteerId> = snapshot.nearest(&anyone_near(here)).map(|hit| hit.id).collect();
    let kept = (4_000..10_000).chain(14_000..24_000).map(volunteer);
    assert_eq!(ids, kept.collect::<Vec<_>>());
    assert_eq!(snapshot.len(), 20_000);
}

#[test]
fn debug_shows_no_position() {
    let index = VolunteerIndex::build(vec![plain(1, place(50.123, 4.567))]);
    let shown = format!("{index:?} {:?}", plain(1, place(50.123, 4.567)));
    assert!(!shown.contains("50.1") && !shown.contains("4.56"), "{shown}");
}

/// Writers move everyone to and fro, pack anew and flip; a reader's snapshot stays whole.
#[test]
fn reader_beside_writers_sees_each_volunteer_once_and_nothing_change() {
    const VOLUNTEERS: u32 = 3_000;
    let (here, there) = (place(0.0, 180.0), place(0.0, 179.0));
    let index = VolunteerIndex::build((0..VOLUNTEERS).map(|n| plain(n.into(), here)).collect());
    let seen = |snapshot: &Snapshot, at: Position| -> Vec<Hit> {
        snapshot.nearest(&IndexQuery { only_available: false, ..anyone_near(at) }).collect()
    };
    let look = |snapshot: &Snapshot| {
        let mut all = seen(snapshot, here);
        all.extend(seen(snapshot, there));
        all.sort_by_key(|hit| hit.id);
        all
    };
    let everyone: Vec<VolunteerId> = (0..VOLUNTEERS.into()).map(volunteer).collect();
    std::thread::scope(|scope| {
        let mover = scope.spawn(|| {
            for number in 0..2 * VOLUNTEERS {
                let at = if number < VOLUNTEERS { there } else { place(0.0, -180.0) };
                index.upsert(plain((number % VOLUNTEERS).into(), at));
                index.set_available(volunteer((number / 2).into()), number % 3 == 0);
            }
        });
        let index = &index;
        let packer = scope.spawn(move || {
            while !mover.is_finished() {
                index.rebuild_if_worn();
            }
        });
        while !packer.is_finished() {
            let snapshot = index.snapshot();
            let first = look(&snapshot);
            assert_eq!(first.iter().map(|hit| hit.id).collect::<Vec<_>>(), everyone);
            assert_eq!(look(&snapshot), first, "a snapshot never changes");
            assert_eq!(snapshot.len(), everyone.len());
        }
    });
    assert_eq!(seen(&index.snapshot(), there).len(), 0);
    assert_eq!(seen(&index.snapshot(), here).len(), everyone.len());
}
