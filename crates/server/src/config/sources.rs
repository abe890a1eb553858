//! Where values come from: flags before the environment before the file before
//! the defaults; and what was found wrong with them, with its place.

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
};

use super::{Setting, Value};

/// Where one value was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Source {
    Flag,
    Environment,
    File(PathBuf),
    Default,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag => f.write_str("flag"),
            Self::Environment => f.write_str("environment"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Default => f.write_str("default"),
        }
    }
}

/// Everything that was found wrong, so that the operator hears of it at once.
#[derive(Debug, Default)]
pub struct Problems(Vec<String>);

impl Problems {
    pub fn add(&mut self, problem: impl Into<String>) {
        self.0.push(problem.into());
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn into_vec(self) -> Vec<String> {
        self.0
    }
}

/// The text of every setting, each with its source.
pub struct Values(BTreeMap<&'static str, Given>);

struct Given {
    text: String,
    source: Source,
    /// The text as it may be shown.
    shown: fn(&str) -> String,
}

/// Holds no secret.
impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.0.iter().map(|(name, given)| {
            let text = (given.shown)(&given.text);
            (name, (text, &given.source))
        });
        f.debug_map().entries(shown).finish()
    }
}

impl Values {
    /// Chooses among the layers. A blank value counts as none, as a variable
    /// that is passed through from an empty one should.
    pub fn choose(
        settings: &[Setting],
        flags: &BTreeMap<&'static str, String>,
        environment: &dyn Fn(&str) -> Option<String>,
        file: &FileLayer,
    ) -> Self {
        let given = |text: &String| !text.trim().is_empty();
        Self(
            settings
                .iter()
                .map(|setting| {
                    let flag = flags.get(setting.name).cloned().filter(given);
                    let variable = || environment(&setting.variable()).filter(given);
                    let in_file = || file.values.get(setting.name).cloned().filter(given);
                    let chosen = flag
                        .map(|text| (text, Source::Flag))
                        .or_else(|| Some((variable()?, Source::Environment)))
                        .or_else(|| Some((in_file()?, Source::File(file.path.clone()))))
                        .unwrap_or_else(|| (setting.default.to_owned(), Source::Default));
                    let given = Given {
                        text: chosen.0.trim().to_owned(),
                        source: chosen.1,
                        shown: setting.shown,
                    };
                    (setting.name, given)
                })
                .collect(),
        )
    }

    /// The text and the source of a setting.
    pub fn text(&self, name: &str) -> (&str, &Source) {
        let given = self
            .0
            .get(name)
            .expect("every declared setting has a value");
        (&given.text, &given.source)
    }

    /// The setting's value, or none with a problem noted.
    pub fn get<T: Value>(&self, name: &str, problems: &mut Problems) -> Option<T> {
        let (text, _) = self.text(name);
        match T::read(text) {
            Ok(value) => Some(value),
            Err(must) => {
                let shown = T::shown(text);
                problems.add(format!("{} {must}, not `{shown}`", self.place(name)));
                None
            }
        }
    }

    /// The setting as the operator wrote it, to begin a sentence with.
    pub fn place(&self, name: &str) -> String {
        let variable = name.to_ascii_uppercase();
        match self.text(name).1 {
            Source::Flag => format!("{variable} (flag --{})", name.replace('_', "-")),
            Source::Environment => format!("{variable} (environment variable)"),
            Source::File(path) => format!("{variable} (key `{name}` in {})", path.display()),
            Source::Default => format!("{variable} (default)"),
        }
    }
}

/// What the file says, secrets included.
#[derive(Default)]
pub struct FileLayer {
    pub path: PathBuf,
    pub values: BTreeMap<String, String>,
}

impl FileLayer {
    /// Reads the TOML file; each key must be a setting, each value a text, a
    /// number, a boolean or a list of texts.
    pub fn read(path: &Path, settings: &[Setting], problems: &mut Problems) -> Self {
        let mut layer = Self {
            path: path.to_owned(),
            values: BTreeMap::new(),
        };
        let shown = path.display();
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                problems.add(format!(
                    "the configuration file {shown} cannot be read: {error}"
                ));
                return layer;
            }
        };
        let table: toml::Table = match toml::from_str(&text) {
            Ok(table) => table,
            Err(error) => {
                problems.add(format!("{shown} is not valid TOML: {error}"));
                return layer;
            }
        };
        for (key, value) in table {
            if !settings.iter().any(|setting| setting.name == key) {
                problems.add(format!(
                    "{shown} has an unknown key `{key}`; `frontdesk config` lists all keys"
                ));
                continue;
            }
            match plain(&value) {
                Some(text) => {
                    layer.values.insert(key, text);
                }
                None => problems.add(format!(
                    "{} (key `{key}` in {shown}) must be a text, a whole number, true or false, \
                     or a list of texts",
                    key.to_ascii_uppercase()
                )),
            }
        }
        layer
    }
}

/// The value as a flag would give it.
fn plain(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(yes) => Some(yes.to_string()),
        toml::Value::Array(items) => items
            .iter()
            .map(|item| item.as_str().map(str::to_owned))
            .collect::<Option<Vec<_>>>()
            .map(|items| items.join(",")),
        _ => None,
    }
}
