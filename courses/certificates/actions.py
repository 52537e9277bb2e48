"""All verbs over certificates, for other rooms: issuing, keeping, wording and checking have a file each."""

from courses.certificates.checking import Finding, verify_certificate, verify_numbers
from courses.certificates.issuing import confirm, issue_due, issue_one
from courses.certificates.keeping import (
    annul,
    compare_with_register,
    issue_again,
    reissue,
    report_error,
    settle_report,
)
from courses.certificates.succession import erase_from_certificates, take_over_certificates
from courses.certificates.wording import (
    Picture,
    read_picture,
    remove_picture,
    restore_template,
    sample_pdf,
    save_template,
)

__all__ = [
    "Finding",
    "Picture",
    "annul",
    "compare_with_register",
    "confirm",
    "erase_from_certificates",
    "issue_again",
    "issue_due",
    "issue_one",
    "read_picture",
    "reissue",
    "remove_picture",
    "report_error",
    "restore_template",
    "sample_pdf",
    "save_template",
    "settle_report",
    "take_over_certificates",
    "verify_certificate",
    "verify_numbers",
]
