// The only place that calls the office's routes. Every refusal of the hub is a problem with words in both languages.
import type { Problem } from './generated'

/** A refusal, or a hub that could not be reached. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly zh: string,
    readonly en: string,
    /** Where several values of one request are wrong: each with its words. */
    readonly errors: NonNullable<Problem['errors']> = [],
  ) {
    super(en)
  }
}

let lost: () => void = () => {}

/** Called when the session has ended. */
export function onSessionLost(then: () => void): void {
  lost = then
}

const unreachable = () =>
  new Refused(0, 'hub.unreachable', '连不上中台，内容还没有保存；请确认中台在运行，然后再试。', 'the office hub cannot be reached and nothing was saved; check that it runs and try again')

async function send(method: string, path: string, body?: BodyInit, type?: string): Promise<Response> {
  // A form on a foreign page cannot add this header; the hub asks for it beside the cookie.
  const headers: Record<string, string> = { 'doorstep-page': '1' }
  if (type) headers['content-type'] = type
  let response: Response
  try {
    response = await fetch(`/v1/office/${path}`, { method, headers, body: body ?? null, credentials: 'same-origin', cache: 'no-store' })
  } catch {
    throw unreachable()
  }
  if (response.ok) return response
  let problem: Partial<Problem> = {}
  try {
    problem = (await response.json()) as Problem
  } catch {
    throw unreachable()
  }
  if (problem.code === 'session.none') lost()
  throw new Refused(response.status, problem.code ?? 'unknown', problem.zh ?? '', problem.en ?? '', problem.errors)
}

async function read<T>(response: Response): Promise<T> {
  const text = await response.text()
  return (text ? JSON.parse(text) : undefined) as T
}

/** Asks. */
export const get = async <T>(path: string) => read<T>(await send('GET', path))
/** Acts, with JSON. */
export const act = async <T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown) =>
  read<T>(await send(method, path, body === undefined ? undefined : JSON.stringify(body), 'application/json'))
/** Sends a file as it is. */
export const upload = async <T>(path: string, file: Blob) => read<T>(await send('POST', path, file, 'application/octet-stream'))
