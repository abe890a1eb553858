//! The typed configuration: read once at start, from flags, environment, a TOML
//! file and defaults, in this order of precedence. Whatever is wrong stops the
//! start with a message that names the key and its place.

mod chat;
mod files;
mod flags;
mod identity;
mod limits;
mod mail;
mod master_key;
mod moderation;
mod notify;
mod s3;
mod search;
mod setting;
mod show;
mod sources;
mod storage;
mod telemetry;
mod values;
mod web;

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use frontdesk_desk::DeskConfig;
use frontdesk_model::validate::InputLimits;

pub use chat::Chat;
pub use files::Files;
pub use flags::{DataFlags, Flags};
pub use identity::Identity;
pub use limits::Limits;
pub use mail::Mail;
pub use master_key::{MasterKeySource, OldMasterKeys, master_key};
pub use moderation::{Moderation, ServiceUrl, WebhookSecret};
pub use notify::Notify;
pub use s3::S3;
pub use search::Search;
pub use setting::{Setting, Value};
pub use show::{effective, markdown};
pub use sources::{Problems, Source, Values};
pub use storage::Storage;
pub use telemetry::Telemetry;
pub use values::{
    BrandColor, Database, KeySetSource, LogFilter, LogFormat, MailFrom, MailHookSecret,
    MailInbound, MailReplyAddress, Number, Origins, Secret, SigningSecret, SmtpServer, WebUrl,
};
pub use web::{TlsFiles, Web};

use sources::FileLayer;

/// The file that is read when none is named.
const DEFAULT_FILE: &str = "frontdesk.toml";

/// A section's title and settings, for listing.
pub struct SectionInfo {
    pub title: &'static str,
    pub settings: &'static [Setting],
}

/// Every section, in the order in which they are listed.
pub fn sections() -> Vec<SectionInfo> {
    macro_rules! info {
        ($($section:ident),+) => {
            vec![$(SectionInfo { title: $section::TITLE, settings: $section::SETTINGS },)+]
        };
    }
    info!(
        Web,
        Storage, Identity, Files, S3, Search, Chat, Moderation, Mail, Notify, Limits, Telemetry
    )
}

/// The configuration of one process.
#[derive(Debug)]
pub struct Config {
    pub web: Web,
    pub storage: Storage,
    pub identity: Identity,
    pub files: Files,
    pub s3: S3,
    pub search: Search,
    pub chat: Chat,
    pub mail: Mail,
    pub notify: Notify,
    pub moderation: Moderation,
    pub limits: Limits,
    pub telemetry: Telemetry,
    /// Where each value came from.
    pub values: Values,
}

/// What is wrong with the configuration, one sentence each.
#[derive(Debug, thiserror::Error)]
#[error("the configuration is not valid:\n  - {}", .0.join("\n  - "))]
pub struct Invalid(pub Vec<String>);

impl Config {
    /// Reads the configuration of this process.
    ///
    /// # Errors
    /// Everything that is wrong with it, at once.
    pub fn load(flags: &Flags) -> Result<Self, Invalid> {
        let environment =
            |name: &str| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
        Self::from_layers(flags, &environment, Path::new("."))
    }

    /// As [`Config::load`], with the environment and the working directory given.
    fn from_layers(
        flags: &Flags,
        environment: &dyn Fn(&str) -> Option<String>,
        directory: &Path,
    ) -> Result<Self, Invalid> {
        let settings: Vec<_> = sections()
            .iter()
            .flat_map(|section| section.settings)
            .copied()
            .collect();
        let mut problems = Problems::default();
        let file = match file_to_read(flags, directory) {
            Some(path) => FileLayer::read(&path, &settings, &mut problems),
            None => FileLayer::default(),
        };
        let values = Values::choose(&settings, &flags.values, environment, &file);
        let config = Self::read(values, &mut problems);
        match config {
            Some(config) if problems.is_empty() => Ok(config),
            _ => Err(Invalid(problems.into_vec())),
        }
    }

