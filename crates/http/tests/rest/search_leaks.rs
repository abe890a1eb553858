//! A query for what one may not see is answered as one for nothing at all: by hits, counts,
//! suggestions, corrections and highlights alike, and also after things have changed hands.

use axum::http::Method;
use frontdesk_model::Role;
use serde_json::{Value, json};

use crate::{
    client::{Caller, Server, file, id},
    search::eventually_found,
};

/// A word that stands nowhere, and is like none that does.
const NOTHING: &str = "qqvwzzkx";

/// Words that stand in what is Maya's and public to her.
const MAYAS: [&str; 5] = [
    "promised",
    "reverberation",
    "invoice",
    "saxophone",
    "sonata",
];
/// Words that stand in what only staff may see of it.
const STAFFS: [&str; 4] = ["chargeback", "bassoon", "glockenspiel", "xylophone"];

struct World {
    server: Server,
    ticket: String,
    chat: String,
    /// Of the file of the ticket.
    file: String,
}

/// Maya's ticket and chat, each with a note, with public files and one of a note, all in the
/// index; and a ticket of Jonas', so that he finds something.
async fn world() -> World {
    let server = Server::start().await;
    let (sam, maya) = (server.agent("sam"), server.user("maya"));
    let public = [file("invoice.txt", "text/plain", b"Reverberation unit")];
    let file_id = maya.upload(&public).await.data()["cid"].clone();
    let ticket = json!({
        "subject": "Parcel is late", "description": "It was promised for Monday.",
        "attachments": [file_id],
    });
    let ticket = id(&maya.post("/tickets", &ticket).await.data());
    let of_note = [file(
        "xylophone.txt",
        "text/plain",
        b"Glockenspiel, second hand",
    )];
    let of_note = sam.upload(&of_note).await.data()["cid"].clone();
    let note = json!({
        "response": "Looks like a chargeback to me", "internal": true, "attachments": [of_note],
    });
    sam.post(&format!("/tickets/{ticket}/responses"), &note)
        .await
        .data();

    let begun = json!({"initialMessage": "My saxophone squeaks", "topic": "Sonata"});
    let chat = maya.post("/chat/initiate", &begun).await.data();
    let chat = chat["sessionId"].as_str().unwrap().to_owned();
    let actor = server.kit.actor("sam", Role::Agent).await;
    let desk = &server.kit.desk;
    desk.accept_session(&actor, chat.parse().unwrap())
        .await
        .unwrap();
    let note = json!({"content": "She means the bassoon"});
    sam.post(&format!("/chat/sessions/{chat}/notes"), &note)
        .await
        .data();

    let other = json!({"subject": "Umbrella", "description": "It leaks."});
    server.user("jonas").post("/tickets", &other).await.data();
    for word in MAYAS.iter().chain(&STAFFS).chain(&["umbrella"]) {
        found_by_staff(&server, word).await;
    }
    World {
        server,
        ticket,
        chat,
        file: file_id.as_str().unwrap().to_owned(),
    }
}

