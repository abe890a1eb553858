//! What was typed, read as a query: words, `"exact phrases"`, `-exclusions` and `field:value`
//! filters. Any text is valid: what is no operator is a word. How filters are completed while
//! they are typed is said in `completion`.

use crate::dates;
use crate::document::{Channel, Kind};
use crate::language::Language;
use crate::request::{Facet, Filter, Reader};

/// More operators than this are words, which bounds the cost of a query.
const MAX_OPERATORS: usize = 32;

/// What a query text depends on besides itself.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Who asks. Filters about people and notes exist for staff only; to others they are words.
    pub reader: &'a Reader,
    /// The id that `assignee:me` means, if the reader can be one.
    pub me: Option<&'a str>,
    /// Now, in milliseconds since the Unix epoch: what `today` and `7d` count from.
    pub now_ms: i64,
}

/// What a person calls the kinds of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DocumentType {
    /// A help article.
    Article,
    /// A conversation by ticket.
    Ticket,
    /// A conversation by chat.
    Chat,
    /// A customer.
    Customer,
}

/// A query text, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ParsedQuery {
    /// What was typed, untouched.
    pub text: String,
    /// [`Self::text`] with blanks, byte for byte, in the place of every operator: the words to
    /// look for, where they stand in the text.
    pub words: String,
    /// What has to stand in a document as it is, in its order.
    pub phrases: Vec<String>,
    /// Words and phrases that no document found may hold.
    pub excluded: Vec<String>,
    /// The types of document asked for; empty for any. None found is of another type.
    pub types: Vec<DocumentType>,
    /// What every document found fulfils. Values of one facet are joined to one filter, for any
    /// of them, but each tag has to be there.
    pub filters: Vec<Filter>,
}

/// One piece of the text between blanks.
struct Piece<'a> {
    /// Where the piece stands in the text, with its minus and quotes.
    start: usize,
    end: usize,
    excluded: bool,
    /// The name before the colon, if there is one.
    field: Option<&'a str>,
    value: &'a str,
    quoted: bool,
}

impl ParsedQuery {
    /// Reads the text. Never fails.
    #[must_use]
    pub fn parse(text: &str, context: &Context<'_>) -> Self {
        let mut query = Self {
            text: text.to_owned(),
            words: text.to_owned(),
            ..Self::default()
        };
        let mut operators = 0;
        for piece in pieces(text) {
            if operators == MAX_OPERATORS {
                break;
            }
            if query.take(&piece, context) {
                operators += 1;
                query.blank(piece.start, piece.end);
            }
        }
        query
    }

    /// What the types asked for mean for documents of this kind: none of them can be found,
    /// they are restricted, or (an empty list) not.
    pub(crate) fn type_filters(&self, kind: Kind) -> Option<Vec<Filter>> {
        if self.types.is_empty() {
            return Some(Vec::new());
        }
        let asked = |wanted| self.types.contains(&wanted);
        match kind {
            Kind::Article => asked(DocumentType::Article).then(Vec::new),
            Kind::Customer => asked(DocumentType::Customer).then(Vec::new),
            Kind::Conversation => match (asked(DocumentType::Ticket), asked(DocumentType::Chat)) {
                (true, true) => Some(Vec::new()),
                (true, false) => Some(vec![of_channel(Channel::Ticket)]),
                (false, true) => Some(vec![of_channel(Channel::Chat)]),
                (false, false) => None,
            },
        }
    }

