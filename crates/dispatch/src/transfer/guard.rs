//! Text in a cell that a spreadsheet would run as a formula.

/// What a spreadsheet takes for the start of a formula, or hides.
const TRIGGERS: [char; 6] = ['=', '+', '-', '@', '\t', '\0'];

fn would_run(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(TRIGGERS)
}

/// Puts an apostrophe before text that would be run; [`unguarded`] takes it away again.
pub fn guarded(text: &str) -> String {
    if would_run(text) { format!("'{text}") } else { text.to_owned() }
}

/// Takes away the apostrophe that [`guarded`] or a spreadsheet has put.
pub(super) fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if would_run(rest) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused_and_come_back() {
        for text in ["=1+1", "+32 2", "-a", "@SUM(A1)", "\tx", "\0x", "'=x", "''=x"] {
            let safe = guarded(text);
            assert!(safe.starts_with('\''), "{text:?}");
            assert_eq!(unguarded(&safe), text);
        }
        for text in ["", "Odette", "'t Zand", "a=b", "''"] {
            assert_eq!(guarded(text), text);
            assert_eq!(unguarded(text), text);
        }
    }
}
