//! Articles in several languages.

use frontdesk_search::{Facet, Filter, Kind, Language, Reader, Suggestions};

use super::*;

fn help_centre() -> SearchIndex {
    articles([
        article(
            "en",
            "Change your password",
            "You can change it in the settings of your account.",
        ),
        article(
            "de",
            "Rechnungen herunterladen",
            "Hier finden Sie die Rechnungen, die wir Ihnen mit der Post geschickt haben.",
        ),
        article(
            "fr",
            "Annuler l'abonnement",
            "Vous pouvez annuler votre abonnement dans les paramètres de votre compte.",
        ),
        article(
            "es",
            "Devoluciones",
            "Puede devolver los productos que no le gustan en un plazo de diez días.",
        ),
        article(
            "pt",
            "Alterar endereços",
            "Você pode alterar o endereço da sua conta quando quiser, e não custa nada.",
        ),
        article(
            "zh",
            "如何申请退款",
            "您可以在订单页面申请退款，退款将在五天内到账。",
        ),
        article(
            "ja",
            "返金について",
            "返品された商品の返金は五日以内に行われます。",
        ),
    ])
}

#[test]
fn words_are_found_in_any_inflection_of_their_language() {
    let index = help_centre();
    for (text, id) in [
        ("passwords", "en"),
        ("Rechnung ", "de"),
        ("heruntergeladene Rechnung ", "de"),
        ("annulation de mes abonnements ", "fr"),
        ("l'abonnement ", "fr"),
        ("devolución ", "es"),
        ("mudar endereço ", "pt"),
        ("退款", "zh"),
        ("怎么退款？", "zh"),
        ("返金", "ja"),
        ("返金してください", "ja"),
    ] {
        let found = find_articles(&index, text);
        assert_eq!(
            found.first().map(String::as_str),
            Some(id),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn the_language_of_an_article_counts_before_what_it_looks_like() {
    let mut swedish = article("1", "Fakturor", "");
    swedish.language = Some(Language::Swedish);
    let index = articles([swedish]);
    assert_eq!(find_articles(&index, "fakturorna "), ["1"]);
    let found = |language: Language| {
        let mut asked = request(Kind::Article, Reader::Anonymous, "fakturor");
        asked.filters = vec![Filter::is(Facet::Language, language.code())];
        index.search(&asked).unwrap().total
    };
    assert_eq!((found(Language::Swedish), found(Language::German)), (1, 0));
}

#[test]
fn found_words_are_marked_in_their_language() {
    let index = help_centre();
    let marked = |text: &str| {
        let results = index
            .search(&request(Kind::Article, Reader::Anonymous, text))
            .unwrap();
        results.hits[0].title_highlight.clone()
    };
    assert_eq!(marked("Rechnung "), "<mark>Rechnungen</mark> herunterladen");
    assert_eq!(marked("退款"), "如何申请<mark>退款</mark>");
}

#[test]
fn titles_are_suggested_in_any_language() {
    let suggest = |text: &str| -> Suggestions {
        help_centre()
            .suggest(text, &context(&Reader::Anonymous), 5)
            .unwrap()
    };
    assert_eq!(suggest("rechn").completions[0], "Rechnungen herunterladen");
    assert_eq!(suggest("退").completions[0], "如何申请退款");
}

#[test]
fn a_text_that_looks_like_a_mark_of_language_is_kept() {
    let title = "\u{e000}de\u{e000}lamp";
    let index = articles([article("1", title, "A lamp")]);
    let results = index
        .search(&request(Kind::Article, Reader::Anonymous, "lamp"))
        .unwrap();
    let shown = results.hits[0]
        .title_highlight
        .replace("<mark>", "")
        .replace("</mark>", "");
    assert_eq!(shown, title);
}