    fn read(values: Values, problems: &mut Problems) -> Option<Self> {
        let web = Web::read(&values, problems);
        let storage = Storage::read(&values, problems);
        let identity = Identity::read(&values, problems);
        let files = Files::read(&values, problems);
        let s3 = S3::read(&values, problems);
        let search = Search::read(&values, problems);
        let chat = Chat::read(&values, problems);
        let mail = Mail::read(&values, problems);
        let notify = Notify::read(&values, problems);
        let moderation = Moderation::read(&values, problems);
        let limits = Limits::read(&values, problems);
        let telemetry = Telemetry::read(&values, problems);
        let config = Self {
            web: web?,
            storage: storage?,
            identity: identity?,
            files: files?,
            s3: s3?,
            search: search?,
            chat: chat?,
            mail: mail?,
            notify: notify?,
            moderation: moderation?,
            limits: limits?,
            telemetry: telemetry?,
            values,
        };
        config.web.check(&config.values, problems);
        config.s3.check(&config.values, problems);
        config.mail.check(&config.values, problems);
        config.moderation.check(&config.values, problems);
        Some(config)
    }

    /// What of it concerns the use cases, for a server that listens on `port`.
    pub fn desk(&self, port: u16) -> DeskConfig {
        let rates = &self.limits;
        DeskConfig {
            name: self.web.name.clone(),
            default_language: self.web.default_language,
            public_url: self.web.public_url(port),
            ipfs_gateway: self
                .files
                .ipfs_gateway
                .as_ref()
                .map(|url| url.as_str().to_owned()),
            input: InputLimits {
                message_max_chars: self.chat.message_max_chars.narrow(),
            },
            upload_max_bytes: self.files.upload_max_bytes.0,
            upload_types: self.files.upload_types.clone(),
            upload_images: self.files.images(),
            upload_metadata: self.files.upload_metadata,
            upload_image_max_edge: self.files.upload_image_max_edge.map(|edge| edge.narrow()),
            scanner: self.files.clamd_url.clone(),
            when_unscanned: self.files.scan_unavailable,
            files_mode: self.files.files_mode,
            file_url_life: self.files.file_url_seconds.seconds(),
            upload_expires: self.files.upload_expires_hours.hours(),
            upload_max_open: self.files.upload_max_open.narrow(),
            upload_user_quota: self.files.upload_user_quota_bytes.0,
            upload_total_quota: self.files.upload_total_quota_bytes.map(|bytes| bytes.0),
            orphan_after: Duration::from_secs(self.files.orphan_hours.0 * 3_600),
            file_retention: self.files.file_retention_days.map(|days| days.days()),
            scrub_every: Some(self.files.scrub_days.days()).filter(|every| !every.is_zero()),
            scrub_rate: self.files.scrub_bytes_per_second.0,
            keep_local: self.files.ipfs_keep_local,
            node_check: self.files.ipfs_check_hours.hours(),
            visitors: self.identity.visitors,
            link_sign_in: self.identity.link_sign_in,
            session_length: self.identity.session_length(),
            agent_capacity: self.chat.agent_capacity.narrow(),
            offer_timeout: self.chat.offer_seconds.seconds(),
            agent_grace: self.chat.agent_grace_seconds.seconds(),
            expected_answer: self.chat.expected_answer(),
            typing_timeout: self.chat.typing_seconds.seconds(),
            routing_strategy: self.chat.routing_strategy,
            returned_head_start: self.chat.returned_head_start_seconds.seconds(),
            vip_head_start: self.chat.vip_head_start_seconds.seconds(),
            returning_head_start: self.chat.returning_head_start_seconds.seconds(),
            skill_patience: self.chat.skill_patience_seconds.seconds(),
            agent_away: self.chat.agent_away_seconds.seconds(),
            file_text: self.files.text(),
            mail: self.mail.config(),
            notify: self
                .notify
                .config(&self.web.public_url(port), self.mail.sender().as_deref()),
            mail_in: self.mail.incoming(),
            rating_period: self.chat.rating_days.days(),
            search_log: self.search.log(),
            transcript_interval: if rates.rate_limits {
                rates.transcript_seconds.seconds()
            } else {
                Duration::ZERO
            },
            outside_check: self.moderation.outside_check(),
            message_rate: rates.enforced(rates.rate_messages),
            write_rate: rates.enforced(rates.rate_writes),
            read_rate: rates.enforced(rates.rate_reads),
            login_rate: rates.enforced(rates.rate_logins),
        }
    }
}

