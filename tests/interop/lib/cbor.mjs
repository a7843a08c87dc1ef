// As much of CBOR (RFC 8949) as enrolment needs: whole numbers, byte and text strings, maps with such keys.

function head(major, number) {
  if (number < 24) return Buffer.from([(major << 5) | number])
  const bytes = Buffer.alloc(5)
  bytes[0] = (major << 5) | 26
  bytes.writeUInt32BE(number, 1)
  return bytes
}

/** A value as CBOR; a `Map` has whole numbers as its keys. */
export function encode(value) {
  if (typeof value === 'number') return head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value])
  const entries = [...value].flatMap(([key, it]) => [encode(key), encode(it)])
  return Buffer.concat([head(5, value.size), ...entries])
}

/** The value that these bytes are. */
export function decode(bytes) {
  let at = 0
  const next = () => {
    const first = bytes[at++]
    const [major, short] = [first >> 5, first & 31]
    const size = short < 24 ? 0 : 1 << (short - 24)
    const number = size ? bytes.readUIntBE(at, size) : short
    at += size
    if (major === 0) return number
    if (major === 2 || major === 3) {
      const content = bytes.subarray(at, (at += number))
      return major === 2 ? content : content.toString('utf8')
    }
    if (major === 5) return new Map(Array.from({ length: number }, () => [next(), next()]))
    throw new Error(`CBOR of major type ${major}`)
  }
  return next()
}
