-- One row per wanted content of a registration (table wanted_content) that says what it is for: its goal, as written.
SELECT content, json_extract_string(body, '$.goal') AS goal
FROM content SEMI JOIN wanted_content USING (content)
WHERE json_extract_string(body, '$.goal') <> ''
ORDER BY content
