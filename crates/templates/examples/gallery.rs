//! Writes every page and mail with sample data as static files, to look at them in a browser.
//!
//! `cargo run -p templates --example gallery -- DIR`

#[path = "../tests/samples/mod.rs"]
mod samples;

use std::path::Path;
use std::{env, fs, io};

use templates::{Locale, assets};

fn main() -> io::Result<()> {
    let folder = env::args().nth(1).unwrap_or_else(|| "gallery".to_owned());
    let folder = Path::new(&folder);
    fs::create_dir_all(folder.join("assets"))?;
    for asset in assets() {
        let text = String::from_utf8_lossy(&asset.bytes).replace("\"/assets/", "\"");
        fs::write(folder.join(asset.path.trim_start_matches('/')), text)?;
    }
    for locale in Locale::ALL {
        for (name, document) in [samples::pages(locale), samples::mails(locale)].concat() {
            let local = document.replace("\"/assets/", "\"assets/");
            fs::write(folder.join(format!("{name}.{}.html", locale.code())), local)?;
        }
    }
    Ok(())
}
