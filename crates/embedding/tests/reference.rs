//! The model gives the vectors that the reference implementation gives (sentence-transformers'
//! steps in double precision). Runs where the model is: in `SEARCH_MODEL`, or fetched by
//! `make model`.

use std::path::PathBuf;

use frontdesk_embedding::{DIMENSIONS, Error, MAX_TOKENS, Model};
use serde::Deserialize;

#[derive(Deserialize)]
struct Reference {
    text: String,
    /// The first numbers of its vector.
    vector: Vec<f32>,
}

fn model_dir() -> Option<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let path = match std::env::var_os("SEARCH_MODEL") {
        Some(path) => root.join(path),
        None => root.join("models/all-minilm-l6-v2"),
    };
    path.exists().then_some(path)
}

fn model() -> Option<Model> {
    let Some(dir) = model_dir() else {
        eprintln!("SKIPPED: there is no model; `make model` fetches it");
        return None;
    };
    Some(Model::load(&dir).expect("the model loads"))
}

#[test]
fn vectors_are_those_of_the_reference() {
    let Some(model) = model() else { return };
    let references: Vec<Reference> =
        serde_json::from_str(include_str!("reference.json")).expect("references");
    for reference in references {
        let vector = &model.embed(&[&reference.text])[0];
        for (found, expected) in vector.as_array().iter().zip(&reference.vector) {
            // The words' embeddings are kept in 16 bits.
            assert!(
                (found - expected).abs() < 1e-3,
                "{:?}: {found} {expected}",
                reference.text
            );
        }
    }
}

#[test]
fn the_same_meaning_in_other_words_is_near() {
    let Some(model) = model() else { return };
    let [question, answer, other] = &model.embed(&[
        "How do I get my money back?",
        "Asking for a refund",
        "Changing the colour theme",
    ])[..] else {
        panic!("one vector a text");
    };
    assert!(question.cosine(answer) > 0.5);
    assert!(question.cosine(other) < 0.2);
}

#[test]
fn any_text_has_a_vector_and_a_long_one_counts_by_its_beginning() {
    let Some(model) = model() else { return };
    let word = "refund ";
    let long = word.repeat(MAX_TOKENS);
    let longer = word.repeat(50 * MAX_TOKENS);
    let vectors = model.embed(&["", "\u{0}\u{200b}", "🦀", &long, &longer]);
    for vector in &vectors {
        assert!((vector.cosine(vector) - 1.0).abs() < 1e-5);
        assert_eq!(vector.as_array().len(), DIMENSIONS);
    }
    assert_eq!(vectors[3], vectors[4]);
}

#[test]
fn a_file_that_is_no_model_is_refused() {
    let dir = tempfile::tempdir().expect("a directory");
    assert!(matches!(Model::load(dir.path()), Err(Error::Io { .. })));
    std::fs::write(dir.path().join("vocab.txt"), "a\nb\n").expect("written");
    assert!(matches!(
        Model::load(dir.path()),
        Err(Error::Invalid { .. })
    ));
}
