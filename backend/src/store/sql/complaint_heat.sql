-- Complaints registered on the days after ?1 up to ?2, by the H3 cell around their place.
SELECT {cell}, count(*)
FROM complaint
WHERE marks <> 0 AND map_cell IS NOT NULL AND registered_day > ? AND registered_day <= ?
GROUP BY 1;
