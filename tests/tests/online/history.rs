//! What a phone knows of a product from its other jobs.

use crate::house::House;
use serde_json::json;

#[test]
fn a_product_s_history_is_the_jobs_of_its_serial_and_of_its_model_at_the_same_number() {
    let house = House::found();
    let product = |serial: &str, model: &str, symptom: &str| json!({"product.serial": serial, "product.model": model, "symptom.words": symptom});
    let now = house.one_more(&product("SN-2608-77", "PK-68", "漏风"));
    let same = house.one_more(&product("SN-2608-77", "PK-68", "锁点磨损"));
    let unnumbered = house.one_more(&product("", "PK-68", "进水"));
    house.one_more(&product("SN-2608-778", "PK-70", "另一扇"));
    house.one_more(&json!({"product.model": "PK-68", "customer.phone": "13900000001"}));
    let app = house.app();
    let rows = app.lock().unwrap().history(&now).unwrap();
    let mut found: Vec<_> = rows.iter().map(|row| (row.job.clone(), row.found.clone().unwrap())).collect();
    found.sort();
    assert_eq!(found, [(same, "锁点磨损".to_owned()), (unnumbered, "进水".to_owned())]);
    assert_eq!(app.lock().unwrap().history(&house.job).unwrap(), [], "nothing is known of its product");
}
