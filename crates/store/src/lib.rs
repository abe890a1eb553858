//! All SQL: SQLite and PostgreSQL, migrations, the group-commit writer, the outbox.
