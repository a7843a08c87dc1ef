"""A second opinion on a signed paper: `validate.py PAPER.pdf CA.pem` asks pyHanko, prints its verdict as one line of JSON and
ends with 0 only for a file whose signatures are all intact, trusted and good by AdES (EN 319 102-1, 5.3), the last of them
over the whole file and untouched, earlier ones with nothing behind them but what a signature permits.

The time of validation is the one the last signer reports, so that the verdict does not change with the calendar. Where the
file brings a list of revoked certificates (DSS), it is required of the certificates that signed."""
import asyncio
import json
import sys

from asn1crypto import crl
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.ades import ades_basic_validation
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.policy_decl import LocalKnowledge, SignatureValidationSpec
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer

LOCKED = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)


def ades(signature, root, others, lists, moment):
    """pyHanko's AdES indication of one signature; the list is required where there is one."""
    rule = RevocationCheckingRule.CRL_REQUIRED if lists else RevocationCheckingRule.NO_CHECK
    checking = RevocationCheckingPolicy(ee_certificate_rule=rule, intermediate_ca_cert_rule=RevocationCheckingRule.NO_CHECK)
    spec = SignatureValidationSpec(
        cert_validation_policy=CertValidationPolicySpec(
            trust_manager=SimpleTrustManager.build([root]), revinfo_policy=CertRevTrustPolicy(checking)
        ),
        local_knowledge=LocalKnowledge(known_crls=[CRLContainer(it) for it in lists], known_certs=others),
    )
    signature.compute_integrity_info()
    found = asyncio.run(
        ades_basic_validation(
            signature.signed_data,
            spec,
            raw_digest=signature.compute_digest(),
            timing_info=ValidationTimingInfo(validation_time=moment, best_signature_time=moment, point_in_time_validation=True),
        )
    )
    return found.ades_subindic, found.failure_msg


def told(signature, root, others, lists, moment, is_last):
    context = ValidationContext(trust_roots=[root], other_certs=others, allow_fetching=False, moment=moment, crls=lists)
    status = validate_pdf_signature(signature, signer_validation_context=context)
    indication, why = ades(signature, root, others, lists, moment)
    if is_last:
        whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        untouched = status.modification_level in (None, ModificationLevel.NONE)
    else:
        whole = status.coverage == SignatureCoverageLevel.ENTIRE_REVISION
        untouched = status.modification_level in LOCKED
    return {
        "field": signature.field_name,
        "intact": status.intact,
        "valid": status.valid,
        "trusted": status.trusted,
        "covers": status.coverage.name,
        "modified": status.modification_level.name if status.modification_level else None,
        "ades": str(indication),
        "ades_why": why,
        "good": bool(status.bottom_line and whole and untouched and indication == AdESPassed.OK),
        "signer": status.signing_cert.subject.human_friendly,
    }


def verdict(path, ca):
    root, *others = load_certs_from_pemder([ca])
    with open(path, "rb") as file:
        reader = PdfFileReader(file, strict=True)
        signatures = reader.embedded_signatures
        lists = []
        if "/DSS" in reader.root:
            store = DocumentSecurityStore.read_dss(reader)
            lists = [crl.CertificateList.load(it.get_object().data) for it in store.crls]
        moment = signatures[-1].self_reported_timestamp
        all_told = [
            told(it, root, others, lists, moment, it is signatures[-1]) for it in signatures
        ]
        return {"bottom_line": bool(all_told) and all(it["good"] for it in all_told), "lists": len(lists), "signatures": all_told}


try:
    answer = verdict(sys.argv[1], sys.argv[2])
except Exception as why:  # a damaged file fails in many ways; all of them are a verdict
    answer = {"bottom_line": False, "why": f"{type(why).__name__}: {why}"}
print(json.dumps(answer, ensure_ascii=False))
sys.exit(0 if answer["bottom_line"] else 1)
