"""A second opinion on a signed sheet: `validate.py SHEET.pdf CA.pem` asks pyHanko, prints its verdict as one line of JSON
and ends with 0 only for a file that is intact, trusted and untouched since it was signed.

The time of validation is the one the signer reports, so that the verdict does not change with the calendar."""
import json
import sys

from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext


def verdict(path, ca):
    root, *others = load_certs_from_pemder([ca])
    with open(path, "rb") as file:
        reader = PdfFileReader(file, strict=True)
        (signature,) = reader.embedded_signatures
        context = ValidationContext(
            trust_roots=[root],
            other_certs=others,
            allow_fetching=False,
            moment=signature.self_reported_timestamp,
        )
        status = validate_pdf_signature(signature, signer_validation_context=context)
        return {
            "intact": status.intact,
            "valid": status.valid,
            "trusted": status.trusted,
            "covers": status.coverage.name,
            "modified": status.modification_level.name if status.modification_level else None,
            "bottom_line": status.bottom_line
            and status.coverage == SignatureCoverageLevel.ENTIRE_FILE
            and status.modification_level in (None, ModificationLevel.NONE),
            "signer": status.signing_cert.subject.human_friendly,
        }


try:
    answer = verdict(sys.argv[1], sys.argv[2])
except Exception as why:  # a damaged file fails in many ways; all of them are a verdict
    answer = {"bottom_line": False, "why": f"{type(why).__name__}: {why}"}
print(json.dumps(answer, ensure_ascii=False))
sys.exit(0 if answer["bottom_line"] else 1)
