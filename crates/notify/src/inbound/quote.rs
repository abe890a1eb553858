//! What the writer of an answer wrote: without the mail that it answers and
//! without signatures, as the usual mail programs put them there.
//!
//! When in doubt, words stay: a line too many is read over, a line too few is lost.

use std::sync::LazyLock;

use regex::Regex;

/// Lines that an introduction of a quote may be broken into.
const INTRODUCTION_LINES: usize = 4;
/// Lines that a signature behind `-- ` may have.
const SIGNATURE_LINES: usize = 30;

fn regex(pattern: &str) -> Regex {
    // The patterns are constants, and every test of this file compiles them.
    #[expect(clippy::expect_used, reason = "constant patterns")]
    Regex::new(pattern).expect("the pattern is one")
}

/// “On Monday, Sam wrote:” in the languages of the usual programs.
static INTRODUCTION: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix)^\W{0,3}(?:
            on\s.{3,300}\swrote\s?:
          | (?:am|an|vom)\s.{3,300}\s(?:schrieb|geschrieben)\b.{0,200}:
          | .{3,200}\sschrieb\s(?:am|um)\s.{3,100}:
          | le\s.{3,300}\sa\s[ée]crit\s?:
          | el\s.{3,300}\sescribi[óo]\s?:
          | em\s.{3,300}\sescreveu\s?:
          | il\s.{3,300}\sha\sscritto\s?:
          | op\s.{3,300}\sschreef\b.{0,200}:
          | den\s.{3,300}\sskrev\b.{0,200}:
          | \d{4}-\d\d-\d\d\s.{0,200}<[^\s<>]+@[^\s<>]+>\s?:
        )\W{0,3}$",
    )
});

/// Only with a date or an address is it an introduction; else it may be a sentence.
static DATE_OR_ADDRESS: LazyLock<Regex> = LazyLock::new(|| regex(r"\d|@"));

/// How an introduction begins, so that few lines are joined.
static INTRODUCTION_BEGIN: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?i)^\W{0,3}(?:on|am|an|vom|le|el|em|il|op|den|\d{4}-\d\d-\d\d|.{3,200}\sschrieb)\s")
});

/// `-----Original Message-----`
static SEPARATOR: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix)^\s*(?:
            [-–—_]{2,}\s*(?:original\smessage|urspr[üu]ngliche\snachricht|message\sd['’]origine
                |mensaje\soriginal|mensagem\soriginal|messaggio\soriginale
                |oorspronkelijk\sbericht|ursprungligt\smeddelande)\s*[-–—_]{2,}
          | [\#*=-]*\s*please\s(?:reply|type\syour\sreply)\sabove\sthis\sline\s*[\#*=-]*
        )\s*$",
    )
});

/// The first line of the head that Outlook puts above a quote.
static HEAD_FROM: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i)^[>\s]*\*{0,2}(?:from|von|de|da|van|från)\s?:\s?\*{0,2}\s*\S"));
static HEAD_DATE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^[>\s]*\*{0,2}(?:sent|date|gesendet|datum|envoy[ée](?:\sle)?|enviad[oa](?:\sel|\sem|\sà)?|fecha|data|inviato|verzonden|skickat)\s?:",
    )
});
static HEAD_TO: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^[>\s]*\*{0,2}(?:to|an|à|para|a|aan|till|subject|betreff|objet|asunto|assunto|oggetto|onderwerp)\s?:",
    )
});

/// What phones and programs write below.
static ADVERTISEMENT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix)^\W{0,3}(?:
            (?:sent|gesendet|envoyé|enviado|inviato|verzonden|skickat)\s(?:from|via|with|mit|von|depuis|de|desde|do|da|dal|vanaf|från)\s
                (?:(?:my|meinem|mon|mi|meu|mio|mijn|min|the|der|a)\s)?
                (?:iphone|ipad|android|samsung|galaxy|huawei|xiaomi|pixel|mobile|mobilger[äa]t|handy|smartphone|phone
                    |blackberry|windows|outlook|yahoo|gmail|proton|mail\s|mailbird|spark|gmx|web\.de|t[ée]l[ée]phone|tel[ée]fono|m[óo]vil|celular).{0,80}
          | von\smeinem\s(?:\S+\s){1,4}gesendet.{0,40}
          | diese\snachricht\swurde\svon\smeinem\s.{3,80}\sgesendet.{0,40}
          | enviado\s(?:desde|do|a\spartir\sdo)\s(?:mi|meu)\s.{3,60}
          | envoy[ée]\s(?:de|depuis)\smon\s.{3,60}
          | (?:get|holen\ssie\ssich|t[ée]l[ée]charge[zr]|obt[ée]n|obtener|obtenha|obter|scarica)\s.{0,3}outlook\s.{3,60}
          | outlook\sf[üu]r\s(?:ios|android)\sbeziehen.{0,100}
          | \[?outlook\sfor\s(?:ios|android)\]?.{0,100}
        )$",
    )
});

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Blank,
    Own,
    Quote,
}

