// Other people's programs against ours: a tus client uploads to a real hub, Automerge's own JavaScript opens what the
// demo leaves, schemathesis asks a hub for whatever its description allows and forbids. `node tests/interop/run.mjs [CASE…]`
// needs target/debug/doorstep. The last line counts.
import { existsSync } from 'node:fs'
import { api } from './cases/api.mjs'
import { documents } from './cases/documents.mjs'
import { uploads } from './cases/uploads.mjs'
import { PROGRAM, endAll } from './lib/hub.mjs'

if (!existsSync(PROGRAM)) {
  console.error(`the program is missing: ${PROGRAM}`)
  process.exit(2)
}

let passed = 0
let failed = 0

/** A test: a sentence and what must hold. */
async function test(sentence, body) {
  const begun = Date.now()
  try {
    await body()
    passed += 1
    console.log(`ok  ${sentence}  (${Date.now() - begun} ms)`)
  } catch (error) {
    failed += 1
    console.log(`FAILED  ${sentence}  (${Date.now() - begun} ms)\n        ${error.stack ?? error}`)
  }
}

try {
  const cases = { uploads, documents, api }
  const asked = process.argv.slice(2)
  for (const [name, run] of Object.entries(cases)) if (!asked.length || asked.includes(name)) await run(test)
} finally {
  endAll()
}
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
