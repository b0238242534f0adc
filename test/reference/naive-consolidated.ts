import type { OrderBook } from '../../src/core/index.ts'

/** What a consolidated view must say of one side: everything as text, computed the long way. */
export interface NaiveBest {
  readonly price: string
  readonly first: number
  readonly all: readonly number[]
  readonly size: string
  readonly baseSize: string | undefined
}

const SCALE = 40

const integer = (text: string): bigint => {
  const [whole = '0', fraction = ''] = text.split('.')
  return BigInt(whole + fraction.padEnd(SCALE, '0'))
}

const decimal = (value: bigint, scale: number): string => {
  const digits = value.toString().padStart(scale + 1, '0')
  const fraction = digits.slice(-scale).replace(/0+$/, '')
  return digits.slice(0, -scale) + (fraction === '' ? '' : `.${fraction}`)
}

/** The best of one side over books: every price as an integer at one scale that holds them all. */
export function naiveBest(books: readonly OrderBook[], side: 'bid' | 'ask'): NaiveBest | undefined {
  const offers = books.flatMap((book, at) => {
    if (book.state !== 'live') return []
    const levels = side === 'bid' ? book.bids : book.asks
    if (levels.count === 0) return []
    const price = integer(levels.priceText(0))
    return [{ at, price, priceText: levels.priceText(0), sizeText: levels.sizeText(0), book }]
  })
  const sorted = [...offers].sort((a, b) =>
    a.price === b.price ? a.at - b.at : a.price > b.price === (side === 'bid') ? -1 : 1,
  )
  const [best] = sorted
  if (best === undefined) return undefined
  const atBest = sorted.filter(({ price }) => price === best.price)
  const bases = atBest.map(({ book, sizeText }) => {
    const { contract } = book.instrument
    if (contract?.direction === 'inverse') return undefined
    return integer(sizeText) * integer(contract?.multiplier ?? '1')
  })
  const isKnown = bases.every((base) => base !== undefined)
  const sum = bases.reduce<bigint>((total, base) => total + (base ?? 0n), 0n)
  return {
    price: best.priceText,
    first: best.at,
    all: atBest.map(({ at }) => at),
    size: best.sizeText,
    baseSize: isKnown ? decimal(sum, 2 * SCALE) : undefined,
  }
}

/** Whether the best bid is not below the best ask. */
export function naiveIsCrossed(books: readonly OrderBook[]): boolean {
  const [bid, ask] = [naiveBest(books, 'bid'), naiveBest(books, 'ask')]
  return bid !== undefined && ask !== undefined && integer(bid.price) >= integer(ask.price)
}
