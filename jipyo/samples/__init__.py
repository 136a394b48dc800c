"""Look-alike news sites for the demo and the tests; all texts and figures on them are invented."""

from jipyo.samples.forms import FORMS, Form
from jipyo.samples.pages import PageArticle
from jipyo.samples.sites import NIGHTS, OneSite, SampleSites, Visit, articles_of

__all__ = [
    "FORMS",
    "NIGHTS",
    "Form",
    "OneSite",
    "PageArticle",
    "SampleSites",
    "Visit",
    "articles_of",
]
