import { crc32 } from 'node:zlib'

/** A book as Kraken keeps it for one subscription, written without any of the driver's code: maps and text. */
export class V2Venue {
  readonly depth: number
  readonly #priceDigits: number
  readonly #sizeDigits: number
  readonly #sides: Readonly<Record<'bids' | 'asks', Map<bigint, bigint>>> = {
    bids: new Map(),
    asks: new Map(),
  }

  constructor(depth: number, priceDigits: number, sizeDigits: number) {
    this.depth = depth
    this.#priceDigits = priceDigits
    this.#sizeDigits = sizeDigits
  }

  /** Takes a change into the book and returns its frame, cut to the depth as the venue cuts. */
  update(changes: readonly (readonly ['bids' | 'asks', bigint, bigint])[]): string {
    for (const [side, price, size] of changes) {
      if (size === 0n) this.#sides[side].delete(price)
      else this.#sides[side].set(price, size)
    }
    for (const side of ['bids', 'asks'] as const) {
      const kept = this.#best(side, this.depth)
      this.#sides[side].clear()
      for (const [price, size] of kept) this.#sides[side].set(price, size)
    }
    const rows = (side: 'bids' | 'asks') =>
      changes.filter(([of]) => of === side).map(([, price, size]) => [price, size] as const)
    return this.#frame('update', rows('bids'), rows('asks'))
  }

  /** The frame that a new subscription starts with. */
  snapshot(): string {
    return this.#frame('snapshot', this.#best('bids', this.depth), this.#best('asks', this.depth))
  }

  /** Levels of a side as text, the best first. */
  levels(side: 'bids' | 'asks'): readonly (readonly [string, string])[] {
    return this.#best(side, this.depth).map(([price, size]) => [
      this.#price(price),
      this.#size(size),
    ])
  }

  /** Best price of a side. */
  best(side: 'bids' | 'asks'): bigint | undefined {
    return this.#best(side, 1)[0]?.[0]
  }

  #best(side: 'bids' | 'asks', count: number): readonly (readonly [bigint, bigint])[] {
    const sign = side === 'asks' ? 1 : -1
    const rows = [...this.#sides[side]]
    return rows.sort(([a], [b]) => (a < b ? -sign : sign)).slice(0, count)
  }

  #frame(
    type: string,
    bids: readonly (readonly [bigint, bigint])[],
    asks: readonly (readonly [bigint, bigint])[],
  ): string {
    const rows = (side: readonly (readonly [bigint, bigint])[]): string =>
      side
        .map(([price, size]) => `{"price":${this.#price(price)},"qty":${this.#size(size)}}`)
        .join(',')
    const sides = `"bids":[${rows(bids)}],"asks":[${rows(asks)}]`
    const row = `{"symbol":"BTC/USD",${sides},"checksum":${this.#checksum()},"timestamp":"2023-10-06T17:35:55.440295Z"}`
    return `{"channel":"book","type":"${type}","data":[${row}]}`
  }

  #checksum(): number {
    const strip = (text: string): string => text.replace('.', '').replace(/^0+/, '')
    return crc32(
      [...this.levels('asks').slice(0, 10), ...this.levels('bids').slice(0, 10)]
        .map(([price, size]) => strip(price) + strip(size))
        .join(''),
    )
  }

  #price(value: bigint): string {
    return fixed(value, this.#priceDigits)
  }

  #size(value: bigint): string {
    return fixed(value, this.#sizeDigits)
  }
}

function fixed(value: bigint, digits: number): string {
  if (digits === 0) return value.toString()
  const text = value.toString().padStart(digits + 1, '0')
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`
}
