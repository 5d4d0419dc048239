//! What the shipped binary is made of, as a `CycloneDX` 1.6 document.
//!
//! `cargo tree` says which packages are linked in with the features of the release, without those
//! that only build or test; `cargo metadata` says whose they are; `Cargo.lock` holds their checksums.
//! The same sources give the same bytes: there is no time and no random number in it.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

/// The binary's package.
const BINARY: &str = "proche";

/// A package by name and version.
type Name = (String, String);

/// The document.
///
/// # Errors
/// When cargo cannot be run or says something else than expected.
pub fn sbom(cargo: impl Fn() -> Command) -> Result<Value> {
    let tree = ["tree", "--locked", "-p", BINARY, "-e", "normal,no-proc-macro", "--prefix", "none"];
    let tree = output(cargo().args(tree).args(["--format", "{p}"]))?;
    let host = output(cargo().args(["-vV"]))?;
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).context("no host")?;
    let metadata = ["metadata", "--locked", "--format-version", "1", "--filter-platform", host];
    let metadata: Value = serde_json::from_str(&output(cargo().args(metadata))?)?;
    let lock = cargo().get_current_dir().context("cargo runs nowhere")?.join("Cargo.lock");
    document(&linked(&tree), &metadata, &checksums(&std::fs::read_to_string(lock)?))
}

fn output(command: &mut Command) -> Result<String> {
    let done = command.output().context("cargo cannot be run")?;
    ensure!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    Ok(String::from_utf8(done.stdout)?)
}

/// The packages in lines such as `serde v1.0.228 (*)`.
fn linked(tree: &str) -> BTreeSet<Name> {
    let name = |line: &str| {
        let (name, rest) = line.split_once(" v")?;
        let version = rest.split_whitespace().next()?;
        Some((name.to_owned(), version.to_owned()))
    };
    tree.lines().filter_map(name).collect()
}

/// The SHA-256 of each package of the registry, as the lock file has it.
fn checksums(lock: &str) -> BTreeMap<Name, String> {
    let value = |block: &str, key: &str| {
        let start = format!("{key} = \"");
        let line = block.lines().find_map(|line| line.strip_prefix(start.as_str()))?;
        Some(line.trim_end_matches('"').to_owned())
    };
    let package = |block: &str| {
        let name = (value(block, "name")?, value(block, "version")?);
        Some((name, value(block, "checksum")?))
    };
    lock.split("[[package]]").filter_map(package).collect()
}

fn document(
    linked: &BTreeSet<Name>,
    metadata: &Value,
    checksums: &BTreeMap<Name, String>,
) -> Result<Value> {
    let mut names = BTreeMap::new();
    let mut packages = BTreeMap::new();
    for package in list(&metadata["packages"]) {
        let name = (text(&package["name"]), text(&package["version"]));
        if linked.contains(&name) {
            names.insert(text(&package["id"]), purl(&name));
            packages.insert(name, package);
        }
    }
    let lost = linked.iter().find(|name| !packages.contains_key(*name));
    ensure!(lost.is_none(), "cargo metadata does not know {lost:?}");
    let whole = packages.iter().find(|((name, _), _)| name == BINARY).context("no binary")?;
    let parts = packages.iter().filter(|((name, _), _)| name != BINARY);
    let parts: Vec<Value> = parts
        .map(|(name, package)| component("library", name, package, checksums.get(name)))
        .collect();
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": component("application", whole.0, whole.1, None) },
        "components": parts,
        "dependencies": dependencies(metadata, &names),
    }))
}

fn component(kind: &str, name: &Name, package: &Value, sha256: Option<&String>) -> Value {
    let mut component = json!({
        "type": kind,
        "bom-ref": purl(name),
        "name": name.0,
        "version": name.1,
        "purl": purl(name),
    });
    // Older packages write MIT/Apache-2.0, which is no SPDX expression any more.
    if let Some(licence) = package["license"].as_str() {
        component["licenses"] = json!([{ "expression": licence.replace('/', " OR ") }]);
    } else if let Some(file) = package["license_file"].as_str() {
        component["licenses"] = json!([{ "license": { "name": format!("its file {file}") } }]);
    }
    if let Some(sha256) = sha256 {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": sha256 }]);
    }
    if let Some(address) = package["repository"].as_str() {
        component["externalReferences"] = json!([{ "type": "vcs", "url": address }]);
    }
    component
}

/// Which part needs which, among those linked in.
fn dependencies(metadata: &Value, names: &BTreeMap<String, String>) -> Vec<Value> {
    let mut needed = BTreeMap::new();
    for node in list(&metadata["resolve"]["nodes"]) {
        let Some(own) = names.get(&text(&node["id"])) else { continue };
        let linked_in =
            |dep: &&Value| list(&dep["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
        let on: BTreeSet<&String> = list(&node["deps"])
            .iter()
            .filter(linked_in)
            .filter_map(|dep| names.get(&text(&dep["pkg"])))
            .collect();
        needed.insert(own, on);
    }
    needed.iter().map(|(own, on)| json!({ "ref": own, "dependsOn": on })).collect()
}

/// The name under which every tool knows a package.
fn purl((name, version): &Name) -> String {
    format!("pkg:cargo/{name}@{}", version.replace('+', "%2B"))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own() -> Value {
        sbom(|| {
            let mut cargo = Command::new(std::env::var_os("CARGO").unwrap());
            cargo.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
            cargo
        })
        .unwrap()
    }

    #[test]
    fn every_part_has_a_name_a_licence_and_a_checksum() {
        let document = own();
        assert_eq!(document["metadata"]["component"]["name"], BINARY);
        let parts = list(&document["components"]);
        let ours = ["dispatch", "matching", "store", "web"];
        for part in parts {
            let name = text(&part["name"]);
            let licence = &part["licenses"][0];
            assert!(licence["expression"].is_string() || licence["license"].is_object(), "{name}");
            assert_eq!(part["purl"], part["bom-ref"]);
            let sum = text(&part["hashes"][0]["content"]);
            let from_here = text(&part["version"]) == document["metadata"]["component"]["version"];
            assert!(sum.len() == 64 || from_here, "{name}: {sum}");
        }
        let has = |name: &str| parts.iter().any(|part| part["name"] == name);
        for name in ours.into_iter().chain(["axum", "libsqlite3-sys", "sqlx", "tokio"]) {
            assert!(has(name), "{name}");
        }
        for name in ["tests", "thirtyfour", "proptest", "scraper", "syn"] {
            assert!(!has(name), "{name} is in no binary");
        }
    }

    #[test]
    fn every_reference_is_to_a_part_and_every_part_is_needed() {
        let document = own();
        let whole = text(&document["metadata"]["component"]["bom-ref"]);
        let parts = list(&document["components"]).iter().map(|part| text(&part["bom-ref"]));
        let known: BTreeSet<String> = parts.chain([whole.clone()]).collect();
        assert_eq!(known.len(), list(&document["components"]).len() + 1, "one name each");
        let mut needed = BTreeSet::from([whole]);
        for entry in list(&document["dependencies"]) {
            assert!(known.contains(&text(&entry["ref"])));
            needed.extend(list(&entry["dependsOn"]).iter().map(text));
        }
        assert_eq!(needed, known);
    }
}
