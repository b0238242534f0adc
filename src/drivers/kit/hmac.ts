import { hash } from 'node:crypto'
import type { Secret } from '../../core/index.ts'

/** Bytes of a block and of a digest. */
const SIZES = { sha256: { block: 64, digest: 32 }, sha512: { block: 128, digest: 64 } } as const

/** A hash that venues sign by. */
export type HmacAlgorithm = keyof typeof SIZES

/** How the keys of a venue sign. */
export interface HmacKind {
  /** The hash. */
  readonly algorithm: HmacAlgorithm
  /** How the bytes of the key are written in the secret. */
  readonly key: 'utf8' | 'base64'
}

const INNER = 0x36
const OUTER = 0x5c
/** Room for a signed text; a longer one takes more. */
const TEXT_BYTES = 1_024

/** By secret: it signs in the way of its venue, and in no other. */
const KNOWN = new WeakMap<Secret, HmacKind & { readonly hmac: Hmac }>()

/** What signs with a secret; made once, and anew where it is to sign in another way. */
export function hmacOf(secret: Secret, { algorithm, key }: HmacKind): Hmac {
  const known = KNOWN.get(secret)
  if (known?.algorithm === algorithm && known.key === key) return known.hmac
  const hmac = new Hmac(Buffer.from(secret.reveal(), key), algorithm)
  KNOWN.set(secret, { algorithm, key, hmac })
  return hmac
}

/**
 * HMAC (RFC 2104) of one key, by two hashes of whole texts.
 *
 * ```text
 *   hash( key ⊕ 5c… │ hash( key ⊕ 36… │ text ) )
 * ```
 * The padded keys stand ready before the texts. 1.7 µs for an order on Node 20 where `createHmac`, which makes a stream
 * for each signature, takes 3.7; 1.2 and 2.5 with cold caches.
 */
export class Hmac {
  readonly #algorithm: HmacAlgorithm
  #inner: Buffer
  readonly #outer: Buffer
  /** What is hashed first, by its length: texts have few lengths, and a view takes a tenth of a signature to make. */
  #views: (Buffer | undefined)[] = []
  readonly #block: number

  /** Signs with the bytes of a key. */
  constructor(key: Uint8Array, algorithm: HmacAlgorithm) {
    const { block, digest } = SIZES[algorithm]
    const short = key.length > block ? hash(algorithm, key, 'buffer') : key
    this.#algorithm = algorithm
    this.#block = block
    // Of no pool: its memory is shared with nobody.
    this.#inner = Buffer.allocUnsafeSlow(block + TEXT_BYTES).fill(INNER, 0, block)
    this.#outer = Buffer.allocUnsafeSlow(block + digest).fill(OUTER, 0, block)
    for (const [at, byte] of short.entries()) {
      this.#inner[at] = byte ^ INNER
      this.#outer[at] = byte ^ OUTER
    }
  }

  /** The signature of a text; of `latin1`, each character is a byte. */
  sign(text: string, as: 'hex' | 'base64', written: 'utf8' | 'latin1' = 'utf8'): string {
    const algorithm = this.#algorithm
    // No character of a text takes more than three bytes.
    this.#makeRoom(this.#block + text.length * 3)
    const end = this.#block + this.#inner.write(text, this.#block, written)
    const digest = hash(algorithm, this.#view(end), 'binary')
    this.#outer.write(digest, this.#block, 'latin1')
    return hash(algorithm, this.#outer, as)
  }

  #view(end: number): Buffer {
    const known = this.#views[end]
    if (known !== undefined) return known
    const view = this.#inner.subarray(0, end)
    this.#views[end] = view
    return view
  }

  #makeRoom(bytes: number): void {
    if (bytes <= this.#inner.length) return
    const larger = Buffer.allocUnsafeSlow(bytes)
    this.#inner.copy(larger, 0, 0, this.#block)
    this.#inner = larger
    this.#views = []
  }
}
