// The form of a new job: what it must say is what the core asks for, named here so that the button can say what is missing.
import type { RequestSent } from '../api/generated';

export const LINES = ['customer', 'phone', 'address', 'product', 'symptom', 'note'] as const;
export type Line = (typeof LINES)[number];

export function empty(): RequestSent {
  return { customer: '', phone: '', address: '', product: '', symptom: '', note: '', pack: null };
}

/** What is missing; a phone number or an address is enough to find the customer. */
export function lacks(form: RequestSent): Line[] {
  const says = (line: Line) => form[line].trim() !== '';
  const missing: Line[] = [];
  if (!says('customer')) missing.push('customer');
  if (!says('phone') && !says('address')) missing.push('phone');
  if (!says('symptom')) missing.push('symptom');
  return missing;
}

/** The form as it was typed, where the draft still reads as one. */
export function restored(draft: string | undefined): RequestSent {
  try {
    const kept: unknown = JSON.parse(draft ?? '');
    if (typeof kept !== 'object' || kept === null) return empty();
    const form = empty();
    for (const [line, text] of Object.entries(kept)) {
      if (typeof text === 'string' && line in form) Object.assign(form, { [line]: text });
    }
    return form;
  } catch {
    return empty();
  }
}
