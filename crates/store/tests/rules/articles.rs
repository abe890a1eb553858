//! Articles, votes and categories.

use std::time::Duration;

use frontdesk_model::article::{Article, ArticleInput, CategoryInput};
use frontdesk_store::{ArticleFilter, Error};

use crate::world::{World, all_pages};

rules!(
    r60_a_voter_has_one_vote_that_can_be_changed,
    r61_slugs_are_unique_and_stay,
    r62_drafts_are_listed_only_when_asked_for,
    r63_a_category_with_articles_is_not_deleted,
    r64_articles_are_filtered_and_paged,
    r65_views_are_counted,
    r66_a_deleted_article_is_gone_with_its_votes,
);

fn input(question: &str) -> ArticleInput {
    ArticleInput {
        question: question.into(),
        answer: "Look into the mirror.".into(),
        category: None,
        tags: vec!["a".into()],
        is_published: true,
        language: None,
    }
}

async fn create(world: &World, input: &ArticleInput) -> Article {
    let mut tx = world.store.begin().await.unwrap();
    let article = tx
        .create_article(world.ids.make(), input, world.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    article
}

async fn r60_a_voter_has_one_vote_that_can_be_changed(world: World) {
    let article = create(&world, &input("How?")).await.id;
    let votes: Vec<_> = (0..12)
        .map(|n| {
            let store = world.store.clone();
            tokio::spawn(async move {
                let mut tx = store.begin().await.unwrap();
                tx.vote(article, &format!("voter-{}", n % 6), n % 6 < 4)
                    .await
                    .unwrap();
                tx.commit().await.unwrap();
            })
        })
        .collect();
    for vote in votes {
        vote.await.unwrap();
    }
    let stored = world.store.article(article).await.unwrap().unwrap();
    assert_eq!((stored.helpful, stored.not_helpful), (4, 2));
    let mut tx = world.store.begin().await.unwrap();
    let changed = tx.vote(article, "voter-0", false).await.unwrap();
    assert_eq!((changed.helpful, changed.not_helpful), (3, 3));
    let missing = tx.vote(world.ids.make(), "voter-0", true).await;
    assert!(
        matches!(missing, Err(Error::NotFound { .. })),
        "{missing:?}"
    );
}

async fn r61_slugs_are_unique_and_stay(world: World) {
    let mut slugs = Vec::new();
    for question in ["Where is it?", "Where is it", "where is IT!", "?"] {
        slugs.push(create(&world, &input(question)).await.slug);
    }
    assert_eq!(
        slugs,
        ["where-is-it", "where-is-it-2", "where-is-it-3", "article"]
    );
    let first = world
        .store
        .article_by_slug("where-is-it")
        .await
        .unwrap()
        .unwrap();
    world.config.clock.advance(Duration::from_secs(1));
    let mut tx = world.store.begin().await.unwrap();
    let changed = tx
        .update_article(first.id, &input("Something else"), world.now())
        .await
        .unwrap();
    assert_eq!(changed.slug, "where-is-it");
    assert_eq!(changed.question, "Something else");
    assert_eq!(changed.updated_at, world.now());
    assert_eq!(changed.created_at, first.created_at);
    let missing = tx
        .update_article(world.ids.make(), &input("x"), world.now())
        .await;
    assert!(
        matches!(missing, Err(Error::NotFound { .. })),
        "{missing:?}"
    );
    let made = |name: &str, slug: Option<&str>| CategoryInput {
        name: name.into(),
        description: None,
        slug: slug.map(str::to_owned),
    };
    let now = world.now();
    let first = tx
        .create_category(world.ids.make(), &made("Orders", None), now)
        .await;
    let second = tx
        .create_category(world.ids.make(), &made("orders", None), now)
        .await;
    assert_eq!(first.unwrap().slug, "orders");
    assert_eq!(second.unwrap().slug, "orders-2");
    let taken = tx
        .create_category(world.ids.make(), &made("Other", Some("orders")), now)
        .await;
    assert!(matches!(taken, Err(Error::Conflict { .. })), "{taken:?}");
}

async fn r62_drafts_are_listed_only_when_asked_for(world: World) {
    let draft = ArticleInput {
        is_published: false,
        ..input("A draft")
    };
    let draft = create(&world, &draft).await;
    let page = Default::default();
    let public = world
        .store
        .articles(&ArticleFilter::default(), &page)
        .await
        .unwrap();
    assert!(public.items.is_empty());
    let filter = ArticleFilter {
        drafts: true,
        ..ArticleFilter::default()
    };
    let all = world.store.articles(&filter, &page).await.unwrap();
    assert_eq!(all.items, [draft]);
}

async fn r63_a_category_with_articles_is_not_deleted(world: World) {
    let mut tx = world.store.begin().await.unwrap();
    let made = CategoryInput {
        name: "Orders".into(),
        description: Some("All of it".into()),
        slug: None,
    };
    let category = tx
        .create_category(world.ids.make(), &made, world.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let inside = |question: &str, is_published| ArticleInput {
        category: Some("orders".into()),
        is_published,
        ..input(question)
    };
    let published = create(&world, &inside("One", true)).await;
    let draft = create(&world, &inside("Two", false)).await;
    let stored = world.store.category(category.id).await.unwrap().unwrap();
    assert_eq!(stored.article_count, 1, "drafts don't count");
    assert_eq!(
        world.store.categories().await.unwrap(),
        std::slice::from_ref(&stored)
    );
    assert_eq!(
        world.store.category_by_slug("orders").await.unwrap(),
        Some(stored)
    );
    let mut tx = world.store.begin().await.unwrap();
    tx.delete_article(published.id).await.unwrap();
    let refused = tx.delete_category(category.id).await;
    assert!(
        matches!(refused, Err(Error::Conflict { .. })),
        "{refused:?}"
    );
    tx.delete_article(draft.id).await.unwrap();
    tx.delete_category(category.id).await.unwrap();
    let missing = tx.delete_category(category.id).await;
    assert!(
        matches!(missing, Err(Error::NotFound { .. })),
        "{missing:?}"
    );
    tx.commit().await.unwrap();
    assert!(world.store.categories().await.unwrap().is_empty());
}

async fn r64_articles_are_filtered_and_paged(world: World) {
    let mut all = Vec::new();
    for n in 0..7 {
        world.config.clock.advance(Duration::from_millis(n % 2));
        all.push(create(&world, &input(&format!("Question {n}"))).await);
    }
    all.sort_by_key(|article| std::cmp::Reverse((article.updated_at, article.id)));
    let seen = all_pages(2, |page| {
        let store = world.store.clone();
        async move { store.articles(&ArticleFilter::default(), &page).await }
    })
    .await;
    assert_eq!(seen, all);
    let filter = |category: Option<&str>, text: Option<&str>| ArticleFilter {
        category: category.map(str::to_owned),
        text: text.map(str::to_owned),
        drafts: false,
        most_viewed: false,
    };
    for (filter, found) in [
        (filter(Some("general"), None), 7),
        (filter(Some("orders"), None), 0),
        (filter(None, Some("QUESTION 3")), 1),
        (filter(None, Some("mirror")), 7),
        (filter(None, Some("mi_ror")), 0),
    ] {
        let page = world
            .store
            .articles(&filter, &Default::default())
            .await
            .unwrap();
        assert_eq!(page.items.len(), found, "{filter:?}");
    }
    let ids = [all[3].id, world.ids.make(), all[0].id];
    let found = world.store.articles_by_id(&ids).await.unwrap();
    assert_eq!(found, [all[3].clone(), all[0].clone()]);
}

async fn r65_views_are_counted(world: World) {
    let article = create(&world, &input("How?")).await;
    let mut tx = world.store.begin().await.unwrap();
    tx.count_view(article.id).await.unwrap();
    tx.count_view(article.id).await.unwrap();
    let missing = tx.count_view(world.ids.make()).await;
    assert!(
        matches!(missing, Err(Error::NotFound { .. })),
        "{missing:?}"
    );
    tx.commit().await.unwrap();
    let stored = world.store.article(article.id).await.unwrap().unwrap();
    assert_eq!(stored.views, 2);
    assert_eq!(stored.updated_at, article.updated_at);
}

async fn r66_a_deleted_article_is_gone_with_its_votes(world: World) {
    let article = create(&world, &input("How?")).await;
    let mut tx = world.store.begin().await.unwrap();
    tx.vote(article.id, "maya", true).await.unwrap();
    tx.delete_article(article.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.store.article(article.id).await.unwrap(), None);
    let mut tx = world.store.begin().await.unwrap();
    let missing = tx.delete_article(article.id).await;
    assert!(
        matches!(missing, Err(Error::NotFound { .. })),
        "{missing:?}"
    );
}
