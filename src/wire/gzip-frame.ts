import { gzipSync } from 'node:zlib'

/** A frame as venues pack them by themselves: one gzip stream; what `inflateFrame` unpacks. */
export function gzipFrame(payload: string | Uint8Array): Uint8Array {
  return gzipSync(payload, { level: 1 })
}
