//! The binary with `SEARCH_MODEL`: a model of the test's own, in the form of the real one, which
//! knows a few words. How well the real one finds is measured elsewhere.

use std::{
    fs::File,
    io::Write,
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    time::Duration,
};

use serde_json::{Map, Value, json};

use crate::server::{Server, run, text};

/// As all-MiniLM-L6-v2 has them.
const TOKENS: usize = 30_522;
const WIDTH: usize = 384;
const POSITIONS: usize = 512;
const LAYERS: usize = 6;

/// Words of one line mean the same.
const MEANINGS: [&[&str]; 2] = [&["refund", "reimburse", "money"], &["password", "login"]];

/// Words before those that have a meaning.
const SPECIAL: [&str; 4] = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"];

/// Where the numbers of a tensor lie in the file.
struct Tensor {
    name: String,
    begin: usize,
    count: usize,
}

/// Writes the model, most of which is zero: a text means what its known words mean.
fn model(dir: &Path) -> PathBuf {
    let dir = dir.join("model");
    std::fs::create_dir(&dir).unwrap();
    let words: Vec<&str> = MEANINGS.iter().copied().flatten().copied().collect();
    let mut vocabulary = File::create(dir.join("vocab.txt")).unwrap();
    for number in 0..TOKENS {
        let known = SPECIAL.iter().chain(&words).nth(number);
        let line = known.map_or_else(|| format!("unused{number}"), ToString::to_string);
        writeln!(vocabulary, "{line}").unwrap();
    }

    let (header, tensors) = layout();
    let file = File::create(dir.join("model.safetensors")).unwrap();
    let data = 8 + header.len();
    file.write_all_at(&(header.len() as u64).to_le_bytes(), 0)
        .unwrap();
    file.write_all_at(header.as_bytes(), 8).unwrap();
    let last = tensors.last().unwrap();
    file.set_len((data + last.begin + 4 * last.count) as u64)
        .unwrap();
    let put = |begin: usize, number: f32, count: usize| {
        let bytes = number.to_le_bytes().repeat(count);
        file.write_all_at(&bytes, (data + begin) as u64).unwrap();
    };
    for tensor in &tensors {
        if tensor.name.ends_with("LayerNorm.weight") {
            put(tensor.begin, 1.0, tensor.count);
        }
    }
    let mut token = SPECIAL.len();
    for (meaning, words) in MEANINGS.iter().enumerate() {
        for _ in *words {
            put(tensors[0].begin + 4 * (token * WIDTH + meaning), 1.0, 1);
            token += 1;
        }
    }
    dir
}

fn layout() -> (String, Vec<Tensor>) {
    let mut shapes = vec![
        (
            "embeddings.word_embeddings.weight".to_owned(),
            vec![TOKENS, WIDTH],
        ),
        (
            "embeddings.position_embeddings.weight".to_owned(),
            vec![POSITIONS, WIDTH],
        ),
        (
            "embeddings.token_type_embeddings.weight".to_owned(),
            vec![2, WIDTH],
        ),
    ];
    let mut normalisation = vec!["embeddings".to_owned()];
    for number in 0..LAYERS {
        let layer = format!("encoder.layer.{number}");
        let linear = [
            ("attention.self.query", WIDTH, WIDTH),
            ("attention.self.key", WIDTH, WIDTH),
            ("attention.self.value", WIDTH, WIDTH),
            ("attention.output.dense", WIDTH, WIDTH),
            ("intermediate.dense", WIDTH, 4 * WIDTH),
            ("output.dense", 4 * WIDTH, WIDTH),
        ];
        for (name, inputs, outputs) in linear {
            shapes.push((format!("{layer}.{name}.weight"), vec![outputs, inputs]));
            shapes.push((format!("{layer}.{name}.bias"), vec![outputs]));
        }
        normalisation.push(format!("{layer}.attention.output"));
        normalisation.push(format!("{layer}.output"));
    }
    for name in normalisation {
        for part in ["weight", "bias"] {
            shapes.push((format!("{name}.LayerNorm.{part}"), vec![WIDTH]));
        }
    }
    let (mut header, mut tensors, mut begin) = (Map::new(), Vec::new(), 0);
    for (name, shape) in shapes {
        let count = shape.iter().product::<usize>();
        let end = begin + 4 * count;
        let entry = json!({ "dtype": "F32", "shape": shape, "data_offsets": [begin, end] });
        header.insert(name.clone(), entry);
        tensors.push(Tensor { name, begin, count });
        begin = end;
    }
    (Value::Object(header).to_string(), tensors)
}

async fn questions_found(server: &Server, query: &str) -> Vec<String> {
    let url = server.url(&format!("/api/support/search?q={query}&type=faq"));
    let found: Value = reqwest::get(url).await.unwrap().json().await.unwrap();
    let articles = found["data"]["faq"].as_array().unwrap();
    let questions = articles.iter().map(|article| &article["question"]);
    questions
        .map(|question| question.as_str().unwrap().to_owned())
        .collect()
}

async fn publish(server: &Server, question: &str, answer: &str) {
    let article = json!({ "question": question, "answer": answer, "isPublished": true });
    let answer = reqwest::Client::new()
        .post(server.url("/api/support/faq"))
        .bearer_auth(server.token(&["--sub", "ada", "--role", "admin"]))
        .json(&article)
        .send()
        .await
        .unwrap();
    assert!(answer.status().is_success(), "{answer:?}");
}

#[tokio::test]
async fn with_a_model_articles_are_found_by_what_they_mean() {
    const REFUND: &str = "How do I get a refund?";
    let server = Server::start(&[], &[]);
    publish(
        &server,
        REFUND,
        "Ask for a refund within 14 days of the purchase.",
    )
    .await;
    publish(
        &server,
        "Where is my password?",
        "A new password is sent to you.",
    )
    .await;
    for (query, count) in [("refund", 1), ("reimburse", 0)] {
        // The first of the two waits for the index.
        for _ in 0..600 {
            if questions_found(&server, query).await.len() == count {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(
            questions_found(&server, query).await.len(),
            count,
            "{query}"
        );
    }
    let dir = server.stop();
    let model = model(dir.path());
    let environment = [("SEARCH_MODEL", model.to_str().unwrap())];
    let doctor = run(dir.path(), &["doctor"], &environment);
    let said = text(&doctor.stdout);
    assert!(
        said.contains("found by what they mean, too (model "),
        "{said}"
    );

    let server = Server::start_in(dir, &[], &environment);
    let mut found = Vec::new();
    for _ in 0..600 {
        found = questions_found(&server, "reimburse").await;
        if !found.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(found, [REFUND]);
    server.stop();
}

#[test]
fn a_model_that_is_none_stops_the_start() {
    let dir = tempfile::tempdir().unwrap();
    let environment = [("SEARCH_MODEL", "nowhere")];
    let refused = run(dir.path(), &["serve", "--port", "0"], &environment);
    assert!(!refused.status.success());
    let said = text(&refused.stderr);
    assert!(said.contains("SEARCH_MODEL: the embedding model"), "{said}");
}
