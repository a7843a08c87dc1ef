import type { Text } from './zh';

export const en: Text = {
  comma: ', ',
  app: { today: 'Today', outbox: 'Outbox', me: 'Me', back: 'Back', close: 'Close', cancel: 'Cancel', save: 'Save', retry: 'Try again', more: 'More' },
  truth: {
    saved: 'Saved {at}', all_saved: 'All saved', waiting: 'Waiting', waiting_n: 'Waiting {n}', at_office: 'At office', office_at: 'Office {at}',
    office_never: 'Office not reached yet', secured: 'Backed up', set_aside: 'Set aside', set_aside_n: 'Set aside {n}', sending: 'Sending',
    say: { saved: 'Saved on this phone', waiting: 'Not at the office yet', at_office: 'The office has it', secured: 'The office has it, backed up', set_aside: 'A change was set aside; nothing is lost' },
  },
  step: {
    booked: 'Time agreed', preparing: 'Start preparing', en_route: 'Leave', arrived: 'I am here', inside: 'Go in', survey: 'Start survey', quoted: 'Show the quote',
    consented: 'Customer agrees', working: 'Start work', testing: 'Done, go and test', cleaning: 'Go and clean', demo: 'Go and show', settling: 'Go and settle', signing: 'Go and sign', left: 'Leave the site',
  },
  phase: { before: 'Before', entry: 'Entry', agree: 'Agree', work: 'Work', finish: 'Finish' },
  gate: { tag: 'Gate', due: 'Required', optional: 'Optional', still: 'Still open: {what}', more: '{what} and more, {n} in all', fill: 'Go', shut: '{step}: {n} still open, tap to go there', count: '{name} ({n})' },
  today: {
    title: 'Today', search: 'Find a job', search_hint: 'Name, phone, address, number', none_found: 'Nothing found for “{text}”', clear: 'Clear',
    offline_lack: 'Ready offline: {n} missing', offline_of: '{what} of {customer}', fetch: 'Fetch', fetching: 'Fetching', offline_ready: 'Works offline: all {n} jobs ready',
    empty: 'No visits today', empty_more: 'Jobs from the office appear here once you are online.', later: '{n} more on later days', until: 'to {at}', no_time: 'Open',
    minutes: 'min', hours: 'h', to_visit: 'until the agreed time', late_by: 'past the agreed time', agreed: 'Agreed {span}', not_agreed: 'No time agreed', not_agreed_more: 'Call and agree before leaving',
    promised: 'Promised by {at}', items: 'left', left_in: 'before “{step}”', open_step: '{step} · {customer}', go_on: 'Go on: {customer} · {n} left',
    look: 'See {customer}', urgent: 'Urgent', questions: '{n} to settle', done_at: '{at} {state}', missing_here: 'The standard is not on this phone yet; go online once',
  },
  job: {
    number: 'Job {job} · visit {n}', starts_in: 'starts in {time}', started: '{time} ago', overdue: 'Past the promise', not_agreed: 'No time agreed', offered: 'Offered',
    product: 'Product', serial: 'Serial', installed: 'Installed', fee: 'Charge', intake: 'Intake', office_note: 'Office note', crew: 'Crew', phone: 'Phone',
    entitlement: { free: 'Free of charge', paid: 'Charged', contract: 'By contract', warranty: 'In warranty' }, urgent: 'Urgent',
    stage_of: 'stage {n} of {of}', all_stages: 'All stages', more_open: '{n} more', open_items: 'This stage is complete', go_on: 'Go on: {stage} · {n} left', go_on_done: 'See {stage}',
    notes: 'Notes', note_hint: 'For the office and colleagues', note_add: 'Add', sealed: 'The sheet is sealed', see_sheet: 'See the sheet', left: 'This visit is over', back_today: 'Back to today', questions: '{n} answers differ. Both are kept; somebody decides.',
    by_office: 'Office', gone: 'This job is not here', gone_more: 'It may have been reassigned. What you wrote is kept.',
  },
  stage: {
    of: '{customer} · {trade} · stage {n} of {of}', not_open: 'Not yet', not_open_more: 'Have a look; it opens when what comes before is done.', sealed: 'The sheet is signed; nothing here can change.', next_stage: 'Next: {stage}', to_current: 'Back to {stage}', make_sheet: 'Seal and make the sheet', see_sheet: 'See the sheet', done: 'Done, back to today',
    done_n: '{n} done', exceptions_n: '{n} except', confirm: 'All {n} in order', confirm_one: 'This 1 is in order', confirm_rest: 'Other {n} in order, save', confirm_except: 'Save {n} exceptions', confirmed: 'Confirmed {at}', change: 'Tap one to change it', hint: 'One tap confirms all; tap what is not in order', hint_plain: 'Fill in one by one',
    not_done: 'Not done', not_applicable: 'Not applicable', not_done_band: 'Not done · say why', not_applicable_band: 'Not applicable · say why', reason_hint: 'A word more (optional)', reason_other_hint: 'Say why; the office reads it', other: 'Other', undo_exception: 'It is fine, take back', save_exception: 'Save the reason', set_done: 'Done now', auto: 'Automatic', auto_wait: 'Noted when it happens', later_opens: 'Opens once inside', answered_as: '{said} · {reason}',
    script: 'You could say', script_hide: 'Hide wording', photo_take: 'Photo', photo_add: 'One more', photo_lack: '1 photo missing', photo_note: 'What it shows (optional)', photo_reading: 'Saving {n} of {of}', photo_of: '{n} photos', photo_file: 'File', photo_missing: 'Not on this phone yet', photo_alt: 'Photo: {name}',
    text_hint: 'Write here', text_saved: 'Saved {at}', choice_blocks: 'With this answer the visit cannot go on; put it right first', consent_get: 'Ask for the signature', consent_show: 'Show the quote', consent_done: 'The customer signed', consent_again: 'The quote changed; sign again', sign_customer: 'Customer signs', sign_tech: 'I sign', signed: 'Signed {at}', signed_plain: 'Signed',
    flags: 'Does this visit have', yes: 'Yes', no: 'No', repair_again: 'Measured again', repair_again_hint: 'After the work; it is printed on the sheet', event_match: 'Fitted equals quoted', settle_first: 'Two answers differ; the office decides',
    back_step: 'Go back', reasons: { kit: ['Used up', 'Left behind', 'Damaged'], not_done: ['No time', 'Not with me', 'Damaged'], not_applicable: ['Customer declines', 'Not needed here', 'Arranged by office'] },
  },
  measure: {
    add: 'Add one', name: 'Name', name_hint: 'Such as: window 2, study', measured: '{n} of {of}', not_measured: 'Not yet', ok: 'In range', out: 'Out', at_most: 'At most {most}', at_least: 'At least {least}', between: '{least} to {most}', ours: 'our own limit', after: 'after', before: 'before {value}', most: 'most', least: 'least',
    note_hint: 'Out of range: say why', next: 'Next', keep: 'Save', close: 'Hide keypad', erase: 'Erase', tap: 'Tap to fill', yes: 'Yes', no: 'No', keypad: '{name} · {unit}', must: 'should be “{must}”', whole: 'Whole', unit_need: 'Add what is measured first', point: 'Point', minus: 'Minus',
  },
  appointment: { title: 'Agree on a time', day: 'Day', start: 'Start', length: 'Length', keep: 'Agree on {when}', agreed: 'Agreed {when}', change: 'Change', earlier: '15 min earlier', later: '15 min later', who: 'Agreed with', offered: 'Offered {when}', minutes: '{n} min' },
  quote: {
    title: 'Plan and quote', none: 'No quote yet', none_more: 'Say cause and plan, pick parts and fees; the amounts are computed.', make: 'Make a quote', remake: 'Change: version {n}', version: 'Quote version {n}', prices: 'Price list {version}', total: 'Total', cause: 'Cause', cause_hint: 'In words the customer understands', plan: 'Plan', plan_hint: 'What will be done', minutes: 'Duration', minutes_unit: 'min', parts: 'Parts', fees: 'Fees', add_part: 'Add a part', add_fee: 'Add a fee', pick_part: 'Pick a part', pick_fee: 'Pick a fee', find: 'Name or model', none_match: 'The price list has no “{text}”', remove: 'Remove', note: 'Note', note_hint: 'Such as: profile in warranty', cover: { free: 'Free', contract: 'Contract', paid: 'Charged' }, warranty: '{n} months of warranty', each: '{price} / {unit}', keep: 'Save as version {n}', price_wait: 'The total shows once filled in', less: 'Less', more: 'More', quantity: 'Quantity', not_yet: 'Still open: {what}', lines: 'a part or a fee', agreed: 'The customer agreed to this version', not_agreed: 'Not agreed yet',
  },
  consent: {
    please: '{who}, please have a look', takes: 'about {time}', free: 'Free', total: 'Total', later: 'Let me think', agree: 'Agree and sign', only_then: 'We start only with your agreement', hand_back: 'hold here to hand back', badge: '{name} · No. {badge}', switch: '中文', contract: 'Contract', changed: 'The quote has just changed; please see this one', item_title: '{who}, please confirm',
  },
  ink: {
    signing_quote: 'You sign this quote', signing_item: 'You sign', signing_sheet: 'You sign the sheet', version: 'Quote version {n}', parts: 'Content', digest: 'Sealed digest', who: 'Signer', self: 'Customer', family: 'Family', tenant: 'Tenant', representative: 'Deputy', other: 'Other', technician: 'Technician', name: 'Name of the signer', hint: 'Write on the line with finger or pen', only_quote: 'Used for this quote alone', only_this: 'Used for this alone', clear: 'Clear', undo: 'Undo', done: 'Signed, seal it', done_short: 'Signed', back: 'Back to read again', canvas: 'Signature field', leave: 'This signature is not saved', leave_more: 'The ink is not kept when you leave.', stay: 'Go on signing', go: 'Leave', too_long: 'Too many strokes; clear and sign again.',
  },
  parts: { title: 'Parts fitted', fit: 'Fitted', fitted: 'Fitted {quantity}', quantity: 'How many', new_serial: 'Serial or batch, new', old_serial: 'Serial, old', old: 'Old part recovered', keep: 'Register', total: 'By what was fitted {total}', differs: 'Differs from the quote; go back to it', none: 'The quote has no parts' },
  pay: { title: 'Payment', due: 'Due {total}', status: { paid_on_site: 'Paid now', invoice_due: 'Invoice', paid_later: 'Later', none_due: 'Nothing due' }, method: { wechat: 'WeChat', alipay: 'Alipay', cash: 'Cash', card: 'Card', none: '—' }, keep: 'Save payment', done: '{status} {amount}', by: '{method}', change: 'Change' },
  rate: { title: 'Customer’s rating', words: ['Very poor', 'Poor', 'Fair', 'Good', 'Very good'], comment: 'In the customer’s words (optional)', keep: 'Save rating', done: '{n} of 5 · {word}', star: '{n} of 5' },
  sheet: { title: 'Service sheet', sub: '{number} · {n} pages', sealed: 'Sealed {at}', page: '{n} / {of}', scan: '{who}, please scan', scan_more: 'It checks that this sheet is unchanged.', scan_wait: 'The link works once online', none: 'Not sealed yet', none_more: 'Seal it under “Sheet and signature” once both have signed.', pending: 'Sealed; the PDF is not kept yet', pending_more: 'The signatures are safe. Tap to make it again.', remake: 'Make the PDF again', opening: 'Opening the sheet', broken: 'This sheet does not open; the file is kept. Try again.', handed: 'Handed over, go on', signer: 'Signed by {signer}', qr: 'QR code of the sheet' },
  outbox: { title: 'Outbox', sub: 'Work goes on offline and is sent by itself', head: '{n} things are only on this phone', head_none: 'The office has everything', rest: 'The office has the other {n}, last at {at}', rest_never: 'Office not reached yet', secured_of: '{n} backed up', changes: '{n} changes', files: '{n} files', sent_of: '{sent} sent', row_waiting: '{what} · {bytes}', row_none: 'All at the office', aside: '1 change set aside', aside_more: 'Nothing is lost; the office looks at it', aside_n: '{n} changes set aside; nothing is lost', send: 'Send now', sending: 'Sending', no_network: 'The office cannot be reached; it is sent by itself later', done: 'Sent: {stored} changes, {files} files', nothing: 'Nothing to send; the office has everything', refused_files: 'The office did not take {n} files; they are kept', empty: 'Nothing written yet', empty_more: 'Each step you take is listed here.' },
  me: { title: 'Me', badge: 'No. {badge}', language: 'Language', zh: '中文', en: 'English', theme: 'Look', light: 'Light', dark: 'Dark', outdoor: 'Outdoor', keys: 'Keys', keys_system: 'In the system’s key store', keys_file: 'In a file on this device that only your account can read', hub: 'Office hub', device: 'Device', version: 'Version', about: 'About and licences', about_more: 'Open source', licences: 'Licences', licence_rust: 'Rust', licence_npm: 'Screens', licence_font: 'Fonts', licence_find: 'Find by name', licence_none: 'The list was not made yet', count: '{n} entries' },
  enrol: { title: 'This device belongs to no company yet', lead: 'Ask the office for a code under “Devices” and paste its link below.', link: 'Enrolment link', link_hint: 'Paste the link from the office', join: 'Join the company', joining: 'Joining', what: 'What happens then', points: ['Jobs, standards and prices come to this device and work offline', 'What you write is kept encrypted and sent once online', 'The link works for 15 minutes, once'], welcome: 'Joined {company}' },
  error: { page: 'Something went wrong on this page; what was saved is safe. Go back to Today.', unopened: 'The data cannot be opened. Nothing has changed; reopen the app.' },
};
