//! Mails as the usual programs send them, and bytes that nobody should send.

use std::{fs, path::Path};

use frontdesk_notify::inbound::{Bounce, InboundMail, Nature, Unreadable, parse};
use proptest::prelude::*;

fn bytes(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/mails/{name}.eml"));
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn mail(name: &str) -> InboundMail {
    parse(&bytes(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn an_answer_is_what_its_writer_wrote() {
    for (name, words) in [
        (
            "gmail",
            "The left one squeaks, the right one is fine.\n\nMaya",
        ),
        (
            "gmail-html-only",
            "The left one squeaks, the right one is fine.\n\nMaya",
        ),
        ("gmail-german", "Ja, größer bitte."),
        (
            "outlook",
            "Hallo Sam,\n\ndie linke quietscht. Danke für die Hilfe!",
        ),
        (
            "outlook-html-only",
            "Hallo Sam,\n\ndie linke quietscht. Danke für die Hilfe!",
        ),
        ("outlook-french", "C'est la gauche."),
        ("outlook-mobile", "It is the left one."),
        ("iphone", "La izquierda, gracias."),
        ("apple-mail", "The left one.\n\nBest,\nMaya"),
        (
            "thunderbird",
            "Hallo, es ist die linke Bremse, und sie quietscht seit der letzten Inspektion jeden Morgen.",
        ),
        (
            "thunderbird-between",
            "> Which one is it?\n\nThe left one.\n\n> Since when?\n\nSince Monday.",
        ),
        ("portuguese", "É a esquerda."),
        ("attachments", "See the bill."),
        ("latin-japanese", "こんにちは"),
        (
            "forwarded",
            "Please look at this.\n\n---------- Forwarded message ---------\nSubject: Broken\nOur customer says that it broke.",
        ),
        ("google-group", "It should have come on Friday."),
    ] {
        let mail = mail(name);
        assert_eq!(mail.words, words, "{name}");
        assert_eq!(mail.nature, Nature::Person, "{name}");
    }
}

#[test]
fn an_answer_tells_who_sent_it_and_what_it_answers() {
    let mail = mail("gmail-german");
    assert_eq!(mail.message_id.as_deref(), Some("CAF3x+abc@mail.gmail.com"));
    assert_eq!(
        (mail.from.as_str(), mail.from_name.as_str()),
        ("maya@example.org", "Maya Lindt")
    );
    assert_eq!(mail.subject, "Re: [#7] Größe");
    assert_eq!(mail.to, ["support@desk.example", "support@desk.example"]);
    assert_eq!(
        mail.refers_to,
        [
            "01950000-0000-7000-8000-000000000001@desk.example",
            "conversation-01950000-0000-7000-8000-0000000000aa@desk.example",
        ],
        "the nearest first"
    );
    let other = self::mail("latin-japanese");
    assert_eq!(
        (other.from_name.as_str(), other.subject.as_str()),
        ("山田", "質問")
    );
}

#[test]
fn files_come_with_their_names_and_bytes_and_without_the_logo() {
    let mail = mail("attachments");
    let files: Vec<_> = mail.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(
        files,
        ["Rechnung für Mai.pdf", "setup.exe", "attachment-3.eml"]
    );
    assert_eq!(mail.files[0].bytes, b"%PDF-1.4 fake");
    assert_eq!(mail.files[0].media_type.as_deref(), Some("application/pdf"));
    assert!(String::from_utf8_lossy(&mail.files[2].bytes).contains("inner words"));
}

#[test]
fn machines_are_known_as_such() {
    for (name, sign) in [
        ("out-of-office", "Auto-Submitted"),
        ("vacation-without-headers", "Subject"),
        ("empty-return-path", "Return-Path"),
        ("read-receipt", "disposition-notification"),
    ] {
        let Nature::Automatic { sign: found } = mail(name).nature else {
            panic!("{name} is no machine's");
        };
        assert!(found.starts_with(sign), "{name}: {found}");
    }
}

#[test]
fn a_report_tells_whose_address_is_no_good() {
    let id = Some("01950000-0000-7000-8000-000000000001@desk.example".to_owned());
    let maya = vec!["maya@example.org".to_owned()];
    for (name, hard, soft, status) in [
        ("bounce-hard", maya.clone(), vec![], Some("5.1.1")),
        ("bounce-full", vec![], maya.clone(), Some("5.2.2")),
        ("bounce-delayed", vec![], maya.clone(), Some("4.4.1")),
        ("bounce-exim", maya.clone(), vec![], None),
    ] {
        let expected = Bounce {
            hard,
            soft,
            message_id: id.clone(),
            status: status.map(str::to_owned),
        };
        assert_eq!(mail(name).nature, Nature::Bounce(expected), "{name}");
    }
}

#[test]
fn what_is_no_mail_is_refused() {
    assert_eq!(parse(b""), Err(Unreadable::NoHeaders));
    assert_eq!(parse(b"Subject: x\r\n\r\nwords"), Err(Unreadable::NoSender));
    assert_eq!(
        parse(b"From: nobody\r\n\r\nwords"),
        Err(Unreadable::NoSender)
    );
}

fn fixtures() -> Vec<Vec<u8>> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mails");
    let files = fs::read_dir(dir).unwrap();
    files
        .map(|file| fs::read(file.unwrap().path()).unwrap())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_do_harm(bytes in proptest::collection::vec(any::<u8>(), 0..4_000)) {
        let _ = parse(&bytes);
    }

    #[test]
    fn no_change_of_a_mail_does_harm(
        which in any::<prop::sample::Index>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_usize), 1..20),
        end in any::<prop::sample::Index>(),
    ) {
        let all = fixtures();
        let mut bytes = which.get(&all).clone();
        for (at, byte, how) in changes {
            if bytes.is_empty() {
                break;
            }
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => { bytes.remove(at); }
                _ => {
                    let piece = bytes[at..bytes.len().min(at + 200)].to_vec();
                    bytes.splice(at..at, piece);
                }
            }
        }
        bytes.truncate(end.index(bytes.len() + 1).max(bytes.len() / 2));
        if let Ok(mail) = parse(&bytes) {
            prop_assert!(!mail.subject.contains('\n'));
            prop_assert!(mail.from.contains('@') || matches!(mail.nature, Nature::Bounce(_)));
        }
    }
}
