// tus-js-client, as it comes from the registry, uploads to our hub. What it does not know of is the proof, which its hook
// adds to each request.
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as tus from 'tus-js-client'
import { enrol } from '../lib/device.mjs'
import { hub, inFolder } from '../lib/hub.mjs'

const PIECE = 64 << 10
const NOTHING = Buffer.alloc(0)

const sha256 = (bytes, as) => createHash('sha256').update(bytes).digest(as)

/** What tus-js-client is told, to upload this file as this device. `heard` keeps what was answered to what. */
function options(device, at, file, { checksum = (piece) => sha256(piece, 'base64'), heard = [], ...more } = {}) {
  return {
    endpoint: `${at.url}/v1/media`,
    chunkSize: PIECE,
    metadata: { digest: sha256(file, 'hex') },
    retryDelays: [50, 100, 200, 400, 800, 1600, 3200],
    onShouldRetry: () => true,
    onBeforeRequest(request) {
      const [method, path] = [request.getMethod(), new URL(request.getURL()).pathname]
      const offset = Number(request.getHeader('Upload-Offset'))
      const piece = method === 'PATCH' ? file.subarray(offset, offset + PIECE) : NOTHING
      if (method === 'PATCH') request.setHeader('Upload-Checksum', `sha256 ${checksum(piece)}`)
      for (const [name, value] of Object.entries(device.proof(method, path, piece))) request.setHeader(name, value)
    },
    onAfterResponse(request, response) {
      device.hear(response.getHeader('Doorstep-Nonce'))
      heard.push({ method: request.getMethod(), status: response.getStatus(), header: (it) => response.getHeader(it) })
    },
    ...more,
  }
}

/** Uploads the file to its end; the upload, or why it was refused. */
function upload(file, how) {
  return new Promise((done, failed) => {
    const it = new tus.Upload(file, { ...how, onSuccess: () => done(it), onError: failed })
    it.start()
  })
}

const lies = async (folder, file) => {
  const hex = sha256(file, 'hex')
  return readFile(join(folder, 'blobs', hex.slice(0, 2), hex.slice(2, 4), hex)).catch(() => null)
}

export async function uploads(test) {
  await inFolder(async (folder) => {
    let at = await hub(folder)
    const device = await enrol(at.enrol)

    await test('a file goes up in pieces and lies at the hub under its digest', async () => {
      const [file, heard] = [randomBytes(3 * PIECE + 1), []]
      const done = await upload(file, options(device, at, file, { heard }))
      assert.equal(done.url, `${at.url}/v1/media/${sha256(file, 'hex')}`)
      assert.deepEqual(heard.map((it) => `${it.method} ${it.status}`), ['POST 201', ...Array(4).fill('PATCH 204')])
      assert.ok(new Date(heard[0].header('Upload-Expires')) > new Date())
      assert.equal(heard.at(-1).header('Doorstep-Stored'), 'true')
      assert.deepEqual(await lies(folder, file), file)
    })

    await test('a hub that is killed in the middle and comes back is given the rest', async () => {
      const [file, heard] = [randomBytes(8 * PIECE), []]
      let killed
      const onChunkComplete = (size, accepted) => {
        if (accepted === 3 * PIECE) killed = at.end('SIGKILL').then(async () => (at = await hub(folder, at.port)))
      }
      await upload(file, options(device, at, file, { heard, onChunkComplete }))
      await killed
      assert.deepEqual(await lies(folder, file), file)
      const resumed = heard.find((it) => it.method === 'HEAD' && it.status === 200)
      assert.ok(Number(resumed.header('Upload-Offset')) >= 3 * PIECE, 'it did not begin anew')
    })

    await test('a piece with a wrong checksum is refused and the upload stays as it was', async () => {
      const [file, heard] = [randomBytes(2 * PIECE), []]
      let pieces = 0
      const checksum = (piece) => sha256(++pieces === 2 ? NOTHING : piece, 'base64')
      const how = options(device, at, file, { checksum, heard, retryDelays: null })
      const refused = await upload(file, how).then(() => null, (error) => error)
      assert.equal(refused.originalResponse.getStatus(), 460)
      assert.equal(JSON.parse(refused.originalResponse.getBody()).code, 'media.checksum')
      assert.equal(heard.at(-1).header('Upload-Offset'), String(PIECE))
      assert.equal(await lies(folder, file), null)
      const uploadUrl = `${at.url}/v1/media/${sha256(file, 'hex')}`
      heard.length = 0
      await upload(file, options(device, at, file, { heard, uploadUrl }))
      assert.deepEqual(heard.map((it) => `${it.method} ${it.status}`), ['HEAD 200', 'PATCH 204'])
      assert.deepEqual(await lies(folder, file), file)
    })

    await test('an upload is given up half-way and is gone', async () => {
      const [file, heard] = [randomBytes(2 * PIECE), []]
      await new Promise((done, failed) => {
        const onChunkComplete = () => it.abort(true).then(done, failed)
        const it = new tus.Upload(file, options(device, at, file, { heard, onChunkComplete, onError: failed }))
        it.start()
      })
      assert.equal(heard.at(-1).method, 'DELETE')
      assert.equal(heard.at(-1).status, 204)
      const uploadUrl = `${at.url}/v1/media/${sha256(file, 'hex')}`
      heard.length = 0
      const how = options(device, at, file, { heard, uploadUrl, endpoint: null, retryDelays: null })
      await assert.rejects(upload(file, how))
      assert.deepEqual(heard.map((it) => `${it.method} ${it.status}`), ['HEAD 404'])
    })

    await at.end('SIGTERM')
  })
}
