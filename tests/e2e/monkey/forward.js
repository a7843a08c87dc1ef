// Runs inside the page: does a visit up to a stage by the app's own commands, so that a monkey also comes to the late ones.
// What it cannot answer it leaves; the visit then stands where it stands.
async (job, stages, walk, inks) => {
  const invoke = window.__TAURI_INTERNALS__.invoke;
  const of = (command, more) => invoke(command, { job, ...more });
  const plain = { text: null, choice: null, reason: null };
  const signed = (name, relation, { box, strokes }) => ({ name, relation, ink: { field: box, strokes } });
  const customer = () => signed(walk.signer.name, walk.signer.relation, inks.customer);

  let taken = 0;
  async function photo(item) {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [64, 48];
    const pen = canvas.getContext('2d');
    taken += 1;
    pen.fillStyle = `hsl(${(taken * 37) % 360} 60% 50%)`;
    pen.fillRect(0, 0, 64, 48);
    const file = await new Promise((done) => canvas.toBlob(done, 'image/jpeg'));
    await invoke('put_photo', new Uint8Array(await file.arrayBuffer()), { headers: { 'x-job': job, 'x-item': item.key, 'x-caption': '' } });
  }
  async function read(item, units, after) {
    const { least, most, cases, parts } = item.measure;
    const value = least ?? most ?? cases?.cases[0]?.least ?? '1';
    const chosen = (kinds) => (kinds ? { [kinds.key]: kinds.cases[0].key } : {});
    const beside = parts.map((part) => ({ [part.key]: { number: '1', yes_no: 'yes', words: '好' }[part.sort], ...chosen(part.cases) }));
    for (const unit of item.each_unit ? units : [null]) await of('measure', { item: item.key, reading: { unit, after, value, parts: Object.assign(chosen(cases), ...beside), note: '已说明' } });
  }
  async function quote() {
    const line = ({ code, quantity, cover, note }) => ({ code, quantity, cover, note: note ?? '' });
    const { cause, plan, minutes, parts, fees } = walk.quote;
    await of('make_quote', { quote: { cause, plan, minutes, parts: parts.map(line), fees: fees.map(line) } });
  }
  async function answer(item, units) {
    const { key, entry } = item;
    const words = walk.words[key];
    if (item.lack === 'photo' || (item.lack && entry === 'photo')) return photo(item);
    if (item.measure && item.lack === 'reading') return read(item, units, false);
    if (entry === 'tick') return of('answer', { item: key, answer: { ...plain, said: 'done' } });
    if (entry === 'choice') return of('answer', { item: key, answer: { ...plain, said: 'done', choice: words ?? item.choices.find((one) => !one.blocks)?.key ?? null } });
    if (entry === 'text') return of('answer', { item: key, answer: { ...plain, said: 'done', text: words ?? '已核对' } });
    if (entry === 'date') return of('answer', { item: key, answer: { ...plain, said: 'done', text: 'SN-0041', date: '2022-06-18' } });
    if (entry === 'appointment') return of('appointment', { fromMs: Date.now() + 600_000, toMs: Date.now() + 4_200_000, who: walk.signer.name });
    if (entry === 'quote') return quote();
    if (entry === 'consent') return of('consent', { item: key, seen: key === 'con.plan' ? (await of('quote')).digest : null, signed: customer() });
    if (entry === 'rating') return of('rate', { score: 5, comment: '' });
    if (entry === 'signature') return of('sign', { item: key, signed: key === 'sht.sign_tech' ? signed(walk.technician.name, 'technician', inks.technician) : customer() });
    return undefined;
  }
  async function beside(stage, view) {
    if (stage === 'survey' && view.measures_units && view.units.length === 0) await of('add_unit', { name: '窗 1' });
    if (stage === 'work') for (const part of walk.fitted) await of('fit_part', { part: { new_serial: null, old_serial: null, old_recovered: true, ...part } });
    if (stage === 'settle') await of('pay', walk.payment);
    if (stage !== 'test') return;
    const survey = await of('stage', { stage: 'survey' });
    const again = survey.blocks.flatMap((block) => block.items).filter((item) => item.measure?.before_and_after && item.readings.length > 0);
    for (const item of again) await read(item, survey.units.map((unit) => unit.key), true);
  }
  /** What is refused stays open: the next round, or the monkey, meets it again. */
  const quietly = (act) => act.catch(() => undefined);

  async function work(stage) {
    let view = await of('stage', { stage });
    await quietly(beside(stage, view));
    for (let round = 0; round < 3; round += 1) {
      view = await of('stage', { stage });
      for (const block of view.blocks) if (block.to_confirm > 0) await quietly(of('confirm_block', { block: block.key, exceptions: {} }));
      view = await of('stage', { stage });
      const lacking = view.blocks.flatMap((block) => block.items).filter((item) => item.lack && item.open && item.entry !== 'event');
      if (lacking.length === 0) break;
      for (const item of lacking) await quietly(answer(item, view.units.map((unit) => unit.key)));
    }
  }
  /** The steps that lie before a stage, as far as they are free. */
  async function on(stage) {
    for (let steps = 0; steps < 4 && !(await of('stage', { stage })).open; steps += 1) {
      const { next } = await of('job');
      if (next?.missing.length === 0) await quietly(of('advance', { to: next.to }));
      else if (stage === 'departure') await quietly(of('make_sheet'));
    }
  }
  for (const stage of stages) {
    await on(stage);
    await work(stage);
    if (stage !== 'entry') continue;
    // The door's items come before the step inside, the others after it.
    const { next } = await of('job');
    if (next?.to === 'inside') await quietly(of('advance', { to: next.to }));
    await work(stage);
  }
  const { state, current } = await of('job');
  return { state, current };
}
