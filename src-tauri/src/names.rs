// The commands a window may call: read by build.rs, which makes a permission of each, and held against the table of
// commands.rs and the capability file by a test.
const NAMES: &[&str] = &[
    "me", "enrol", "today", "find", "job", "history", "stage", "answer", "confirm_block", "measure", "add_unit", "set_flag",
    "appointment", "price_list", "quote", "price_quote", "make_quote", "consent", "fit_part", "pay", "rate", "sign",
    "make_sheet", "sheet", "advance", "ways", "turn", "rebook", "note", "drafts", "save_draft", "drop_draft", "outbox", "sync", "wake",
    "put_photo", "blob", "small", "share_sheet",
    "questions", "jobs_to_settle", "settle", "leave_beside", "correct", "services", "begin_request",
    "confirm_stage", "wording", "contact", "place", "rules", "badge", "consent_oral", "schedule",
    "tray", "put_shot", "edit_shot", "move_shot", "drop_shot", "ask_gallery", "use_shots", "hand_over_view", "hand_over", "read_code",
    "van", "ask_part", "hand_back_part", "count_part", "receive_part", "receive_parts",
    "storage_view", "free_some", "reminders_view", "set_reminder", "diagnostics", "save_diagnostics",
    "lock_state", "unlock", "set_pin", "shut_after", "left",
];
