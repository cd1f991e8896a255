-- Which kind of body each of the register's own lists holds, by the register's own type keys.
CREATE TABLE list_type (source VARCHAR PRIMARY KEY, type VARCHAR NOT NULL);
INSERT INTO list_type VALUES
    ('municipalities', 'gemeente'),
    ('provinces', 'provincie'),
    ('water_authorities', 'waterschap'),
    ('safety_regions', 'veiligheidsregio'),
    ('environmental_services', 'omgevingsdienst');
