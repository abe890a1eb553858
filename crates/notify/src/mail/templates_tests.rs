//! What letters become, read back by a mail parser.

use std::{fs, path::Path, time::SystemTime};

use mail_parser::MessageParser;

use super::*;
use crate::{Mail, MailAddress};

fn brand() -> Brand {
    let logo = Some("https://kestrel.example/logo.png");
    Brand::new(
        "Kestrel",
        "https://desk.kestrel.example/",
        logo,
        "#aa3300".parse().unwrap(),
    )
}

fn built_in() -> Templates {
    Templates::load(None, brand()).unwrap()
}

/// Subject, text and HTML as a mail program gets them.
fn received(kind: LetterKind, letter: &Letter) -> Composed {
    let content = built_in().compose(kind, letter).unwrap();
    let to = MailAddress::new("Maya", "maya@example.org").unwrap();
    let mail = Mail::new("7@x.example".into(), to, content, SystemTime::UNIX_EPOCH);
    let bytes = mail.to_bytes(&"desk@x.example".parse().unwrap()).unwrap();
    let parsed = MessageParser::new().parse(&bytes).unwrap();
    Composed {
        subject: parsed.subject().unwrap_or_default().to_owned(),
        text: parsed.body_text(0).unwrap().replace("\r\n", "\n"),
        html: parsed.body_html(0).unwrap().replace("\r\n", "\n"),
    }
}

fn said(author: &str, text: &str) -> Words {
    Words {
        author: author.into(),
        staff: true,
        at: "31 January 2026, 09:30 UTC".into(),
        text: text.into(),
        ..Words::default()
    }
}

fn replies(texts: &[&str]) -> Letter {
    Letter {
        person: "Maya".into(),
        about: Some(About {
            number: Some(123),
            subject: "Brakes".into(),
            url: "https://desk.kestrel.example/tickets/7".into(),
            status: None,
        }),
        messages: texts.iter().map(|text| said("Sam", text)).collect(),
        authors: vec!["Sam".into()],
        count: texts.len(),
        can_reply: true,
        ..sample()
    }
}

#[test]
fn one_reply_is_told_by_its_author_and_several_by_their_number() {
    let one = received(LetterKind::Reply, &replies(&["We look into it."]));
    assert_eq!(one.subject, "Re: [#123] Brakes");
    assert!(
        one.text
            .starts_with("Sam replied\nTicket #123: Brakes\n\nSam (31"),
        "{}",
        one.text
    );
    assert!(
        one.text.contains("\n\nWe look into it.\n\n"),
        "{}",
        one.text
    );
    assert!(one.html.contains("<h1>Sam replied</h1>"), "{}", one.html);
    let three = received(LetterKind::Reply, &replies(&["one", "two", "three"]));
    assert_eq!(three.subject, one.subject, "the thread keeps its subject");
    assert!(three.text.starts_with("3 new replies\n"), "{}", three.text);
    assert!(three.html.contains("<h1>3 new replies</h1>"));
    for word in ["one", "two", "three"] {
        assert!(three.text.contains(&format!("\n{word}\n")) && three.html.contains(word));
    }
    let mut many = replies(&["last"]);
    many.count = 40;
    let many = received(LetterKind::Reply, &many);
    assert!(many.text.contains("The latest 1 of 40:"), "{}", many.text);
}

#[test]
fn markdown_is_shown_in_html_and_stays_as_it_is_in_text() {
    let mail = received(
        LetterKind::Reply,
        &replies(&["**Now**\n[here](https://a.example/?b=1&c=2)"]),
    );
    assert!(
        mail.html.contains("<strong>Now</strong><br />"),
        "{}",
        mail.html
    );
    assert!(
        mail.html
            .contains("<a href=\"https://a.example/?b=1&amp;c=2\">here</a>")
    );
    assert!(
        mail.text
            .contains("**Now**\n[here](https://a.example/?b=1&c=2)\n"),
        "{}",
        mail.text
    );
}

#[test]
fn nothing_that_somebody_wrote_is_markup_or_leaves_its_line() {
    let evil =
        "</p></td><script>alert(1)</script><img src=x onerror=alert(1)> {{ brand }} {% raw %}";
    let letter = Letter {
        person: evil.into(),
        title: evil.into(),
        text: evil.into(),
        about: Some(About {
            subject: format!("{evil}\r\nBcc: eve@example.com"),
            status: Some(evil.into()),
            ..About::default()
        }),
        notices: vec![Notice {
            title: evil.into(),
            text: evil.into(),
            at: evil.into(),
            url: None,
        }],
        messages: vec![Words {
            heading: Some(evil.into()),
            files: vec![Link {
                label: evil.into(),
                url: "https://x.example/\"><script>".into(),
            }],
            ..said(evil, evil)
        }],
        authors: vec![evil.into()],
        facts: vec![Fact {
            name: evil.into(),
            value: evil.into(),
        }],
        count: 1,
        ..Letter::default()
    };
    for kind in LetterKind::ALL {
        let mail = received(kind, &letter);
        assert!(!mail.subject.contains(['\r', '\n']), "{kind:?}");
        for markup in ["<script", "</p></td><", "<img src=x", "\"><script"] {
            assert!(
                !mail.html.contains(markup),
                "{kind:?}: {markup} in {}",
                mail.html
            );
        }
        assert!(!mail.html.contains("&amp;lt;"), "{kind:?}: escaped twice");
    }
}

