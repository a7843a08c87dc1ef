// What the office can ask of the hub and do there, one function each.
import { act, get, upload } from './client'
import type { AllToSettleView, CardsView, EnrolmentView, HandOverDone, HereView, ImportDone, ImportView, JobMade, JobView, MoveMade, PeopleView, SettingsView, StandardView, VansView, VanView } from './generated'

export { onSessionLost, Refused } from './client'

type Fields = Record<string, unknown>

/** A fresh name for a request, so that a second tap is not a second act. */
export const named = () => crypto.randomUUID()

export const here = () => get<HereView>('session')
export const signIn = (name: string, password: string, newPassword?: string) =>
  act<{ token: string }>('POST', 'session', { name, password, ...(newPassword ? { new_password: newPassword } : {}) })
export const signOut = () => act<void>('DELETE', 'session')

export const cards = (asked: { state: string; text: string; page: number; size: number }) =>
  get<CardsView>(`cards?${new URLSearchParams({ ...asked, page: `${asked.page}`, size: `${asked.size}` })}`)
export const job = (id: string) => get<JobView>(`jobs/${encodeURIComponent(id)}`)
export const createJob = (request: string, pack: string, fields: Fields) =>
  act<JobMade>('POST', 'jobs', { request, pack, fields })
export const changeBrief = (id: string, fields: Fields) => act<void>('PATCH', `jobs/${encodeURIComponent(id)}/brief`, { fields })
export const adoptRequest = (id: string, pack: string) => act<void>('POST', `jobs/${encodeURIComponent(id)}/adopt`, { pack })
export const addNote = (id: string, request: string, text: string) =>
  act<void>('POST', `jobs/${encodeURIComponent(id)}/notes`, { request, text })
export const assign = (id: string, persons: string[]) =>
  act<void>('POST', `jobs/${encodeURIComponent(id)}/crew`, persons.map((person) => ({ person })))

/** A move of the order: what is recorded first, why, and when somebody shall be there. */
export interface Moving {
  request: string
  to: string
  reason?: string
  records: { fact: string; words: string }[]
  visit_from?: string
  visit_to?: string
}
export const move = (id: string, asked: Moving) => act<MoveMade>('POST', `jobs/${encodeURIComponent(id)}/move`, asked)

/** What a clerk says to an open question. */
export type Settling =
  | { choice: { record: string; seen: string[] } }
  | { beside: string[] }
  | { wish: { wish: string; adopt: boolean; reason: string } }
  | { verdict: string }

export const toSettle = (page: number) => get<AllToSettleView>(`settle?page=${page}`)
export const settle = (id: string, request: string, said: Settling) =>
  act<void>('POST', `jobs/${encodeURIComponent(id)}/settle`, { request, settle: said })
export const adopt = (id: string, request: string, changes: string[]) =>
  act<void>('POST', `jobs/${encodeURIComponent(id)}/aside/adopt`, { request, changes })

/** Where what was set aside can be fetched as a file. */
export const asideAt = (id: string, changes: string[]) =>
  `/v1/office/jobs/${encodeURIComponent(id)}/aside?changes=${changes.join(',')}`

/** Where a stored file lies, for an image or a link. */
export const fileAt = (digest: string, name = '') =>
  `/v1/office/media/${digest}${name ? `?name=${encodeURIComponent(name)}` : ''}`

/** A signature as a picture. */
export const inkAt = (digest: string) => `/v1/office/media/${digest}/ink.svg`

export const people = () => get<PeopleView>('people')
export const savePerson = (person: string, name: string, badge: string) => act<void>('POST', 'people', { person, name, badge })
export const enrol = (person: string) => act<EnrolmentView>('POST', 'enrolments', { person })
export const markDevice = (device: string, state: 'retired' | 'lost') =>
  act<void>('POST', `devices/${encodeURIComponent(device)}/state`, { state })

export const vans = () => get<VansView>('vans')
export const van = (person: string) => get<VanView>(`vans/${encodeURIComponent(person)}`)
/** What the warehouse says about a van. */
export type VanSaying =
  | { issue: { part: string; quantity: string; ask?: string; note: string } }
  | { decline: { ask: string; note: string } }
  | { count: { part: string; quantity: string; note: string } }
  | { recover: { fitted: string; note: string } }
export const sayOfVan = (person: string, request: string, say: VanSaying) =>
  act<void>('POST', `vans/${encodeURIComponent(person)}`, { request, say })

export const lookAtImport = (file: File, pack: string) => upload<ImportView>(`imports?${new URLSearchParams({ pack })}`, file)
export const takeImport = (file: File, pack: string, confirm: string, request: string) =>
  upload<ImportDone>(`imports?${new URLSearchParams({ pack, confirm, request })}`, file)

/** Takes in what a phone wrote for us. */
export const takeHandOver = (file: File) => upload<HandOverDone>('handovers', file)

export const settings = () => get<SettingsView>('settings')
/** Sets some; null is the product's default. `base` is the version that was looked at. */
export const changeSettings = (base: string, values: Record<string, unknown>) => act<SettingsView>('PUT', 'settings', { base, values })

export const standard = (id: string) => get<StandardView>(`jobs/${encodeURIComponent(id)}/standard`)
export const moveStandard = (id: string, to: string) => act<StandardView>('POST', `jobs/${encodeURIComponent(id)}/standard`, { to })
