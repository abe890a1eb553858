//! What a search asks and answers. How it is found lives in the crate `search`,
//! what is remembered of it in [`log`], what words mean the same in [`synonym`].

mod hits;
mod log;
mod query;
mod synonym;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ticket::text_enum;

pub use hits::{
    ArticleHit, ChatHit, CustomerHit, FacetCount, Facets, FilterSuggestion, Highlight, MatchPlace,
    SearchResults, SuggestedArticle, Suggestions, TicketHit,
};
pub use log::{
    AnsweringArticle, ClickInput, DaySearches, HitType, LanguageSearches, QueryStats,
    SearchAnalytics, SearchSurface, SearchTotals, VISIT_MAX_CHARS,
};
pub use query::{
    QUERY_MAX_CHARS, QUERY_MIN_CHARS, SearchInput, SearchParameters, SearchSort, SearchType,
    read_visit,
};
pub use synonym::{
    MAX_SYNONYM_TERMS, MAX_SYNONYMS, SYNONYM_MAX_CHARS, Synonym, SynonymInput, SynonymKind,
};

text_enum!(
    /// A language that search knows the words of (BCP 47, ISO 639-1).
    Language {
        Arabic = "ar",
        Chinese = "zh",
        Danish = "da",
        Dutch = "nl",
        English = "en",
        Finnish = "fi",
        French = "fr",
        German = "de",
        Greek = "el",
        Hungarian = "hu",
        Italian = "it",
        Japanese = "ja",
        Norwegian = "no",
        Portuguese = "pt",
        Romanian = "ro",
        Russian = "ru",
        Spanish = "es",
        Swedish = "sv",
        Tamil = "ta",
        Turkish = "tr",
    }
);
