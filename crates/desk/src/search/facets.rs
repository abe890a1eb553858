//! How results are spread, over all kinds together, with the names that people know.

use std::collections::{BTreeMap, HashMap};

use frontdesk_model::{
    PersonId,
    search::{FacetCount, Facets},
};
use frontdesk_search::Facet;

use super::query::{Found, Purpose};
use crate::{Desk, error::Result};

/// Values of a facet by how often they occur.
type Values = HashMap<String, u64>;

/// The counts of one search.
#[derive(Default)]
pub(super) struct Counted {
    kinds: Values,
    facets: BTreeMap<Facet, Values>,
}

impl Counted {
    pub fn of(found: &[Found]) -> Self {
        let mut counted = Self::default();
        for one in found.iter().filter(|one| one.purpose != Purpose::Answer) {
            let total = one.results.total as u64;
            counted.kinds.insert(one.kind.as_str().to_owned(), total);
            for (facet, values) in &one.results.facets {
                let counts = counted.facets.entry(*facet).or_default();
                for value in values {
                    *counts.entry(value.value.clone()).or_default() += value.count as u64;
                }
            }
        }
        counted
    }

    fn take(&mut self, facet: Facet) -> Vec<FacetCount> {
        listed(self.facets.remove(&facet).unwrap_or_default())
    }
}

impl Desk {
    /// Names categories, agents and teams; other values speak for themselves.
    pub(super) async fn facets(&self, mut counted: Counted) -> Result<Facets> {
        let mut facets = Facets {
            kind: listed(std::mem::take(&mut counted.kinds)),
            category: counted.take(Facet::Category),
            status: counted.take(Facet::Status),
            priority: counted.take(Facet::Priority),
            tag: counted.take(Facet::Tag),
            assignee: counted.take(Facet::Assignee),
            team: counted.take(Facet::Team),
            language: counted.take(Facet::Language),
        };
        if !facets.category.is_empty() {
            let names = self.store.categories().await?.into_iter();
            let names = names.map(|category| (category.slug, category.name));
            label(&mut facets.category, &names.collect());
        }
        if !facets.assignee.is_empty() {
            let ids = facets.assignee.iter().map(|count| count.value.as_str());
            let ids: Vec<PersonId> = ids.map(PersonId::from).collect();
            let names = self.store.profiles(&ids).await?.into_iter();
            let names = names.map(|person| (person.id.to_string(), person.name));
            label(&mut facets.assignee, &names.collect());
        }
        if !facets.team.is_empty() {
            let names = self.store.teams().await?.into_iter();
            let names = names.map(|team| (team.id.to_string(), team.name));
            label(&mut facets.team, &names.collect());
        }
        Ok(facets)
    }
}

/// The most frequent first; what does not occur is left out.
fn listed(values: Values) -> Vec<FacetCount> {
    let mut counts: Vec<_> = values
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(value, count)| FacetCount {
            value,
            label: None,
            count,
        })
        .collect();
    counts.sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    counts
}

fn label(counts: &mut [FacetCount], names: &HashMap<String, String>) {
    for count in counts {
        count.label = names.get(&count.value).cloned();
    }
}

#[cfg(test)]
mod tests {
    use frontdesk_model::search::HitType;
    use frontdesk_search::{FacetValue, SearchResults};

    use super::*;

    fn found(kind: HitType, total: usize, categories: &[(&str, usize)]) -> Found {
        let values = categories.iter().map(|(value, count)| FacetValue {
            value: (*value).to_owned(),
            count: *count,
        });
        Found {
            kind,
            purpose: Purpose::Hits,
            results: SearchResults {
                total,
                facets: BTreeMap::from([(Facet::Category, values.collect())]),
                ..SearchResults::default()
            },
        }
    }

    #[test]
    fn kinds_are_counted_together_the_most_frequent_value_first() {
        let mut counted = Counted::of(&[
            found(HitType::Faq, 3, &[("billing", 2), ("general", 1)]),
            found(HitType::Tickets, 2, &[("general", 2)]),
            found(HitType::Chats, 0, &[]),
        ]);
        let pairs = |counts: Vec<FacetCount>| -> Vec<(String, u64)> {
            counts.into_iter().map(|it| (it.value, it.count)).collect()
        };
        assert_eq!(
            pairs(counted.take(Facet::Category)),
            [("general".to_owned(), 3), ("billing".to_owned(), 2)]
        );
        assert_eq!(
            pairs(listed(counted.kinds)),
            [("faq".to_owned(), 3), ("tickets".to_owned(), 2)]
        );
    }
}
