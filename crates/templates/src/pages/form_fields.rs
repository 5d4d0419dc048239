//! Forms as they were typed.

/// Declares a form: every field a text, read from and written back to name–value pairs.
///
/// A name that comes several times (checkboxes) is joined by `|`; unknown names are ignored. After
/// `with`, a part that takes the inputs it knows.
macro_rules! form_fields {
    (
        $(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident,)* }
        $(with $(#[$part_doc:meta])* $part:ident: $kind:ty)?
    ) => {
        $(#[$doc])*
        #[derive(Clone, Default, PartialEq, Eq)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: String,)*
            $($(#[$part_doc])* pub $part: $kind,)?
        }

        impl $name {
            /// Reads what a browser posted; a repeated name is joined by `|`, others are ignored.
            pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
                let mut form = Self::default();
                for (name, value) in pairs {
                    match name {
                        $(stringify!($field) => join(&mut form.$field, value),)*
                        _other => {
                            $(form.$part.take(_other, value);)?
                        }
                    }
                }
                form
            }

            /// Every text with its value, in order.
            pub fn pairs(&self) -> Vec<(&'static str, &str)> {
                vec![$((stringify!($field), self.$field.as_str()),)*]
            }
        }
    };
}

pub(super) use form_fields;

/// Adds a value to a field; both the browser's repeated names and `a|b` give `a|b`.
pub(super) fn join(field: &mut String, value: &str) {
    if field.is_empty() {
        value.clone_into(field);
    } else if !value.is_empty() {
        field.push('|');
        field.push_str(value);
    }
}
