//! A deployment's own colours: read strictly, checked for contrast by day and by night.
//!
//! Ratios and the least that text and drawings need are those of WCAG 2.2, 1.4.3 and 1.4.11.

use std::fmt;

use crate::assets::{self, Asset};

/// The colours that a theme may set.
const TOKENS: [&str; 17] = [
    "brand",
    "on-brand",
    "lamp",
    "on-lamp",
    "lamp-soft",
    "paper",
    "card",
    "ink",
    "soft",
    "line",
    "edge",
    "link",
    "ok-soft",
    "alarm",
    "alarm-soft",
    "button",
    "on-button",
];
/// What stands on what, and the least ratio: 4.5 for text, 3 for borders and drawings.
const PAIRS: [(&str, &str, f64); 23] = [
    ("ink", "paper", 4.5),
    ("ink", "card", 4.5),
    ("ink", "lamp-soft", 4.5),
    ("ink", "ok-soft", 4.5),
    ("soft", "paper", 4.5),
    ("soft", "card", 4.5),
    ("soft", "lamp-soft", 4.5),
    ("soft", "ok-soft", 4.5),
    ("link", "paper", 4.5),
    ("link", "card", 4.5),
    ("link", "lamp-soft", 4.5),
    ("link", "ok-soft", 4.5),
    ("on-brand", "brand", 4.5),
    ("on-lamp", "lamp", 4.5),
    ("on-button", "button", 4.5),
    ("alarm", "paper", 4.5),
    ("alarm", "card", 4.5),
    ("alarm", "alarm-soft", 4.5),
    ("card", "alarm", 4.5),
    ("edge", "paper", 3.0),
    ("edge", "card", 3.0),
    ("button", "paper", 3.0),
    ("brand", "lamp", 3.0),
];
const NIGHT: &str = "@media(prefers-color-scheme:dark){:root{";

/// Colours by day and by night, each pair of them with enough contrast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    day: Colours,
    night: Colours,
}

type Colours = Vec<(String, String)>;

/// What is wrong with a theme's file.
#[derive(Clone, Debug, PartialEq)]
pub enum ThemeFault {
    /// It holds something beside the two blocks of variables.
    Shape,
    /// A variable that no theme has.
    Unknown(String),
    /// A value that is neither `#rgb` or `#rrggbb` nor another variable.
    Value(String),
    /// Two colours that are too near each other: whether at night, which on which, the ratio and
    /// the least.
    Contrast {
        /// By night, else by day.
        night: bool,
        /// What stands there.
        what: &'static str,
        /// What it stands on.
        on: &'static str,
        /// Their ratio.
        ratio: f64,
        /// What it has to be at least.
        least: f64,
    },
}

impl fmt::Display for ThemeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape => f.write_str(
                "only `:root { … }` and the same inside `@media (prefers-color-scheme: dark)` \
                 may stand here",
            ),
            Self::Unknown(name) => write!(f, "`--{name}` is no variable of a theme"),
            Self::Value(name) => write!(f, "`--{name}` needs a colour such as #17493d"),
            Self::Contrast { night, what, on, ratio, least } => {
                let when = if *night { "by night" } else { "by day" };
                write!(f, "{when}, {what} on {on} has a contrast of {ratio:.1}; {least} is needed")
            }
        }
    }
}

impl std::error::Error for ThemeFault {}

impl Theme {
    /// Reads a theme's file: the two blocks of variables, the second one optional.
    ///
    /// # Errors
    /// The first fault found.
    pub fn parse(css: &str) -> Result<Self, ThemeFault> {
        let plain: String = without_comments(css).split_whitespace().collect();
        let day = plain.strip_prefix(":root{").ok_or(ThemeFault::Shape)?;
        let (day, rest) = day.split_once('}').ok_or(ThemeFault::Shape)?;
        let night = match rest {
            "" => "",
            rest => rest
                .strip_prefix(NIGHT)
                .and_then(|rest| rest.strip_suffix("}}"))
                .filter(|block| !block.contains(['{', '}']))
                .ok_or(ThemeFault::Shape)?,
        };
        let theme = Self { day: colours(day)?, night: colours(night)? };
        theme.check()?;
        Ok(theme)
    }

    /// The theme's file as it is served.
    pub fn asset(&self) -> Asset {
        let block = |colours: &Colours| {
            let lines = colours.iter().map(|(name, value)| format!("--{name}:{value};"));
            lines.collect::<String>()
        };
        let (day, night) = (block(&self.day), block(&self.night));
        let css = format!(":root{{{day}}}@media (prefers-color-scheme:dark){{:root{{{night}}}}}");
        assets::asset("theme", "css", "text/css; charset=utf-8", css.into_bytes())
    }

    fn check(&self) -> Result<(), ThemeFault> {
        let (day, night) = shipped();
        let by_day = [&day, &self.day];
        let by_night = [&day, &self.day, &night, &self.night];
        for (is_night, layers) in [(false, by_day.as_slice()), (true, by_night.as_slice())] {
            for (what, on, least) in PAIRS {
                let ratio = contrast(colour(layers, what, 0), colour(layers, on, 0));
                if ratio < least {
                    return Err(ThemeFault::Contrast { night: is_night, what, on, ratio, least });
                }
            }
        }
        Ok(())
    }
}

/// A deployment's own logo as it is served, with the stylesheet that shows it.
pub fn logo_assets(extension: &str, bytes: Vec<u8>) -> Option<[Asset; 2]> {
    let (extension, mime) = match extension.to_ascii_lowercase().as_str() {
        "svg" => ("svg", "image/svg+xml"),
        "png" => ("png", "image/png"),
        _ => return None,
    };
    let logo = assets::asset("own-logo", extension, mime, bytes);
    let css = format!(":root{{--logo:url(\"{}\")}}", logo.path);
    Some([assets::asset("logo", "css", "text/css; charset=utf-8", css.into_bytes()), logo])
}

