//! The few words of the help pages that are the page's own: in the language of
//! its article where the app speaks it, else in English. (What the app shows,
//! it says in the reader's language.)

use serde::Serialize;

#[derive(Clone, Copy, Serialize)]
pub struct Words {
    /// The name of the way from the front page to this one.
    pub breadcrumb: &'static str,
    /// The title of the table of contents.
    pub on_this_page: &'static str,
    /// The title of the list of articles like this one.
    pub related: &'static str,
}

const ENGLISH: Words = Words {
    breadcrumb: "Breadcrumb",
    on_this_page: "On this page",
    related: "Related articles",
};
const GERMAN: Words = Words {
    breadcrumb: "Pfad",
    on_this_page: "Auf dieser Seite",
    related: "Verwandte Artikel",
};
const ARABIC: Words = Words {
    breadcrumb: "مسار التنقل",
    on_this_page: "في هذه الصفحة",
    related: "مقالات ذات صلة",
};

/// By the tag of the language, such as `de`.
pub fn words(language: &str) -> Words {
    match language {
        "de" => GERMAN,
        "ar" => ARABIC,
        _ => ENGLISH,
    }
}

/// `rtl` for what is written from right to left, else `ltr` (the HTML attribute `dir`).
pub fn direction(language: &str) -> &'static str {
    match language {
        "ar" | "fa" | "he" | "ur" => "rtl",
        _ => "ltr",
    }
}
