// Our program in processes of its own, in temporary folders. Everything started here is ended here, by its id.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export const TOP = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
const TARGET = process.env.CARGO_TARGET_DIR ?? join(TOP, 'target')
export const PROGRAM = process.env.DOORSTEP_BIN ?? join(TARGET, 'debug', 'doorstep')

const children = new Set()

export const endAll = () => [...children].forEach((child) => child.kill('SIGKILL'))
process.on('exit', endAll)

/** Does something in a folder that is gone afterwards. */
export async function inFolder(work) {
  const path = await mkdtemp(join(tmpdir(), 'doorstep-interop-'))
  try {
    await work(path)
  } finally {
    await rm(path, { recursive: true, force: true })
  }
}

/** Runs the program to its end and gives what it said. */
export function run(args) {
  return new Promise((done, failed) => {
    const child = start(args)
    let said = ''
    child.stdout.on('data', (data) => (said += data))
    child.on('error', failed)
    child.on('close', (code) => (code === 0 ? done(said) : failed(new Error(`doorstep ${args[0]} ended with ${code}`))))
  })
}

/** Starts a hub with the demo's company and waits until it listens. Port 0 takes a free one. */
export function hub(folder, port = 0) {
  return new Promise((done, failed) => {
    const child = start(['hub', '--json', '--demo-company', '--listen', `127.0.0.1:${port}`, '--folder', folder])
    child.on('error', failed)
    child.on('exit', (code) => failed(new Error(`the hub ended with ${code}`)))
    createInterface({ input: child.stdout }).once('line', (line) => {
      const { listening, enrol, first } = JSON.parse(line)
      const end = (signal) => new Promise((ended) => child.once('exit', ended) && child.kill(signal))
      done({ url: `http://${listening}`, port: Number(listening.split(':').pop()), enrol, first, end })
    })
  })
}

function start(args) {
  const child = spawn(PROGRAM, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  children.add(child)
  child.on('exit', () => children.delete(child))
  return child
}
