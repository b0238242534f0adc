import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'

/** An answer is larger than the caller takes. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError'

  /** Says how much is taken. */
  constructor(maxBytes: number) {
    super(`the answer has more than ${maxBytes} bytes, which is the most that is taken`)
  }
}

const DECODERS: Readonly<
  Record<string, (bytes: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>>
> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
}

/** Undoes a content encoding; returns `body` itself where there is none, or one that is not known. */
export async function decodeBody(
  body: Uint8Array,
  encoding: string | undefined,
  maxBytes: number,
): Promise<Uint8Array> {
  const decode = DECODERS[encoding?.trim().toLowerCase() ?? '']
  if (decode === undefined || body.length === 0) return body
  try {
    return await decode(body, { maxOutputLength: maxBytes })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    throw code === 'ERR_BUFFER_TOO_LARGE' ? new BodyTooLargeError(maxBytes) : error
  }
}
