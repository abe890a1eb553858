//! Strategies: which of the agents who are free for a chat is offered it.

use frontdesk_model::{PersonId, routing::Strategy};

use super::eligibility::Fit;

/// An agent who is free for a chat.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Candidate {
    pub id: PersonId,
    pub fit: Fit,
    pub load: usize,
    /// The smaller, the longer ago.
    pub last_offer: u64,
}

/// Why the choice fell on an agent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Choice {
    OnlyOne,
    Fewest,
    /// Others have as few, and had their last offer later.
    FewestAndLongest,
    InTurn,
}

/// The agent whose turn it is. One's own team comes before those who help out.
pub(super) fn choose(strategy: Strategy, candidates: &[&Candidate]) -> Option<(Candidate, Choice)> {
    let best_fit = candidates.iter().map(|one| one.fit).min()?;
    let mut best: Vec<_> = candidates
        .iter()
        .filter(|one| one.fit == best_fit)
        .collect();
    let load = |one: &Candidate| match strategy {
        Strategy::LeastLoaded => one.load,
        Strategy::RoundRobin => 0,
    };
    best.sort_by_key(|one| (load(one), one.last_offer, &one.id));
    let first = *best.first()?;
    let choice = match (strategy, best.get(1)) {
        (_, None) => Choice::OnlyOne,
        (Strategy::RoundRobin, _) => Choice::InTurn,
        (Strategy::LeastLoaded, Some(second)) if second.load == first.load => {
            Choice::FewestAndLongest
        }
        (Strategy::LeastLoaded, Some(_)) => Choice::Fewest,
    };
    Some(((*first).clone(), choice))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(id: &str, fit: Fit, load: usize, last_offer: u64) -> Candidate {
        Candidate {
            id: id.into(),
            fit,
            load,
            last_offer,
        }
    }

    fn chosen(strategy: Strategy, candidates: &[Candidate]) -> (String, Choice) {
        let candidates: Vec<_> = candidates.iter().collect();
        let (candidate, choice) = choose(strategy, &candidates).unwrap();
        (candidate.id.0, choice)
    }

    #[test]
    fn the_least_loaded_is_chosen_and_among_equals_who_waits_longest() {
        let mut team = vec![
            candidate("ann", Fit::Own, 2, 1),
            candidate("bob", Fit::Own, 1, 9),
        ];
        let strategy = Strategy::LeastLoaded;
        assert_eq!(chosen(strategy, &team), ("bob".into(), Choice::Fewest));
        team.push(candidate("eve", Fit::Own, 1, 8));
        assert_eq!(
            chosen(strategy, &team),
            ("eve".into(), Choice::FewestAndLongest)
        );
    }

    #[test]
    fn in_turn_means_whatever_they_hold() {
        let team = [
            candidate("ann", Fit::Own, 4, 1),
            candidate("bob", Fit::Own, 0, 2),
        ];
        assert_eq!(
            chosen(Strategy::RoundRobin, &team),
            ("ann".into(), Choice::InTurn)
        );
    }

    #[test]
    fn the_own_team_comes_before_those_who_help_out() {
        let team = [
            candidate("ann", Fit::Own, 4, 9),
            candidate("bob", Fit::HelpingOut, 0, 0),
        ];
        assert_eq!(
            chosen(Strategy::LeastLoaded, &team),
            ("ann".into(), Choice::OnlyOne)
        );
    }
}
