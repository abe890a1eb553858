//! Articles of the help centre and the categories they are sorted into.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    ArticleId, CategoryId, Timestamp,
    error::FieldError,
    search::Language,
    validate::{ARTICLE_MAX_CHARS, NAME_MAX_CHARS, Problems, TITLE_MAX_CHARS},
};

/// An article. The wire calls it `faq`, as the seed did.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Faq)]
pub struct Article {
    pub id: ArticleId,
    /// The end of its address in the help centre, made from the question.
    pub slug: String,
    pub question: String,
    /// Markdown.
    pub answer: String,
    /// A category's slug.
    pub category: String,
    pub tags: Vec<String>,
    pub is_published: bool,
    /// The language that it is written in; null when it is told from its words.
    pub language: Option<Language>,
    pub helpful: i64,
    pub not_helpful: i64,
    pub views: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// Articles that are named beside one at most.
pub const RELATED_MAX: usize = 5;

/// An article that goes with another: as much of it as a link needs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RelatedFaq)]
pub struct RelatedArticle {
    pub id: ArticleId,
    pub slug: String,
    pub question: String,
    /// A category's slug.
    pub category: String,
    pub language: Option<Language>,
    pub updated_at: Timestamp,
}

impl From<Article> for RelatedArticle {
    fn from(article: Article) -> Self {
        Self {
            id: article.id,
            slug: article.slug,
            question: article.question,
            category: article.category,
            language: article.language,
            updated_at: article.updated_at,
        }
    }
}

/// `POST /faq` and `PUT /faq/{id}`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct ArticleInput {
    /// 1 to 200 characters.
    pub question: String,
    /// Markdown, 1 to 100,000 characters.
    pub answer: String,
    /// A category's slug; `general` when it is missing.
    pub category: Option<String>,
    pub tags: Vec<String>,
    pub is_published: bool,
    /// The language that it is written in; told from its words when it is missing.
    pub language: Option<Language>,
}

impl ArticleInput {
    /// The input with blanks trimmed, or everything that is wrong with it.
    pub fn validate(&self) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        let input = Self {
            question: problems.required("question", &self.question, TITLE_MAX_CHARS),
            answer: problems.required("answer", &self.answer, ARTICLE_MAX_CHARS),
            category: problems.optional("category", self.category.as_deref(), NAME_MAX_CHARS),
            tags: problems.tags("tags", &self.tags),
            is_published: self.is_published,
            language: self.language,
        };
        problems.finish(input)
    }
}

/// `POST /faq/{id}/feedback`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub struct Feedback {
    pub helpful: bool,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Category {
    pub id: CategoryId,
    /// What articles and tickets carry as `category`.
    pub slug: String,
    pub name: String,
    pub description: String,
    /// Published articles in it.
    pub article_count: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// `POST /categories` and `PUT /categories/{id}`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct CategoryInput {
    /// 1 to 100 characters.
    pub name: String,
    pub description: Option<String>,
    /// Made from the name when it is missing. It never changes afterwards.
    pub slug: Option<String>,
}

impl CategoryInput {
    /// The input with blanks trimmed, or everything that is wrong with it.
    pub fn validate(&self) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        let input = Self {
            name: problems.required("name", &self.name, NAME_MAX_CHARS),
            description: problems.optional("description", self.description.as_deref(), 500),
            slug: problems.optional("slug", self.slug.as_deref(), NAME_MAX_CHARS),
        };
        if let Some(slug) = &input.slug
            && *slug != slugify(slug)
        {
            problems.add(
                "slug",
                "slug may contain lower-case letters, digits and single hyphens",
            );
        }
        problems.finish(input)
    }
}

/// The category of what names none.
pub const DEFAULT_CATEGORY: &str = "general";

/// `Where is my order?` → `where-is-my-order`: letters and digits in lower
/// case, everything else one hyphen, at most 80 characters.
pub fn slugify(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.chars().count() >= 80 {
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_readable_and_never_doubles_hyphens() {
        assert_eq!(slugify("Where is my order?"), "where-is-my-order");
        assert_eq!(slugify("  Größe & Maß -- "), "größe-maß");
        assert_eq!(slugify("?!"), "");
    }

    #[test]
    fn an_article_needs_a_question_and_an_answer() {
        let fields: Vec<_> = ArticleInput::default()
            .validate()
            .unwrap_err()
            .into_iter()
            .map(|error| error.field)
            .collect();
        assert_eq!(fields, ["question", "answer"]);
    }
}
