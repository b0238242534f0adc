import type { SimInstrument } from '../../sim-instrument.ts'

/** Ids of orders and fills: 19 digits on spot, UUIDs on contracts. */
export function idText({ kind }: Pick<SimInstrument, 'kind'>, id: string): string {
  if (kind === 'spot') return id
  const hex = BigInt(id).toString(16).padStart(16, '0')
  return `5c20f439-50d8-5b31-${hex.slice(0, 4)}-${hex.slice(4)}`
}

/** The id inside the venue; the text itself where it is none of these, so that nothing is found by it. */
export function idOf(text: string): string {
  const uuid = /^5c20f439-50d8-5b31-([0-9a-f]{4})-([0-9a-f]{12})$/.exec(text)
  return uuid === null ? text : String(BigInt(`0x${uuid[1]}${uuid[2]}`))
}
