import type { Corruption } from './fault-rules.ts'

const ZERO = 48
const NINE = 57

/** Damages a frame so that it is sure to differ; always the same way for the same frame. */
export function damage(frame: string | Uint8Array, how: Corruption): string | Uint8Array {
  const bytes = typeof frame === 'string' ? new TextEncoder().encode(frame) : frame.slice()
  const middle = bytes.length >>> 1
  switch (how) {
    case 'digit': {
      const at = lastDigitBeforeQuote(bytes)
      if (at >= 0) bytes[at] = bytes[at] === NINE ? ZERO : (bytes[at] ?? ZERO) + 1
      break
    }
    case 'syntax':
      // A binary frame without its last byte ends inside a value, in every encoding that says how long things are.
      if (typeof frame !== 'string') return bytes.subarray(0, -1)
      // A frame of any text dialect ends with what closes it; without it no reader is content.
      bytes[bytes.length - 1] = 0x20
      break
    case 'byte':
      bytes[middle] = 0xff
      break
  }
  return typeof frame === 'string' && how !== 'byte' ? new TextDecoder().decode(bytes) : bytes
}

// The last significant digit inside quotes: a price or a size in most dialects, and not in a name.
function lastDigitBeforeQuote(bytes: Uint8Array): number {
  for (let i = bytes.length - 1; i > 0; i -= 1) {
    const digit = bytes[i - 1] ?? 0
    const before = bytes[i - 2] ?? 0
    const isNumber =
      digit >= ZERO && digit <= NINE && (before === 0x2e || (before >= ZERO && before <= NINE))
    if (bytes[i] === 0x22 && isNumber) return i - 1
  }
  return -1
}
