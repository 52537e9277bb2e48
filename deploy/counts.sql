-- Rows of every table, and the head of every seal: the same before and after, or the restore is not whole.
SELECT format('SELECT %L, count(*) FROM %I.%I', tablename, schemaname, tablename)
FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename
\gexec
SELECT 'seal', register_id, head FROM courses_seal ORDER BY id;
