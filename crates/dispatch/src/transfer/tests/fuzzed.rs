//! Odd files where a sheet is expected.

use crate::transfer::guard::{guarded, unguarded};
use crate::transfer::sheet::Sheet;
use crate::transfer::{request_row, volunteer_row};

#[test]
fn fuzzed_files_are_rows_or_errors_by_row() {
    for layout in [&volunteer_row::LAYOUT, &request_row::LAYOUT] {
        fuzz::bytes("sheet", |bytes| {
            let Ok(sheet) = Sheet::read(bytes, layout) else { return };
            for (number, cells) in sheet.rows() {
                assert!(number > 1, "the header is the first row");
                let mut errors = Vec::new();
                for column in layout.required.iter().chain(layout.optional) {
                    drop((cells.text(column), cells.list(column)));
                    let _ = cells.number::<f64>(column, &mut errors);
                    let _ = cells.truth(column, &mut errors);
                    let _ = cells.time(column, &mut errors);
                }
            }
        });
    }
}

#[test]
fn fuzzed_cells_come_back_and_run_nowhere() {
    fuzz::texts("cell", |text| {
        let safe = guarded(text);
        assert!(!safe.starts_with(['=', '+', '-', '@', '\t', '\0']), "{safe:?}");
        assert_eq!(unguarded(&safe), text);
    });
}
