// schemathesis, as it comes from PyPI, holds a running hub against the description it serves: random requests, good and
// bad, of each operation; every answer must be one the description names, in its type and shape, and never a 500.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { TOP, hub, inFolder } from '../lib/hub.mjs'

const PYTHON = process.env.DOORSTEP_PYTHON ?? join(TOP, 'target', 'tools', 'venv', 'bin', 'python')
const HOW = join(TOP, 'tests', 'interop', 'api')
const PASSWORD = 'rain-season-2026'
/** Requests an operation, and seconds in all. `cargo xtask soak` gives more. */
const EXAMPLES = process.env.DOORSTEP_API_EXAMPLES ?? '25'
const SECONDS = process.env.DOORSTEP_API_SECONDS ?? '75'
const SEED = process.env.DOORSTEP_API_SEED ?? '1'

/** Runs schemathesis in a folder that it may litter; the code it ends with. */
function schemathesis(folder, args, env) {
  const program = ['-c', 'import sys; from schemathesis.cli import schemathesis; sys.exit(schemathesis())']
  const child = spawn(PYTHON, [...program, '--config-file', join(HOW, 'schemathesis.toml'), ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
    cwd: folder,
    env: { ...process.env, SCHEMATHESIS_HOOKS: join(HOW, 'hooks.py'), PYTHONDONTWRITEBYTECODE: '1', ...env },
  })
  return new Promise((done, failed) => child.on('error', failed).on('close', done))
}

export async function api(test) {
  await inFolder(async (folder) => {
    const at = await hub(folder)
    const opened = await fetch(`${at.url}/v1/office/session`, {
      method: 'POST',
      body: JSON.stringify({ name: 'admin', password: at.first.password, new_password: PASSWORD }),
    })
    assert.equal(opened.status, 200)

    await test('schemathesis finds no fault in the hub by its own description', async () => {
      const limits = ['--max-examples', EXAMPLES, '--max-time', SECONDS, '--seed', SEED]
      const env = { DOORSTEP_URL: at.url, DOORSTEP_PASSWORD: PASSWORD }
      assert.equal(await schemathesis(folder, ['run', ...limits, `${at.url}/v1/openapi.json`], env), 0)
    })
    await at.end('SIGTERM')
  })
}
