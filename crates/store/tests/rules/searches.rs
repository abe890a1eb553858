//! The log of searches, what was opened from them, and synonyms.

use std::time::Duration;

use frontdesk_model::{
    ArticleId, SearchId, Timestamp,
    article::ArticleInput,
    search::{HitType, Language, SearchSurface, SynonymInput, SynonymKind},
};
use frontdesk_store::{Error, QueryList, SearchFilter, SearchRow};

use crate::world::World;

rules!(
    r750_a_search_that_is_logged_again_is_replaced,
    r751_key_strokes_of_one_page_end_as_one_search,
    r752_a_search_from_which_something_was_opened_stays,
    r753_a_page_is_forgotten_and_its_searches_stay,
    r754_a_click_needs_its_search_and_its_article,
    r755_sums_keep_to_their_time_language_and_place,
    r756_queries_are_listed_by_what_came_of_them,
    r757_articles_are_told_by_what_was_shown_and_opened,
    r758_popular_queries_are_those_that_customers_found_something_by,
    r759_old_searches_are_forgotten_a_few_at_a_time,
    r760_the_mark_of_synonyms_changes_with_each_change,
    r761_an_article_keeps_its_language,
);

fn searched(world: &World, query: &str) -> SearchRow {
    SearchRow {
        id: world.ids.make(),
        query: query.to_owned(),
        language: None,
        hits: 1,
        top_score: Some(700),
        answered: true,
        surface: SearchSurface::Portal,
        visit: None,
        shown: Vec::new(),
        searched_at: world.now(),
    }
}

async fn log(world: &World, rows: &[SearchRow]) {
    let mut tx = world.store.begin().await.unwrap();
    tx.log_searches(rows).await.unwrap();
    tx.commit().await.unwrap();
}

async fn click(
    world: &World,
    search: SearchId,
    article: ArticleId,
    rank: i64,
) -> Result<(), Error> {
    let mut tx = world.store.begin().await.unwrap();
    tx.log_click(search, HitType::Faq, Some(article), rank)
        .await?;
    tx.commit().await
}

async fn article(world: &World, question: &str, is_published: bool) -> ArticleId {
    let input = ArticleInput {
        question: question.to_owned(),
        answer: "So.".to_owned(),
        is_published,
        ..ArticleInput::default()
    };
    let mut tx = world.store.begin().await.unwrap();
    let made = tx.create_article(world.ids.make(), &input, world.now());
    let made = made.await.unwrap();
    tx.commit().await.unwrap();
    made.id
}

/// All there ever was.
fn all() -> SearchFilter {
    SearchFilter {
        from: Timestamp(0),
        to: Timestamp(i64::MAX),
        language: None,
        surface: None,
    }
}

async fn queries(world: &World, list: QueryList) -> Vec<(String, i64)> {
    let rows = world
        .store
        .searched_queries(&all(), list, 10)
        .await
        .unwrap();
    rows.into_iter()
        .map(|row| (row.query, row.searches))
        .collect()
}

fn pairs(expected: &[(&str, i64)]) -> Vec<(String, i64)> {
    let owned = expected
        .iter()
        .map(|(query, count)| ((*query).to_owned(), *count));
    owned.collect()
}

async fn r750_a_search_that_is_logged_again_is_replaced(world: World) {
    let first = searched(&world, "refu");
    let then = SearchRow {
        query: "refund".to_owned(),
        hits: 7,
        language: Some(Language::English),
        ..first.clone()
    };
    log(&world, &[first]).await;
    log(&world, &[then]).await;
    let rows = world
        .store
        .searched_queries(&all(), QueryList::Top, 10)
        .await
        .unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].query.as_str(), rows[0].hits), ("refund", 7));
    assert_eq!(
        world.store.searched_languages(&all()).await.unwrap(),
        [(Some(Language::English), 1)]
    );
}

