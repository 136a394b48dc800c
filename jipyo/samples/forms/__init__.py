"""Forms of look-alike sites, by name. One more is one more module here and one more line below."""

from __future__ import annotations

from jipyo.samples.forms import (
    egov,
    generic,
    gnuboard,
    ins,
    koreakr,
    mediaon,
    ncode,
    ndsoft,
    ndsoft_first,
    ndsoft_second,
    ndsoft_third,
    viewphp,
    webcms,
)
from jipyo.samples.forms.form import (
    Answer,
    Asked,
    Charset,
    Edition,
    Form,
    ListPage,
    Turning,
    encoded,
)

FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        ndsoft.FORM,
        ndsoft_third.FORM,
        ndsoft_second.FORM,
        ndsoft_first.FORM,
        ins.FORM,
        ins.OLD_FORM,
        mediaon.FORM,
        ncode.FORM,
        viewphp.FORM,
        viewphp.IDX_FORM,
        viewphp.UD_FORM,
        viewphp.KEY_FORM,
        gnuboard.FORM,
        webcms.FORM,
        egov.NTT,
        egov.BD,
        egov.CNTS,
        egov.BBSMSTR,
        egov.CITY,
        koreakr.FORM,
        generic.FORM,
    )
}
"""Every form that can be served."""


__all__ = [
    "FORMS",
    "Answer",
    "Asked",
    "Charset",
    "Edition",
    "Form",
    "ListPage",
    "Turning",
    "encoded",
]
