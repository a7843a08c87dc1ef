// Every screen in both languages and both sizes: a picture, nothing sticking out, no serious finding of axe-core.
import { join } from 'node:path'
import { PASSWORD, TOP, folder, hub, remove } from '../house.mjs'
import { look } from '../watch.mjs'
import { enter, open, signIn } from './start.mjs'

export async function screens(browser, test) {
  const place = await folder()
  const office = await hub(place, ['--demo-company'])
  const first = await enter(browser, office)
  await first.context.close()
  try {
    for (const language of ['zh', 'en']) {
      const { page, context, complaints } = await open(browser, office.url, language)
      const screen = (name, go) =>
        test(`${name} holds up in both sizes (${language})`, async () => {
          await go()
          await page.waitForLoadState('networkidle')
          return [...(await look(page, `${name}-${language}`)), ...complaints.splice(0)]
        })
      await screen('sign-in', () => page.waitForSelector('#sign-in-password'))
      await screen('jobs', async () => {
        await signIn(page, PASSWORD)
        await page.waitForSelector('.el-table__row')
      })
      await screen('jobs-search', async () => {
        await page.goto(`${office.url}#/jobs?text=zzz`)
        await page.waitForSelector('.el-table .empty')
      })
      await screen('job', async () => {
        await page.goto(`${office.url}#/jobs?state=planned`)
        await page.waitForSelector('.el-table__row a')
        await page.locator('.el-table__row a').first().click()
        await page.waitForSelector('.rail')
      })
      await screen('job-assign', async () => {
        await page.locator('.column:nth-child(3) .card').first().locator('button').click()
        await page.waitForSelector('.el-dialog:visible')
        await page.waitForTimeout(300)
      })
      await screen('job-edit', async () => {
        await page.keyboard.press('Escape')
        await page.waitForSelector('.el-dialog', { state: 'hidden' })
        await page.locator('.page-head button').last().click()
        await page.waitForSelector('#edit-note')
        await page.waitForTimeout(300)
      })
      await screen('job-new', async () => {
        await page.goto(`${office.url}#/jobs/new`)
        await page.waitForSelector('#new-name')
        await page.locator('button[type=submit]').last().click()
        await page.waitForSelector('.el-form-item__error')
      })
      await screen('import', async () => {
        await page.goto(`${office.url}#/import`)
        await page.waitForSelector('.choose')
      })
      await screen('import-preview', async () => {
        await page.setInputFiles('input[type=file]', join(TOP, 'tests', 'office', 'fixtures', 'jobs-gbk.csv'))
        await page.waitForSelector('.sheet')
      })
      await screen('vans', async () => {
        await page.goto(`${office.url}#/vans`)
        await page.waitForSelector('[data-test="van:p-0417"]')
      })
      await screen('van', async () => {
        await page.click('[data-test="van:p-0417"]')
        await page.waitForSelector('[data-test="van-held:CF-20"]')
      })
      await screen('van-issue', async () => {
        await page.click('[data-test="van-issue"]')
        await page.waitForSelector('.el-dialog:visible')
        await page.waitForTimeout(300)
      })
      await screen('settings', async () => {
        await page.goto(`${office.url}#/settings`)
        await page.waitForSelector('.row')
      })
      await screen('settings-evidence', async () => {
        await page.locator('.groups button').nth(3).click()
        await page.waitForSelector('.entries')
      })
      await screen('settings-money', async () => {
        await page.locator('.groups button').nth(2).click()
        await page.locator('.plans .add').click()
        await page.waitForSelector('.plan')
      })
      await screen('people', async () => {
        page.once('dialog', (dialog) => dialog.accept())
        await page.goto(`${office.url}#/people`)
        await page.waitForSelector('.person')
      })
      await screen('people-enrol', async () => {
        await page.locator('.person .acts button').nth(1).click()
        await page.waitForSelector('img.qr')
        await page.waitForTimeout(300)
      })
      await screen('people-hand-over-wrong-file', async () => {
        await page.keyboard.press('Escape')
        await page.waitForSelector('.el-dialog', { state: 'hidden' })
        await page.click('[data-test="handover"]')
        await page.setInputFiles('[data-test="handover-file"]', { name: 'photo.age', mimeType: 'application/octet-stream', buffer: Buffer.from('%PDF-1.7') })
        await page.waitForSelector(`.el-dialog:visible :text("${language === 'zh' ? '这不是移交文件' : 'this is not a hand-over file'}")`)
        await page.waitForTimeout(300)
      })
      await context.close()
    }
  } finally {
    await office.stop()
    await remove(place)
  }
}