/// Waits until staff finds it: among tickets or chats.
async fn found_by_staff(server: &Server, word: &str) {
    let sam = server.agent("sam");
    for _ in 0..400 {
        let found = sam.get(&format!("/search?q={word}")).await.data();
        if found["tickets"] != json!([]) || found["chats"] != json!([]) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("nobody finds {word}");
}

/// What somebody may type who guesses at a word: all of it, its beginning, misspelt, exactly,
/// as a file's name.
fn guesses(word: &str) -> [String; 5] {
    let (begin, end) = word.split_at((word.len() - 1).min(word.len().saturating_sub(3).max(2)));
    let misspelt: String = end.chars().rev().collect();
    [
        word.to_owned(),
        begin.to_owned(),
        format!("{begin}{misspelt}"),
        format!("%22{word}%22"),
        format!("{word}.pdf"),
    ]
}

/// All that is told of a query, but for the query itself and the id of its search.
async fn told(caller: &Caller<'_>, query: &str) -> Value {
    let path = format!("/search?q={query}&facets=true");
    let mut found = caller.get(&path).await.json();
    for echo in ["query", "searchId"] {
        found[echo].take();
    }
    let newest = caller.get(&format!("{path}&sort=newest")).await.json();
    let typed = caller
        .get(&format!("/search/suggest?q={query}"))
        .await
        .data();
    json!([
        found,
        newest["data"],
        newest["facets"],
        newest["page"],
        typed
    ])
}

/// Fails unless a guess at each of the words is answered as a word that stands nowhere.
async fn learns_nothing(caller: &Caller<'_>, words: &[&str]) {
    let nothing = told(caller, NOTHING).await;
    for word in words {
        for guess in guesses(word) {
            assert_eq!(told(caller, &guess).await, nothing, "{guess}");
        }
    }
}

#[tokio::test]
async fn a_guess_at_what_is_anothers_or_staffs_is_answered_as_nonsense() {
    let World { server, .. } = world().await;
    for caller in [server.anyone(), server.user("jonas")] {
        learns_nothing(&caller, &MAYAS).await;
        learns_nothing(&caller, &STAFFS).await;
        learns_nothing(&caller, &["maya", "maya@example.com", "late"]).await;
    }
    let maya = server.user("maya");
    learns_nothing(&maya, &STAFFS).await;
    learns_nothing(&maya, &["umbrella", "jonas", "leaks"]).await;
    for word in MAYAS {
        let found = maya.get(&format!("/search?q={word}")).await.data();
        let of = |group: &str| found[group].as_array().unwrap().len();
        assert_eq!(of("tickets") + of("chats"), 1, "{word}: {found}");
        let shown = found.to_string();
        assert!(
            STAFFS.iter().all(|secret| !shown.contains(secret)),
            "{shown}"
        );
    }
}

#[tokio::test]
async fn an_exclusion_or_a_filter_tells_nothing_of_notes_files_and_people() {
    let World { server, .. } = world().await;
    let maya = server.user("maya");
    let plain = told(&maya, "parcel+monday").await;
    assert_eq!(plain[0]["data"]["tickets"].as_array().unwrap().len(), 1);
    for word in STAFFS.iter().chain(&["jonas", "sam"]) {
        let without = told(&maya, &format!("parcel+monday+-{word}")).await;
        let hits = |told: &Value| told[0]["data"]["tickets"][0]["id"].clone();
        assert_eq!(hits(&without), hits(&plain), "-{word}");
        assert_eq!(without[0]["facets"], plain[0]["facets"], "-{word}");
    }
    // To her, filters about people are words, and parameters about them find nothing.
    for filter in [
        "has:note",
        "from:maya",
        "assignee:sam",
        "is:unassigned",
        "team:a",
    ] {
        let suggested = maya
            .get(&format!("/search/suggest?q=parcel+{filter}"))
            .await
            .data();
        assert_eq!(suggested["filters"], json!([]), "{filter}");
    }
    for parameter in ["assignee=sam", "team=a"] {
        let found = maya
            .get(&format!("/search?q=parcel&{parameter}"))
            .await
            .data();
        assert_eq!(found["tickets"], json!([]), "{parameter}");
    }
    let found = maya.get("/search?q=parcel&facets=true").await.json();
    assert_eq!(found["facets"]["assignee"], json!([]));
    assert_eq!(found["facets"]["team"], json!([]));
}

#[tokio::test]
async fn what_was_deleted_is_found_by_nobody() {
    let World { server, file, .. } = world().await;
    let path = format!("/files/{file}");
    assert!(server.admin("ada").delete(&path).await.status.is_success());
    let sam = server.agent("sam");
    let mut found = Value::Null;
    for _ in 0..400 {
        found = sam.get("/search?q=reverberation").await.data();
        if found["tickets"] == json!([]) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(found["tickets"], json!([]));
    for caller in [server.user("maya"), server.user("jonas"), server.anyone()] {
        learns_nothing(&caller, &["reverberation"]).await;
    }
}

#[tokio::test]
async fn a_merge_and_another_agent_open_nothing_to_others() {
    let World {
        server,
        ticket,
        chat,
        ..
    } = world().await;
    let (sam, maya) = (server.agent("sam"), server.user("maya"));
    let into = json!({"subject": "Harpsichord", "description": "One of hers"});
    let into = id(&maya.post("/tickets", &into).await.data());
    let merge = json!({"into": into});
    for one in [&ticket, &chat] {
        sam.post(&format!("/conversations/{one}/merge"), &merge)
            .await
            .data();
    }
    let path = format!("/tickets/{into}");
    let change = json!({"assignedTo": "kim", "tags": ["accordion"]});
    server.kit.actor("kim", Role::Agent).await;
    sam.json(Method::PATCH, &path, &[], &change).await.data();
    eventually_found(&sam, "/search?q=accordion&type=tickets", "tickets").await;
    for word in ["promised", "reverberation"] {
        let found = maya
            .get(&format!("/search?q={word}&type=tickets"))
            .await
            .data();
        assert_eq!(
            found["tickets"].as_array().unwrap().len(),
            1,
            "{word}: still hers"
        );
    }
    learns_nothing(&maya, &STAFFS).await;
    for caller in [server.anyone(), server.user("jonas")] {
        learns_nothing(&caller, &MAYAS).await;
        learns_nothing(&caller, &["harpsichord", "accordion", "kim"]).await;
    }
}

#[tokio::test]
async fn one_finds_at_once_what_one_has_just_said_in_a_ticket_a_chat_or_an_article() {
    let World {
        server,
        ticket,
        chat,
        ..
    } = world().await;
    let (sam, maya) = (server.agent("sam"), server.user("maya"));
    let said = json!({"response": "It is a contrabass"});
    maya.post(&format!("/tickets/{ticket}/responses"), &said)
        .await
        .data();
    let found = maya.get("/search?q=contrabass&type=tickets").await.data();
    let highlight = &found["tickets"][0]["highlight"];
    assert_eq!(highlight["place"], "message");
    assert!(
        highlight["body"]
            .as_str()
            .unwrap()
            .contains("<mark>contrabass</mark>")
    );

    let note = json!({"content": "A trombone, really"});
    sam.post(&format!("/chat/sessions/{chat}/notes"), &note)
        .await
        .data();
    let found = sam.get("/search?q=trombone&type=chats").await.data();
    let highlight = &found["chats"][0]["highlight"];
    assert_eq!(highlight["place"], "note");
    assert!(
        highlight["body"]
            .as_str()
            .unwrap()
            .contains("<mark>trombone</mark>")
    );

    let article = json!({"question": "Tuning a piano", "answer": "By ear.", "isPublished": true});
    sam.post("/faq", &article).await.data();
    let found = sam.get("/search?q=piano&type=faq").await.data();
    assert_eq!(found["faq"].as_array().unwrap().len(), 1);
}
