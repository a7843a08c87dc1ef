// Tables on their way in.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PASSWORD, TOP, clerk, folder, hub, remove } from '../house.mjs'
import { assert, changes, enter, rows, twice } from './start.mjs'

const FIXTURES = join(TOP, 'tests', 'office', 'fixtures')

export async function imports(browser, test) {
  const place = await folder()
  const office = await hub(place)
  const { page, context, complaints } = await enter(browser, office)
  const quiet = () => complaints.splice(0)
  const choose = async (file) => {
    await page.setInputFiles('input[type=file]', file)
    await page.waitForSelector('.sheet .filter, [role=alert]')
  }
  const counts = async () => (await page.locator('.sheet .filter .n').allInnerTexts()).map(Number)
  try {
    await test('a GBK table is looked at row by row, and two fast taps take it in once', async () => {
      await page.click('.side a:has-text("导入")')
      await choose(join(FIXTURES, 'jobs-gbk.csv'))
      assert.deepEqual(await counts(), [7, 3, 3, 1])
      assert.match(await page.innerText('.sheet .head'), /GB18030[\s\S]*销售/)
      assert.match(await rows(page).nth(4).innerText(), /电话: 应有 5 至 20 位数字/)
      assert.match(await rows(page).nth(5).innerText(), /没有“修飞船”这种服务/)
      assert.match(await rows(page).nth(6).innerText(), /与第 2 行重复/)
      assert.equal((await (await clerk(office.url, PASSWORD))('cards')).total, 0, 'looking stores nothing')
      await page.click('.sheet .filter:has-text("有错")')
      assert.equal(await rows(page).count(), 3)
      const seen = await changes(page, async () => {
        await twice(page.locator('button:has-text("导入 3 张工单")'))
        await page.waitForSelector('.done')
      })
      assert.deepEqual(seen, ['POST /v1/office/imports'])
      assert.match(await page.innerText('.done'), /已导入 3 张工单[\s\S]*有错 3 行，重复 1 行/)
      const { cards } = await (await clerk(office.url, PASSWORD))('cards')
      assert.deepEqual(cards.map((card) => card.external).sort(), ['TM-8801', 'TM-8802', 'TM-8803'])
      return quiet()
    })

    await test('the same table again is all there already', async () => {
      await choose(join(FIXTURES, 'jobs-gbk.csv'))
      await page.waitForSelector('.sheet')
      assert.deepEqual(await counts(), [7, 0, 3, 4])
      assert.match(await rows(page).first().innerText(), /已有工单 GD/)
      assert.ok(await page.isDisabled('button:has-text("没有可导入的行")'))
      return quiet()
    })

    await test('a workbook with errors takes in its good rows', async () => {
      await choose(join(FIXTURES, 'jobs-with-errors.xlsx'))
      await page.waitForFunction(() => document.querySelector('.sheet .head')?.textContent.includes('十二月工单'))
      assert.deepEqual(await counts(), [5, 2, 2, 1])
      assert.match(await rows(page).nth(1).innerText(), /错误值/)
      assert.match(await rows(page).nth(2).innerText(), /只有日期/)
      await page.click('button:has-text("导入 2 张工单")')
      await page.waitForSelector('.done')
      await page.click('button:has-text("看工单")')
      await page.waitForFunction(() => document.querySelectorAll('.el-table__row').length === 5)
      return quiet()
    })

    await test('a table of 40 MB, an empty one, a picture and a cut workbook are refused in plain words', async () => {
      await page.click('.side a:has-text("导入")')
      const large = join(place, 'large.csv')
      await writeFile(large, Buffer.alloc(40 << 20, ','))
      const workbook = (await readFile(join(FIXTURES, 'jobs-with-errors.xlsx'))).subarray(0, 900)
      const cases = [
        [large, /超过 10 MB/],
        [{ name: 'empty.csv', mimeType: 'text/csv', buffer: Buffer.from('') }, /表格是空的/],
        [{ name: 'photo.csv', mimeType: 'text/csv', buffer: Buffer.from('\x89PNG\r\n\x1a\n\0\0\0', 'latin1') }, /不是表格/],
        [{ name: 'cut.xlsx', mimeType: 'application/zip', buffer: workbook }, /已损坏/],
        [{ name: 'one.csv', mimeType: 'text/csv', buffer: Buffer.from('姓名\n王淑敏\n') }, /没有这些列：电话、地址/],
      ]
      for (const [file, words] of cases) {
        await page.setInputFiles('input[type=file]', file)
        await page.waitForFunction((source) => new RegExp(source).test(document.querySelector('[role=alert]')?.textContent ?? ''), words.source)
      }
      return quiet()
    })
  } finally {
    await context.close()
    await office.stop()
    await remove(place)
  }
}
