import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeLzma } from '../../src/wire/index.ts'

/** Streams made with other implementations; what they hold is told by its length and hash. */
interface Vector {
  readonly name: string
  readonly packed: string
  readonly bytes: number
  readonly sha256: string
}

const url = new URL('../fixtures/lzma/vectors.json', import.meta.url)
const vectors = (JSON.parse(readFileSync(url, 'utf8')) as readonly Vector[]).map((vector) => ({
  ...vector,
  stream: Buffer.from(vector.packed, 'base64'),
}))
const MOST = 1_000_000

const told = (bytes: Uint8Array | undefined) =>
  bytes && { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }

/** The same stream with its length in the header, in place of "unknown". */
const sized = (stream: Uint8Array, bytes: number): Buffer => {
  const copy = Buffer.from(stream)
  copy.writeBigUInt64LE(BigInt(bytes), 5)
  return copy
}

describe('an LZMA stream', () => {
  test.each(vectors)('of $name gives the bytes that were packed', (vector) => {
    const { stream, bytes, sha256 } = vector
    expect(told(decodeLzma(stream, MOST))).toEqual({ bytes, sha256 })
    expect(told(decodeLzma(sized(stream, bytes), MOST))).toEqual({ bytes, sha256 })
  })

  test.each(vectors)('of $name is refused where it is cut', ({ stream }) => {
    // The last byte of five that an encoder flushes may be one that nobody needs.
    for (let end = 0; end < stream.length - 1; end += 1)
      expect(decodeLzma(stream.subarray(0, end), MOST)).toBeUndefined()
  })

  test.each(vectors)('of $name is refused where its header tells another length', (vector) => {
    const { stream, bytes } = vector
    expect(decodeLzma(sized(stream, bytes + 1), MOST)).toBeUndefined()
    if (bytes > 0) expect(decodeLzma(sized(stream, bytes - 1), MOST)).toBeUndefined()
  })

  test('never gives more than was allowed, whatever its header says', () => {
    for (const { stream, bytes } of vectors.filter((vector) => vector.bytes > 0)) {
      expect(decodeLzma(stream, bytes - 1)).toBeUndefined()
      expect(decodeLzma(sized(stream, bytes), bytes - 1)).toBeUndefined()
      expect(decodeLzma(stream, bytes)?.length).toBe(bytes)
    }
    expect(decodeLzma(sized(vectors[0]?.stream ?? Buffer.alloc(0), 2 ** 52), MOST)).toBeUndefined()
  })

  test('that is damaged, or none at all, does not throw and keeps to the bound', () => {
    const stream = fc.constantFrom(...vectors.map((vector) => vector.stream))
    const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 4 })
    fc.assert(
      fc.property(stream, damage, (packed, places) => {
        const copy = Buffer.from(packed)
        for (const [at, byte] of places) copy[at % copy.length] = byte
        expect(decodeLzma(copy, 200_000)?.length ?? 0).toBeLessThanOrEqual(200_000)
      }),
      { numRuns: 300 },
    )
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (junk) => {
        expect(decodeLzma(junk, 1000)?.length ?? 0).toBeLessThanOrEqual(1000)
      }),
    )
  })

  test('is refused where its properties are none of LZMA', () => {
    const copy = Buffer.from(vectors[0]?.stream ?? Buffer.alloc(0))
    copy[0] = 225
    expect(decodeLzma(copy, MOST)).toBeUndefined()
  })
})
