// The office's page in a real browser, against a real hub: `node tests/office/run.mjs`. It needs the built page
// (`npm --prefix ui run build`), target/debug/doorstep and Debian's chromium. The last line counts.
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { PAGE, PROGRAM, stopAll } from './house.mjs'
import { company } from './steps/company.mjs'
import { imports } from './steps/imports.mjs'
import { live } from './steps/live.mjs'
import { screens } from './steps/screens.mjs'
import { settings } from './steps/settings.mjs'
import { vans } from './steps/vans.mjs'

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
for (const [what, path] of [['program', PROGRAM], ['built page', `${PAGE}/index.html`], ['browser', CHROMIUM]]) {
  if (!existsSync(path)) {
    console.error(`the ${what} is missing: ${path}`)
    process.exit(2)
  }
}

let passed = 0
const failed = []
/** A test: a sentence and what must hold. Returned complaints fail it as a thrown error does. */
async function test(sentence, body) {
  const begun = Date.now()
  let wrong
  try {
    wrong = (await body()) ?? []
  } catch (error) {
    wrong = [error.stack ?? String(error)]
  }
  if (wrong.length) failed.push(sentence)
  else passed += 1
  console.log(`${wrong.length ? 'FAILED' : 'ok'}  ${sentence}  (${Date.now() - begun} ms)`)
  wrong.forEach((it) => console.log(`        ${it}`))
}

const root = process.getuid?.() === 0
const browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: root ? ['--no-sandbox'] : [] })
try {
  for (const suite of [company, imports, live, settings, vans, screens]) await suite(browser, test)
} finally {
  await browser.close()
  stopAll()
}
console.log(`${passed} passed, ${failed.length} failed`)
process.exit(failed.length ? 1 : 0)
