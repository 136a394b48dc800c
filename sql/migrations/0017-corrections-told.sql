-- depends: 0013-digits
-- Texts that correct an error, said once for all checks that leave mended errors alone.

CREATE FUNCTION tells_correction(words text) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN words ~ '정정\s?(?:합니다|했|하였|함|보도|기사)|[\[(【<]\s?정정|바로\s?잡(?:습니다|았|음|는다|기)|(?:수정|정정)(?:했|되었|됐)습니다';
COMMENT ON FUNCTION tells_correction(text) IS 'True for a text that says that it corrects an error (바로잡습니다, 정정 보도); a revised statistic is none.';
