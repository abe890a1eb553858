//! The settings as flags of a command.

use std::{collections::BTreeMap, ffi::OsString, fmt, path::PathBuf};

use clap::{Arg, ArgMatches, Args, Command, FromArgMatches, value_parser};

use super::{Identity, SectionInfo, Setting, Storage, sections};

const CONFIG: &str = "config-file";

/// What was given on the command line.
#[derive(Clone, Default)]
pub struct Flags {
    /// `--config`.
    pub file: Option<PathBuf>,
    pub values: BTreeMap<&'static str, String>,
}

/// Names alone: a value may be a secret.
impl fmt::Debug for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Flags")
            .field("file", &self.file)
            .field("given", &self.values.keys().collect::<Vec<_>>())
            .finish()
    }
}

impl Args for Flags {
    fn augment_args(command: Command) -> Command {
        augment(command, &sections())
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

/// The settings that a command needs which only opens the data.
#[derive(Clone, Debug, Default)]
pub struct DataFlags(pub Flags);

impl Args for DataFlags {
    fn augment_args(command: Command) -> Command {
        augment(command, &data_sections())
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for DataFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Ok(Self(matched(matches, &data_sections())))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn data_sections() -> Vec<SectionInfo> {
    let mut sections = sections();
    sections.retain(|section| [Storage::TITLE, Identity::TITLE].contains(&section.title));
    sections
}

fn augment(command: Command, sections: &[SectionInfo]) -> Command {
    let command = command.arg(
        Arg::new(CONFIG)
            .long("config")
            .value_name("file")
            .env("FRONTDESK_CONFIG")
            .hide_env_values(true)
            .value_parser(value_parser!(PathBuf))
            .help("Configuration file (TOML); ./frontdesk.toml when it is there"),
    );
    sections.iter().fold(command, |command, section| {
        command
            .next_help_heading(section.title)
            .args(section.settings.iter().map(arg))
    })
}

fn arg(setting: &Setting) -> Arg {
    let mut help = format!("{} [env: {}]", setting.sentence(), setting.variable());
    if !setting.default.is_empty() {
        help.push_str(&format!(" [default: {}]", setting.default));
    }
    let arg = Arg::new(setting.name)
        .long(setting.flag())
        .value_name(setting.syntax.trim_start_matches('<').trim_end_matches('>'))
        .value_parser(value_parser!(OsString))
        .help(help);
    if setting.is_switch {
        arg.num_args(0..=1)
            .require_equals(true)
            .default_missing_value("true")
    } else {
        arg
    }
}

impl FromArgMatches for Flags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Ok(matched(matches, &sections()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn matched(matches: &ArgMatches, sections: &[SectionInfo]) -> Flags {
    let values = sections
        .iter()
        .flat_map(|section| section.settings)
        .filter_map(|setting| {
            let value = matches.get_one::<OsString>(setting.name)?;
            Some((setting.name, value.to_string_lossy().into_owned()))
        })
        .collect();
    Flags {
        file: matches.get_one(CONFIG).cloned(),
        values,
    }
}
