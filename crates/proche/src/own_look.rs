//! A deployment's own logo, colours and wording, read from files and checked at start.

use std::fs;
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use templates::{Asset, Locale, Theme};

use crate::config::Config;

/// The largest logo, in bytes.
const MOST_LOGO: u64 = 256 * 1024;

/// The files that pages load beside the shipped ones.
#[derive(Default)]
pub struct OwnLook {
    /// Everything to serve.
    pub assets: Vec<Asset>,
    /// The stylesheets, in order.
    pub style_urls: Vec<String>,
    /// The logo.
    pub logo_url: Option<String>,
}

impl OwnLook {
    /// Reads and checks what the configuration names.
    ///
    /// # Errors
    /// One sentence naming the file and what is wrong with it.
    pub fn of(config: &Config) -> anyhow::Result<Self> {
        let mut look = Self::default();
        if !config.site.theme.is_empty() {
            look.add_theme(&config.site.theme)?;
        }
        if !config.site.logo.is_empty() {
            look.add_logo(&config.site.logo)?;
        }
        Ok(look)
    }

    fn add_theme(&mut self, path: &str) -> anyhow::Result<()> {
        let css = fs::read_to_string(path).with_context(|| format!("site.theme: {path}"))?;
        let theme = Theme::parse(&css).map_err(|fault| anyhow!("site.theme: {path}: {fault}"))?;
        let asset = theme.asset();
        self.style_urls.push(asset.path.clone());
        self.assets.push(asset);
        Ok(())
    }

    fn add_logo(&mut self, path: &str) -> anyhow::Result<()> {
        let size = fs::metadata(path).with_context(|| format!("site.logo: {path}"))?.len();
        if size > MOST_LOGO {
            bail!("site.logo: {path}: at most {} KiB", MOST_LOGO / 1024);
        }
        let bytes = fs::read(path).with_context(|| format!("site.logo: {path}"))?;
        let extension = Path::new(path).extension().and_then(|e| e.to_str()).unwrap_or_default();
        let Some([style, logo]) = templates::logo_assets(extension, bytes) else {
            bail!("site.logo: {path}: an .svg or a .png file");
        };
        self.style_urls.push(style.path.clone());
        self.logo_url = Some(logo.path.clone());
        self.assets.extend([style, logo]);
        Ok(())
    }
}

/// Puts the deployment's own wording into use; to be called once, before anything is rendered.
///
/// # Errors
/// One sentence naming the file, and the message or the line.
pub fn use_own_words(config: &Config) -> anyhow::Result<()> {
    let folder = config.site.words.as_str();
    if folder.is_empty() {
        return Ok(());
    }
    let mut words = Vec::new();
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("site.words: {folder}"))? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "ftl") {
            continue;
        }
        let code = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let locale = Locale::from_code(code).filter(|locale| locale.code() == code);
        let locale = locale.ok_or_else(|| {
            anyhow!("site.words: {}: not named for a language, such as fr.ftl", path.display())
        })?;
        let text =
            fs::read_to_string(&path).with_context(|| format!("site.words: {}", path.display()))?;
        words.push((locale, text));
        paths.push(path);
    }
    templates::use_own_words(words).map_err(|(place, fault)| {
        let path = paths.get(place).map(|path| path.display().to_string()).unwrap_or_default();
        anyhow!("site.words: {path}: {fault}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(key: &str, path: &Path) -> Config {
        let value = path.display().to_string();
        Config::load(None, [(format!("PROCHE_SITE__{key}"), value)]).unwrap()
    }

    #[test]
    fn a_theme_and_a_logo_are_served_and_faults_are_named() {
        let folder = std::env::temp_dir().join(format!("proche_look_{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let theme = folder.join("ours.css");
        fs::write(&theme, ":root { --brand: #6a2344 }").unwrap();
        let look = OwnLook::of(&config("THEME", &theme)).unwrap();
        assert_eq!((look.assets.len(), look.style_urls.len(), look.logo_url), (1, 1, None));
        fs::write(&theme, ":root { --soft: #ccc }").unwrap();
        let fault = OwnLook::of(&config("THEME", &theme)).err().unwrap().to_string();
        assert!(fault.contains("ours.css: by day, soft on paper"), "{fault}");
        let logo = folder.join("ours.svg");
        fs::write(&logo, "<svg/>").unwrap();
        let look = OwnLook::of(&config("LOGO", &logo)).unwrap();
        assert_eq!(look.assets.len(), 2);
        assert!(look.logo_url.is_some_and(|url| url.contains("own-logo-")));
        assert!(OwnLook::of(&config("LOGO", &folder.join("none.svg"))).is_err());
        fs::write(folder.join("fr.ftl"), "skip = Passer\nsurprise = Non\n").unwrap();
        let fault = use_own_words(&config("WORDS", &folder)).unwrap_err().to_string();
        assert!(fault.contains("fr.ftl: there is no message `surprise`"), "{fault}");
        fs::remove_dir_all(folder).unwrap();
    }
}
