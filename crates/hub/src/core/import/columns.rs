//! Which column says what: the names offices give them, in Chinese and English.

use crate::core::CoreRefused;
use crate::core::cards::EXTERNAL;
use domain::brief::keys;

/// Not a key of the brief: the standard the job is begun with.
pub const PACK: &str = "pack";

/// Names without spaces and signs, lower case.
const NAMES: &[(&str, &[&str])] = &[
    (
        keys::CUSTOMER_NAME,
        &["客户姓名", "客户名称", "客户", "姓名", "联系人", "用户姓名", "name", "customer", "customername", "contact"],
    ),
    (
        keys::CUSTOMER_PHONE,
        &[
            "联系电话",
            "客户电话",
            "电话",
            "手机",
            "手机号",
            "手机号码",
            "电话号码",
            "phone",
            "mobile",
            "tel",
            "telephone",
            "phonenumber",
            "customerphone",
        ],
    ),
    (
        keys::CUSTOMER_ADDRESS,
        &[
            "客户地址",
            "服务地址",
            "上门地址",
            "地址",
            "详细地址",
            "安装地址",
            "address",
            "customeraddress",
            "serviceaddress",
        ],
    ),
    (
        PACK,
        &[
            "服务类型",
            "业务类型",
            "业务",
            "类型",
            "工种",
            "服务规范",
            "service",
            "servicetype",
            "trade",
            "standard",
            "pack",
        ],
    ),
    (
        keys::SYMPTOM,
        &[
            "故障描述",
            "问题描述",
            "故障现象",
            "故障",
            "问题",
            "现象",
            "报修内容",
            "服务内容",
            "需求",
            "描述",
            "symptom",
            "problem",
            "description",
            "issue",
        ],
    ),
    (
        keys::PRODUCT_MODEL,
        &["产品型号", "产品名称", "产品", "型号", "设备", "设备型号", "product", "model", "productmodel"],
    ),
    (keys::PRODUCT_SERIAL, &["序列号", "机身号", "编号", "产品编号", "sn", "serial", "serialnumber", "serialno"]),
    (keys::PRODUCT_INSTALLED, &["安装日期", "购买日期", "安装时间", "installed", "installdate", "installationdate"]),
    (
        keys::OFFER_FROM,
        &["预约时间", "预约开始", "上门时间", "预约", "appointment", "appointmentfrom", "from", "start"],
    ),
    (keys::OFFER_TO, &["预约结束", "结束时间", "appointmentto", "to", "end"]),
    (
        keys::PROMISED_BY,
        &["最晚完成", "承诺完成", "完成期限", "截止时间", "截止", "deadline", "promisedby", "dueby", "due"],
    ),
    (keys::PRIORITY, &["优先级", "紧急程度", "紧急", "priority", "urgency", "urgent"]),
    (keys::NOTE, &["备注", "说明", "留言", "note", "notes", "remark", "remarks", "comment"]),
    (
        EXTERNAL,
        &[
            "外部单号",
            "外部编号",
            "原单号",
            "订单号",
            "工单号",
            "单号",
            "externalnumber",
            "externalid",
            "externalno",
            "orderno",
            "ordernumber",
            "orderid",
            "reference",
            "ref",
        ],
    ),
];

/// Columns without which no row can become a job.
const NEEDED: [(&str, &str, &str); 3] = [
    (keys::CUSTOMER_NAME, "客户姓名", "name"),
    (keys::CUSTOMER_PHONE, "电话", "phone"),
    (keys::CUSTOMER_ADDRESS, "地址", "address"),
];

/// The key each column fills; of two columns for one key the first counts.
pub fn of(head: &[String]) -> Vec<Option<&'static str>> {
    let mut keys: Vec<Option<&'static str>> = Vec::new();
    for name in head {
        let key = key_of(name).filter(|key| !keys.contains(&Some(*key)));
        keys.push(key);
    }
    keys
}

fn key_of(name: &str) -> Option<&'static str> {
    let known = |key: &str| NAMES.iter().map(|(own, _)| *own).find(|own| *own == key);
    let plain = bare(name);
    let named = || NAMES.iter().find(|(_, names)| names.contains(&plain.as_str())).map(|(key, _)| *key);
    known(name.trim()).or_else(named)
}

/// Lower case, without spaces, signs, and what stands in brackets: `电话（必填）` is `电话`.
fn bare(name: &str) -> String {
    let outside = name.split(['(', '（', '[', '【']).next().unwrap_or_default();
    outside.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Refuses a table that lacks a needed column, and says which names would do.
pub fn check(columns: &[Option<&'static str>]) -> Result<(), CoreRefused> {
    let missing: Vec<_> = NEEDED.iter().filter(|(key, ..)| !columns.contains(&Some(*key))).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let zh: Vec<&str> = missing.iter().map(|(_, zh, _)| *zh).collect();
    let en: Vec<&str> = missing.iter().map(|(.., en)| *en).collect();
    Err(CoreRefused::ColumnsMissing { zh: zh.join("、"), en: en.join(", ") })
}