    /// A text without operators: every sign in it is plain text.
    #[must_use]
    pub fn of_words(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            words: text.to_owned(),
            ..Self::default()
        }
    }

    /// Adds a condition that did not come from the text.
    #[must_use]
    pub fn with(mut self, filter: Filter) -> Self {
        self.filters.push(filter);
        self
    }

    /// Whether nothing is asked for: no word, phrase, exclusion or filter.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.trim().is_empty()
            && self.phrases.is_empty()
            && self.excluded.is_empty()
            && self.types.is_empty()
            && self.filters.is_empty()
    }

    /// Whether the text has no operator.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.words == self.text
    }

    /// The words and phrases asked for, without operators, each gap one blank.
    #[must_use]
    pub fn plain(&self) -> String {
        let words = self.words.split_whitespace();
        let phrases = self.phrases.iter().map(String::as_str);
        words.chain(phrases).collect::<Vec<_>>().join(" ")
    }

    /// Takes the piece out of the words, if it is an operator.
    fn take(&mut self, piece: &Piece<'_>, context: &Context<'_>) -> bool {
        if let Some(field) = piece.field {
            let meant = condition(field, piece.value, context);
            return match (meant, piece.excluded) {
                (Some(Condition::Filter(filter)), true) => {
                    self.filters.push(filter.negated());
                    true
                }
                (Some(Condition::Filter(filter)), false) => {
                    self.add(filter);
                    true
                }
                (Some(Condition::Type(wanted)), excluded) => {
                    self.restrict_types(wanted, excluded);
                    true
                }
                (None, _) => false,
            };
        }
        let has_word = piece.value.contains(char::is_alphanumeric);
        match (has_word, piece.excluded, piece.quoted) {
            (true, true, _) => self.excluded.push(piece.value.to_owned()),
            (true, false, true) => self.phrases.push(piece.value.to_owned()),
            _ => return false,
        }
        true
    }

    /// `status:open status:closed` means either; `tag:a tag:b` means both.
    fn add(&mut self, filter: Filter) {
        if let Filter::AnyOf(facet, values) = &filter
            && *facet != Facet::Tag
        {
            let same = self.filters.iter_mut().find_map(|known| match known {
                Filter::AnyOf(of, known) if of == facet => Some(known),
                _ => None,
            });
            if let Some(known) = same {
                known.extend(values.iter().cloned());
                return;
            }
        }
        self.filters.push(filter);
    }

    fn restrict_types(&mut self, wanted: DocumentType, excluded: bool) {
        if !excluded {
            self.types.push(wanted);
            return;
        }
        if self.types.is_empty() {
            self.types.extend(DocumentType::ALL);
        }
        self.types.retain(|known| *known != wanted);
    }

    fn blank(&mut self, start: usize, end: usize) {
        self.words
            .replace_range(start..end, &" ".repeat(end - start));
    }
}

/// A text whose every sign is plain text.
impl From<&str> for ParsedQuery {
    fn from(text: &str) -> Self {
        Self::of_words(text)
    }
}

fn of_channel(channel: Channel) -> Filter {
    Filter::is(Facet::Channel, channel.as_str())
}

/// What `field:value` asks for.
enum Condition {
    Filter(Filter),
    Type(DocumentType),
}

/// The condition that `field:value` means to this reader; none if it is plain text.
fn condition(field: &str, value: &str, context: &Context<'_>) -> Option<Condition> {
    let staff = *context.reader == Reader::Staff;
    let value = value.trim();
    if value.is_empty() {
        return None;
    }
    let name = value.to_lowercase();
    let filter = match field.to_lowercase().as_str() {
        "type" => return DocumentType::from_name(&name).map(Condition::Type),
        "status" => Filter::is(Facet::Status, dashed(&name)),
        "priority" => Filter::is(Facet::Priority, dashed(&name)),
        "category" => Filter::is(Facet::Category, value),
        "tag" => Filter::is(Facet::Tag, value),
        "language" | "lang" => Filter::is(Facet::Language, Language::from_code(&name)?.code()),
        "before" => Filter::Before(dates::start_of(&name, context.now_ms)?),
        "after" | "since" => Filter::Since(dates::start_of(&name, context.now_ms)?),
        "has" => match name.as_str() {
            "attachment" | "attachments" | "file" => Filter::HasAttachment,
            "note" | "notes" if staff => Filter::HasNote,
            _ => return None,
        },
        "is" => match dashed(&name).as_str() {
            "assigned" if staff => Filter::IsAssigned,
            "unassigned" if staff => Filter::IsAssigned.negated(),
            status if STATUSES.contains(&status) => Filter::is(Facet::Status, status),
            other => return DocumentType::from_name(other).map(Condition::Type),
        },
        // The index knows teams by their ids alone: the caller puts them in the place of names.
        "team" if staff => Filter::is(Facet::Team, value),
        "from" if staff => Filter::From(value.to_owned()),
        "assignee" if staff => match (name.as_str(), context.me) {
            ("none" | "nobody", _) => Filter::IsAssigned.negated(),
            ("me", Some(me)) => Filter::is(Facet::Assignee, me),
            _ => Filter::AssigneeName(value.to_owned()),
        },
        _ => return None,
    };
    Some(Condition::Filter(filter))
}

/// The statuses that `is:` knows; `status:` takes any.
pub(crate) const STATUSES: &[&str] = &["open", "in-progress", "waiting", "resolved", "closed"];