#[test]
fn every_kind_says_what_it_must_in_both_forms() {
    let letter = sample();
    for (kind, subject, words) in [
        (
            LetterKind::Update,
            "Re: [#7] Brakes",
            ["Sam answered ticket #7", "Status: open"],
        ),
        (
            LetterKind::Chat,
            "Re: [#7] Your chat with Kestrel: Brakes",
            ["2 new chat messages", "Thanks!"],
        ),
        (
            LetterKind::System,
            "Planned maintenance",
            ["We are back at nine.", "Thank you."],
        ),
        (
            LetterKind::Digest,
            "2 notifications from Kestrel",
            ["Sam answered ticket #7", "And 1 more."],
        ),
        (
            LetterKind::Notice,
            "[#7] You have 2 new messages from Kestrel",
            ["ticket #7", "Sign in"],
        ),
        (
            LetterKind::Transcript,
            "Ticket #7: Brakes",
            ["Status: open", "We **look** into it."],
        ),
        (
            LetterKind::Account,
            "Planned maintenance",
            ["Hello Maya,", "We are back at nine."],
        ),
    ] {
        let mail = received(kind, &letter);
        assert_eq!(mail.subject, subject, "{kind:?}");
        for word in words {
            assert!(
                mail.text.contains(word),
                "{kind:?}: {word} in {}",
                mail.text
            );
            assert!(
                mail.html.contains(word),
                "{kind:?}: {word} in {}",
                mail.html
            );
        }
        for url in [
            letter.preferences_url.as_deref(),
            letter.unsubscribe_url.as_deref(),
        ] {
            assert!(mail.text.contains(url.unwrap()) && mail.html.contains(url.unwrap()));
        }
    }
}

#[test]
fn an_update_shows_what_was_said_as_a_whole_beside_what_happened() {
    let letter = Letter {
        notices: vec![Notice {
            title: "Ticket #7 is resolved".into(),
            ..Notice::default()
        }],
        count: 4,
        ..replies(&["We **look** into it."])
    };
    let mail = received(LetterKind::Update, &letter);
    for words in ["Ticket #7 is resolved", "And 2 more."] {
        assert!(mail.text.contains(words), "{}", mail.text);
        assert!(mail.html.contains(words), "{}", mail.html);
    }
    assert!(mail.text.contains("We **look** into it."));
    assert!(mail.html.contains("We <strong>look</strong> into it."));
}

#[test]
fn a_notice_holds_nothing_of_what_was_written() {
    let mail = received(LetterKind::Notice, &sample());
    for secret in [
        "Brakes",
        "look",
        "Thanks",
        "Sam",
        "plan.pdf",
        "nine",
        "maintenance",
    ] {
        let all = format!("{}{}{}", mail.subject, mail.text, mail.html);
        assert!(!all.contains(secret), "{secret} in {all}");
    }
}

#[test]
fn it_reads_well_in_the_dark_without_images_and_without_style_sheets() {
    let html = received(LetterKind::Reply, &replies(&["Hello"])).html;
    assert!(html.contains("<meta name=\"color-scheme\" content=\"light dark\">"));
    assert!(html.contains("@media (prefers-color-scheme: dark)"));
    assert!(
        html.contains("alt=\"Kestrel\""),
        "the name stands where the logo is missing"
    );
    assert!(html.contains("role=\"presentation\""));
    assert!(html.contains("#aa3300"), "the operator's colour");
    assert!(!html.contains("<link") && !html.contains("<script"));
    // What the style sheet gives is there without it.
    assert!(html.contains("style=\"padding:28px 32px;background:#ffffff;color:#1b1f24"));
    assert!(html.len() < 100_000, "Gmail cuts longer ones");
}

fn load(dir: &Path) -> Result<Templates, TemplateError> {
    Templates::load(Some(dir), brand())
}

#[test]
fn an_operators_template_takes_the_place_of_the_one_of_its_name() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(
        dir.path().join("reply.subject.txt"),
        "Antwort: {{ about.subject if about else '' }}\n",
    )
    .unwrap();
    fs::write(dir.path().join("_hello.txt"), "Hallo {{ person }}").unwrap();
    fs::write(
        dir.path().join("reply.txt"),
        "{% include '_hello.txt' %}!\n",
    )
    .unwrap();
    let templates = load(dir.path()).unwrap();
    let mail = templates
        .compose(LetterKind::Reply, &replies(&["x"]))
        .unwrap();
    assert_eq!(mail.subject, "Antwort: Brakes");
    assert_eq!(mail.text, "Hallo Maya!\n");
    assert!(mail.html.contains("Sam replied"), "the other ones stay");
}

#[test]
fn a_bad_template_is_named_with_its_line_when_it_is_read() {
    for (name, source, place, why) in [
        (
            "reply.html",
            "one\n{% if %}\n",
            "reply.html, line 2",
            "syntax error",
        ),
        (
            "reply.txt",
            "one\ntwo\n{{ nonsense }}",
            "reply.txt, line 3",
            "undefined",
        ),
        (
            "update.txt",
            "{{ title|shout }}",
            "update.txt, line 1",
            "unknown filter",
        ),
        (
            "chat.html",
            "x\n{% include '_gone.html' %}",
            "chat.html, line 2",
            "_gone.html",
        ),
        ("replay.html", "x", "replay.html", "nothing asks for"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(name), source).unwrap();
        let error = load(dir.path()).unwrap_err();
        let expected = dir.path().join(place).display().to_string();
        assert_eq!(error.place, expected, "{error}");
        assert!(error.why.contains(why), "{error}");
    }
    let gone = load(Path::new("/nowhere/templates")).unwrap_err();
    assert_eq!(gone.place, "/nowhere/templates");
}
