// A real hub in a temporary folder, and a browser that looks at it. Everything started here is ended here, by its id.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const TOP = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const TARGET = process.env.CARGO_TARGET_DIR ?? join(TOP, 'target')
export const PROGRAM = process.env.DOORSTEP_BIN ?? join(TARGET, 'debug', 'doorstep')
export const PAGE = process.env.DOORSTEP_PAGE ?? join(TOP, 'ui', 'office', 'dist')
export const PASSWORD = 'rain-season-2026'

const children = new Set()

/** Runs the program to its end. */
export function once(args) {
  return new Promise((done, failed) => {
    const child = spawn(PROGRAM, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.on('data', (data) => (said += data))
    child.on('error', failed)
    child.on('exit', (code) => (code === 0 ? done() : failed(new Error(`doorstep ${args.join(' ')}: ${code}\n${said}`))))
  })
}

export const folder = () => mkdtemp(join(tmpdir(), 'doorstep-office-'))
export const remove = (path) => rm(path, { recursive: true, force: true })

/** Starts a hub on a free port and waits until it listens. */
export function hub(path, more = [], port = 0) {
  return new Promise((done, failed) => {
    const child = spawn(PROGRAM, ['hub', '--json', '--listen', `127.0.0.1:${port}`, '--folder', path, '--page', PAGE, ...more], { stdio: ['ignore', 'pipe', 'inherit'] })
    children.add(child)
    child.on('error', failed)
    child.on('exit', (code) => {
      children.delete(child)
      failed(new Error(`the hub ended with ${code}`))
    })
    createInterface({ input: child.stdout }).once('line', (line) => {
      const ready = JSON.parse(line)
      const stop = (signal = 'SIGTERM') =>
        new Promise((stopped) => {
          if (child.exitCode !== null || child.signalCode !== null) return stopped()
          child.once('exit', stopped)
          child.kill(signal)
        })
      done({ url: `http://${ready.listening}/`, port: Number(ready.listening.split(':').pop()), oneTime: ready.first?.password, stop })
    })
  })
}

export const stopAll = () => [...children].forEach((child) => child.kill('SIGKILL'))
process.on('exit', stopAll)

/** Calls the hub's API as a clerk, beside the page. */
export async function clerk(url, password) {
  const session = await fetch(`${url}v1/office/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'admin', password }) })
  const { token } = await session.json()
  return async (path) => (await fetch(`${url}v1/office/${path}`, { headers: { authorization: `Bearer ${token}` } })).json()
}