async fn r751_key_strokes_of_one_page_end_as_one_search(world: World) {
    let typed = |query: &str, visit: &str| SearchRow {
        visit: Some(visit.to_owned()),
        ..searched(&world, query)
    };
    // As two processes would log them.
    log(&world, &[typed("refund", "a"), typed("ref", "b")]).await;
    log(
        &world,
        &[
            typed("ref", "a"),
            typed("refu", "a"),
            typed("delivery", "a"),
        ],
    )
    .await;
    log(&world, &[typed("refund", "a")]).await;
    assert_eq!(
        queries(&world, QueryList::Top).await,
        pairs(&[("delivery", 1), ("ref", 1), ("refund", 1)])
    );
}

async fn r752_a_search_from_which_something_was_opened_stays(world: World) {
    let article = article(&world, "Refunds", true).await;
    let first = SearchRow {
        visit: Some("a".to_owned()),
        ..searched(&world, "refund")
    };
    log(&world, std::slice::from_ref(&first)).await;
    click(&world, first.id, article, 1).await.unwrap();
    let then = SearchRow {
        id: world.ids.make(),
        query: "refund policy".to_owned(),
        ..first
    };
    log(&world, &[then]).await;
    assert_eq!(
        queries(&world, QueryList::Top).await,
        pairs(&[("refund", 1), ("refund policy", 1)])
    );
}

async fn r753_a_page_is_forgotten_and_its_searches_stay(world: World) {
    let typed = |query: &str| SearchRow {
        visit: Some("a".to_owned()),
        ..searched(&world, query)
    };
    log(&world, &[typed("ref")]).await;
    world.config.clock.advance(Duration::from_secs(600));
    let mut tx = world.store.begin().await.unwrap();
    tx.forget_visits(world.now()).await.unwrap();
    tx.commit().await.unwrap();
    log(
        &world,
        &[SearchRow {
            searched_at: world.now(),
            ..typed("refund")
        }],
    )
    .await;
    assert_eq!(
        queries(&world, QueryList::Top).await,
        pairs(&[("ref", 1), ("refund", 1)])
    );
}

async fn r754_a_click_needs_its_search_and_its_article(world: World) {
    let article = article(&world, "Refunds", true).await;
    let search = searched(&world, "refund");
    log(&world, std::slice::from_ref(&search)).await;
    let unknown = click(&world, world.ids.make(), article, 1).await;
    assert!(matches!(unknown, Err(Error::NotFound { what: "search" })));
    let gone = click(&world, search.id, world.ids.make(), 1).await;
    assert!(matches!(gone, Err(Error::NotFound { what: "article" })));
    assert_eq!(world.store.search_counts(&all()).await.unwrap().clicked, 0);

    for rank in [3, 2, 5] {
        click(&world, search.id, article, rank).await.unwrap();
    }
    let counts = world.store.search_counts(&all()).await.unwrap();
    assert_eq!(
        (counts.clicked, counts.ranks),
        (1, 2),
        "the best place counts"
    );
    let mut tx = world.store.begin().await.unwrap();
    tx.log_click(search.id, HitType::Tickets, None, 1)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let counts = world.store.search_counts(&all()).await.unwrap();
    assert_eq!((counts.clicked, counts.ranks), (1, 1));
}