/// The writer's own words. Where nothing would be left (somebody forwards, or
/// answers with a quote alone), the whole text.
pub fn own_words(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let lines = before_the_old_mail(&lines);
    let lines = without_introductions(lines);
    let lines = without_signature(&lines);
    let own = without_quotes(&lines);
    if own.is_empty() {
        joined(text.lines())
    } else {
        own
    }
}

/// Up to where a program has put the old mail below, unquoted.
fn before_the_old_mail<'l>(lines: &[&'l str]) -> Vec<&'l str> {
    let mut end = lines.len();
    for (at, line) in lines.iter().enumerate() {
        if SEPARATOR.is_match(line) || is_head(&lines[at..]) {
            end = at;
            break;
        }
        if let Some(length) = introduction(&lines[at..]) {
            let next = lines[at + length..].iter().find(|line| !line.is_empty());
            // A quote that is marked as one is dealt with line by line.
            if !next.is_some_and(|line| line.starts_with('>')) {
                end = at;
                break;
            }
        }
    }
    // A line of underscores stands above Outlook's head.
    while let Some(last) = end.checked_sub(1).and_then(|last| lines.get(last))
        && (last.is_empty() || last.trim().chars().all(|c| matches!(c, '_' | '-' | '─')))
        && *last != "--"
    {
        end -= 1;
    }
    lines[..end].to_vec()
}

/// Whether lines begin with `From:`, `Sent:`, `To:`.
fn is_head(lines: &[&str]) -> bool {
    let Some((first, rest)) = lines.split_first() else {
        return false;
    };
    if !HEAD_FROM.is_match(first) {
        return false;
    }
    let near: Vec<_> = rest
        .iter()
        .filter(|line| !line.is_empty())
        .take(6)
        .collect();
    near.iter().any(|line| HEAD_DATE.is_match(line))
        && near.iter().any(|line| HEAD_TO.is_match(line))
}

/// How many lines an introduction takes, if there is one.
fn introduction(lines: &[&str]) -> Option<usize> {
    if !INTRODUCTION_BEGIN.is_match(lines.first()?) {
        return None;
    }
    let mut joined = String::new();
    for (count, line) in lines.iter().take(INTRODUCTION_LINES).enumerate() {
        if line.is_empty() || line.starts_with('>') || line.len() > 500 {
            return None;
        }
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(line.trim());
        if INTRODUCTION.is_match(&joined) && DATE_OR_ADDRESS.is_match(&joined) {
            return Some(count + 1);
        }
    }
    None
}

/// Without the lines that introduce quotes.
fn without_introductions(lines: Vec<&str>) -> Vec<&str> {
    let mut kept = Vec::with_capacity(lines.len());
    let mut at = 0;
    while at < lines.len() {
        match introduction(&lines[at..]) {
            Some(length) => at += length,
            None => {
                kept.push(lines[at]);
                at += 1;
            }
        }
    }
    kept
}

/// Without what stands behind `-- `, and without what phones write.
fn without_signature<'l>(lines: &[&'l str]) -> Vec<&'l str> {
    let mut kept: Vec<&str> = Vec::with_capacity(lines.len());
    let mut at = 0;
    while at < lines.len() {
        if matches!(lines[at], "--" | "—") {
            let length = lines[at..]
                .iter()
                .take_while(|line| !line.starts_with('>'))
                .count();
            if length <= SIGNATURE_LINES {
                at += length;
                continue;
            }
        }
        let ends_here = lines[at + 1..]
            .iter()
            .all(|line| line.is_empty() || line.starts_with('>') || ADVERTISEMENT.is_match(line));
        if !(ends_here && ADVERTISEMENT.is_match(lines[at])) {
            kept.push(lines[at]);
        }
        at += 1;
    }
    kept
}

/// Without the old mail's lines; those between the answers of somebody who
/// answers point by point stay, for they say what is answered.
fn without_quotes(lines: &[&str]) -> String {
    let kind = |line: &str| match line {
        "" => Kind::Blank,
        line if line.starts_with('>') => Kind::Quote,
        _ => Kind::Own,
    };
    let own: Vec<usize> = (0..lines.len())
        .filter(|at| kind(lines[*at]) == Kind::Own)
        .collect();
    let (Some(first), Some(last)) = (own.first(), own.last()) else {
        return String::new();
    };
    let between = &lines[*first..=*last];
    let before = lines[..*first].iter().any(|line| kind(line) == Kind::Quote);
    let within = between.iter().any(|line| kind(line) == Kind::Quote);
    match (before, within) {
        // Point by point, from the first point on.
        (true, true) => joined(lines[..=*last].iter().copied()),
        _ => joined(between.iter().copied()),
    }
}

