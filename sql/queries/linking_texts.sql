-- One row per wanted content of a registration (table wanted_content): the words that linking reads.
-- Every standard has them under one name; what it does not have is null.
SELECT content, json_extract_string(c.body, '$.description_short') AS description_short,
       json_extract_string(c.body, '$.goal') AS goal,
       json_extract_string(c.body, '$.provider') AS provider,
       json_extract_string(c.body, '$.begin_date') AS begin_date,
       json_extract_string(c.body, '$.source_id') AS source_id
FROM content c SEMI JOIN wanted_content USING (content)
ORDER BY content
