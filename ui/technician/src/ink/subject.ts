// What is being signed, and by whom.
import { calls, type ItemView, type JobView, type QuoteView, type Stage, type StageView } from '../api/generated';

export interface Subject {
  item: ItemView;
  job: JobView;
  /** Where it stands; none where a branch asks for it. */
  stage: StageView | null;
  quote: QuoteView | null;
}

/** The stage an item to be signed stands in. */
export function stageOf(item: string, job: JobView | null): Stage {
  if (item.startsWith('sht.')) return 'sheet';
  if (item.startsWith('con.')) return 'consent';
  return job?.current ?? 'consent';
}

export async function subject(job: string, item: string): Promise<Subject | null> {
  const [seen, quote] = await Promise.all([calls.job(job), calls.quote(job)]);
  const stage = await calls.stage(job, stageOf(item, seen));
  const found = stage.blocks.flatMap((block) => block.items).find((one) => one.key === item);
  if (found) return { item: found, job: seen, stage, quote };
  const { blocks, ways } = await calls.ways(job);
  const told = [...blocks, ...ways.flatMap((way) => way.block ?? [])];
  const asked = told.flatMap((block) => block.items).find((one) => one.key === item);
  return asked ? { item: asked, job: seen, stage: null, quote } : null;
}

/** C41D 08AF 77E2 9B30: enough of a digest to compare by eye. */
export function short(digest: string): string {
  return (digest.slice(0, 16).toUpperCase().match(/.{4}/g) ?? []).join(' ');
}
