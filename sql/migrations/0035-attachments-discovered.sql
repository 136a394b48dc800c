-- What a column says is told anew.
-- depends: 0027-hosts 0028-rechecks 0029-attachments 0030-archives 0031-outlet-health
COMMENT ON COLUMN attachment.discovered_at IS 'What the run in which the page first offered it took as now, as for addresses.';
