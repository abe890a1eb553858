//! Colleagues who are named in an internal note: `@Sam`, `@Sam Rivera`.

use frontdesk_model::{Actor, ConversationId, Person, PersonId, notification::NotificationType};
use frontdesk_store::NewNotification;

use crate::{Desk, error::Result, tickets::excerpt};

impl Desk {
    /// Who is to hear that a note names them, but its author.
    pub(crate) async fn mention_tidings(
        &self,
        author: &Actor,
        conversation: ConversationId,
        is_ticket: bool,
        note: &str,
    ) -> Result<Vec<NewNotification>> {
        if !note.contains('@') {
            return Ok(Vec::new());
        }
        let staff = self.store.staff().await?;
        let named = mentioned(note, &staff);
        let member = if is_ticket { "ticketId" } else { "sessionId" };
        Ok(named
            .into_iter()
            .filter(|person| **person != author.id)
            .map(|person| NewNotification {
                id: self.ids.make(),
                person_id: person.clone(),
                kind: NotificationType::Mentioned,
                title: format!("{} mentioned you in a note", author.name),
                message: excerpt(note),
                data: serde_json::json!({ member: conversation }),
                dedup_key: None,
                created_at: self.clock.now(),
            })
            .collect())
    }
}

/// The people that a text names after an `@`, in any case: by their whole name,
/// or by its first word where only one of them has it.
fn mentioned<'p>(text: &str, people: &'p [Person]) -> Vec<&'p PersonId> {
    let text = text.to_lowercase();
    let names: Vec<_> = people
        .iter()
        .map(|person| person.name.trim().to_lowercase())
        .collect();
    let first = |name: &str| {
        name.split_whitespace()
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let mut found: Vec<&PersonId> = Vec::new();
    for (at, _) in text.match_indices('@') {
        // An address is no mention.
        let before = text[..at].chars().next_back();
        if before.is_some_and(char::is_alphanumeric) {
            continue;
        }
        let rest = &text[at + 1..];
        let whole = people
            .iter()
            .zip(&names)
            .filter(|(_, name)| !name.is_empty() && starts_with_word(rest, name))
            .max_by_key(|(_, name)| name.len())
            .map(|(person, _)| person);
        let by_first = || {
            let mut those = people.iter().zip(&names).filter(|(_, name)| {
                let first = first(name);
                !first.is_empty() && starts_with_word(rest, &first)
            });
            let only = those.next()?;
            those.next().is_none().then_some(only.0)
        };
        if let Some(person) = whole.or_else(by_first)
            && !found.contains(&&person.id)
        {
            found.push(&person.id);
        }
    }
    found
}

fn starts_with_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word)
        .is_some_and(|rest| !rest.chars().next().is_some_and(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use frontdesk_model::Role;

    use super::*;

    fn people(names: &[&str]) -> Vec<Person> {
        names
            .iter()
            .map(|name| Person {
                id: name.to_lowercase().as_str().into(),
                name: (*name).to_owned(),
                email: None,
                role: Role::Agent,
            })
            .collect()
    }

    fn named(text: &str, names: &[&str]) -> Vec<String> {
        let people = people(names);
        let found = mentioned(text, &people);
        found.into_iter().map(ToString::to_string).collect()
    }

    #[test]
    fn colleagues_are_named_by_whole_or_first_name_in_any_case() {
        let staff = ["Sam Rivera", "Sam Stone", "Aïda"];
        assert_eq!(named("@sam rivera, please look", &staff), ["sam rivera"]);
        assert_eq!(named("(@AÏDA) and @aïda", &staff), ["aïda"]);
        assert_eq!(
            named("@Sam Stone @Sam Rivera", &staff),
            ["sam stone", "sam rivera"]
        );
    }

    #[test]
    fn nobody_is_named_by_half_a_name_an_address_or_a_name_that_two_have() {
        let staff = ["Sam Rivera", "Sam Stone", "Aïda"];
        assert!(named("@Sam", &staff).is_empty());
        assert!(named("@Aïdan", &staff).is_empty());
        assert!(named("mail me@aïda.example", &staff).is_empty());
    }
}
