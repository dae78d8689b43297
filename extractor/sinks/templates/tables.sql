-- Articles as tables. What one article gives hangs on articles(article_id) and leaves with it.
-- position counts from 0, as in the record's pointers: people 0 is /people/0.

CREATE TABLE regions (
    code TEXT PRIMARY KEY,              -- Kemendagri
    bps_code TEXT,                      -- Badan Pusat Statistik; null where no source gives it
    name TEXT NOT NULL,
    level TEXT,
    province TEXT REFERENCES regions (code)
) WITHOUT ROWID;

-- Institutions that have borne several names.
CREATE TABLE bodies (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    full_name TEXT NOT NULL,
    lineage TEXT NOT NULL,
    start_year INTEGER,
    end_year INTEGER
) WITHOUT ROWID;

CREATE TABLE successions (
    predecessor TEXT NOT NULL REFERENCES bodies (id),
    successor TEXT NOT NULL REFERENCES bodies (id),
    PRIMARY KEY (predecessor, successor)
) WITHOUT ROWID;

-- One row a name; lineage is the same for all names of one institution, of one province if it is regional.
CREATE TABLE organizations (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT,                          -- null where a person's or event's organization is listed nowhere
    region TEXT REFERENCES regions (code),
    body TEXT REFERENCES bodies (id),
    lineage TEXT NOT NULL
);
CREATE UNIQUE INDEX organizations_by_name ON organizations (name, coalesce(kind, ''), coalesce(region, ''));
CREATE INDEX organizations_by_lineage ON organizations (lineage);

CREATE TABLE programs (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE regulations (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    number TEXT NOT NULL,
    year INTEGER
);
CREATE UNIQUE INDEX regulations_by_number ON regulations (kind, number, coalesce(year, 0));

CREATE TABLE articles (
    article_id TEXT PRIMARY KEY,
    schema_version TEXT NOT NULL,
    text_sha256 TEXT,
    in_scope INTEGER CHECK (in_scope IN (0, 1)),
    title TEXT,
    outlet TEXT,
    dateline TEXT,
    published_on TEXT,
    summary TEXT
);

CREATE TABLE runs (
    article_id TEXT PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
    engine TEXT NOT NULL,
    status TEXT NOT NULL,
    error TEXT,
    model TEXT,
    prompt TEXT,
    prompt_sha256 TEXT,
    rules_version TEXT NOT NULL,
    cached INTEGER NOT NULL,
    calls INTEGER NOT NULL,
    input_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    cost_usd REAL NOT NULL,
    duration_s REAL NOT NULL
) WITHOUT ROWID;

CREATE TABLE dropped_values (
    article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
    position INTEGER NOT NULL,
    pointer TEXT NOT NULL,
    value TEXT,                         -- JSON
    reason TEXT NOT NULL,
    PRIMARY KEY (article_id, position)
) WITHOUT ROWID;

CREATE TABLE authors (
    article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
    part TEXT NOT NULL CHECK (part IN ('reporter', 'editor')),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (article_id, part, position)
) WITHOUT ROWID;

CREATE TABLE events (
    article_id TEXT PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
    type TEXT NOT NULL,
    date TEXT,
    end_date TEXT,
    venue TEXT,
    region TEXT REFERENCES regions (code)
) WITHOUT ROWID;

CREATE TABLE parties (
    article_id TEXT NOT NULL REFERENCES events ON DELETE CASCADE,
    position INTEGER NOT NULL,
    organization INTEGER NOT NULL REFERENCES organizations (id),
    PRIMARY KEY (article_id, position)
) WITHOUT ROWID;
CREATE INDEX parties_by_organization ON parties (organization);

CREATE TABLE article_regions (
    article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
    position INTEGER NOT NULL,
    region TEXT NOT NULL REFERENCES regions (code),
    PRIMARY KEY (article_id, position)
) WITHOUT ROWID;
CREATE INDEX article_regions_by_region ON article_regions (region);

CREATE TABLE article_organizations (
    article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
    position INTEGER NOT NULL,
    organization INTEGER NOT NULL REFERENCES organizations (id),
    PRIMARY KEY (article_id, position)
) WITHOUT ROWID;
CREATE INDEX article_organizations_by_organization ON article_organizations (organization);

-- Mentions: the same name in two articles need not be the same person.
CREATE TABLE people (
    article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    role TEXT,
    acting TEXT,
    organization INTEGER REFERENCES organizations (id),
    has_public_post INTEGER NOT NULL CHECK (has_public_post IN (0, 1)),
    PRIMARY KEY (article_id, position)
) WITHOUT ROWID;
CREATE INDEX people_by_name ON people (name);
CREATE INDEX people_by_organization ON people (organization);

CREATE TABLE article_programs (
    article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
    position INTEGER NOT NULL,
    program TEXT NOT NULL REFERENCES programs (id),
    PRIMARY KEY (article_id, position)
) WITHOUT ROWID;
CREATE INDEX article_programs_by_program ON article_programs (program);

CREATE TABLE indicators (
    article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
    position INTEGER NOT NULL,
    subject TEXT NOT NULL,
    value NUMERIC NOT NULL,
    unit TEXT,
    region TEXT REFERENCES regions (code),
    note TEXT,
    PRIMARY KEY (article_id, position)
) WITHOUT ROWID;
CREATE INDEX indicators_by_region ON indicators (region);

CREATE TABLE article_regulations (
    article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
    position INTEGER NOT NULL,
    regulation INTEGER NOT NULL REFERENCES regulations (id),
    PRIMARY KEY (article_id, position)
) WITHOUT ROWID;
CREATE INDEX article_regulations_by_regulation ON article_regulations (regulation);

CREATE TABLE statements (
    article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
    position INTEGER NOT NULL,
    speaker TEXT,
    quote TEXT NOT NULL,
    person INTEGER,                     -- position in people; null if an institution speaks
    PRIMARY KEY (article_id, position),
    FOREIGN KEY (article_id, person) REFERENCES people (article_id, position)
) WITHOUT ROWID;
CREATE INDEX statements_by_speaker_name ON statements (speaker);

CREATE TABLE provenance (
    article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
    pointer TEXT NOT NULL,
    source TEXT NOT NULL,
    confidence REAL NOT NULL,
    flags TEXT,                         -- JSON, null for none; so are the next two
    candidates TEXT,
    alternatives TEXT,
    PRIMARY KEY (article_id, pointer)
) WITHOUT ROWID;

-- Half-open ranges of code points of the article's text.
CREATE TABLE evidence (
    article_id TEXT NOT NULL,
    pointer TEXT NOT NULL,
    position INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (article_id, pointer, position),
    FOREIGN KEY (article_id, pointer) REFERENCES provenance ON DELETE CASCADE
) WITHOUT ROWID;
