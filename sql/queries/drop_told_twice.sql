-- Leave out what a more precise check says of the same figures: their suspects are one, or all figures
-- of the one finding are among those of the other.
DELETE FROM check_finding AS vague
USING check_finding AS precise
WHERE vague.run_id = %(run_id)s
  AND precise.run_id = %(run_id)s
  AND vague.check_id = %(check_id)s
  AND precise.check_id = ANY (%(explained_by)s)
  -- What names no figure is contained in everything.
  AND vague.figure_ids && precise.figure_ids
  AND (vague.figure_ids[1] = precise.figure_ids[1]
       OR vague.figure_ids <@ precise.figure_ids
       OR precise.figure_ids <@ vague.figure_ids)