fn without_comments(css: &str) -> String {
    let mut kept = String::new();
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    kept + rest
}

fn colours(block: &str) -> Result<Colours, ThemeFault> {
    let mut found = Colours::new();
    for line in block.split(';').filter(|line| !line.is_empty()) {
        let pair = line.strip_prefix("--").and_then(|line| line.split_once(':'));
        let (name, value) = pair.ok_or(ThemeFault::Shape)?;
        if name == "logo" {
            // The logo is a file of its own.
            continue;
        }
        if !TOKENS.contains(&name) {
            return Err(ThemeFault::Unknown(name.to_owned()));
        }
        if channels(value).is_none() && referred(value).is_none() {
            return Err(ThemeFault::Value(name.to_owned()));
        }
        found.push((name.to_owned(), value.to_owned()));
    }
    Ok(found)
}

/// The variable that a value stands for.
fn referred(value: &str) -> Option<&str> {
    let name = value.strip_prefix("var(--")?.strip_suffix(')')?;
    TOKENS.contains(&name).then_some(name)
}

/// The shipped colours, by day and by night.
fn shipped() -> (Colours, Colours) {
    let plain: String = without_comments(assets::STYLESHEET).split_whitespace().collect();
    let of = |start: &str| {
        let block = plain.split_once(start).map_or("", |(_, rest)| rest);
        let block = block.split_once('}').map_or("", |(block, _)| block);
        let pairs = block.split(';').filter_map(|line| line.strip_prefix("--")?.split_once(':'));
        let known = pairs.filter(|(name, _)| TOKENS.contains(name));
        known.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    };
    (of(":root{"), of(NIGHT))
}

/// The colour behind a variable: the last layer that has it; references are followed.
fn colour(layers: &[&Colours], name: &str, depth: usize) -> [f64; 3] {
    let own = layers.iter().rev().find_map(|layer| layer.iter().rev().find(|(n, _)| n == name));
    let Some((_, value)) = own.filter(|_| depth < TOKENS.len()) else { return [0.0; 3] };
    match referred(value) {
        Some(other) => colour(layers, other, depth + 1),
        None => channels(value).unwrap_or_default(),
    }
}

/// Red, green and blue from 0 to 1.
fn channels(value: &str) -> Option<[f64; 3]> {
    let digits = value.strip_prefix('#')?;
    if !digits.chars().all(|c| c.is_ascii_hexdigit()) {
        return None;
    }
    let width = match digits.len() {
        3 => 1,
        6 => 2,
        _ => return None,
    };
    let channel = |place: usize| {
        let part = &digits[place * width..(place + 1) * width];
        let number = u8::from_str_radix(part, 16).ok()?;
        Some(f64::from(number) / if width == 1 { 15.0 } else { 255.0 })
    };
    Some([channel(0)?, channel(1)?, channel(2)?])
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(channels: [f64; 3]) -> f64 {
    let [red, green, blue] = channels.map(|channel| {
        if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = "/* ours */ :root { --logo: url(\"logo.svg\"); --brand: #6a2344; \
        --lamp: #f2c14e; --link: #7c1f4c; --button: var(--brand) }\n\
        @media (prefers-color-scheme: dark) { :root { --brand: #84345a; --link: #f3b3ce; } }";

    #[test]
    fn the_shipped_colours_have_enough_contrast() {
        let (day, night) = shipped();
        assert!(day.len() >= 15 && night.len() >= 12, "{day:?} {night:?}");
        assert_eq!(Theme { day: Vec::new(), night: Vec::new() }.check(), Ok(()));
    }

    #[test]
    fn a_theme_is_served_as_it_was_read() {
        let theme = Theme::parse(EXAMPLE).expect("a good theme");
        let css = String::from_utf8(theme.asset().bytes).expect("text");
        assert!(css.starts_with(":root{--brand:#6a2344;--lamp:#f2c14e;"), "{css}");
        assert!(css.ends_with(":root{--brand:#84345a;--link:#f3b3ce;}}"), "{css}");
        assert_eq!(Theme::parse(&css), Ok(theme));
    }

    #[test]
    fn colours_that_are_too_near_each_other_are_refused() {
        let fault = Theme::parse(":root{--soft:#aaaaaa}").expect_err("pale");
        assert_eq!(fault.to_string(), "by day, soft on paper has a contrast of 2.1; 4.5 is needed");
        let dark = ":root{}@media(prefers-color-scheme:dark){:root{--link:#123}}";
        let fault = Theme::parse(dark).expect_err("dark on dark");
        assert!(fault.to_string().starts_with("by night, link on paper"), "{fault}");
    }

    #[test]
    fn nothing_but_colours_gets_in() {
        use ThemeFault::{Shape, Unknown, Value};
        for (css, fault) in [
            ("body{color:red}", Shape),
            (":root{--ink:#123}body{}", Shape),
            (":root{color:#123}", Shape),
            ("", Shape),
            (":root{--sans:#123}", Unknown("sans".into())),
            (":root{--ink:url(x)}", Value("ink".into())),
            (":root{--ink:red}", Value("ink".into())),
            (":root{--ink:var(--sans)}", Value("ink".into())),
        ] {
            assert_eq!(Theme::parse(css), Err(fault), "{css}");
        }
    }

    #[test]
    fn a_logo_is_a_picture() {
        assert!(logo_assets("exe", Vec::new()).is_none());
        let [style, logo] = logo_assets("SVG", b"<svg/>".to_vec()).expect("a picture");
        let css = String::from_utf8(style.bytes).expect("text");
        assert!(css.contains(&logo.path) && logo.mime == "image/svg+xml");
    }
}
