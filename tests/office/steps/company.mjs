// Signing in, people, jobs: with the demonstration's company of sixty jobs.
import { PASSWORD, clerk, folder, hub, remove } from '../house.mjs'
import { assert, changes, enter, open, rows, signIn, twice } from './start.mjs'

export async function company(browser, test) {
  const place = await folder()
  const office = await hub(place, ['--demo-company'])
  let seat
  try {
    await test('a wrong password is told, a one-time one asks for a lasting one, and a short one is refused', async () => {
      const { page, context, complaints } = await open(browser, office.url)
      await page.fill('#sign-in-password', 'wrong')
      await page.click('button[type=submit]')
      await page.waitForSelector('[role=alert]')
      await page.fill('#sign-in-password', office.oneTime)
      await page.click('button[type=submit]')
      await page.fill('#sign-in-new', 'short')
      await page.click('button[type=submit]')
      await page.waitForFunction(() => document.querySelector('[role=alert]')?.textContent.includes('10'))
      await page.fill('#sign-in-new', PASSWORD)
      await page.click('button[type=submit]')
      await page.waitForSelector('.shell')
      assert.equal(await page.evaluate(() => document.cookie), '', 'no script sees the session')
      await context.close()
      return complaints
    })
    seat = await (async () => {
      const opened = await open(browser, office.url)
      await signIn(opened.page, PASSWORD)
      return opened
    })()
    const { page, complaints } = seat
    const quiet = () => complaints.splice(0)
    const total = async () => Number((await page.innerText('.foot .quiet')).match(/\d+/)[0])

    await test('the list shows sixty jobs in pages and finds them by words and state', async () => {
      await page.waitForSelector('.el-table__row')
      assert.equal(await total(), 60)
      assert.equal(await rows(page).count(), 15)
      await page.click('.el-pagination .number:has-text("4")')
      await page.waitForFunction(() => document.querySelectorAll('.el-table__row').length === 15 && location.hash.includes('page=4'))
      await page.fill('.search input', '王淑敏')
      await page.keyboard.press('Enter')
      await page.waitForFunction(() => document.querySelectorAll('.el-table__row').length === 1)
      assert.match(await rows(page).first().innerText(), /王淑敏[\s\S]*13:30–15:00[\s\S]*陈志远/)
      await page.click('.found button')
      await page.click('.filter:has-text("待派工")')
      await page.waitForFunction(() => document.querySelectorAll('.el-table__row').length === 7)
      await page.click('.filter:has-text("其他")')
      await page.waitForSelector('.empty')
      await page.click('.filter:has-text("全部")')
      return quiet()
    })

    await test('a new job says what is missing, and two fast taps make one job', async () => {
      await page.click('button:has-text("新工单")')
      await page.click('button:has-text("建立工单")')
      await page.waitForFunction(() => document.querySelectorAll('.el-form-item__error').length === 4)
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'new-name')
      await page.fill('#new-name', '江宁 女士')
      await page.fill('#new-phone', '12')
      await page.fill('#new-address', '云州市望江区学士街 2 号东园 1 幢 101')
      // With sixteen services none is taken for granted.
      await page.click('.el-form-item:has(#new-pack) .el-select')
      await page.click('.el-select-dropdown__item:has-text("门窗维修保养")')
      await page.fill('#new-symptom', '=窗户漏风')
      await page.click('button:has-text("建立工单")')
      await page.waitForFunction(() => document.querySelector('.el-form-item__error')?.textContent.includes('5 至 20'))
      await page.fill('#new-phone', '136 0000 9001')
      const seen = await changes(page, async () => {
        await twice(page.locator('button:has-text("建立工单")'))
        await page.waitForFunction(() => /jobs\/GD/.test(location.hash))
      })
      assert.deepEqual(seen, ['POST /v1/office/jobs'])
      const list = await (await clerk(office.url, PASSWORD))('cards?text=13600009001')
      assert.equal(list.total, 1)
      assert.deepEqual([list.cards[0].symptom, list.cards[0].pack.key], ['=窗户漏风', 'dw_repair'])
      return quiet()
    })

    await test('the job is assigned, noted and marked urgent, each once however fast the taps', async () => {
      await page.waitForSelector('h1:has-text("江宁")')
      await page.click('button:has-text("派人")')
      await page.waitForSelector('.el-dialog')
      await page.click('.el-dialog .el-select')
      await page.click('.el-select-dropdown__item:has-text("刘洋")')
      await page.keyboard.press('Escape')
      let seen = await changes(page, async () => {
        await twice(page.locator('.el-dialog button:has-text("保存")'))
        await page.waitForSelector('.crew:has-text("刘洋")')
      })
      assert.deepEqual(seen.map((it) => it.replace(/GD[\d-]+/, 'GD')), ['POST /v1/office/jobs/GD/crew'])
      await page.waitForSelector('.page-head .chip:has-text("已派工")')
      await page.fill('textarea[aria-label="给现场留言"]', '请带 2 米梯子')
      seen = await changes(page, async () => {
        await twice(page.locator('button:has-text("发送")'))
        await page.waitForSelector('.notes li:has-text("请带 2 米梯子")')
      })
      assert.equal(seen.length, 1)
      assert.equal(await page.locator('.notes li').count(), 1)
      await page.click('.page-head button:has-text("修改")')
      await page.fill('#edit-note', '电梯坏了，走楼梯')
      await page.click('.el-dialog label:has-text("紧急")')
      seen = await changes(page, async () => {
        await twice(page.locator('.el-dialog:visible button:has-text("保存")'))
        await page.waitForSelector('.page-head .chip:has-text("紧急")')
      })
      assert.equal(seen.length, 1)
      await page.waitForSelector('.pinned:has-text("电梯坏了")')
      return quiet()
    })

    await test('a job can be reached and left with the keyboard alone', async () => {
      await page.goto(`${office.url}#/jobs`)
      await page.waitForSelector('.el-table__row a')
      await page.locator('.el-table__row a').nth(1).focus()
      const job = await page.evaluate(() => document.activeElement.textContent)
      await page.keyboard.press('Enter')
      await page.waitForSelector(`h1:has-text("${job}")`)
      await page.locator('button:has-text("修改")').focus()
      await page.keyboard.press('Enter')
      await page.waitForSelector('.el-dialog:visible')
      await page.keyboard.press('Escape')
      await page.waitForSelector('.el-dialog', { state: 'hidden' })
      return quiet()
    })

    await test('a person is added once, and a phone is enrolled by a QR that holds the link', async () => {
      await page.click('.side a:has-text("人员设备")')
      await page.waitForFunction(() => document.querySelectorAll('.person').length === 5)
      await page.click('button:has-text("加人")')
      await page.fill('#person-name', '罗成')
      await page.fill('#person-badge', '0440')
      const seen = await changes(page, async () => {
        await twice(page.locator('.el-dialog:visible button:has-text("保存")'))
        await page.waitForSelector('.person:has-text("罗成")')
      })
      assert.deepEqual(seen, ['POST /v1/office/people'])
      assert.match(await page.innerText('.person:has-text("罗成")'), /p-0440/)
      const enrolments = await changes(page, async () => {
        await page.click('.person:has-text("罗成") button:has-text("注册手机")')
        await page.waitForSelector('img.qr')
      })
      assert.deepEqual(enrolments, ['POST /v1/office/enrolments'])
      assert.ok(await page.evaluate(() => document.querySelector('img.qr').naturalWidth > 0))
      const link = await page.inputValue('#enrol-link')
      assert.match(link, /^doorstep:\/\/enrol\?hub=http%3A%2F%2F127\.0\.0\.1%3A\d+&pin=[0-9a-f]{64}&token=/)
      await page.click('.el-dialog:visible button:has-text("再出一个")')
      await page.waitForFunction((before) => document.querySelector('#enrol-link') && document.querySelector('#enrol-link').value !== before, link)
      await page.click('.el-dialog:visible button:has-text("关闭")')
      return quiet()
    })

    await test('a session that has ended leads to the sign-in and back', async () => {
      await page.context().clearCookies()
      await page.click('.side a:has-text("工单")')
      await page.waitForSelector('#sign-in-password')
      await signIn(page, PASSWORD)
      await page.waitForSelector('.el-table__row')
      await page.click('button:has-text("退出")')
      await page.waitForSelector('#sign-in-password')
      return quiet()
    })
  } finally {
    await seat?.context.close()
    await office.stop()
    await remove(place)
  }

  await test('a hub that is away is told quietly, and what it missed appears when it is back', async () => {
    const away = await folder()
    let first = await hub(away, ['--demo-company'])
    const { page, context } = await enter(browser, first)
    await page.waitForSelector('.el-table__row')
    await first.stop('SIGKILL')
    await page.waitForSelector('.stale', { timeout: 20_000 })
    assert.equal(await rows(page).count(), 15, 'what was shown stays')
    first = await hub(away, [], first.port)
    await page.waitForSelector('.stale', { state: 'detached', timeout: 20_000 })
    await context.close()
    await first.stop()
    await remove(away)
  })
}
