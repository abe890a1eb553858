-- The language that an article is written in; null when it is told from its words.
ALTER TABLE article ADD COLUMN language TEXT;

-- What was searched for, without whose search it was. query: in lower case, with
-- personal data masked. top_score: in thousandths. answered: whether an article
-- seemed to answer. visit: a random id of the page that searched; it is cleared
-- after minutes. shown: the ids of the first articles. best_rank: the best place
-- of what was opened.
CREATE TABLE search_log (
    id {uuid} PRIMARY KEY,
    query TEXT NOT NULL,
    language TEXT,
    hits BIGINT NOT NULL,
    top_score BIGINT,
    answered BOOLEAN NOT NULL,
    surface TEXT NOT NULL,
    visit TEXT,
    shown {json} NOT NULL,
    best_rank BIGINT,
    searched_at BIGINT NOT NULL
);
CREATE INDEX search_log_by_time ON search_log (searched_at);
CREATE INDEX search_log_by_visit ON search_log (visit) WHERE visit IS NOT NULL;

-- Articles that were opened from a search.
CREATE TABLE search_click (
    search_id {uuid} NOT NULL REFERENCES search_log (id) ON DELETE CASCADE,
    article_id {uuid} NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    rank BIGINT NOT NULL,
    PRIMARY KEY (search_id, article_id)
){rowless};
CREATE INDEX search_click_of ON search_click (article_id);

-- Words that mean the same to those who search. source: of a one-way synonym,
-- what is searched for.
CREATE TABLE synonym (
    id {uuid} PRIMARY KEY,
    kind TEXT NOT NULL,
    source TEXT,
    terms {json} NOT NULL,
    language TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
