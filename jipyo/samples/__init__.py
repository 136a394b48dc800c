"""Look-alike news sites for the demo and the tests; all texts and figures on them are invented."""

from jipyo.samples.pages import PageArticle
from jipyo.samples.sites import NIGHTS, OneSite, SampleSites, articles_of

__all__ = ["NIGHTS", "OneSite", "PageArticle", "SampleSites", "articles_of"]
