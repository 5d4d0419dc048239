//! Areas and their cells, categories, the deployment's values.

use matching::AreaId;
use store::Area;

use crate::samples::{NOW, cell, hard_text, id, ids};
use crate::stores::{each, in_tx};

fn area(number: u128, parent: Option<u128>, name: &str) -> Area {
    let parent_id = parent.map(|parent| AreaId(id(parent)));
    Area { id: AreaId(id(number)), parent_id, name: name.to_owned() }
}

#[tokio::test]
async fn areas_are_listed_by_name() {
    in_tx(async |tx| {
        for area in
            [area(1, None, "Brussels"), area(3, Some(1), "Ixelles"), area(2, Some(1), "Evere")]
        {
            assert_eq!(tx.upsert_area(&area, NOW).await.unwrap(), area.id);
        }
        let areas = tx.areas().await.unwrap();
        assert_eq!(ids(&areas, |area| area.id), [1, 2, 3]);
        assert_eq!(areas[1], area(2, Some(1), "Evere"));
    })
    .await;
}

#[tokio::test]
async fn an_area_named_again_keeps_its_id_and_gets_the_new_parent() {
    in_tx(async |tx| {
        tx.upsert_area(&area(1, None, "Brussels"), NOW).await.unwrap();
        tx.upsert_area(&area(2, None, "Evere"), NOW).await.unwrap();
        let again = tx.upsert_area(&area(9, Some(1), "Evere"), NOW).await.unwrap();
        assert_eq!(again, AreaId(id(2)));
        assert_eq!(tx.areas().await.unwrap()[1], area(2, Some(1), "Evere"));
    })
    .await;
}

#[tokio::test]
async fn an_area_lies_in_one_that_exists() {
    each(async |store| {
        let mut tx = store.db.write().await.unwrap();
        assert!(tx.upsert_area(&area(1, Some(7), "Nowhere"), NOW).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn cells_belong_to_the_last_area_named() {
    in_tx(async |tx| {
        let one = tx.upsert_area(&area(1, None, "One"), NOW).await.unwrap();
        let two = tx.upsert_area(&area(2, None, "Two"), NOW).await.unwrap();
        tx.assign_cells(one, &[cell(1), cell(2)]).await.unwrap();
        tx.assign_cells(two, &[cell(2), cell(3)]).await.unwrap();
        let mut cells = tx.area_cells().await.unwrap();
        cells.sort_unstable_by_key(|(_, area)| *area);
        assert_eq!(cells[0], (cell(1), one));
        assert!(cells[1..].contains(&(cell(2), two)) && cells[1..].contains(&(cell(3), two)));
        assert_eq!(cells.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn assigning_cells_forgets_those_of_before() {
    in_tx(async |tx| {
        let one = tx.upsert_area(&area(1, None, "One"), NOW).await.unwrap();
        tx.assign_cells(one, &[cell(1), cell(2)]).await.unwrap();
        tx.assign_cells(one, &[cell(3)]).await.unwrap();
        assert_eq!(tx.area_cells().await.unwrap(), [(cell(3), one)]);
        tx.assign_cells(one, &[]).await.unwrap();
        assert!(tx.area_cells().await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_cell_named_twice_is_stored_once() {
    in_tx(async |tx| {
        let one = tx.upsert_area(&area(1, None, "One"), NOW).await.unwrap();
        tx.assign_cells(one, &[cell(1), cell(1)]).await.unwrap();
        assert_eq!(tx.area_cells().await.unwrap(), [(cell(1), one)]);
    })
    .await;
}

#[tokio::test]
async fn an_area_may_have_thousands_of_cells() {
    in_tx(async |tx| {
        let one = tx.upsert_area(&area(1, None, "One"), NOW).await.unwrap();
        let cells: Vec<_> = (0..1_700_u16)
            .map(|n| {
                let position = matching::Position::new(-80.0 + f64::from(n) / 11.0, 4.0).unwrap();
                matching::Cell::of(position, 9)
            })
            .collect();
        tx.assign_cells(one, &cells).await.unwrap();
        assert_eq!(tx.area_cells().await.unwrap().len(), cells.len());
    })
    .await;
}

#[tokio::test]
async fn the_shipped_categories_are_there_in_their_order() {
    each(async |store| {
        let mut tx = store.db.read().await.unwrap();
        let categories = tx.categories().await.unwrap();
        let codes: Vec<_> = categories.iter().map(|category| category.code.as_str()).collect();
        assert_eq!(codes, matching::SHIPPED_CATEGORIES);
        let childcare = &categories[10];
        assert!(childcare.requires_vetting && !childcare.remote && childcare.min_age == 18);
        assert!(categories[6].remote && !categories[6].requires_vetting);
        drop(tx);
        store.raw("UPDATE category SET active = FALSE WHERE code = 'pets'").await;
        let mut tx = store.db.read().await.unwrap();
        let in_use = tx.categories().await.unwrap();
        assert!(in_use.len() == 11 && in_use.iter().all(|one| one.code.as_str() != "pets"));
    })
    .await;
}

#[tokio::test]
async fn a_value_of_the_deployment_is_overwritten_and_read_back_to_the_letter() {
    in_tx(async |tx| {
        tx.set_meta("name", "first").await.unwrap();
        tx.set_meta("other", "").await.unwrap();
        tx.set_meta("name", &hard_text()).await.unwrap();
        assert_eq!(tx.meta("name").await.unwrap(), Some(hard_text()));
        assert_eq!(tx.meta("other").await.unwrap().as_deref(), Some(""));
        assert_eq!(tx.meta("NAME").await.unwrap(), None);
    })
    .await;
}
