//! The product's own layouts, built in.

macro_rules! layouts {
    ($($code:literal $file:literal),+ $(,)?) => {
        &[$(($code, include_str!(concat!("../../../../assets/papers/", $file)))),+]
    };
}

pub(super) const LAYOUTS: &[(&str, &str)] = layouts![
    "D01" "d01.toml",
    "D02" "d02.toml",
    "D03" "d03.toml",
    "D04" "d04.toml",
    "D05" "d05.toml",
    "D06" "d06.toml",
    "D07" "d07.toml",
    "D08" "d08.toml",
    "D09" "d09.toml",
    "D10" "d10.toml",
    "D11" "d11.toml",
    "D12" "d12.toml",
    "D13" "d13.toml",
    "D14" "d14.toml",
    "D15" "d15.toml",
    "D16" "d16.toml",
    "D17" "d17.toml",
    "D18" "d18.toml",
    "D19" "d19.toml",
    "D20" "d20.toml",
    "D21" "d21.toml",
    "D22" "d22.toml",
    "D23" "d23.toml",
    "D24" "d24.toml",
    "D25" "d25.toml",
    "D26" "d26.toml",
    "D27" "d27.toml",
    "D28" "d28.toml",
    "D29" "d29.toml",
    "D30" "d30.toml",
];
