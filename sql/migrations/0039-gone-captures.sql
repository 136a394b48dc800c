-- Captures that say that their page is gone are few among all, and check vanished looks for them each night.
-- depends: 0038-scope-touched
CREATE INDEX capture_gone ON capture (outlet_id, url) WHERE page_state = 'gone';