/// Lines without empty ones around them, and with one between paragraphs.
fn joined<'l>(lines: impl Iterator<Item = &'l str>) -> String {
    let mut text = String::new();
    let mut empty = 0;
    for line in lines {
        let line = line.trim_end();
        if line.trim().is_empty() {
            empty += 1;
            continue;
        }
        if !text.is_empty() {
            text.push_str(if empty > 0 { "\n\n" } else { "\n" });
        }
        empty = 0;
        text.push_str(line);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn introductions_are_known_in_many_languages() {
        for line in [
            "On Mon, Jan 5, 2026 at 9:30 AM Kestrel Support <support@kestrel.example> wrote:",
            "On 05/01/2026 09:30, Sam wrote:",
            "Am Mo., 5. Jan. 2026 um 09:30 Uhr schrieb Kestrel <support@kestrel.example>:",
            "Am 05.01.26 um 09:30 schrieb Sam Kestrel:",
            "Kestrel <support@kestrel.example> schrieb am Mo. 5. Jan. 2026 um 09:30:",
            "Le lun. 5 janv. 2026 à 09:30, Kestrel <support@kestrel.example> a écrit :",
            "El lun, 5 ene 2026 a las 9:30, Kestrel (<support@kestrel.example>) escribió:",
            "Em seg., 5 de jan. de 2026 às 09:30, Kestrel <support@kestrel.example> escreveu:",
            "Il giorno lun 5 gen 2026 alle ore 09:30 Kestrel <s@k.example> ha scritto:",
            "Op ma 5 jan 2026 om 09:30 schreef Kestrel <s@k.example>:",
            "2026-01-05 9:30 GMT+01:00 Kestrel <s@k.example>:",
        ] {
            assert_eq!(introduction(&[line]), Some(1), "{line}");
            assert_eq!(
                own_words(&format!("Thanks!\n\n{line}\n\nOld words")),
                "Thanks!",
                "{line}"
            );
        }
    }

    #[test]
    fn a_sentence_is_no_introduction() {
        for text in [
            "On the box somebody wrote:\nfragile",
            "Am Ende schrieb ich nichts mehr:\nso war es",
            "From: the left side it looks fine\nTo me it does",
            "-- not a mark\nmore",
            "I wrote > 5 mails",
        ] {
            assert_eq!(own_words(text), text);
        }
    }

    #[test]
    fn an_introduction_may_be_broken_into_lines() {
        let text = "Yes.\n\nOn Mon, Jan 5, 2026 at 9:30 AM Kestrel Support <\nsupport@kestrel.example> wrote:\n\n> Is it?\n>\n> Sam\n";
        assert_eq!(own_words(text), "Yes.");
    }

    #[test]
    fn who_answers_below_or_between_is_understood() {
        let below = "On 5 Jan 2026, Sam wrote:\n> Which colour?\n> Sam\n\nRed.\n";
        assert_eq!(own_words(below), "Red.");
        let between = "On 5 Jan 2026, Sam wrote:\n> Which colour?\n\nRed.\n\n> Which size?\n\nLarge.\n\n> Sam\n";
        assert_eq!(
            own_words(between),
            "> Which colour?\n\nRed.\n\n> Which size?\n\nLarge."
        );
    }

    #[test]
    fn signatures_go_and_words_stay() {
        assert_eq!(own_words("Hello\n\n-- \nMaya\n+49 30 1\n"), "Hello");
        assert_eq!(own_words("Hello\n\nSent from my iPhone\n"), "Hello");
        assert_eq!(
            own_words("Hallo\n\nVon meinem iPhone gesendet\n\n> Alt"),
            "Hallo"
        );
        assert_eq!(
            own_words("Sent from my iPhone 12 it looks fine.\n\nHere not."),
            "Sent from my iPhone 12 it looks fine.\n\nHere not."
        );
        let long = format!("Hello\n--\n{}", "words\n".repeat(50));
        assert!(
            own_words(&long).contains("words"),
            "too long for a signature"
        );
    }

    #[test]
    fn where_nothing_would_be_left_the_whole_text_stays() {
        assert_eq!(own_words("> only\n> a quote\n"), "> only\n> a quote");
        assert_eq!(own_words(""), "");
    }
}
