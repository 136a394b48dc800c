-- One digest of the words for scopes and bases: pages that show them are made anew where it changes.
SELECT md5(string_agg(concat_ws('|', part, word, label_ko, label_en), E'\n' ORDER BY part, word)) FROM key_label
