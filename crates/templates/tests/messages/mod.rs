//! The messages of a language, read from its files as Fluent reads them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use templates::Locale;

/// Every text of a language under its key; `message.attribute` names an attribute.
pub struct Texts(pub BTreeMap<String, Pattern<String>>);

impl Texts {
    /// Reads the files of a language.
    pub fn of(locale: Locale) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(locale.code());
        let mut texts = BTreeMap::new();
        for file in fs::read_dir(folder).unwrap() {
            let source = fs::read_to_string(file.unwrap().path()).unwrap();
            for entry in fluent_syntax::parser::parse(source).unwrap().body {
                let Entry::Message(message) = entry else { continue };
                let name = message.id.name;
                for attribute in message.attributes {
                    texts.insert(format!("{name}.{}", attribute.id.name), attribute.value);
                }
                texts.extend(message.value.map(|value| (name, value)));
            }
        }
        Self(texts)
    }
}

/// The names of the arguments that a text uses, in any of its variants.
pub fn arguments(pattern: &Pattern<String>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for expression in expressions(pattern) {
        match expression {
            Expression::Inline(inline) => names.extend(argument(inline)),
            Expression::Select { selector, variants } => {
                names.extend(argument(selector));
                names.extend(variants.iter().flat_map(|variant| arguments(&variant.value)));
            }
        }
    }
    names
}

/// The forms of each choice in a text: `one`, `few`, `other`, `0`.
pub fn plurals(pattern: &Pattern<String>) -> Vec<BTreeSet<&str>> {
    let variants = expressions(pattern).filter_map(|expression| match expression {
        Expression::Select { variants, .. } => Some(variants),
        Expression::Inline(_) => None,
    });
    variants.map(|forms| forms.iter().map(|form| name(&form.key)).collect()).collect()
}

/// A text as it may be read: each choice gives as many readings as it has variants. An argument
/// reads as its name.
pub fn readings(pattern: &Pattern<String>) -> Vec<String> {
    let mut readings = vec![String::new()];
    for element in &pattern.elements {
        let parts = match element {
            PatternElement::TextElement { value } => vec![value.clone()],
            PatternElement::Placeable { expression: Expression::Inline(inline) } => {
                argument(inline).into_iter().collect()
            }
            PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
                variants.iter().flat_map(|variant| self::readings(&variant.value)).collect()
            }
        };
        readings = readings
            .iter()
            .flat_map(|start| parts.iter().map(move |part| format!("{start}{part}")))
            .collect();
    }
    readings
}

fn expressions(pattern: &Pattern<String>) -> impl Iterator<Item = &Expression<String>> {
    pattern.elements.iter().filter_map(|element| match element {
        PatternElement::Placeable { expression } => Some(expression),
        PatternElement::TextElement { .. } => None,
    })
}

fn argument(inline: &InlineExpression<String>) -> Option<String> {
    match inline {
        InlineExpression::VariableReference { id } => Some(id.name.clone()),
        _ => None,
    }
}

fn name(key: &VariantKey<String>) -> &str {
    match key {
        VariantKey::Identifier { name } => name,
        VariantKey::NumberLiteral { value } => value,
    }
}
