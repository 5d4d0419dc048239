//! A text as a square picture that phones read (QR code, ISO/IEC 18004), drawn without script.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};

use crate::error::{Error, Result};

/// The quiet dots around it, as the standard wants.
const MARGIN: i32 = 4;

/// The sides in dots, and the dark dots as the `d` of an SVG path.
pub(super) fn square(text: &str) -> Result<(i32, String)> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).map_err(|_| Error::Defect)?;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            let _ = write!(path, "M{} {}h1v1h-1z", x + MARGIN, y + MARGIN);
        }
    }
    Ok((code.size() + 2 * MARGIN, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The corners of every such picture are known.
    #[test]
    fn a_picture_has_its_three_corners() {
        let (size, path) = square("otpauth://totp/proche").unwrap();
        let dark = |x: i32, y: i32| path.contains(&format!("M{} {}h1", x + MARGIN, y + MARGIN));
        let far = size - 2 * MARGIN - 7;
        for (x, y) in [(0, 0), (far, 0), (0, far)] {
            assert!(dark(x, y) && dark(x + 6, y + 6) && dark(x + 3, y + 3), "{x} {y}");
            assert!(!dark(x + 1, y + 1), "{x} {y}");
        }
    }
}
