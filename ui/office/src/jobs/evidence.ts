// What came from the site as one list, the newest first. Photos and readings of one item stand together.
import type { ConsentView, ContactView, ExceptionView, MoveView, Named, PaperView, PhotoView, QuoteView, ReadingView, SignatureView, SpokenAt, VisitView } from '../api/generated'

export type Evidence = { key: string; said: SpokenAt } & (
  | { kind: 'move'; move: MoveView }
  | { kind: 'photos'; item: Named; photos: PhotoView[] }
  | { kind: 'readings'; item: Named; readings: ReadingView[] }
  | { kind: 'contact'; contact: ContactView }
  | { kind: 'exception'; exception: ExceptionView }
  | { kind: 'quote'; quote: QuoteView }
  | { kind: 'consent'; consent: ConsentView }
  | { kind: 'signature'; signature: SignatureView }
  | { kind: 'paper'; paper: PaperView }
)

/** Which of them are asked for. */
export type Wanted = 'all' | 'photos' | 'exceptions'

function byItem<T extends { item: Named; said: SpokenAt }>(list: T[]): T[][] {
  const groups = new Map<string, T[]>()
  for (const it of list) groups.set(it.item.key, [...(groups.get(it.item.key) ?? []), it])
  return [...groups.values()]
}
/** Positive where `a` was said after `b`. */
const later = (a: SpokenAt, b: SpokenAt) => (a.at ?? 0) - (b.at ?? 0) || a.order.localeCompare(b.order)
const last = (list: { said: SpokenAt }[]): SpokenAt => list.reduce((a, b) => (later(b.said, a.said) > 0 ? b : a)).said

export function evidence(visit: VisitView): Evidence[] {
  const all: Evidence[] = [
    ...visit.moves.map((move, n) => ({ kind: 'move' as const, key: `move-${n}`, said: move.said, move })),
    ...byItem(visit.photos).map((photos) => ({ kind: 'photos' as const, key: `photos-${photos[0]!.item.key}`, said: last(photos), item: photos[0]!.item, photos })),
    ...byItem(visit.readings).map((readings) => ({ kind: 'readings' as const, key: `readings-${readings[0]!.item.key}`, said: last(readings), item: readings[0]!.item, readings })),
    ...visit.contacts.map((contact, n) => ({ kind: 'contact' as const, key: `contact-${n}`, said: contact.said, contact })),
    ...visit.exceptions.map((exception, n) => ({ kind: 'exception' as const, key: `exception-${n}`, said: exception.said, exception })),
    ...(visit.quote ? [{ kind: 'quote' as const, key: 'quote', said: visit.quote.said, quote: visit.quote }] : []),
    ...visit.consents.map((consent, n) => ({ kind: 'consent' as const, key: `consent-${n}`, said: consent.said, consent })),
    ...visit.signatures.map((signature, n) => ({ kind: 'signature' as const, key: `signature-${n}`, said: signature.said, signature })),
    ...visit.papers.map((paper) => ({ kind: 'paper' as const, key: `paper-${paper.number}`, said: paper.said, paper })),
  ]
  return all.sort((a, b) => later(b.said, a.said))
}

export const isException = (it: Evidence) =>
  it.kind === 'exception' || (it.kind === 'readings' && it.readings.some((reading) => reading.within === false)) || (it.kind === 'consent' && !it.consent.agreed)

export const wanted = (list: Evidence[], which: Wanted) =>
  list.filter((it) => which === 'all' || (which === 'photos' ? it.kind === 'photos' : isException(it)))
