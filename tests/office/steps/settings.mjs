// The firm's settings: changed, refused at their row, saved as a version, put back.
import { PASSWORD, clerk, folder, hub, remove } from '../house.mjs'
import { assert, changes, enter, twice } from './start.mjs'

export async function settings(browser, test) {
  const place = await folder()
  const office = await hub(place, ['--demo-company'])
  const { page, context, complaints } = await enter(browser, office)
  const ask = await clerk(office.url, PASSWORD)
  const quiet = () => complaints.splice(0)
  const row = (key) => page.locator(`.row[data-key="${key}"]`)
  const value = async (key) => (await ask('settings')).settings.find((it) => it.key === key).value
  try {
    await test('a value out of its limits is told at its row and nothing is saved', async () => {
      await page.click('.side a:has-text("设置")')
      await page.waitForSelector('.row')
      assert.match(await row('nobody.wait_min').innerText(), /产品默认[\s\S]*0–60 分钟[\s\S]*默认 15 分钟/)
      assert.match(await row('apt.notice_short_min').innerText(), /规范来源/)
      assert.ok(await page.locator('.foot button:has-text("保存")').isDisabled())
      await row('nobody.wait_min').locator('input').fill('61')
      await row('rebook.due_h').locator('input').fill('12')
      await page.waitForSelector('.foot:has-text("2 项还没保存")')
      await page.click('.foot button:has-text("保存")')
      await page.waitForSelector('.row[data-key="nobody.wait_min"] [role=alert]')
      assert.match(await row('nobody.wait_min').innerText(), /应为 0–60 分钟/)
      assert.equal(await row('rebook.due_h').locator('[role=alert]').count(), 0)
      assert.equal(await value('rebook.due_h'), 24, 'all or nothing')
      return quiet()
    })

    await test('two fast taps save one version, which says who and what', async () => {
      await row('nobody.wait_min').locator('input').fill('20')
      const seen = await changes(page, async () => {
        await twice(page.locator('.foot button:has-text("保存")'))
        await page.waitForSelector('.foot:has-text("没有改动")')
      })
      assert.deepEqual(seen, ['PUT /v1/office/settings'])
      assert.deepEqual([await value('nobody.wait_min'), await value('rebook.due_h')], [20, 12])
      await page.waitForSelector('.row[data-key="nobody.wait_min"] .chip:has-text("本公司")')
      assert.match(await page.innerText('.version'), /admin[\s\S]*无人应答等候时长/)
      return quiet()
    })

    await test('money is typed in yuan, lists and switches are saved, and a value goes back to the default', async () => {
      await page.click('.groups button:has-text("费用与保修")')
      assert.equal(await row('fee.onsite_limit').locator('input').inputValue(), '5000.00')
      await row('fee.onsite_limit').locator('input').fill('300.5')
      await page.click('.groups button:has-text("检查项")')
      await row('consent.allow_oral').locator('.el-checkbox').click()
      await row('sign.refusal_reasons').locator('button:has-text("加一条")').click()
      await row('sign.refusal_reasons').locator('input').nth(8).fill('家人代办')
      await page.click('.groups button:has-text("时限")')
      await row('nobody.wait_min').locator('button:has-text("恢复默认")').click()
      await page.waitForSelector('.foot:has-text("4 项还没保存")')
      await page.click('.foot button:has-text("保存")')
      await page.waitForSelector('.foot:has-text("没有改动")')
      assert.deepEqual([await value('fee.onsite_limit'), await value('consent.allow_oral'), await value('nobody.wait_min')], [30_050, true, 15])
      assert.deepEqual((await value('sign.refusal_reasons')).at(-1), { zh: '家人代办', en: '' })
      return quiet()
    })
  } finally {
    await context.close()
    await office.stop()
    await remove(place)
  }
}
