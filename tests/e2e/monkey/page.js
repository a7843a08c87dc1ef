// Runs inside the page: what can be done there, what it says is saved, and what the app itself holds, by its own commands.
window.__monkey ??= (() => {
  const invoke = window.__TAURI_INTERNALS__.invoke;
  /** Commands that wait for the network or another program. */
  const LONG = /\/(sync|wake|enrol|contact|place)$/;
  const eye = { under: 0, since: performance.now(), errors: [] };

  // The page keeps its own errors from its first script on (`__errors`); what it only says to the console is added here.
  const said = console.error;
  console.error = (...words) => {
    eye.errors.push(`console.error: ${words.map(String).join(' ')}`);
    said.apply(console, words);
  };
  const asked = window.fetch;
  window.fetch = (...call) => {
    const answer = asked(...call);
    if (LONG.test(String(call[0]))) return answer;
    eye.under += 1;
    const over = () =>
      setTimeout(() => {
        eye.under -= 1;
        eye.since = performance.now();
      });
    answer.then(over, over);
    return answer;
  };

  /** Long words by their length and a sum, so that they can be told apart and told. */
  function short(text) {
    if (text.length <= 120) return text;
    let sum = 0;
    for (let i = 0; i < text.length; i += 1) sum = (Math.imul(sum, 31) + text.charCodeAt(i)) | 0;
    return `${text.slice(0, 30)}… (${text.length} characters, ${sum >>> 0})`;
  }
  const told = (value) => (typeof value === 'string' ? short(value) : short(JSON.stringify(value)));

  function inSight(at) {
    const box = at.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && getComputedStyle(at).visibility !== 'hidden';
  }
  const FIELD = 'input:not([type="file"]), textarea';
  const TAPPED = 'button, a, [role="button"], [role="tab"]';
  /** Everything with a name, in sight; and the buttons of a question, which have none. */
  function named() {
    const dialog = [...document.querySelectorAll('.van-dialog button')].map((at) => [at.matches('.van-dialog__confirm') ? 'dialog:confirm' : 'dialog:cancel', at]);
    const all = [...document.querySelectorAll('[data-test]')].map((at) => [at.dataset.test, at]);
    const count = new Map();
    return [...dialog, ...all].flatMap(([test, at]) => {
      if (at.type !== 'file' && !inSight(at)) return [];
      const n = count.get(test) ?? 0;
      count.set(test, n + 1);
      return [{ test, n, at }];
    });
  }
  function kind(at) {
    if (at.type === 'file') return 'file';
    if (at.tagName === 'CANVAS') return 'ink';
    if (at.matches(FIELD)) return at.readOnly ? 'shut' : 'field';
    if (at.disabled || at.getAttribute('aria-disabled') === 'true') return 'shut';
    if (at.closest('.van-dialog')) return 'question';
    if (!at.matches(TAPPED)) return 'plain';
    return at.matches('.act--filled, .act--soft, .pad__key--done') ? 'main' : 'button';
  }
  /** Brings the nth thing of a name into sight and gives it. */
  function aim(test, n) {
    const at = named().find((one) => one.test === test && one.n === n)?.at ?? null;
    at?.scrollIntoView({ block: 'center' });
    return at;
  }
  /** Puts words into a field at once, in the place of what stands there. */
  function paste(test, n, text) {
    const at = aim(test, n);
    if (!at) return;
    at.focus();
    if (at.type === 'date') {
      at.value = text;
      for (const event of ['input', 'change']) at.dispatchEvent(new Event(event, { bubbles: true }));
      return;
    }
    at.select();
    document.execCommand('insertText', false, text);
  }

  const plain = (words) => words.replace(/\s+/g, '');
  /** Whether the words stand in the field: it may take only some of them. */
  const stands = (test, n, text) => plain(named().find((one) => one.test === test && one.n === n)?.at.value ?? '') === plain(text);

  /** What the screen says is saved, as names and values of `held`. */
  function saved() {
    const after = (at) => at.dataset.test.slice(at.dataset.test.indexOf(':') + 1);
    const every = (query, tell) => [...document.querySelectorAll(query)].filter(inSight).flatMap(tell);
    const value = (test) => document.querySelector(`[data-test="${test}"]`)?.value ?? '';
    return [
      ...every('[role="checkbox"][data-test^="item:"]:not([aria-checked="false"])', (at) => [[`${at.matches('.tick--still') ? 'event' : 'said'} ${after(at)}`, at.getAttribute('aria-checked') === 'true' ? 'done' : null]]),
      ...every('[data-test^="choice:"][aria-checked="true"]', (at) => [[`choice ${after(at).split(':')[0]}`, after(at).split(':')[1]]]),
      ...every('[data-test^="text-saved:"]', (at) => [[`text ${after(at)}`, short(value(`text:${after(at)}`).trim())]]),
      ...every('[data-test^="date-saved:"]', (at) => [[`date ${after(at)}`, value(`date:${after(at)}`)]]),
      ...every('[data-test^="photo-shown:"]', (at) => [[`photo ${after(at)}`, null]]),
      ...every('[data-test^="block-confirmed:"]', (at) => [[`confirmed ${after(at)}`, null]]),
      ...every('[data-test^="measure:"][data-live="false"] .measure__number b', (at) => [[`read ${after(at.closest('[data-test]')).replace(/:after$/, '')} ${at.innerText.replace('−', '-')}`, null]]),
      ...every('[data-test^="flag:"]', (at) => [[`flag ${after(at)}`, at.getAttribute('aria-checked')]]),
      ...every('.units__one[data-test^="unit:"]', (at) => [[`unit ${after(at)}`, null]]),
      ...every('[data-test^="fitted:"]', (at) => [[`fitted ${after(at)}`, null]]),
      ...every('[data-test^="signed:"]', (at) => [[`signed ${after(at)}`, 'done']]),
      ...every('[data-test^="wish:"]', (at) => [[`wish ${after(at)}`, null]]),
      ...every('[data-test="appointment-agreed"]', () => [['agreed', null]]),
      ...every('[data-test="quote-total"]', () => [['quote', null]]),
      ...every('[data-test="paid"]', () => [['paid', null]]),
      ...every('[data-test="sealed"]', () => [['sheet', null]]),
    ];
  }

  /** What stands there, behind every timer that is due: a page on a slow machine lags behind them. */
  async function look() {
    await new Promise((done) => setTimeout(done));
    /** For how long nothing has been under way. */
    const calm = eye.under > 0 ? 0 : performance.now() - eye.since;
    const things = named().map(({ test, n, at }) => ({ test, n, kind: kind(at) }));
    const words = document.querySelector('#app')?.innerText.trim().length ?? 0;
    return { calm, hash: location.hash, words, errors: [...(window.__errors ?? []), ...eye.errors], saved: saved(), things };
  }

  /** What an item's answer is made of: it may change with others, as a signature falls with what was signed. */
  const MADE = { event: 'event', consent: 'signed', signature: 'signed' };
  function ofItem(facts, item) {
    const { key, answer } = item;
    const say = (name, value) => value !== null && value !== undefined && (facts[`${name} ${key}`] = told(value));
    say(MADE[item.entry] ?? 'said', item.said ?? answer?.said);
    for (const part of ['text', 'choice', 'date', 'reason']) say(part, answer?.[part]);
    for (const photo of item.photos) facts[`photo ${photo.digest}`] = told(photo.caption ?? '');
    for (const { unit, after, value, read_in, parts, note } of item.readings) {
      facts[`read ${key} ${value}`] = '';
      facts[`reading ${key} ${unit ?? ''} ${after ? 'after' : ''}`] = told({ value, read_in, parts, note });
    }
  }
  /** What the app holds of a job, as names and values. */
  async function held(job, stages) {
    const of = (command) => invoke(command, { job });
    const views = Promise.all(stages.map((stage) => invoke('stage', { job, stage })));
    const [whole, quote, sheet, ways, drafts, form, van, seen] = await Promise.all([of('job'), of('quote'), of('sheet'), of('ways'), of('drafts'), invoke('drafts', { job: 'request' }), invoke('van').then((view) => view.drafts), views]);
    const facts = { state: whole.state, visit: String(whole.visit) };
    const blocks = [...seen.flatMap((view) => view.blocks), ...ways.blocks, ...ways.ways.flatMap((way) => way.block ?? [])];
    for (const block of blocks) {
      if (block.confirmed_ms !== null) facts[`confirmed ${block.key}`] = '';
      for (const item of block.items) ofItem(facts, item);
    }
    for (const view of seen) {
      for (const { name } of view.units) facts[`unit ${name}`] = '';
      for (const { flag, on } of view.asks) facts[`flag ${flag}`] = String(on);
    }
    if (whole.agreed) facts.agreed = told(whole.agreed);
    for (const { text } of whole.notes) facts[`note ${short(text)}`] = '';
    for (const { field, wish } of whole.correctable) if (wish) facts[`wish ${field}`] = told([wish.should, wish.reason]);
    if (quote?.kept) facts.quote = quote.digest;
    if (quote?.payment) facts.paid = told(quote.payment);
    for (const part of quote?.fitted ?? []) facts[`fitted ${part.code}`] = told(part);
    if (sheet) facts.sheet = told([sheet.number, sheet.pdf]);
    for (const [slot, text] of Object.entries(drafts)) facts[`draft ${slot}`] = short(text);
    for (const [slot, text] of Object.entries(form)) facts[`draft of a request ${slot}`] = short(text);
    for (const [slot, text] of Object.entries(van)) facts[`draft of the van ${slot}`] = short(text);
    return facts;
  }

  /** Whether words that were typed are held: as a draft, or as a record wherever. */
  async function holds(job, stages, text) {
    const wanted = plain(text);
    const within = (value) => {
      if (typeof value === 'object' && value !== null) return Object.values(value).some(within);
      if (typeof value !== 'string') return false;
      if (plain(value).includes(wanted)) return true;
      // A form's draft is JSON.
      if (!value.startsWith('{')) return false;
      try {
        return within(JSON.parse(value));
      } catch {
        return false;
      }
    };
    const of = (command, more = {}) => invoke(command, { job, ...more });
    if (within(await Promise.all([of('drafts'), invoke('drafts', { job: 'request' }), invoke('van')]))) return true;
    return within(await Promise.all([of('job'), of('quote'), of('ways'), ...stages.map((stage) => of('stage', { stage }))]));
  }
  return { look, aim, paste, stands, held, holds };
})();
