//! The files a page loads, with their content in their name so that a cache may keep them for ever.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

pub(crate) const STYLESHEET: &str = include_str!("../assets/proche.css");
const LIVE: &str = include_str!("../assets/live.js");
const LOGO: &str = include_str!("../assets/logo.svg");

/// A file to serve as it is.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its address: `/assets/proche-1a2b3c4d5e6f.css`.
    pub path: String,
    /// Its media type.
    pub mime: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

static ASSETS: LazyLock<[Asset; 3]> = LazyLock::new(|| {
    let logo = asset("logo", "svg", "image/svg+xml", LOGO.as_bytes().to_vec());
    let live = asset("live", "js", "text/javascript; charset=utf-8", LIVE.as_bytes().to_vec());
    let style = STYLESHEET.replace("url(\"logo.svg\")", &format!("url(\"{}\")", logo.path));
    [asset("proche", "css", "text/css; charset=utf-8", style.into_bytes()), logo, live]
});

/// Every asset; each may be cached without end, a new content has a new address.
pub fn assets() -> &'static [Asset] {
    ASSETS.as_slice()
}

/// The address of the stylesheet.
pub fn stylesheet_path() -> &'static str {
    &ASSETS[0].path
}

/// The address of the logo.
pub(crate) fn logo_path() -> &'static str {
    &ASSETS[1].path
}

/// The address of the script that keeps a page up to date.
pub(crate) fn live_script_path() -> &'static str {
    &ASSETS[2].path
}

pub(crate) fn asset(name: &str, extension: &str, mime: &'static str, bytes: Vec<u8>) -> Asset {
    use std::fmt::Write as _;
    let digest = Sha256::digest(&bytes);
    let mut hash = String::new();
    for byte in &digest[..6] {
        write!(hash, "{byte:02x}").expect("a string takes every write");
    }
    Asset { path: format!("/assets/{name}-{hash}.{extension}"), mime, bytes }
}

#[cfg(test)]
mod tests {
    use super::{assets, logo_path, stylesheet_path};

    #[test]
    fn the_stylesheet_loads_nothing_but_the_hashed_logo() {
        let style = assets().iter().find(|asset| asset.path == stylesheet_path()).expect("there");
        let text = String::from_utf8(style.bytes.clone()).expect("text");
        assert!(text.contains(logo_path()));
        assert_eq!(text.matches("url(").count(), 1);
        assert!(!text.contains("@import"));
    }
}
