(
    SELECT part_no, row_id FROM ({inspections})
    WHERE mode = 'ONSITE'
        AND finished_day >= getvariable('first_offsite')
        AND finished_day <= getvariable('last_offsite') + 90
        AND matter_h IN (SELECT matter_h FROM changed_offsite)
)
