//! Every lib.rs and main.rs opens with its purpose and, once it has modules, a map that names each of them.

/// Shorter than this says nothing ("//! ." does not).
const SHORTEST_PURPOSE: usize = 30;

/// What is missing at the head of one crate root. A file without any code needs no head yet.
pub fn complaints(file: &str, source: &str) -> Vec<String> {
    let is_head = |line: &&str| line.starts_with("//!");
    let head: String = source.lines().take_while(is_head).collect::<Vec<_>>().join("\n");
    if source.lines().all(|line| line.starts_with("//") || line.trim().is_empty()) {
        return Vec::new();
    }
    if head.len() < SHORTEST_PURPOSE {
        return vec![format!("{file} does not open with //! and its purpose")];
    }
    let unnamed = modules(source).into_iter().filter(|module| !head.contains(&format!("`{module}`")));
    unnamed.map(|module| format!("{file} has a module map without `{module}`")).collect()
}

/// Modules declared as files (`mod ink;`), without those that exist for tests only.
fn modules(source: &str) -> Vec<&str> {
    let mut modules = Vec::new();
    let mut for_tests = false;
    for line in source.lines() {
        let declared = line.rsplit_once("mod ").and_then(|(before, name)| {
            let visibility = before.trim_end();
            (visibility.is_empty() || visibility.starts_with("pub")).then_some(name)?.strip_suffix(';')
        });
        match declared {
            Some(module) if !for_tests => modules.push(module),
            _ => {}
        }
        for_tests = line.starts_with("#[cfg(test)]");
    }
    modules
}