/// The named file, or the usual one when it is there.
fn file_to_read(flags: &Flags, directory: &Path) -> Option<PathBuf> {
    flags.file.clone().or_else(|| {
        let usual = directory.join(DEFAULT_FILE);
        usual.is_file().then_some(usual)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Given {
        flags: Flags,
        environment: Vec<(&'static str, &'static str)>,
        directory: tempfile::TempDir,
    }

    impl Given {
        fn new() -> Self {
            Self {
                flags: Flags::default(),
                environment: Vec::new(),
                directory: tempfile::tempdir().unwrap(),
            }
        }

        fn flag(mut self, name: &'static str, value: &str) -> Self {
            self.flags.values.insert(name, value.to_owned());
            self
        }

        fn env(mut self, name: &'static str, value: &'static str) -> Self {
            self.environment.push((name, value));
            self
        }

        fn file(self, text: &str) -> Self {
            std::fs::write(self.directory.path().join(DEFAULT_FILE), text).unwrap();
            self
        }

        fn load(&self) -> Result<Config, Invalid> {
            let environment = |name: &str| {
                let found = self.environment.iter().find(|(key, _)| *key == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            Config::from_layers(&self.flags, &environment, self.directory.path())
        }

        fn problems(&self) -> Vec<String> {
            self.load().expect_err("something is wrong").0
        }
    }

    #[test]
    fn without_anything_the_defaults_hold_and_are_those_of_the_use_cases() {
        let config = Given::new().load().unwrap();
        assert_eq!(config.web.port.0, 3001);
        assert_eq!(config.values.text("port").1, &Source::Default);
        let (ours, theirs) = (config.desk(3001), DeskConfig::default());
        assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
    }

    #[test]
    fn a_flag_beats_the_environment_which_beats_the_file() {
        let port = |given: &Given| {
            let config = given.load().unwrap();
            (config.web.port.0, config.values.text("port").1.to_string())
        };
        let given = Given::new().file("port = 1");
        let path = given.directory.path().join(DEFAULT_FILE);
        assert_eq!(port(&given), (1, path.display().to_string()));
        let given = given.env("PORT", "2");
        assert_eq!(port(&given), (2, "environment".to_owned()));
        let given = given.flag("port", "3");
        assert_eq!(port(&given), (3, "flag".to_owned()));
    }

    #[test]
    fn an_empty_variable_is_none() {
        let config = Given::new()
            .env("JWT_SECRET", "")
            .env("PORT", " ")
            .load()
            .unwrap();
        assert!(config.identity.jwt_secret.is_none());
        assert_eq!(config.web.port.0, 3001);
    }

    #[test]
    fn an_unknown_key_of_the_file_is_named() {
        let problems = Given::new().file("prot = 3001").problems();
        assert_eq!(problems.len(), 1);
        assert!(problems[0].contains("unknown key `prot`"), "{problems:?}");
        assert!(problems[0].contains(DEFAULT_FILE), "{problems:?}");
    }

    #[test]
    fn a_bad_value_is_named_with_its_place_and_all_are_told_at_once() {
        let problems = Given::new()
            .file("offer_seconds = \"soon\"\nupload_types = [\"image\", \"movie\"]")
            .env("DATABASE_URL", "mysql://x")
            .flag("port", "70000")
            .problems();
        for (key, place) in [
            ("OFFER_SECONDS", "key `offer_seconds` in"),
            ("UPLOAD_TYPES", "key `upload_types` in"),
            ("DATABASE_URL", "environment variable"),
            ("PORT", "flag --port"),
        ] {
            let named = problems
                .iter()
                .any(|problem| problem.starts_with(key) && problem.contains(place));
            assert!(named, "{key}: {problems:?}");
        }
        assert_eq!(problems.len(), 4);
    }

    #[test]
    fn a_short_secret_is_taken_with_a_warning_that_does_not_repeat_it() {
        let weakness = |secret: &'static str| {
            let config = Given::new().env("JWT_SECRET", secret).load().unwrap();
            config.identity.jwt_secret.unwrap().weakness()
        };
        let warning = weakness("hunter2").unwrap();
        assert!(warning.contains("7 bytes"), "{warning}");
        assert!(!warning.contains("hunter2"), "{warning}");
        assert_eq!(weakness("0123456789abcdef0123456789abcdef"), None);
    }

    #[test]
    fn a_certificate_without_its_key_is_refused() {
        let problems = Given::new().env("TLS_CERT", "cert.pem").problems();
        assert!(problems[0].contains("TLS_KEY"), "{problems:?}");
    }

    #[test]
    fn a_bucket_needs_its_name_and_its_key_and_shows_no_secret() {
        let given = Given::new().env("S3_URL", "https://s3.example.com");
        assert_eq!(given.problems().len(), 3);
        let given = given
            .env("S3_BUCKET", "files")
            .env("S3_ACCESS_KEY_ID", "key")
            .env("S3_SECRET_ACCESS_KEY", "hunter2hunter2");
        let config = given.load().unwrap();
        let settings = config.s3.settings().unwrap();
        assert_eq!(settings.url.as_str(), "https://s3.example.com/");
        assert!(!effective(&config).contains("hunter2"));
        assert!(!format!("{:?} {settings:?}", config.s3).contains("hunter2"));
    }

    #[test]
    fn debug_of_a_full_configuration_holds_no_secret() {
        let secrets = [
            ("JWT_SECRET", "mark-jwt-0123456789abcdef"),
            (
                "JWT_JWKS",
                "https://me:mark-jwks@id.example.com/keys?key=mark-query",
            ),
            (
                "DATABASE_URL",
                "postgres://desk:mark-database@db.example.com/desk",
            ),
            ("IPFS_URL", "http://me:mark-ipfs@localhost:5001"),
            ("S3_URL", "https://me:mark-s3@s3.example.com"),
            ("S3_SECRET_ACCESS_KEY", "mark-s3-key"),
            ("SMTP_URL", "smtps://me:mark-smtp@mail.example.com"),
            (
                "MODERATION_URL",
                "https://me:mark-service@m.example.com/?key=mark-query",
            ),
            (
                "MODERATION_SECRET",
                "whsec_bWFyay1tb2RlcmF0aW9uLW1hcmstbW9kZXJhdGlvbg==",
            ),
            ("METRICS_TOKEN", "mark-metrics"),
            (
                "FILES_MASTER_KEY",
                "bWFyay1tYXN0ZXItMDEyMzQ1Njc4OWFiY2RlZjAxMjM=",
            ),
            (
                "FILES_MASTER_KEYS_OLD",
                "bWFyay1vbGRlci0tMDEyMzQ1Njc4OWFiY2RlZjAxMjM=",
            ),
        ];
        let given = secrets
            .into_iter()
            .fold(Given::new(), |given, (name, value)| given.env(name, value))
            .env("S3_BUCKET", "files")
            .env("S3_ACCESS_KEY_ID", "key")
            .env("MAIL_FROM", "desk@example.com");
        let config = given.load().unwrap();
        // Each secret is there: what follows would else be easy to keep.
        assert_eq!(
            config.identity.jwt_secret.as_ref().unwrap().0.0,
            secrets[0].1
        );
        let shown = format!(
            "{config:#?} {:?} {:?}",
            config.desk(3001),
            config.storage.database()
        );
        for (name, _) in secrets {
            let name = name.to_ascii_lowercase();
            assert!(shown.contains(&name), "{name}");
        }
        assert!(!shown.contains("mark-"), "{shown}");
        assert!(!shown.contains("bWFyay"), "{shown}");
        let flags = Given::new().flag("jwt_secret", "mark-flag").flags;
        assert!(!format!("{flags:?}").contains("mark-"));
        assert!(effective(&config).contains("********") && !effective(&config).contains("mark-"));
    }

    #[test]
    fn every_setting_whose_name_says_that_it_is_secret_is_masked() {
        for setting in sections().iter().flat_map(|section| section.settings) {
            let is_secret = ["secret", "password", "token", "master_key"]
                .iter()
                .any(|word| setting.name.contains(word));
            if is_secret {
                assert_eq!((setting.shown)("hunter2"), values::MASK, "{}", setting.name);
            }
        }
    }

    #[test]
    fn rates_can_be_turned_off_together() {
        let desk = Given::new()
            .env("RATE_LIMITS", "off")
            .load()
            .unwrap()
            .desk(1);
        assert!(desk.message_rate.is_none() && desk.login_rate.is_none());
    }

    #[test]
    fn pages_of_the_desk_itself_and_of_the_listed_sites_may_call() {
        let given = Given::new().env("CORS_ORIGINS", "https://app.example.com");
        assert_eq!(
            given.load().unwrap().web.origins(3001),
            [
                "http://localhost:3001",
                "http://127.0.0.1:3001",
                "https://app.example.com"
            ]
        );
        let given = given.env("PUBLIC_URL", "https://desk.example.com/support");
        assert_eq!(
            given.load().unwrap().web.origins(3001),
            ["https://desk.example.com", "https://app.example.com"]
        );
    }

    #[test]
    fn a_named_file_must_be_there() {
        let mut given = Given::new();
        given.flags.file = Some("/nowhere/desk.toml".into());
        assert!(given.problems()[0].contains("/nowhere/desk.toml"));
    }
}
