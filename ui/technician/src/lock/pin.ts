/** Digits of a PIN, as Rust's `vault::pin` has them. */
export const SHORTEST = 4;
export const LONGEST = 12;
