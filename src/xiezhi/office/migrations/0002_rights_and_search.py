"""What the application may do with the office's tables, and the search for Chinese words of any length."""

from django.db import migrations

from xiezhi.registry.grants import insert_only, may

FREE = (
    "matter",
    "dossier",
    "party",
    "desk",
    "obligation",
    "counter",
    "upload",
    "receipt",
    "message",
    "reading",
    "draft",
)
FOREVER = ("entry", "paper", "void", "print", "file", "absent")

# Two characters at a time, and the last alone: finds exact substrings from one character up, in any locale.
BIGRAMS = """
CREATE FUNCTION xiezhi_bigrams(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_to_tsvector(array_agg(DISTINCT gram)), ''::tsvector) FROM (
    SELECT lower(substr(word, at, 2)) AS gram FROM
      regexp_split_to_table(left(words, 2000), '[[:space:][:punct:]，。；：、“”（）〔〕《》]+') AS word,
      generate_series(1, length(word)) AS at WHERE word <> '') AS grams
$$
"""
LOOKED_FOR = """
CREATE FUNCTION xiezhi_looked_for(words text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(string_agg(quote_literal(lower(gram)) || CASE WHEN length(gram) = 1 THEN ':*' ELSE '' END, ' & '), '')::tsquery
    FROM (
    SELECT DISTINCT substr(word, at, 2) AS gram FROM
      regexp_split_to_table(left(words, 200), '[[:space:][:punct:]，。；：、“”（）〔〕《》]+') AS word,
      generate_series(1, greatest(1, length(word) - 1)) AS at WHERE word <> '') AS grams
$$
"""


class Migration(migrations.Migration):
    dependencies = [("office", "0001_initial"), ("registry", "0001_initial")]

    operations = [
        migrations.RunSQL(BIGRAMS, "DROP FUNCTION xiezhi_bigrams(text)"),
        migrations.RunSQL(LOOKED_FOR, "DROP FUNCTION xiezhi_looked_for(text)"),
        may("SELECT, INSERT, UPDATE, DELETE", *(f"office_{table}" for table in FREE)),
        *(right for table in FOREVER for right in insert_only(f"office_{table}")),
    ]
