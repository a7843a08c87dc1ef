// Automerge's own JavaScript opens the documents the demo leaves, and reads in them what `doorstep export` says they hold.
import * as Automerge from '@automerge/automerge'
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { TOP, inFolder, run } from '../lib/hub.mjs'

/** A map of a document: each key with the JSON that its text is. */
const read = (map) => Object.fromEntries(Object.entries(map).map(([key, text]) => [key, JSON.parse(String(text))]))

async function open(folder, kind) {
  const bytes = await readFile(join(folder, `${kind}.automerge`))
  const document = Automerge.load(new Uint8Array(bytes))
  return { document, heads: Automerge.getHeads(document).toSorted() }
}

export async function documents(test) {
  await inFolder(async (folder) => {
    const out = join(folder, 'out')
    await run(['demo', '--photos', join(TOP, 'assets/demo/photos'), '--out', out])
    const copies = {}
    for (const side of ['phone', 'hub']) copies[side] = JSON.parse(await run(['export', join(out, side)]))

    for (const side of ['phone', 'hub']) {
      await test(`the ${side}'s brief opens in JavaScript with the same fields and verdicts`, async () => {
        const { document, heads } = await open(join(out, side), 'brief')
        assert.deepEqual(heads, copies[side].brief.heads)
        assert.deepEqual(read(document.fields), copies[side].brief.fields)
        assert.deepEqual(read(document.verdicts), copies[side].brief.verdicts)
        assert.equal(copies[side].brief.fields['customer.name'], '王淑敏 女士')
      })

      await test(`the ${side}'s log opens in JavaScript with the same records`, async () => {
        const { document, heads } = await open(join(out, side), 'log')
        assert.deepEqual(heads, copies[side].log.heads)
        assert.deepEqual(Object.keys(document), ['records'])
        assert.deepEqual(read(document.records), copies[side].log.records)
        assert.ok(Object.keys(document.records).length > 30)
      })
    }

    await test('a record is a string that merges as a whole, never a text', async () => {
      const { document } = await open(join(out, 'phone'), 'log')
      const [key, record] = Object.entries(document.records)[0]
      assert.ok(Automerge.isImmutableString(record), `${key} is ${typeof record}`)
    })

    await test('both copies merge in JavaScript without a change', async () => {
      for (const kind of ['brief', 'log']) {
        const [phone, hub] = [await open(join(out, 'phone'), kind), await open(join(out, 'hub'), kind)]
        const merged = Automerge.merge(Automerge.clone(phone.document), hub.document)
        assert.deepEqual(Automerge.getHeads(merged).toSorted(), phone.heads)
      }
    })
  })
}
