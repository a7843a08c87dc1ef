//! STANDARDS 5.3 by hand: the code of each paper, and a key for every field its table or line names.

pub(super) const FIELDS: &[(&str, &str)] = &[
    (
        "D01",
        "ticket_no channel received_at receiver owner customer_name organisation phone phone2 address district zone \
         product_type model spec serial install_date purchase_date symptom problem_type extent wished_time emergency \
         hazard presumed_fault presumed_cause class remote_tried remote_result entitlement_guess preconditions \
         service_kind promised_by",
    ),
    (
        "D02",
        "dispatch_no ticket_no technicians lead crew_size appointment customer customer_phone customer_address product \
         symptom suggested route_note pack template_version issued_at accepted_at work_summary start finish \
         customer_signature technician_signature handed_in_at received_by appraisal_time appraisal_quality \
         appraisal_remark",
    ),
    (
        "D03",
        "company technician badge customer phone address product model serial install_date purchase_date appointment \
         arrived started finished left punctuality symptom found cause plan work_done measurements parts fees total \
         data_backup consents test_result kept photos warranty_told rating suggestions customer_signature \
         technician_signature outcome hotline complaints hash",
    ),
    (
        "D04",
        "install_date customer address models place place_photos items flaws level papers customer_signature \
         technician_signature",
    ),
    ("D05", "time place customer content models crew materials measurements remarks technician_signature"),
    (
        "D06",
        "card_no customer phone product model serial install_date parts_covered start end scope clauses exclusions \
         contacts repair_log company_seal",
    ),
    (
        "D07",
        "receipt_no order_no date_time customer phone product model serial accessories condition condition_photos \
         symptom reason data_backup data_signature ready_date estimated_fee refusal_fee taken_by badge \
         customer_signature technician_signature recovered recovered_on recovered_by",
    ),
    (
        "D08",
        "order_no arrival departure purpose contact_person contact_number local_number call_attempts call_back rebook \
         staff_name badge door_photo",
    ),
    (
        "D09",
        "order_no technician badge handed_over appointment_kept manners dress_badge shoe_covers floor_protection \
         explanation fees_first workmanship tested_together clean_up demonstration product asked suggestions signature \
         post_back post_back_code",
    ),
    ("D10", "date arrived left customer content result materials technician customer_signature technician_signature"),
    ("D11", "company service_line branch emergency technician badge badge_code complaint_line hours"),
    ("D12", "version valid_from valid_to region lines seen"),
    ("D13", "list_no order_no goods shortages unloading carrier received_by technician_signature"),
    (
        "D14",
        "result customer solution service_times work_content person_in_charge lines total recommendations acceptance",
    ),
    (
        "D15",
        "number order_no payer date collector lines labour parts other amount method status invoice_title tax_no \
         posted_to collected_by finance_signature",
    ),
    (
        "D16",
        "cause plans chosen quote total estimated_time exclusions consent_open_case consent_data consent_drilling \
         consent_surface_wiring consent_remote consent_take_away consent_deviation customer_signature",
    ),
    ("D17", "promises version"),
    ("D18", "certificates customer product"),
    ("D19", "cover version daily_use cautions simple_faults basic_care"),
    (
        "D20",
        "party_a party_b contract_no scope promises response_times warranty_table party_a_signature party_b_signature",
    ),
    (
        "D21",
        "party_a party_b contract_no equipment period_from period_to visits_per_year content_per_visit response_time \
         prices total exclusions renewal party_a_signature party_b_signature",
    ),
    ("D22", "identity contract_dates warranty_until run_records visits recurring training contacts_log open_advice"),
    (
        "D23",
        "order_no due_at made_at method reached attempts effect works service_score result_score other_problems \
         suggestions action_opened owner action_due",
    ),
    ("D24", "entries"),
    (
        "D25",
        "photo name staff_no unit special_provider person_code account_code size orientation colours valid_to \
         skill_codes certificate_no",
    ),
    (
        "D26",
        "order_no part serial condition reason recovered_by store disposal technician_signature warehouse_signature",
    ),
    ("D27", "kind serial maker supplier made_on issued_to valid_to tests scrapped_on scrap_reason warehouse_signature"),
    ("D28", "order_no technician time_score quality_score missed remark appraiser summary supervisor_signature"),
    ("D29", "text severity order_no owner actions answer reaction customer_signature closed_on"),
    ("D30", "drawing_no version order_no date positions site_check deviations drawing"),
];

/// The columns of lists that 5.3 spells out.
pub(super) const COLUMNS: &[(&str, &str)] = &[
    ("D02.suggested", "kind name quantity note"),
    ("D03.measurements", "item limit value verdict"),
    ("D03.parts", "name brand spec old_serial new_serial quantity price warranty coverage amount"),
    ("D03.consents", "text answer time"),
    ("D04.models", "model spec quantity"),
    ("D06.parts_covered", "part term start end"),
    ("D12.lines", "code name unit price category conditions note"),
    ("D13.goods", "code name spec ordered delivered packages condition"),
    ("D16.plans", "name content time amount"),
    ("D18.certificates", "material document issuer number copy"),
    ("D22.run_records", "date system equipment operators changes"),
    ("D24.entries", "receipt_no item kept_at entered left status returned_on"),
    ("D27.tests", "date test result by"),
    ("D29.actions", "time action by"),
    ("D30.positions", "no place width height measured"),
];