impl DocumentType {
    /// Every type there is.
    pub const ALL: [Self; 4] = [Self::Article, Self::Ticket, Self::Chat, Self::Customer];

    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "article" | "faq" => Self::Article,
            "ticket" => Self::Ticket,
            "chat" => Self::Chat,
            "customer" => Self::Customer,
            _ => return None,
        })
    }
}

fn dashed(name: &str) -> String {
    name.replace([' ', '_'], "-")
}

/// The pieces of a text, in their order. Quotes that are not closed are plain signs.
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut next = 0;
    std::iter::from_fn(move || {
        let start = next + text[next..].find(|letter: char| !letter.is_whitespace())?;
        let piece = piece(text, start);
        next = piece.end;
        Some(piece)
    })
}

/// The piece that is still being typed.
pub(crate) struct LastPiece {
    /// Where it begins, after its minus.
    pub(crate) body: usize,
}

/// The last piece of a text, unless a blank or a quote has ended it, or it is quoted.
pub(crate) fn last_piece(text: &str) -> Option<LastPiece> {
    let mut last = pieces(text).last()?;
    // A quote that is still open reaches back over blanks.
    if let Some(opened) = open_quote(text) {
        last = piece(text, opened);
        last.end = text.len();
    }
    let body = last.start + usize::from(last.excluded);
    let ended = last.end < text.len() || text.ends_with(is_quote) && last.field.is_some();
    (!ended && !text[body..].starts_with(is_quote)).then_some(LastPiece { body })
}

/// Where the piece begins whose value's quote is not closed.
fn open_quote(text: &str) -> Option<usize> {
    pieces(text)
        .find(|piece| piece.field.is_some() && piece.value.starts_with(is_quote))
        .map(|piece| piece.start)
}

fn piece(text: &str, start: usize) -> Piece<'_> {
    let rest = &text[start..];
    let after_minus = rest.strip_prefix('-').unwrap_or_default();
    let excluded =
        after_minus.starts_with(|letter: char| letter.is_alphanumeric() || is_quote(letter));
    let body = if excluded { start + 1 } else { start };
    if let Some((value, end)) = quoted(text, body) {
        return Piece {
            start,
            end,
            excluded,
            field: None,
            value,
            quoted: true,
        };
    }
    let blank = text[body..].find(char::is_whitespace);
    let end = blank.map_or(text.len(), |length| body + length);
    let word = &text[body..end];
    let Some((field, value)) = word.split_once(':') else {
        return Piece {
            start,
            end,
            excluded,
            field: None,
            value: word,
            quoted: false,
        };
    };
    let (value, end) = quoted(text, body + field.len() + 1).unwrap_or((value, end));
    Piece {
        start,
        end,
        excluded,
        field: Some(field),
        value,
        quoted: false,
    }
}

/// What stands in the quotes that open at `start`, and where they end.
fn quoted(text: &str, start: usize) -> Option<(&str, usize)> {
    let inside = text[start..].strip_prefix(is_quote)?;
    let inside_start = text.len() - inside.len();
    let length = inside.find(is_quote)?;
    let closing = inside[length..].chars().next()?;
    let end = inside_start + length + closing.len_utf8();
    Some((&inside[..length], end))
}

