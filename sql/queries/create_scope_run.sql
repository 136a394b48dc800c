-- The run whose checks read this, for checks that need to know which moment it takes as now,
-- and until when what was recorded counts (infinity unless the run looks back).
CREATE TEMPORARY TABLE scope_run (
    run_id uuid NOT NULL,
    now_at timestamptz NOT NULL,
    as_of  timestamptz NOT NULL
) ON COMMIT DROP
