// Beginnings that several suites share.
import assert from 'node:assert/strict'
import { PASSWORD } from '../house.mjs'
import { watch } from '../watch.mjs'

/** A browser window that is watched; `complaints` fills with what must not happen. */
export async function open(browser, url, language = 'zh') {
  const complaints = []
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
  await watch(context, complaints)
  await context.addInitScript((it) => {
    // An empty window has no storage.
    if (location.protocol === 'http:' && !localStorage.getItem('doorstep.language')) localStorage.setItem('doorstep.language', it)
  }, language)
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  await page.goto(url)
  return { page, context, complaints }
}

/** Signs in; with a one-time password a lasting one is set. */
export async function signIn(page, password, lasting) {
  await page.fill('#sign-in-password', password)
  await page.click('button[type=submit]')
  if (lasting) {
    await page.fill('#sign-in-new', lasting)
    await page.click('button[type=submit]')
  }
  await page.waitForSelector('.shell')
}

/** A fresh office, signed in. */
export async function enter(browser, hub, language) {
  const opened = await open(browser, hub.url, language)
  await signIn(opened.page, hub.oneTime ?? PASSWORD, hub.oneTime ? PASSWORD : undefined)
  return opened
}

/** Counts requests that change something while `work` runs. */
export async function changes(page, work) {
  const seen = []
  const note = (request) => {
    if (!['GET', 'HEAD'].includes(request.method())) seen.push(`${request.method()} ${new URL(request.url()).pathname}`)
  }
  page.on('request', note)
  await work()
  page.off('request', note)
  return seen
}

/** Two taps as fast as a hand can. */
export async function twice(locator) {
  await locator.dblclick({ delay: 0 })
}

export const rows = (page) => page.locator('.el-table__body tr.el-table__row')
export const text = (locator) => locator.innerText()
export { assert }
