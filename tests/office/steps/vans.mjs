// The warehouse: issues parts, answers, counts.
import { PASSWORD, clerk, folder, hub, remove } from '../house.mjs'
import { assert, changes, enter, twice } from './start.mjs'

export async function vans(browser, test) {
  const place = await folder()
  const office = await hub(place, ['--demo-company'])
  const { page, context, complaints } = await enter(browser, office)
  const ask = await clerk(office.url, PASSWORD)
  const quiet = () => complaints.splice(0)
  let person
  try {
    await test('a first part issued opens a van; two fast taps issue it once', async () => {
      await page.click('.side a:has-text("车载库存")')
      await page.waitForSelector('[data-test^="van:"]')
      const fresh = page.locator('[data-test^="van:"]:has-text("还没发过料")')
      person = (await fresh.getAttribute('data-test')).slice(4)
      await fresh.click()
      await page.click('[data-test="van-issue"]')
      await page.waitForSelector('.el-dialog')
      assert.ok(await page.locator('[data-test="van-keep"]').isDisabled())
      await page.locator('.el-dialog .el-select').click()
      await page.locator('.el-select-dropdown__item:has-text("CF-20")').click()
      await page.fill('#van-quantity', '1.5.2')
      assert.ok(await page.locator('[data-test="van-keep"]').isDisabled(), 'no number')
      await page.fill('#van-quantity', '4')
      const seen = await changes(page, async () => {
        await twice(page.locator('[data-test="van-keep"]'))
        await page.waitForSelector('[data-test="van-held:CF-20"]')
      })
      assert.deepEqual(seen, [`POST /v1/office/vans/${person}`])
      assert.match(await page.innerText('[data-test="van-held:CF-20"]'), /4 个/)
      return quiet()
    })

    await test('a count takes the place of what was thought, and the history says so', async () => {
      await page.click('[data-test="van-count:CF-20"]')
      await page.fill('#van-quantity', '3')
      await page.click('[data-test="van-keep"]')
      await page.waitForSelector('[data-test="van-held:CF-20"]:has-text("3 个")')
      const view = await ask(`vans/${person}`)
      assert.deepEqual(view.history.map(({ kind }) => kind), ['count', 'issue'])
      assert.match(await page.innerText('body'), /盘点为/)
      return quiet()
    })
  } finally {
    await context.close()
    await office.stop()
    await remove(place)
  }
}
