"""Every small change of a document, with what `opgen diff` says of it."""

from support import diff_function_cases, diff_rename_cases, diff_setting_cases, diff_type_cases

CASES = {
    **diff_function_cases.CASES,
    **diff_setting_cases.CASES,
    **diff_type_cases.CASES,
    **diff_rename_cases.CASES,
}
