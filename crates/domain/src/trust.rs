//! Whose key it was: X.509 for the office and its devices.
