//! One setting of the operator's: its name, meaning and default, told once. The
//! flag, the environment variable, the key of the file and the documentation
//! all follow from it. Where values come from is in `sources`.

/// What is known of one key. A setting `session_hours` is `SESSION_HOURS` in
/// the environment, `session_hours` in the file, `--session-hours` as a flag.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// As it stands in the file.
    pub name: &'static str,
    /// In the form in which it would be given; empty where nothing is.
    pub default: &'static str,
    /// What a value looks like, such as `<bytes>`.
    pub syntax: &'static str,
    /// What it decides, in a sentence or two.
    pub meaning: &'static str,
    /// Whether the flag alone, without a value, means `true`.
    pub is_switch: bool,
    /// The value as it may be shown: secrets are masked.
    pub shown: fn(&str) -> String,
}

impl Setting {
    /// The environment variable.
    pub fn variable(&self) -> String {
        self.name.to_ascii_uppercase()
    }

    /// The flag, without its dashes.
    pub fn flag(&self) -> String {
        self.name.replace('_', "-")
    }

    /// The meaning as one line.
    pub fn sentence(&self) -> String {
        self.meaning
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// A type that settings have.
pub trait Value: Sized {
    /// What a value looks like, for the documentation.
    const SYNTAX: &'static str;
    /// Whether the flag alone means `true`.
    const IS_SWITCH: bool = false;

    /// Reads a value; it is never blank unless the setting may be missing.
    ///
    /// # Errors
    /// What it must be, as the end of a sentence: `must be …`.
    fn read(text: &str) -> Result<Self, String>;

    /// The value as it may be shown.
    fn shown(text: &str) -> String {
        text.to_owned()
    }
}

/// A setting that may be missing.
impl<T: Value> Value for Option<T> {
    const SYNTAX: &'static str = T::SYNTAX;

    fn read(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Ok(None);
        }
        T::read(text).map(Some)
    }

    fn shown(text: &str) -> String {
        if text.is_empty() {
            return String::new();
        }
        T::shown(text)
    }
}

/// Declares a section: a struct with one field for each setting. The doc
/// comment of a field is its documentation, what follows `=` its default.
macro_rules! section {
    (
        $(#[$struct_doc:meta])*
        $title:literal $section:ident {
            $($(#[doc = $doc:literal])+ $field:ident: $type:ty = $default:literal,)+
        }
    ) => {
        $(#[$struct_doc])*
        #[derive(Clone, Debug)]
        pub struct $section {
            $($(#[doc = $doc])+ pub $field: $type,)+
        }

        impl $section {
            pub const TITLE: &'static str = $title;
            pub const SETTINGS: &'static [$crate::config::Setting] = &[
                $($crate::config::Setting {
                    name: stringify!($field),
                    default: $default,
                    syntax: <$type as $crate::config::Value>::SYNTAX,
                    meaning: concat!($($doc),+),
                    is_switch: <$type as $crate::config::Value>::IS_SWITCH,
                    shown: <$type as $crate::config::Value>::shown,
                },)+
            ];

            /// Reads every setting of the section, and notes all that is wrong.
            pub fn read(
                values: &$crate::config::Values,
                problems: &mut $crate::config::Problems,
            ) -> Option<Self> {
                $(let $field = values.get::<$type>(stringify!($field), problems);)+
                Some(Self { $($field: $field?,)+ })
            }
        }
    };
}
pub(super) use section;
