// The quote that is being written. No amount is computed here: `price_quote` says what it comes to.
import type { Cover, PriceListView, QuoteSent, QuoteView } from '../api/generated';

export interface FormLine { code: string; quantity: string; cover: Cover; note: string }
export interface QuoteForm { cause: string; plan: string; minutes: string; parts: FormLine[]; fees: FormLine[] }

export function emptyForm(): QuoteForm {
  return { cause: '', plan: '', minutes: '60', parts: [], fees: [] };
}

/** To change a quote, start from it. */
export function formOf(quote: QuoteView): QuoteForm {
  const lines = (part: boolean) =>
    quote.lines.filter((line) => line.part === part).map((line) => ({ code: line.code, quantity: line.quantity, cover: line.cover, note: part ? '' : line.detail }));
  return { cause: quote.cause, plan: quote.plan, minutes: String(quote.minutes), parts: lines(true), fees: lines(false) };
}

/** What was typed before a kill; `null` where it cannot be read. */
export function restoredForm(text: string | undefined, prices: PriceListView): QuoteForm | null {
  if (!text) return null;
  try {
    const kept = { ...emptyForm(), ...(JSON.parse(text) as Partial<QuoteForm>) };
    const parts = new Set(prices.parts.map((part) => part.code));
    const fees = new Set(prices.fees.map((fee) => fee.code));
    return { ...kept, parts: kept.parts.filter((line) => parts.has(line.code)), fees: kept.fees.filter((line) => fees.has(line.code)) };
  } catch {
    return null;
  }
}

export function sent(form: QuoteForm): QuoteSent {
  const line = (of: FormLine) => ({ code: of.code, quantity: of.quantity.trim(), cover: of.cover, note: of.note.trim() });
  return { cause: form.cause.trim(), plan: form.plan.trim(), minutes: Math.max(0, Math.round(Number(form.minutes) || 0)), parts: form.parts.map(line), fees: form.fees.map(line) };
}

const DECIMAL = /^\d{1,6}(\.\d{1,3})?$/;

/** Which fields are still to be filled in. */
export function lacks(form: QuoteForm): ('cause' | 'plan' | 'lines' | 'quantity')[] {
  const all = [...form.parts, ...form.fees];
  const list: ('cause' | 'plan' | 'lines' | 'quantity')[] = [];
  if (form.cause.trim() === '') list.push('cause');
  if (form.plan.trim() === '') list.push('plan');
  if (all.length === 0) list.push('lines');
  if (all.some((line) => !DECIMAL.test(line.quantity.trim()) || Number(line.quantity) <= 0)) list.push('quantity');
  return list;
}

/** One more or less of a whole thing; 12.6 becomes 13 or 12. */
export function stepped(quantity: string, by: 1 | -1): string {
  const now = Number(quantity) || 0;
  const next = by > 0 ? Math.floor(now) + 1 : Math.ceil(now) - 1;
  return String(Math.max(1, next));
}
