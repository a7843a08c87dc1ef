// A device written from docs/formats.md alone: a key, its enrolment, and the proof of each request.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { decode, encode } from './cbor.mjs'

/** The order of P-256. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

const sha256 = (bytes) => createHash('sha256').update(bytes).digest()

/** ES256 as `r‖s`, with the low one of the two s that hold. */
function es256(message, key) {
  const signature = sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' })
  const s = BigInt(`0x${signature.subarray(32).toString('hex')}`)
  if (s > ORDER / 2n) Buffer.from((ORDER - s).toString(16).padStart(64, '0'), 'hex').copy(signature, 32)
  return signature
}

/** A text after its length. */
function text(it) {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(Buffer.byteLength(it))
  return Buffer.concat([length, Buffer.from(it)])
}

/** Enrols a new device with a code of the office; what it gives proves requests. */
export async function enrol(link) {
  const code = new URL(link).searchParams
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const token = Buffer.from(code.get('token'), 'base64url')
  const asked = encode(new Map([[0, 1], [1, token], [2, spki], [3, randomBytes(16)], [4, 'interop']]))
  const signature = es256(Buffer.concat([Buffer.from('doorstep-enrol-1'), asked]), privateKey)
  const body = encode(new Map([[0, asked], [1, signature]]))
  const response = await fetch(`${code.get('hub')}/v1/enrol`, { method: 'POST', body })
  if (!response.ok) throw new Error(`enrolment: ${response.status} ${await response.text()}`)
  const answer = decode(decode(Buffer.from(await response.arrayBuffer())).get(0))
  return new Device(privateKey, spki, answer.get(2), response.headers.get('doorstep-nonce'))
}

/** An enrolled device: its key, the hub it belongs to, the nonce for its next request. */
class Device {
  constructor(key, spki, hub, nonce) {
    Object.assign(this, { key, hub, nonce, id: sha256(spki).subarray(0, 8).toString('hex') })
  }

  /** The headers that prove a request. */
  proof(method, path, body) {
    const asked = [text(method), text(path), sha256(body), text(this.hub), Buffer.from(this.nonce, 'base64url')]
    const signature = es256(Buffer.concat([Buffer.from('doorstep-request-1'), ...asked]), this.key)
    return {
      'Doorstep-Key': this.id,
      'Doorstep-Nonce': this.nonce,
      'Doorstep-Proof': signature.toString('base64url'),
    }
  }

  /** Takes the next nonce from an answer. */
  hear(nonce) {
    this.nonce = nonce ?? this.nonce
  }
}