async fn r755_sums_keep_to_their_time_language_and_place(world: World) {
    let german = SearchRow {
        language: Some(Language::German),
        ..searched(&world, "rückgabe")
    };
    let console = SearchRow {
        surface: SearchSurface::Console,
        answered: false,
        hits: 0,
        ..searched(&world, "refund")
    };
    world.config.clock.advance(Duration::from_secs(24 * 3_600));
    let later = searched(&world, "refund");
    log(&world, &[german, console, later]).await;
    let count = async |filter: SearchFilter| world.store.search_counts(&filter).await.unwrap();
    let whole = count(all()).await;
    assert_eq!((whole.searches, whole.without_result), (3, 1));
    assert_eq!((whole.unanswered, whole.without_click), (1, 2));
    let of_german = SearchFilter {
        language: Some(Language::German),
        ..all()
    };
    assert_eq!(count(of_german).await.searches, 1);
    let of_portal = SearchFilter {
        surface: Some(SearchSurface::Portal),
        ..all()
    };
    assert_eq!(count(of_portal).await.searches, 2);
    let before = SearchFilter {
        to: world.now(),
        ..all()
    };
    assert_eq!(count(before).await.searches, 2);
    let since = SearchFilter {
        from: world.now(),
        ..all()
    };
    assert_eq!(count(since).await.searches, 1);
    let days = world.store.searches_by_day(&all()).await.unwrap();
    let seen: Vec<_> = days
        .iter()
        .map(|day| (day.searches, day.without_result))
        .collect();
    assert_eq!(seen, [(2, 1), (1, 0)]);
    assert!(days.iter().all(|day| day.day.0 % (24 * 3_600 * 1_000) == 0));
}

async fn r756_queries_are_listed_by_what_came_of_them(world: World) {
    let article = article(&world, "Refunds", true).await;
    let opened = searched(&world, "refund");
    let nothing = SearchRow {
        hits: 0,
        answered: false,
        ..searched(&world, "zeppelin")
    };
    let rows = [
        opened.clone(),
        searched(&world, "refund"),
        searched(&world, "delivery"),
        nothing.clone(),
        SearchRow {
            id: world.ids.make(),
            ..nothing
        },
        SearchRow {
            answered: false,
            ..searched(&world, "parcel")
        },
    ];
    log(&world, &rows).await;
    click(&world, opened.id, article, 1).await.unwrap();
    assert_eq!(
        queries(&world, QueryList::Top).await,
        pairs(&[
            ("refund", 2),
            ("zeppelin", 2),
            ("delivery", 1),
            ("parcel", 1)
        ])
    );
    assert_eq!(
        queries(&world, QueryList::WithoutResult).await,
        pairs(&[("zeppelin", 2)])
    );
    assert_eq!(
        queries(&world, QueryList::WithoutClick).await,
        pairs(&[("delivery", 1), ("parcel", 1)])
    );
    assert_eq!(
        queries(&world, QueryList::Unanswered).await,
        pairs(&[("zeppelin", 2), ("parcel", 1)])
    );
}

