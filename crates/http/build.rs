//! Embeds the web app again when it was built anew. Debug builds read it from
//! the disk and need nothing of this.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed=../../web/apps/desk/dist");
    }
}