pub(crate) fn is_quote(letter: char) -> bool {
    matches!(
        letter,
        '"' | '\u{201c}' | '\u{201d}' | '\u{201e}' | '«' | '»'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_793_577_600_000; // 2026-11-02T00:00:00Z

    fn read(text: &str) -> ParsedQuery {
        read_as(&Reader::Staff, text)
    }

    fn read_as(reader: &Reader, text: &str) -> ParsedQuery {
        let context = Context {
            reader,
            me: Some("agent-7"),
            now_ms: NOW,
        };
        ParsedQuery::parse(text, &context)
    }

    fn filters(text: &str) -> Vec<Filter> {
        read(text).filters
    }

    #[test]
    fn plain_words_are_words() {
        for text in [
            "how do I pay?",
            "e-mail",
            "a - b",
            "12:30",
            "https://x.y/z",
            "--x",
            "\"",
            "",
        ] {
            assert_eq!(read(text), ParsedQuery::of_words(text), "{text}");
        }
    }

    #[test]
    fn quotes_make_a_phrase() {
        let query = read("lost \"credit card\" abroad");
        assert_eq!(query.phrases, ["credit card"]);
        assert_eq!(query.words, "lost               abroad");
        assert_eq!(query.plain(), "lost abroad credit card");
        assert_eq!(read("„lost card“").phrases, ["lost card"]);
    }

    #[test]
    fn an_open_quote_is_still_being_typed() {
        let query = read("lost \"credit ca");
        assert!(query.phrases.is_empty());
        assert_eq!(query.plain(), "lost \"credit ca");
    }

    #[test]
    fn a_minus_excludes_a_word_or_phrase() {
        let query = read("refund -card -\"bank transfer\"");
        assert_eq!(query.excluded, ["card", "bank transfer"]);
        assert_eq!(query.plain(), "refund");
    }

    #[test]
    fn a_field_with_a_value_is_a_filter() {
        assert_eq!(
            filters("status:open priority:HIGH tag:vip category:\"Billing & Invoices\""),
            [
                Filter::is(Facet::Status, "open"),
                Filter::is(Facet::Priority, "high"),
                Filter::is(Facet::Tag, "vip"),
                Filter::is(Facet::Category, "Billing & Invoices"),
            ]
        );
        assert_eq!(read("lamp status:open").words, "lamp            ");
    }

    #[test]
    fn values_of_one_field_are_alternatives_but_tags_add_up() {
        assert_eq!(
            filters("status:open status:closed"),
            [Filter::AnyOf(
                Facet::Status,
                vec!["open".into(), "closed".into()]
            )]
        );
        assert_eq!(filters("tag:a tag:b").len(), 2);
    }

    #[test]
    fn is_means_a_status_or_a_type() {
        assert_eq!(filters("is:open"), [Filter::is(Facet::Status, "open")]);
        assert_eq!(
            filters("is:in_progress"),
            [Filter::is(Facet::Status, "in-progress")]
        );
        assert_eq!(filters("is:unassigned"), [Filter::IsAssigned.negated()]);
        assert_eq!(read("is:chat").types, [DocumentType::Chat]);
        assert_eq!(read("is:blue").words, "is:blue");
    }

    #[test]
    fn types_are_alternatives_and_can_be_excluded() {
        let types = |text| read(text).types;
        assert_eq!(
            types("type:ticket type:chat"),
            [DocumentType::Ticket, DocumentType::Chat]
        );
        assert_eq!(
            types("-type:chat"),
            [
                DocumentType::Article,
                DocumentType::Ticket,
                DocumentType::Customer
            ]
        );
    }

    #[test]
    fn a_minus_before_a_filter_excludes_what_meets_it() {
        assert_eq!(
            filters("-status:closed -has:attachment"),
            [
                Filter::is(Facet::Status, "closed").negated(),
                Filter::HasAttachment.negated(),
            ]
        );
    }

    #[test]
    fn an_unknown_field_or_value_is_plain_text() {
        for text in [
            "error:timeout",
            "has:legs",
            "before:soon",
            "type:lamp",
            "status:",
            "lang:xx",
        ] {
            assert_eq!(read(text), ParsedQuery::of_words(text), "{text}");
        }
    }

    #[test]
    fn assignee_knows_me_and_nobody() {
        assert_eq!(
            filters("assignee:me"),
            [Filter::is(Facet::Assignee, "agent-7")]
        );
        assert_eq!(filters("assignee:none"), [Filter::IsAssigned.negated()]);
        assert_eq!(
            filters("assignee:\"lee ann\""),
            [Filter::AssigneeName("lee ann".into())]
        );
    }

    #[test]
    fn dates_are_filters() {
        assert_eq!(filters("after:today"), [Filter::Since(NOW)]);
        assert_eq!(
            filters("before:2026-11-01"),
            [Filter::Before(NOW - 86_400_000)]
        );
    }

    #[test]
    fn to_others_than_staff_filters_about_people_and_notes_are_words() {
        for reader in [Reader::Anonymous, Reader::Customer("ann".into())] {
            for text in [
                "from:bob",
                "assignee:lee",
                "assignee:none",
                "has:note",
                "is:unassigned",
                "team:billing",
            ] {
                assert_eq!(
                    read_as(&reader, text),
                    ParsedQuery::of_words(text),
                    "{text}"
                );
            }
            assert_eq!(read_as(&reader, "status:open").filters.len(), 1);
        }
    }

    #[test]
    fn operators_past_the_limit_are_words() {
        let query = read(&"tag:a ".repeat(MAX_OPERATORS + 1));
        assert_eq!(query.plain(), "tag:a");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_query(text in "[-a-z: \"“”é:]{0,40}") {
            let query = read(&text);
            assert_eq!(query.words.len(), text.len());
        }
    }
}
