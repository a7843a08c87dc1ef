// What must not happen while a page is open, and what must hold on every screen.
import { readFile } from 'node:fs/promises'
import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { TOP } from './house.mjs'

const SHOTS = join(TOP, 'target', 'screens', 'office')
const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Keeps every console error, uncaught error and violation of the content security policy. */
export async function watch(context, complaints) {
  await context.exposeBinding('doorstepViolation', (_, what) => complaints.push(`CSP: ${what}`))
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => window.doorstepViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`))
  })
  context.on('weberror', (error) => complaints.push(`error: ${error.error().message}`))
  context.on('console', (message) => {
    // A refusal the test asks for is a failed request to the browser.
    const expected = /Failed to load resource: the server responded with a status of 4\d\d/.test(message.text())
    if (message.type() === 'error' && !expected) complaints.push(`console: ${message.text()}`)
    if (message.type() === 'warning' && /\[Vue warn\]|\[intlify\]|ElementPlus/.test(message.text())) complaints.push(`console: ${message.text()}`)
  })
}

/** Whatever sticks out sideways. */
const overflow = (page) =>
  page.evaluate(() => {
    const wide = (element) => element.scrollWidth > element.clientWidth + 1
    const found = [document.documentElement, document.querySelector('main')].filter((it) => it && wide(it)).map((it) => it.tagName)
    for (const element of document.querySelectorAll('button, a, h1, h2, .chip, .el-dialog')) {
      const box = element.getBoundingClientRect()
      if (box.width && (box.right > innerWidth + 1 || box.left < -1) && !element.closest('.el-table, .visually-hidden') && !element.classList.contains('visually-hidden')) {
        found.push(`${element.tagName} ${element.textContent.trim().slice(0, 30)}`)
      }
    }
    return found
  })

/** Serious and critical findings of axe-core. */
async function serious(page) {
  // The page's own policy forbids strange scripts, so axe comes in through the debugger.
  await page.evaluate(AXE)
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }))
  return violations.filter((it) => ['serious', 'critical'].includes(it.impact)).map((it) => `${it.id}: ${it.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`)
}

const SIZES = [[1440, 900], [1024, 768]]

/** Looks at the screen as it stands in both sizes: picture, overflow, axe. Returns what is wrong. */
export async function look(page, name) {
  const wrong = []
  await mkdir(SHOTS, { recursive: true })
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height })
    await page.waitForTimeout(250)
    await page.screenshot({ path: join(SHOTS, `${name}-${width}.png`) })
    wrong.push(...(await overflow(page)).map((it) => `${name} ${width}: sticks out: ${it}`))
    wrong.push(...(await serious(page)).map((it) => `${name} ${width}: ${it}`))
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  return wrong
}
