import type { SimAccount } from './sim-account.ts'

/** What an account pays as a part of what is traded, as decimal text; below 0 the venue pays. */
export function feeRatesOf({ book }: Pick<SimAccount, 'book'>): {
  readonly maker: string
  readonly taker: string
} {
  return { maker: partOf(book.fees.makerBps), taker: partOf(book.fees.takerBps) }
}

/** Basis points as a part of one: the point moves four places. */
function partOf(bps: string): string {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(bps) ?? []
  const digits = whole.padStart(5, '0')
  return `${sign}${digits.slice(0, -4)}.${digits.slice(-4)}${fraction}`
}
