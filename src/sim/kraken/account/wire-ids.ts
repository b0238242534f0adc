/** Ids in the venue's spelling; each reads back as the number that the accounts count with. */

const BLOCKS = /^[OT](.{5})-(.{5})-(.{6})$/
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4000-8000-([0-9a-f]{12})$/

/** An order of spot: `O00000-00000-0LFLS1`. */
export function spotOrderId(id: string): string {
  return blocks('O', id)
}

/** A trade of spot, as its history and its stream name it. */
export function spotTradeId(id: string): string {
  return blocks('T', id)
}

/** The number behind an id of spot; empty where the text is none. */
export function idOfSpot(text: string): string {
  const match = BLOCKS.exec(text)
  if (match === null) return ''
  const digits = match.slice(1).join('').toLowerCase()
  if (!/^[0-9a-z]+$/.test(digits)) return ''
  return Array.from(digits)
    .reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n)
    .toString()
}

/** An order or a fill of derivatives: a UUID. */
export function uuidOf(id: string): string {
  return `00000000-0000-4000-8000-${BigInt(id).toString(16).padStart(12, '0')}`
}

/** The number behind a UUID; empty where the text is none of ours. */
export function idOfUuid(text: string): string {
  const match = UUID.exec(text)
  return match === null ? '' : BigInt(`0x${match[1] ?? '0'}`).toString()
}

function blocks(letter: string, id: string): string {
  const digits = BigInt(id).toString(36).toUpperCase().padStart(16, '0')
  return `${letter}${digits.slice(0, 5)}-${digits.slice(5, 10)}-${digits.slice(10)}`
}
