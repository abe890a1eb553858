//! From what the index found to what is shown: rows of the store, under the reader's access.

use std::collections::HashMap;

use frontdesk_model::{
    Actor, ArticleId, ConversationId, PersonId,
    search::{ArticleHit, ChatHit, CustomerHit, Highlight, MatchPlace, TicketHit},
};
use frontdesk_search::{Hit, Place};

use crate::{Desk, error::Result, tickets::access_of, view::session_view};

impl Desk {
    pub(super) async fn article_hits(
        &self,
        reader: Option<&Actor>,
        hits: Vec<Hit>,
    ) -> Result<Vec<ArticleHit>> {
        let ids: Vec<ArticleId> = ids_of(&hits);
        let staff = reader.is_some_and(Actor::is_staff);
        let articles = self.store.articles_by_id(&ids).await?;
        let articles = articles
            .into_iter()
            .filter(|article| article.is_published || staff)
            .map(|article| (article.id.to_string(), article));
        Ok(join(hits, articles, |article, score, highlight| {
            ArticleHit {
                article,
                score,
                highlight,
            }
        }))
    }

    pub(super) async fn ticket_hits(
        &self,
        reader: &Actor,
        hits: Vec<Hit>,
    ) -> Result<Vec<TicketHit>> {
        let ids: Vec<ConversationId> = ids_of(&hits);
        let rows = self.store.tickets_by_id(&ids, &access_of(reader)).await?;
        let facts = self.facts_of(&rows).await?;
        let tickets = rows
            .into_iter()
            .map(|row| (row.id.to_string(), self.ticket_view(row, &facts)));
        Ok(join(hits, tickets, |ticket, score, highlight| TicketHit {
            ticket,
            score,
            highlight,
        }))
    }

    pub(super) async fn chat_hits(&self, reader: &Actor, hits: Vec<Hit>) -> Result<Vec<ChatHit>> {
        let ids: Vec<ConversationId> = ids_of(&hits);
        let rows = self.store.chats_by_id(&ids, &access_of(reader)).await?;
        let chats = rows
            .into_iter()
            .map(|row| (row.id.to_string(), session_view(row)));
        Ok(join(hits, chats, |chat, score, highlight| ChatHit {
            chat,
            score,
            highlight,
        }))
    }

    /// Only for staff: the caller sees to it.
    pub(super) async fn customer_hits(&self, hits: Vec<Hit>) -> Result<Vec<CustomerHit>> {
        let ids: Vec<PersonId> = hits.iter().map(|hit| hit.id.as_str().into()).collect();
        let rows = self.store.profiles(&ids).await?;
        let customers = rows
            .into_iter()
            .map(|row| (row.id.to_string(), self.profile_view(row)));
        Ok(join(hits, customers, |customer, score, highlight| {
            CustomerHit {
                customer,
                score,
                highlight,
            }
        }))
    }
}

/// Hits whose rows are there, in their order.
fn join<T, H>(
    hits: Vec<Hit>,
    rows: impl Iterator<Item = (String, T)>,
    make: impl Fn(T, f32, Highlight) -> H,
) -> Vec<H> {
    let mut rows: HashMap<String, T> = rows.collect();
    hits.into_iter()
        .filter_map(|hit| Some(make(rows.remove(&hit.id)?, hit.score, highlight(hit))))
        .collect()
}

fn ids_of<T: std::str::FromStr>(hits: &[Hit]) -> Vec<T> {
    hits.iter().filter_map(|hit| hit.id.parse().ok()).collect()
}

fn highlight(hit: Hit) -> Highlight {
    Highlight {
        title: hit.title_highlight,
        body: hit.body_highlight,
        place: match hit.place {
            Place::Title => MatchPlace::Title,
            Place::Body => MatchPlace::Body,
            Place::Message => MatchPlace::Message,
            Place::Note => MatchPlace::Note,
            Place::File => MatchPlace::File,
        },
    }
}
