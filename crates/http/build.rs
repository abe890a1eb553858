//! Embeds the web app and the widget again when they were built anew. Debug
//! builds read them from the disk; for that the folders must be there when this
//! crate is built, even before anything is in them.

/// What the front ends are built into.
const BUILT: [&str; 2] = ["../../web/apps/desk/dist", "../../web/apps/widget/dist"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    for folder in BUILT {
        if let Err(error) = std::fs::create_dir_all(folder) {
            println!("cargo::warning=cannot make {folder}: {error}");
        }
        if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
            println!("cargo::rerun-if-changed={folder}");
        }
    }
}
