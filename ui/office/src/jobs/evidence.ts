// What came from the site as one list, the newest first. Photos and readings of one item stand together.
import type { ConsentView, ExceptionView, MoveView, Named, PaperView, PhotoView, QuoteView, ReadingView, SpokenAt, VisitView } from '../api/generated'

export type Evidence = { key: string; said: SpokenAt } & (
  | { kind: 'move'; move: MoveView }
  | { kind: 'photos'; item: Named; photos: PhotoView[] }
  | { kind: 'readings'; item: Named; readings: ReadingView[] }
  | { kind: 'exception'; exception: ExceptionView }
  | { kind: 'quote'; quote: QuoteView }
  | { kind: 'consent'; consent: ConsentView }
  | { kind: 'paper'; paper: PaperView }
)

/** Which of them are asked for. */
export type Wanted = 'all' | 'photos' | 'exceptions'

function byItem<T extends { item: Named; said: SpokenAt }>(list: T[]): T[][] {
  const groups = new Map<string, T[]>()
  for (const it of list) groups.set(it.item.key, [...(groups.get(it.item.key) ?? []), it])
  return [...groups.values()]
}
const last = (list: { said: SpokenAt }[]): SpokenAt => list.reduce((a, b) => ((b.said.at ?? 0) >= (a.said.at ?? 0) ? b : a)).said

export function evidence(visit: VisitView): Evidence[] {
  const all: Evidence[] = [
    ...visit.moves.map((move, n) => ({ kind: 'move' as const, key: `move-${n}`, said: move.said, move })),
    ...byItem(visit.photos).map((photos) => ({ kind: 'photos' as const, key: `photos-${photos[0]!.item.key}`, said: last(photos), item: photos[0]!.item, photos })),
    ...byItem(visit.readings).map((readings) => ({ kind: 'readings' as const, key: `readings-${readings[0]!.item.key}`, said: last(readings), item: readings[0]!.item, readings })),
    ...visit.exceptions.map((exception, n) => ({ kind: 'exception' as const, key: `exception-${n}`, said: exception.said, exception })),
    ...(visit.quote ? [{ kind: 'quote' as const, key: 'quote', said: visit.quote.said, quote: visit.quote }] : []),
    ...visit.consents.map((consent, n) => ({ kind: 'consent' as const, key: `consent-${n}`, said: consent.said, consent })),
    ...visit.papers.map((paper) => ({ kind: 'paper' as const, key: `paper-${paper.number}`, said: paper.said, paper })),
  ]
  // Of one second the later steps come first too.
  return all.reverse().sort((a, b) => (b.said.at ?? 0) - (a.said.at ?? 0))
}

export const isException = (it: Evidence) =>
  it.kind === 'exception' || (it.kind === 'readings' && it.readings.some((reading) => reading.within === false)) || (it.kind === 'consent' && !it.consent.agreed)

export const wanted = (list: Evidence[], which: Wanted) =>
  list.filter((it) => which === 'all' || (which === 'photos' ? it.kind === 'photos' : isException(it)))
