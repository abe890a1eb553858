//! Brings a database's schema up to date. There is one source for both
//! engines; the few types and functions that they name differently are placeholders in it.

use sqlx::{
    AssertSqlSafe, SqlSafeStr,
    migrate::{Migrate, Migration, MigrationType, Migrator},
};

use crate::{Result, sql::Engine};

/// Version, name and source. A released one never changes.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "initial", include_str!("../migrations/0001_initial.sql")),
    (
        2,
        "live chat",
        include_str!("../migrations/0002_live_chat.sql"),
    ),
    (3, "routing", include_str!("../migrations/0003_routing.sql")),
    (
        4,
        "availability",
        include_str!("../migrations/0004_availability.sql"),
    ),
    (
        5,
        "conversation care",
        include_str!("../migrations/0005_conversation_care.sql"),
    ),
    (
        6,
        "moderation",
        include_str!("../migrations/0006_moderation.sql"),
    ),
    (
        7,
        "attachment states",
        include_str!("../migrations/0007_attachment_states.sql"),
    ),
    (
        8,
        "resumable uploads",
        include_str!("../migrations/0008_resumable_uploads.sql"),
    ),
    (
        9,
        "file places",
        include_str!("../migrations/0009_file_places.sql"),
    ),
    (10, "upkeep", include_str!("../migrations/0010_upkeep.sql")),
    (
        11,
        "sealed files",
        include_str!("../migrations/0011_sealed_files.sql"),
    ),
    (
        12,
        "imported roots",
        include_str!("../migrations/0012_imported_roots.sql"),
    ),
    (
        13,
        "notifications",
        include_str!("../migrations/0013_notifications.sql"),
    ),
    (
        14,
        "mail in",
        include_str!("../migrations/0014_mail_in.sql"),
    ),
    (
        15,
        "search changes",
        include_str!("../migrations/0015_search_changes.sql"),
    ),
    (16, "search", include_str!("../migrations/0016_search.sql")),
    (
        17,
        "sealed rows",
        include_str!("../migrations/0017_sealed_rows.sql"),
    ),
    (19, "inbox", include_str!("../migrations/0019_inbox.sql")),
    (
        20,
        "customer context",
        include_str!("../migrations/0020_customer_context.sql"),
    ),
    (
        21,
        "sign-in links",
        include_str!("../migrations/0021_sign_in_links.sql"),
    ),
];

/// Runs what is missing. PostgreSQL is locked meanwhile by an advisory lock;
/// who opens SQLite holds a file lock.
pub(crate) async fn run(engine: Engine, connection: &mut impl Migrate) -> Result<()> {
    let migrations = MIGRATIONS
        .iter()
        .map(|(version, name, source)| {
            Migration::new(
                *version,
                (*name).into(),
                MigrationType::Simple,
                AssertSqlSafe(translate(engine, source)).into_sql_str(),
                false,
            )
        })
        .collect();
    Migrator::with_migrations(migrations)
        .run_direct(None, connection, false)
        .await?;
    Ok(())
}

fn translate(engine: Engine, source: &str) -> String {
    let words: [(&str, &str); 5] = match engine {
        Engine::Sqlite => [
            ("{uuid}", "BLOB"),
            ("{json}", "TEXT"),
            ("{bytes}", "BLOB"),
            ("{rowless}", " WITHOUT ROWID"),
            ("{elements}", "json_each"),
        ],
        Engine::Postgres => [
            ("{uuid}", "UUID"),
            ("{json}", "JSONB"),
            ("{bytes}", "BYTEA"),
            ("{rowless}", ""),
            ("{elements}", "jsonb_array_elements"),
        ],
    };
    words.iter().fold(source.to_owned(), |text, (word, with)| {
        text.replace(word, with)
    })
}
