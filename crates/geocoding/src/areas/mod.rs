//! Areas made of cells.
