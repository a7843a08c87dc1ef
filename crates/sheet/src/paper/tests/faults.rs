//! Faulty layouts, as somebody who writes one makes them, and what the linter says.

use super::*;

fn text_of(code: &str) -> String {
    let (_, text) = builtin::LAYOUTS.iter().find(|(own, _)| *own == code).unwrap();
    (*text).to_owned()
}

/// What the linter says of D07 after a change; the change must be one.
fn said(from: &str, to: &str) -> String {
    let changed = text_of("D07").replacen(from, to, 1);
    assert_ne!(changed, text_of("D07"), "{from}");
    let findings = lint::lint("own/d07.toml", &changed, &Release::builtin());
    assert!(findings.iter().all(|finding| !finding.zh.is_empty() && finding.file == "own/d07.toml"));
    findings.iter().map(|finding| format!("{finding}\n")).collect()
}

#[test]
fn each_fault_is_told_with_file_line_and_key() {
    let cases = [
        ("\"ready_date\", \"estimated_fee\"", "\"estimated_fee\"", "ready_date: is required and stands in no section"),
        ("key = \"badge\"", "key = \"taken_by\"", "taken_by: stands twice"),
        (
            "fields = [\"condition\", \"symptom\"]",
            "fields = [\"condition\", \"sympton\"]",
            "sympton: is placed but is no field",
        ),
        ("fields = [\"refusal_fee\"]", "fields = [\"refusal_fee\", \"badge\"]", "badge: is placed twice"),
        (
            "fields = [\"refusal_fee\"]",
            "fields = [\"refusal_fee\", \"accessories\"]",
            "accessories: is a Lines and cannot stand",
        ),
        (", ink = \"technician\"", ", ink = \"company\"", "is signed by Technician and no field takes"),
        (", ink = \"technician\"", "", "technician_signature: a signature says whose it is"),
        ("zh = \"机况\"", "zh = \"\"", "condition: has no Chinese (zh) name"),
        (", en = \"Symptom\"", "", "symptom: has no English (en) name"),
        ("en = \"Qty\"", "en = \"\"", "accessories.quantity: has no English (en) name"),
        (
            "en = \"Qty\", type = \"number\", share = 20",
            "en = \"Qty\", type = \"number\", share = 0",
            "accessories: has a column without a share",
        ),
        (
            "en = \"Qty\", type = \"number\", share = 20",
            "en = \"Quantity handed over to the technician\", type = \"number\", share = 2",
            "accessories.quantity: its name does not fit",
        ),
        (
            "en = \"Qty\", type = \"number\"",
            "en = \"Qty\", type = \"ink\"",
            "accessories.quantity: cannot stand in a column",
        ),
        ("by = [\"cust\"]", "by = []", "data_backup: says nobody fills it in"),
        ("columns = 3", "columns = 9", "its section has 0 or more than 4 columns"),
        ("key = \"phone\"", "key = \"Phone No\"", "Phone No: is no key"),
        (
            "required = \"Y\", from = \"job\"",
            "required = \"N\", from = \"job\"",
            "order_no: is required by the standard and not here",
        ),
    ];
    for (from, to, expected) in cases {
        let said = said(from, to);
        assert!(said.contains(expected), "{expected}\nin\n{said}");
    }
    let line = text_of("D07").lines().position(|line| line.contains("key = \"ready_date\"")).unwrap() + 1;
    assert!(
        said("\"ready_date\", \"estimated_fee\"", "\"estimated_fee\"")
            .starts_with(&format!("own/d07.toml:{line}: ready_date: "))
    );
}

#[test]
fn what_is_no_layout_at_all_is_told_with_its_line() {
    assert!(said("type = \"date\"", "type = \"day\"").contains("unknown variant `day`"));
    assert!(said("type = \"date\"", "type = \"day\"").contains("line"));
    assert!(said("required = \"Y\"", "required = \"perhaps\"").contains("cannot be read"));
    assert!(said("kind = \"pairs\"", "kind = \"pears\"").contains("cannot be read"));
    assert!(said("page = \"a4\"", "page = \"a3\"").contains("cannot be read"));
    assert!(said("code = \"D07\"", "code = \"D07\"\ncolour = 1").contains("unknown field `colour`"));
    assert!(said("code = \"D07\"", "code = \"D77\"").contains("there is no paper D77"));
    for foreign in ["", "{}", "code = 1", "[[section]]"] {
        assert_eq!(lint::lint("x.toml", foreign, &Release::builtin()).len(), 1, "{foreign}");
    }
}

#[test]
fn a_companys_layout_may_add_and_move_but_not_drop_what_the_standard_requires() {
    let own = text_of("D07").replacen(
        "  { key = \"reason\"",
        "  { key = \"box\", zh = \"纸箱号\", en = \"Box no.\", type = \"text\", by = [\"tech\"], required = \"N\" },\n  { key = \"reason\"",
        1,
    );
    let own = own.replacen("fields = [\"refusal_fee\"]", "fields = [\"box\", \"refusal_fee\"]", 1);
    assert_eq!(lint::lint("own.toml", &own, &Release::builtin()), []);
    let lines: String =
        own.lines().filter(|line| !line.contains("key = \"refusal_fee\"")).map(|line| format!("{line}\n")).collect();
    let dropped = lines.replacen("\"refusal_fee\"", "", 1).replacen("[\"box\", ]", "[\"box\"]", 1);
    let findings = lint::lint("own.toml", &dropped, &Release::builtin());
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].to_string().contains("refusal_fee: is required by the standard and left out"));
}

#[test]
fn a_sum_is_of_amounts() {
    let text = text_of("D14").replacen("of = [\"lines.amount\"]", "of = [\"lines.item\"]", 1);
    let findings = lint::lint("d14.toml", &text, &Release::builtin());
    assert!(findings.iter().any(|finding| finding.to_string().contains("lines.item: is in a sum and is no amount")));
}
