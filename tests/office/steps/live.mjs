// A job that a phone has worked: the demonstration's walk leaves a hub with its photos and its signed sheet.
import { join } from 'node:path'
import { TOP, folder, hub, once, remove } from '../house.mjs'
import { look } from '../watch.mjs'
import { assert, changes, open, signIn, twice } from './start.mjs'
import { verify } from './verify.mjs'

const DEMO_PASSWORD = 'doorstep-demo-office'
const PHOTOS = join(TOP, 'assets', 'demo', 'photos')

export async function live(browser, test) {
  const place = await folder()
  const out = join(place, 'demo')
  let office
  let seat
  try {
    await test('the demonstration walks a job and leaves its hub', async () => {
      await once(['demo', '--photos', PHOTOS, '--out', out])
      office = await hub(join(out, 'hub-data'))
      seat = await open(browser, office.url)
      await signIn(seat.page, DEMO_PASSWORD)
    })
    if (!seat) return
    const { page, complaints } = seat
    const quiet = () => complaints.splice(0)

    await test('the job shows stages, readings with verdicts, photos, quote, consent and sheet', async () => {
      await page.click('.el-table__row a')
      await page.waitForSelector('.rail')
      await page.waitForSelector('.page-head .chip:has-text("回传")')
      assert.equal(await page.locator('.tick').count(), 18)
      assert.equal(await page.innerText('.total'), '¥534.80')
      assert.ok((await page.locator('.readings .chip:has-text("合格")').count()) > 3)
      assert.ok((await page.locator('.readings .chip:has-text("超出")').count()) > 0)
      const photos = await page.locator('.photo img').count()
      assert.ok(photos >= 6, `${photos} photos`)
      for (let n = 0; n < photos; n += 1) await page.locator('.photo img').nth(n).scrollIntoViewIfNeeded()
      await page.waitForFunction(() => [...document.querySelectorAll('.photo img')].every((it) => it.complete && it.naturalWidth > 0))
      const inks = await page.locator('img.ink').count()
      assert.ok(inks >= 3, `${inks} inks: consent, customer, technician`)
      await page.waitForFunction(() => [...document.querySelectorAll('img.ink')].every((it) => it.complete && it.naturalWidth > 0))
      await page.locator('main').evaluate((it) => it.scrollTo(0, 0))
      const sheet = await page.getAttribute('.papers a', 'href')
      const opened = await page.evaluate(async (href) => {
        const response = await fetch(href)
        const bytes = new Uint8Array(await response.arrayBuffer())
        return { type: response.headers.get('content-type'), way: response.headers.get('content-disposition'), sniff: response.headers.get('x-content-type-options'), start: String.fromCharCode(...bytes.slice(0, 5)) }
      }, sheet)
      assert.deepEqual([opened.type, opened.sniff, opened.start], ['application/pdf', 'nosniff', '%PDF-'])
      assert.match(opened.way, /^inline; filename="GD261120-0041-[\w-]+\.pdf"$/)
      return quiet()
    })

    await test('the sheet opens in a window of its own', async () => {
      const [sheet] = await Promise.all([page.context().waitForEvent('page'), page.click('.papers a')])
      await sheet.waitForLoadState()
      assert.match(sheet.url(), /\/v1\/office\/media\/[0-9a-f]{64}\?name=/)
      await sheet.close()
      return quiet().filter((it) => !it.includes('chrome-extension'))
    })

    await test('the sheet bears the office\'s receipt, and the page says when', async () => {
      assert.match(await page.innerText('.papers li'), /收讫/)
      return quiet()
    })

    await verify(browser, test, office.url, out)

    await test('a photo opens large and the arrow keys go through them', async () => {
      await page.locator('.photo img').first().click()
      await page.waitForSelector('img.large')
      const first = await page.getAttribute('img.large', 'src')
      await page.keyboard.press('ArrowRight')
      await page.waitForFunction((before) => document.querySelector('img.large')?.getAttribute('src') !== before, first)
      const wrong = await look(page, 'job-photo-zh')
      await page.keyboard.press('Escape')
      await page.waitForSelector('img.large', { state: 'hidden' })
      await page.click('.filter:has-text("只看例外")')
      assert.ok((await page.locator('.event').count()) >= 1)
      await page.click('.filter:has-text("全部")')
      return [...wrong, ...quiet()]
    })

    await test('a finished visit is appraised once: the step asks for words, and both stand in the office\'s record', async () => {
      assert.ok((await page.locator('.clocks li').count()) >= 5)
      await page.click('.moves button:has-text("主管考核")')
      const save = page.locator('.el-dialog:visible .el-dialog__footer button:has-text("主管考核")')
      assert.ok(await save.isDisabled(), 'without words there is no decision')
      await page.fill('#fact-appraisal', '按时到达，质量合格')
      const wrong = await look(page, 'job-move-zh')
      const seen = await changes(page, async () => {
        await twice(save)
        await page.waitForSelector('.page-head .chip:has-text("主管考核")')
      })
      assert.deepEqual(seen.map((it) => it.replace(/GD[\d-]+/, 'GD')), ['POST /v1/office/jobs/GD/move'])
      await page.waitForSelector('.lines li:has-text("按时到达，质量合格")')
      return [...wrong, ...quiet()]
    })

    for (const language of ['zh', 'en']) {
      await test(`the worked job holds up in both sizes (${language})`, async () => {
        await page.evaluate((it) => localStorage.setItem('doorstep.language', it), language)
        await page.reload()
        await page.waitForSelector('.photo img')
        await page.waitForLoadState('networkidle')
        return [...(await look(page, `job-worked-${language}`)), ...quiet()]
      })
    }

    await test('a phone is retired and then reported lost, each with a warning and by one request', async () => {
      await page.evaluate(() => localStorage.setItem('doorstep.language', 'zh'))
      await page.goto(`${office.url}#/people`)
      await page.reload()
      await page.click('button:has-text("停用")')
      await page.waitForSelector('.el-dialog:visible:has-text("先把没发的内容全部交回")')
      const wrong = await look(page, 'people-retire-zh')
      let seen = await changes(page, async () => {
        await twice(page.locator('.el-dialog:visible .el-button--danger'))
        await page.waitForSelector('.device .chip:has-text("已停用")')
      })
      assert.equal(seen.length, 1)
      await page.waitForSelector('.el-dialog', { state: 'hidden' })
      await page.click('.device button:has-text("报失")')
      await page.waitForSelector('.el-dialog:visible:has-text("一联网就立即清空")')
      seen = await changes(page, async () => {
        await twice(page.locator('.el-dialog:visible .el-button--danger'))
        await page.waitForSelector('.device .chip:has-text("已报失")')
      })
      assert.equal(seen.length, 1)
      assert.equal(await page.locator('.device button').count(), 0, 'nothing left to do')
      return [...wrong, ...quiet()]
    })
  } finally {
    await seat?.context.close()
    await office?.stop()
    await remove(place)
  }
}
