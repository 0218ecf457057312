-- Problems by entity that were to be put right before a day and were not by then.
SELECT
    entity_no,
    count(*)::HUGEINT
FROM {from} AS facts
WHERE entity_no IS NOT NULL AND found_day > {after} AND found_day <= {until} AND update_flag <> '3'
    AND due_day < {until}
    AND coalesce(closed_day > {until}, true)
    AND state NOT IN ('CLOSED', 'TO_CASE')
GROUP BY entity_no;
