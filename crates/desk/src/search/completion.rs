//! Which values a filter may take while it is typed: agents, teams, customers and categories as
//! they are now. Those that do not depend on the desk are the index's.

use frontdesk_model::{Actor, search::FilterSuggestion};
use frontdesk_search::{FilterCompletion, Kind, OpenFilter, Reader, SearchRequest};

use super::query::blocking;
use crate::{Desk, error::Result};

/// Values that are offered at most.
const VALUES: usize = 8;

impl Desk {
    /// What the filter at the end of the text may become: `fixed` is what the index says, which
    /// the desk adds its own to. None for anyone but staff.
    pub(super) async fn filters_of(
        &self,
        reader: Option<&Actor>,
        text: &str,
        fixed: Vec<FilterCompletion>,
    ) -> Result<Vec<FilterSuggestion>> {
        if !reader.is_some_and(Actor::is_staff) {
            return Ok(Vec::new());
        }
        let mut offered: Vec<_> = fixed
            .into_iter()
            .map(|filter| FilterSuggestion {
                text: filter.filter,
                description: filter.description.to_owned(),
            })
            .collect();
        let Some(open) = OpenFilter::of(text) else {
            return Ok(offered);
        };
        let own = match open.name {
            "assignee" => self.agents_named(&open).await?,
            "team" => self.teams_named(&open).await?,
            "from" => self.customers_named(&open).await?,
            "category" => self.categories_named(&open).await?,
            _ => Vec::new(),
        };
        for (value, description) in own {
            let text = open.with(&value);
            match offered.iter_mut().find(|known| known.text == text) {
                Some(known) => known.description = description,
                None => offered.push(FilterSuggestion { text, description }),
            }
        }
        offered.truncate(VALUES);
        Ok(offered)
    }

    async fn agents_named(&self, open: &OpenFilter) -> Result<Vec<(String, String)>> {
        let staff = self.store.staff().await?.into_iter();
        let named = staff.filter(|person| {
            begins(&person.name, &open.value)
                || person
                    .email
                    .as_deref()
                    .is_some_and(|email| begins(email, &open.value))
        });
        let described = named.map(|person| (person.name, open.description.to_owned()));
        Ok(described.take(VALUES).collect())
    }

    async fn teams_named(&self, open: &OpenFilter) -> Result<Vec<(String, String)>> {
        let teams = self.store.teams().await?.into_iter();
        let named = teams.filter(|team| begins(&team.name, &open.value));
        let described = named.map(|team| (team.name, open.description.to_owned()));
        Ok(described.take(VALUES).collect())
    }

    /// By address, which tells people of one name apart.
    async fn customers_named(&self, open: &OpenFilter) -> Result<Vec<(String, String)>> {
        let index = self.index.clone();
        let request = SearchRequest {
            limit: VALUES,
            ..SearchRequest::new(Kind::Customer, Reader::Staff, open.value.as_str())
        };
        let found = blocking(move || index.search(&request)).await?;
        let customers = self.customer_hits(found.hits).await?.into_iter();
        let described = customers.map(|hit| match hit.customer.email {
            Some(email) => (email, hit.customer.name),
            None => (hit.customer.name, open.description.to_owned()),
        });
        Ok(described.collect())
    }

    async fn categories_named(&self, open: &OpenFilter) -> Result<Vec<(String, String)>> {
        let categories = self.store.categories().await?.into_iter();
        let named = categories.filter(|category| {
            begins(&category.name, &open.value) || begins(&category.slug, &open.value)
        });
        let described = named.map(|category| (category.slug, category.name));
        Ok(described.take(VALUES).collect())
    }
}

/// Whether a name, or a word of it, begins so. `beginning` is in lower case.
fn begins(name: &str, beginning: &str) -> bool {
    let name = name.to_lowercase();
    name.starts_with(beginning)
        || name
            .split_whitespace()
            .any(|word| word.starts_with(beginning))
}
