import { crc32 as zlibCrc32 } from 'node:zlib'

/** CRC-32 (IEEE 802.3) of ASCII text or bytes, unsigned. */
export function crc32(data: string | Uint8Array): number {
  return zlibCrc32(data)
}