async fn r757_articles_are_told_by_what_was_shown_and_opened(world: World) {
    let (first, second) = (
        article(&world, "Refunds", true).await,
        article(&world, "Returns", true).await,
    );
    let both = SearchRow {
        shown: vec![first, second],
        ..searched(&world, "re")
    };
    let one = SearchRow {
        shown: vec![first],
        ..searched(&world, "refund")
    };
    log(&world, &[both.clone(), one]).await;
    click(&world, both.id, second, 2).await.unwrap();
    assert_eq!(
        world.store.shown_articles(&all(), 10).await.unwrap(),
        [(first, 2), (second, 1)]
    );
    let clicked = world.store.clicked_articles(&all(), 10).await.unwrap();
    let seen: Vec<_> = clicked
        .iter()
        .map(|it| (it.article_id, it.clicked, it.ranks))
        .collect();
    assert_eq!(seen, [(second, 1, 2)]);
    let mut tx = world.store.begin().await.unwrap();
    tx.delete_article(second).await.unwrap();
    tx.commit().await.unwrap();
    assert!(
        world
            .store
            .clicked_articles(&all(), 10)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(world.store.search_counts(&all()).await.unwrap().clicked, 1);
}

async fn r758_popular_queries_are_those_that_customers_found_something_by(world: World) {
    let (published, draft) = (
        article(&world, "Refunds", true).await,
        article(&world, "Draft", false).await,
    );
    let searches = [
        ("refund", SearchSurface::Portal, Some(published), 2),
        ("return", SearchSurface::Widget, Some(published), 1),
        ("unopened", SearchSurface::Portal, None, 2),
        ("of staff", SearchSurface::Console, Some(published), 2),
        ("draft", SearchSurface::Portal, Some(draft), 2),
        ("call [number]", SearchSurface::Portal, Some(published), 2),
    ];
    for (query, surface, opened, times) in searches {
        for _ in 0..times {
            let row = SearchRow {
                surface,
                ..searched(&world, query)
            };
            log(&world, std::slice::from_ref(&row)).await;
            if let Some(article) = opened {
                click(&world, row.id, article, 1).await.unwrap();
            }
        }
    }
    let popular = async |least| {
        let since = world.now();
        world.store.popular_queries(since, least, 10).await.unwrap()
    };
    assert_eq!(popular(2).await, pairs(&[("refund", 2)]));
    assert_eq!(popular(1).await, pairs(&[("refund", 2), ("return", 1)]));
    world.config.clock.advance(Duration::from_secs(1));
    assert!(popular(1).await.is_empty());
}

async fn r759_old_searches_are_forgotten_a_few_at_a_time(world: World) {
    let article = article(&world, "Refunds", true).await;
    let rows: Vec<_> = (0..3).map(|_| searched(&world, "refund")).collect();
    log(&world, &rows).await;
    click(&world, rows[0].id, article, 1).await.unwrap();
    world.config.clock.advance(Duration::from_secs(1));
    log(&world, &[searched(&world, "delivery")]).await;
    let mut left = Vec::new();
    for _ in 0..3 {
        let mut tx = world.store.begin().await.unwrap();
        left.push(tx.prune_searches(world.now(), 2).await.unwrap());
        tx.commit().await.unwrap();
    }
    assert_eq!(left, [2, 1, 0]);
    assert_eq!(
        queries(&world, QueryList::Top).await,
        pairs(&[("delivery", 1)])
    );
}

async fn r760_the_mark_of_synonyms_changes_with_each_change(world: World) {
    let input = SynonymInput {
        kind: SynonymKind::OneWay,
        from: Some("tv".to_owned()),
        terms: vec!["television".to_owned()],
        language: Some(Language::English),
    };
    let mut marks = vec![world.store.synonyms_mark().await.unwrap()];
    let mut tx = world.store.begin().await.unwrap();
    let made = tx.create_synonym(world.ids.make(), &input, world.now());
    let made = made.await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(made.from.as_deref(), Some("tv"));
    marks.push(world.store.synonyms_mark().await.unwrap());
    let mut tx = world.store.begin().await.unwrap();
    let changed = SynonymInput {
        kind: SynonymKind::TwoWay,
        from: None,
        terms: vec!["tv".to_owned(), "telly".to_owned()],
        language: None,
    };
    tx.update_synonym(made.id, &changed, world.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    marks.push(world.another().await.synonyms_mark().await.unwrap());
    let kept = world.store.synonyms().await.unwrap();
    assert_eq!((kept.len(), &kept[0].terms), (1, &changed.terms));
    let mut tx = world.store.begin().await.unwrap();
    tx.delete_synonym(made.id).await.unwrap();
    tx.commit().await.unwrap();
    marks.push(world.store.synonyms_mark().await.unwrap());
    let different: std::collections::HashSet<_> = marks.iter().collect();
    assert_eq!(different.len(), 4, "{marks:?}");
    let mut tx = world.store.begin().await.unwrap();
    let gone = tx.update_synonym(made.id, &changed, world.now()).await;
    assert!(matches!(gone, Err(Error::NotFound { what: "synonym" })));
}

async fn r761_an_article_keeps_its_language(world: World) {
    let mut input = ArticleInput {
        question: "Wo ist mein Paket?".to_owned(),
        answer: "Im Lager.".to_owned(),
        language: Some(Language::German),
        ..ArticleInput::default()
    };
    let mut tx = world.store.begin().await.unwrap();
    let made = tx.create_article(world.ids.make(), &input, world.now());
    let made = made.await.unwrap();
    assert_eq!(made.language, Some(Language::German));
    input.language = None;
    let changed = tx
        .update_article(made.id, &input, world.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(changed.language, None);
}
