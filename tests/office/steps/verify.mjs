// Whoever holds a paper: the page that looks at a file, with no account, and the code on the paper.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { look } from '../watch.mjs'
import { assert, open } from './start.mjs'

const PHONE = { width: 390, height: 844 }

export async function verify(browser, test, url, out) {
  const { page, complaints } = await open(browser, `${url}verify`)
  const quiet = () => complaints.splice(0)
  const drop = async (path) => {
    await page.setInputFiles('[data-test=verify-file]', path)
    const result = page.locator('[data-test=verify-result]')
    await result.waitFor()
    return { verdict: await result.getAttribute('data-result'), words: await result.innerText() }
  }

  await test('a customer without an account drops the paper and reads who signed it, when, and that it is valid', async () => {
    await page.setViewportSize(PHONE)
    if ((await page.getAttribute('main', 'lang')) === 'en') await page.click('[data-test=language]')
    const { verdict, words } = await drop(join(out, 'received.pdf'))
    assert.equal(verdict, 'valid')
    for (const word of ['有效', '公司收讫', '设备签名', '可信', '逐字节一致']) assert.ok(words.includes(word), words)
    return [...(await look(page, 'verify-valid-zh')), ...quiet()]
  })

  await test('the phone\'s own file says that its time is not proven, in English too', async () => {
    await page.click('[data-test=language]')
    const { verdict, words } = await drop(join(out, 'sheet.pdf'))
    assert.equal(verdict, 'unknown')
    assert.ok(words.includes('time not proven'), words)
    return [...(await look(page, 'verify-unknown-en')), ...quiet()]
  })

  await test('a paper with one byte changed is invalid, and the place is named', async () => {
    const bytes = await readFile(join(out, 'received.pdf'))
    bytes[Math.floor(bytes.length / 2)] ^= 1
    const bent = join(out, 'bent.pdf')
    await writeFile(bent, bytes)
    const { verdict, words } = await drop(bent)
    assert.equal(verdict, 'invalid')
    assert.match(words, /Where: .*(byte|photo)/)
    return quiet()
  })

  await test('a file that is no paper is told apart from a bad one', async () => {
    const { verdict } = await drop(join(out, 'ca.pem'))
    assert.equal(verdict, 'unknown')
    await page.close()
    return quiet()
  })
}
