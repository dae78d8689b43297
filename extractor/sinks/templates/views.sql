-- The questions that are asked most. A date is the event's, else the day on which the page was published.

CREATE VIEW dated_articles AS
SELECT a.article_id, a.title, a.outlet, coalesce(e.date, a.published_on) AS date,
       CAST(substr(coalesce(e.date, a.published_on), 1, 4) AS INTEGER) AS year, e.type AS event, e.region
FROM articles AS a
LEFT JOIN events AS e ON e.article_id = a.article_id;

CREATE VIEW indicators_by_region_and_year AS
SELECT r.code, r.bps_code, r.name AS region, p.name AS province, d.year, i.subject, i.value, i.unit, i.note,
       d.date, i.article_id, i.position
FROM indicators AS i
JOIN dated_articles AS d ON d.article_id = i.article_id
LEFT JOIN regions AS r ON r.code = i.region
LEFT JOIN regions AS p ON p.code = r.province
ORDER BY r.code, d.year, i.article_id, i.position;

CREATE VIEW statements_by_speaker AS
SELECT s.speaker, m.role, m.acting, o.name AS organization, d.date, s.quote, s.article_id, s.position
FROM statements AS s
JOIN dated_articles AS d ON d.article_id = s.article_id
LEFT JOIN people AS m ON m.article_id = s.article_id AND m.position = s.person
LEFT JOIN organizations AS o ON o.id = m.organization
WHERE s.speaker IS NOT NULL
ORDER BY s.speaker, d.date, s.article_id, s.position;

-- One row for each party; lineage brings together what an agency signed under all its names.
CREATE VIEW agreements_by_agency AS
SELECT o.name AS agency, o.kind, o.lineage, d.date, r.name AS region,
       (SELECT group_concat(name, '; ')
        FROM (SELECT other.name FROM parties AS q JOIN organizations AS other ON other.id = q.organization
              WHERE q.article_id = p.article_id AND q.organization <> p.organization ORDER BY q.position)) AS signed_with,
       d.title, p.article_id
FROM parties AS p
JOIN organizations AS o ON o.id = p.organization
JOIN dated_articles AS d ON d.article_id = p.article_id
LEFT JOIN regions AS r ON r.code = d.region
WHERE d.event = 'agreement_signing'
ORDER BY o.lineage, d.date, p.article_id;

CREATE VIEW post_mentions AS
SELECT m.name, m.role, m.acting, o.name AS organization, o.lineage, o.kind, o.region, d.date, m.article_id
FROM people AS m
JOIN organizations AS o ON o.id = m.organization
JOIN dated_articles AS d ON d.article_id = m.article_id
WHERE m.has_public_post AND m.role IS NOT NULL;

-- One row for each post, of an institution under whatever name; the holder named last, and who was named before.
-- Posts that several hold at once (members, supervisors) have a row for each holder.
CREATE VIEW office_holders_by_latest_mention AS
WITH seats AS (
    SELECT *,
           CASE WHEN role GLOB 'Anggota*' OR role GLOB 'Pengawas*' OR role GLOB 'Widya*' OR role GLOB 'Staf*'
                THEN name ELSE '' END AS seat
    FROM post_mentions
), holders AS (
    SELECT lineage, role, seat, name, max(coalesce(date, '')) AS date, acting, organization, kind, region, article_id
    FROM seats
    GROUP BY lineage, role, seat, name
), ranked AS (
    SELECT *, row_number() OVER latest_first AS place,
           group_concat(name, '; ') OVER (latest_first ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS named_before
    FROM holders
    WINDOW latest_first AS (PARTITION BY lineage, role, seat ORDER BY date DESC, article_id DESC)
)
SELECT organization, role, name, acting, nullif(date, '') AS last_mentioned_on, named_before,
       kind, region, lineage, article_id
FROM ranked
WHERE place = 1
ORDER BY lineage, role, name;

CREATE VIEW organizations_through_renamings AS
SELECT o.lineage, o.name, b.full_name, b.start_year, b.end_year, count(*) AS articles,
       min(d.date) AS first_mentioned_on, max(d.date) AS last_mentioned_on
FROM organizations AS o
JOIN article_organizations AS m ON m.organization = o.id
JOIN dated_articles AS d ON d.article_id = m.article_id
LEFT JOIN bodies AS b ON b.id = o.body
GROUP BY o.id
ORDER BY o.lineage, coalesce(b.start_year, 9999), o.name;
