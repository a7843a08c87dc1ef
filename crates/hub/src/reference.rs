//! The reference data a new hub releases: the packs of this program, the demonstration's prices and settings. Bytes are
//! canonical JSON; a job's brief pins name, version and digest.

use crate::core::show::view::Named;
use crate::profile::CompanyProfile;
use crate::refused::HubRefused;
use domain::canonical::{self, NotCanonical};
use domain::digest::Digest;
use hub_storage::company::Release;
use serde_json::Value;
use standards::Library;
use std::sync::OnceLock;

/// Kind of a pack's release: the resolved [`domain::pack::Pack`].
pub const PACK: &str = "pack";
/// Kind of the price list: parts catalogue and fee table.
pub const PRICES: &str = "prices";
/// Kind of the settings: company and values of STANDARDS 9.
pub const SETTINGS: &str = "settings";

const PRICE_LIST: &str = include_str!("../../../assets/demo/prices.json");
const SETTING_LIST: &str = include_str!("../../../assets/demo/settings.json");

/// The packs of this program.
pub fn packs() -> Result<Vec<Release>, HubRefused> {
    let library = Library::builtin().map_err(|e| HubRefused::Reference(e.to_string()))?;
    let mut releases = Vec::new();
    for pack in library.packs() {
        let value = serde_json::to_value(pack).map_err(|e| HubRefused::Reference(e.to_string()))?;
        releases.push(release(PACK, pack.key.as_str(), &pack.version, &value)?);
    }
    Ok(releases)
}

/// The names of the standards this program carries, which every hub it opens has released.
pub fn names() -> &'static [Named] {
    static NAMES: OnceLock<Vec<Named>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let library = Library::builtin().ok();
        let named = |pack: &domain::pack::Pack| Named {
            key: pack.key.as_str().into(),
            zh: pack.name.zh.clone(),
            en: pack.name.en.clone(),
        };
        library.iter().flat_map(Library::packs).map(named).collect()
    })
}

/// Everything a hub of this program and company begins with.
pub fn releases(company: &CompanyProfile) -> Result<Vec<Release>, HubRefused> {
    let mut releases = packs()?;
    releases.push(named(PRICES, read(PRICE_LIST)?)?);
    let mut settings = read(SETTING_LIST)?;
    if let Some(map) = settings.as_object_mut() {
        let company = serde_json::to_value(company.for_papers()).map_err(|e| HubRefused::Reference(e.to_string()))?;
        map.insert("company".into(), company);
    }
    releases.push(named(SETTINGS, settings)?);
    Ok(releases)
}

fn read(json: &str) -> Result<Value, HubRefused> {
    serde_json::from_str(json).map_err(|e| HubRefused::Reference(e.to_string()))
}

/// A release that says its own name and version.
fn named(kind: &str, value: Value) -> Result<Release, HubRefused> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    release(kind, &text("name"), &text("version"), &value)
}

fn release(kind: &str, name: &str, version: &str, value: &Value) -> Result<Release, HubRefused> {
    sealed(kind, name, version, value).map_err(|e| HubRefused::Reference(format!("{name}: {e}")))
}

/// A release of this value: its bytes are canonical JSON.
///
/// # Errors
/// Where the value has no canonical form: a number that is not whole.
pub fn sealed(kind: &str, name: &str, version: &str, value: &Value) -> Result<Release, NotCanonical> {
    let bytes = canonical::to_string(value)?.into_bytes();
    let digest = Digest::of(&bytes);
    Ok(Release { kind: kind.into(), name: name.into(), version: version.into(), digest, bytes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::decimal::Decimal;
    use domain::money::Money;
    use domain::settings::{PriceList, Settings};

    fn all() -> Vec<Release> {
        releases(&CompanyProfile::demo().unwrap()).unwrap()
    }

    #[test]
    fn every_pack_of_the_program_is_released_as_the_standards_read_it() {
        let library = Library::builtin().unwrap();
        for pack in library.packs() {
            let release = all().into_iter().find(|it| it.kind == PACK && it.name == pack.key.as_str()).unwrap();
            assert_eq!(&standards::from_release(&release.bytes, &release.digest).unwrap(), pack);
        }
    }

    #[test]
    fn the_price_list_makes_the_demonstration_s_sheet() {
        let prices = all().into_iter().find(|it| it.kind == PRICES).unwrap();
        let prices: PriceList = serde_json::from_slice(&prices.bytes).unwrap();
        let times = |money: &Money, quantity: &str| money.times(Decimal::read(quantity).unwrap()).unwrap();
        let part = |code: &str| &prices.parts.iter().find(|it| it.code.as_str() == code).unwrap().price;
        let fee = |code: &str| &prices.fees.iter().find(|it| it.code == code).unwrap().price;
        let lines = [
            times(part("EPDM-69B"), "12.6"),
            times(part("CF-20"), "1"),
            times(fee("DW-SEAL"), "2"),
            times(fee("DW-LOCK"), "1"),
        ];
        assert_eq!(Money::sum(&lines), Some(Money::fen(53_480)));
    }

    #[test]
    fn the_settings_carry_the_company() {
        let settings = all().into_iter().find(|it| it.kind == SETTINGS).unwrap();
        let settings: Settings = serde_json::from_slice(&settings.bytes).unwrap();
        assert_eq!(settings.company.name.zh, "云州安信到家服务有限公司");
        assert_eq!(settings.company.hotline, "400-000-8210");
    }
}
