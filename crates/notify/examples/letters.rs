//! Writes a letter of each kind into a directory, as HTML and as text, to be looked at:
//! `cargo run -p frontdesk-notify --example letters -- DIRECTORY [TEMPLATES]`.

use std::{env, error::Error, fs, path::PathBuf};

use frontdesk_notify::{About, Brand, Fact, Letter, LetterKind, Link, Notice, Templates, Words};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let dir = arguments.next().ok_or("give a directory to write into")?;
    let own = arguments.next();
    let brand = Brand::new(
        "Kestrel Cycles",
        "https://desk.kestrel.example",
        None,
        "#1f6feb".parse()?,
    );
    let templates = Templates::load(own.as_deref(), brand)?;
    fs::create_dir_all(&dir)?;
    for kind in LetterKind::ALL {
        let composed = templates.compose(kind, &letter(kind))?;
        let name = kind.as_str();
        fs::write(dir.join(format!("{name}.html")), composed.html)?;
        let text = format!("Subject: {}\n\n{}", composed.subject, composed.text);
        fs::write(dir.join(format!("{name}.txt")), text)?;
    }
    Ok(())
}

/// One that has everything that its kind can have, long words among it.
fn letter(kind: LetterKind) -> Letter {
    let is_about = !matches!(
        kind,
        LetterKind::System | LetterKind::Digest | LetterKind::Account
    );
    let messages = match kind {
        LetterKind::Update => messages().split_off(1),
        _ => messages(),
    };
    let notices = notices();
    Letter {
        person: "Maya Lindqvist".into(),
        title: "The shop is closed on Monday".into(),
        text: "We take stock, and answer again from Tuesday at nine.\n\nThank you for your \
               patience."
            .into(),
        about: is_about.then(|| About {
            number: Some(1207),
            subject: "The front brake squeaks since the last service".into(),
            url: "https://desk.kestrel.example/tickets/7".into(),
            status: Some("in progress".into()),
        }),
        count: match kind {
            LetterKind::Update => notices.len() + messages.len(),
            LetterKind::Digest => notices.len() + 3,
            _ => messages.len(),
        },
        authors: vec!["Sam Okafor".into()],
        notices,
        messages,
        facts: vec![
            fact("Ticket #1207: The front brake squeaks since the last service"),
            fact("Customer: Maya Lindqvist"),
            fact("Status: in-progress"),
            fact("All times are UTC."),
        ],
        action: Some(link("Open", "https://desk.kestrel.example/tickets/7")),
        can_reply: is_about,
        preferences_url: Some("https://desk.kestrel.example/notifications".into()),
        unsubscribe_url: (kind != LetterKind::Account)
            .then(|| "https://desk.kestrel.example/unsubscribe?token=abc".into()),
    }
}

fn messages() -> Vec<Words> {
    let code = "BRAKE-".to_owned() + &"0123456789ABCDEF".repeat(6);
    vec![
        Words {
            author: "Maya Lindqvist".into(),
            at: "2026-01-31 09:30:00 UTC".into(),
            text: "It is the left one, and only in the rain.\nShould I come by?".into(),
            ..Words::default()
        },
        Words {
            author: "Sam Okafor".into(),
            staff: true,
            at: "2026-01-31 09:42:17 UTC".into(),
            text: format!(
                "Please **don't oil** it. Two things help:\n\n1. wipe the rim with [alcohol]\
                 (https://kestrel.example/care)\n2. turn the pads in by a hair\n\n> Should I come \
                 by?\n\nIf it goes on, bring it in with this code: {code}\n\n`torque: 6 Nm`"
            ),
            files: vec![
                link(
                    "how-to-turn-the-pads.pdf",
                    "https://desk.kestrel.example/ipfs/bafy1",
                ),
                link("brake.jpg", "https://desk.kestrel.example/ipfs/bafy2"),
            ],
            ..Words::default()
        },
    ]
}

fn notices() -> Vec<Notice> {
    let notice = |title: &str, text: &str| Notice {
        title: title.into(),
        text: text.into(),
        at: String::new(),
        url: Some("https://desk.kestrel.example/tickets/7".into()),
    };
    vec![
        notice(
            "Ticket #1207 is being worked on",
            "The front brake squeaks since the last service",
        ),
        notice(
            "Sam Okafor answered ticket #1207",
            "Please don't oil it. Two things help: …",
        ),
    ]
}

fn fact(value: &str) -> Fact {
    Fact {
        name: String::new(),
        value: value.into(),
    }
}

fn link(label: &str, url: &str) -> Link {
    Link {
        label: label.into(),
        url: url.into(),
    }
}
