"""What makes a bookkeeping file impossible to read, said so that its owner can act on it."""

from __future__ import annotations

from collections.abc import Mapping

NBSP = "\u00a0"

_EXPORT_SV = "Exportera en SIE 4-fil ur bokföringsprogrammet (den slutar oftast på .se eller .si)."
_EXPORT_EN = (
    "Export a SIE 4 file from your accounting program (its name mostly ends in .se or .si)."
)


def _wrong_kind(sv: str, en: str) -> tuple[str, str]:
    return (
        f"Filen är {sv}, inte en SIE-fil. {_EXPORT_SV}",
        f"The file is {en}, not a SIE file. {_EXPORT_EN}",
    )


FAULTS: Mapping[str, tuple[str, str]] = {
    "empty": (
        f"Filen är tom. {_EXPORT_SV}",
        f"The file is empty. {_EXPORT_EN}",
    ),
    "too_big": (
        f"Filen är större än 10{NBSP}MB. Exportera ett räkenskapsår i taget.",
        "The file is larger than 10 MB. Export one financial year at a time.",
    ),
    "too_many_lines": (
        "Filen har fler rader än vi läser. Exportera ett räkenskapsår i taget.",
        "The file has more lines than we read. Export one financial year at a time.",
    ),
    "too_many_accounts": (
        "Filen har fler konton än någon bokföring behöver. Exportera filen på nytt.",
        "The file has more accounts than any bookkeeping needs. Export the file again.",
    ),
    "too_many_vouchers": (
        "Filen har fler verifikationer än vi läser. Exportera ett räkenskapsår i taget.",
        "The file has more vouchers than we read. Export one financial year at a time.",
    ),
    "pdf": _wrong_kind("en pdf", "a PDF"),
    "excel": _wrong_kind("en Excelfil", "an Excel workbook"),
    "word": _wrong_kind("ett Worddokument", "a Word document"),
    "zip": (
        "Filen är ett zip-arkiv. Packa upp det och välj SIE-filen i det.",
        "The file is a zip archive. Unpack it and choose the SIE file inside.",
    ),
    "archive": (
        "Filen är ett packat arkiv. Packa upp det och välj SIE-filen i det.",
        "The file is a packed archive. Unpack it and choose the SIE file inside.",
    ),
    "image": _wrong_kind("en bild", "a picture"),
    "html": _wrong_kind("en webbsida", "a web page"),
    "sie5": (
        "Filen är i formatet SIE 5 (xml), som vi inte läser. Välj SIE 4 när ni exporterar.",
        "The file is in the SIE 5 format (XML), which we do not read. Choose SIE 4 when you export.",
    ),
    "xml": _wrong_kind("en xml-fil", "an XML file"),
    "utf16": (
        f"Filen är sparad i teckenkoden UTF-16, som SIE inte tillåter. {_EXPORT_SV}",
        f"The file is saved as UTF-16, which SIE does not allow. {_EXPORT_EN}",
    ),
    "binary": (
        f"Filen innehåller inte text och kan inte vara en SIE-fil. {_EXPORT_SV}",
        f"The file does not hold text and cannot be a SIE file. {_EXPORT_EN}",
    ),
    "not_sie": (
        f"Filen är inte en SIE-fil: inga rader börjar med en SIE-etikett som #RAR eller #VER. {_EXPORT_SV}",
        f"The file is not a SIE file: no line begins with a SIE label such as #RAR or #VER. {_EXPORT_EN}",
    ),
    "no_amounts": (
        "SIE-filen har inga belopp som går att läsa. Välj SIE 4 och rätt räkenskapsår när ni exporterar.",
        "The SIE file has no amounts that can be read. Choose SIE 4 and the right financial year when you export.",
    ),
    "different_companies": (
        "Filerna har olika organisationsnummer. Välj filer från samma företag.",
        "The files have different organisation numbers. Choose files from the same company.",
    ),
    "different_currencies": (
        "Filerna har olika redovisningsvaluta. Välj filer i samma valuta.",
        "The files have different accounting currencies. Choose files in the same currency.",
    ),
}


class SieFault(Exception):
    """The bytes cannot be read as bookkeeping at all.

    Attributes:
        code: one of ``FAULTS``.
        sentence_sv: what to tell the user in Swedish, with a way out.
        sentence_en: the same in English.
    """

    def __init__(self, code: str) -> None:
        """Take the sentences that belong to ``code`` (a key of ``FAULTS``)."""
        self.code = code
        self.sentence_sv, self.sentence_en = FAULTS[code]
        super().__init__(self.sentence_en)
