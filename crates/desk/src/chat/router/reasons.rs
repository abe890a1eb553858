//! The sentences that say why something was decided.

use std::{fmt::Write as _, time::Duration};

use frontdesk_model::routing::QueuePriority;

use super::{eligibility::Fit, strategy::Choice};

/// What an offer is explained by.
#[derive(Clone, Debug)]
pub(super) struct Offered {
    pub agent: String,
    /// This chat included.
    pub load: usize,
    pub capacity: usize,
    pub choice: Choice,
    pub team: Option<String>,
    pub fit: Fit,
    pub skills: Vec<String>,
    pub is_waived: bool,
    pub is_next_round: bool,
}

pub(super) fn offered(offer: &Offered) -> String {
    let mut text = format!(
        "offered to {}: {} of {} chats, {}",
        offer.agent,
        offer.load,
        offer.capacity,
        match offer.choice {
            Choice::OnlyOne => "the only one free",
            Choice::Fewest => "fewest",
            Choice::FewestAndLongest => "as few as any, longest without an offer",
            Choice::InTurn => "next in turn",
        },
    );
    if let Some(team) = &offer.team {
        text.push_str(match offer.fit {
            Fit::Own => " in ",
            Fit::HelpingOut => " to help out ",
        });
        text.push_str(team);
    }
    if !offer.skills.is_empty() {
        let preposition = if offer.is_waived { "without " } else { "" };
        // Writing to a string never fails.
        let _ = write!(text, ", {preposition}{}", listed(&offer.skills));
    }
    if offer.is_next_round {
        text.push_str(", after everyone free has let it pass");
    }
    text
}

pub(super) fn queued(
    team: Option<&str>,
    priority: QueuePriority,
    head_start: Duration,
    skills: &[String],
) -> String {
    let mut text = format!("queued for {}", team.unwrap_or("everybody"));
    let why = match priority {
        QueuePriority::Normal => None,
        QueuePriority::Returned => Some("handed back"),
        QueuePriority::Vip => Some("a VIP"),
        QueuePriority::Returning => Some("back within a day"),
    };
    if let Some(why) = why {
        let _ = write!(text, ", {} ahead: {why}", seconds(head_start));
    }
    if !skills.is_empty() {
        let _ = write!(text, ", asks for {}", listed(skills));
    }
    text
}

pub(super) fn passed(agent: &str, after: Duration) -> String {
    format!(
        "{agent} let it pass: not accepted within {}",
        seconds(after)
    )
}

pub(super) fn withdrawn(agent: &str, why: &str) -> String {
    format!("withdrawn from {agent}: {why}")
}

pub(super) fn inactive(after: Duration) -> String {
    format!("away, without activity for {}", seconds(after))
}

/// `offered_to`: whose offer it was, when it stood.
pub(super) fn accepted(agent: &str, offered_to: Option<&str>, waited: Duration) -> String {
    let how = match offered_to {
        Some(other) if other == agent => "as offered".to_owned(),
        Some(other) => format!("by hand, while it was offered to {other}"),
        None => "by hand, before it was offered".to_owned(),
    };
    format!("accepted by {agent} {how}, after {}", seconds(waited))
}

pub(super) fn handed_over(to: &str, by: &str) -> String {
    format!("handed to {to} by {by}")
}

pub(super) fn line_lost(agent: &str, after: Duration) -> String {
    format!(
        "returned to the queue: {agent} did not come back within {}",
        seconds(after)
    )
}

pub(super) fn given_back(agent: &str) -> String {
    format!("given back to the queue by {agent}")
}

pub(super) fn waived(skills: &[String], team: Option<&str>, after: Duration) -> String {
    format!(
        "open to agents without {}: nobody{} who has it was there for {}",
        listed(skills),
        team.map_or_else(String::new, |team| format!(" in {team}")),
        seconds(after)
    )
}

pub(super) fn overflowed(helper: &str, team: Option<&str>, after: Duration) -> String {
    format!(
        "open to {helper} too: waited {} for {}",
        seconds(after),
        team.unwrap_or("its team")
    )
}

pub(super) fn closed(by: &str, was_waiting: bool) -> String {
    let when = if was_waiting { ", while waiting" } else { "" };
    format!("closed by {by}{when}")
}

fn seconds(duration: Duration) -> String {
    format!("{} s", duration.as_secs())
}

/// `skill billing`, `skills api and billing`.
fn listed(skills: &[String]) -> String {
    match skills {
        [one] => format!("skill {one}"),
        [first @ .., last] => format!("skills {} and {last}", first.join(", ")),
        [] => "no skill".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offer_says_how_loaded_why_chosen_and_for_which_skill() {
        let offer = Offered {
            agent: "Ann".into(),
            load: 1,
            capacity: 5,
            choice: Choice::Fewest,
            team: Some("Billing".into()),
            fit: Fit::Own,
            skills: vec!["billing".into()],
            is_waived: false,
            is_next_round: false,
        };
        assert_eq!(
            offered(&offer),
            "offered to Ann: 1 of 5 chats, fewest in Billing, skill billing"
        );
        let helping = Offered {
            fit: Fit::HelpingOut,
            choice: Choice::OnlyOne,
            skills: vec!["api".into(), "billing".into()],
            is_waived: true,
            ..offer
        };
        assert_eq!(
            offered(&helping),
            "offered to Ann: 1 of 5 chats, the only one free to help out Billing, \
             without skills api and billing"
        );
    }

    #[test]
    fn a_head_start_is_explained() {
        assert_eq!(
            queued(
                Some("Billing"),
                QueuePriority::Vip,
                Duration::from_secs(600),
                &[]
            ),
            "queued for Billing, 600 s ahead: a VIP"
        );
        assert_eq!(
            queued(None, QueuePriority::Normal, Duration::ZERO, &[]),
            "queued for everybody"
        );
    }
}
