import { Decimal, type Instrument } from '../../../core/index.ts'
import { isSameInstrument } from '../same-instrument.ts'
import type { StrategyLeg } from '../strategy-world.ts'

/** The names of decimals, in everything that goes between host and thread. */
const DECIMALS: ReadonlySet<string> = new Set([
  'price',
  'triggerPrice',
  'quantity',
  'filledQuantity',
  'reservedQuantity',
  'size',
  'amount',
  'averageEntryPrice',
  'realised',
  'unrealised',
  'realisedPnl',
  'total',
  'locked',
  'free',
])

/** Makes JSON data: decimals are exact text, an instrument is the number of its leg (whole where it is of none). */
export function toPlain(value: unknown, legs: readonly StrategyLeg[]): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Decimal) return value.toFixed()
  if (Array.isArray(value)) return value.map((each) => toPlain(each, legs))
  const plain: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue
    plain[name] =
      name === 'instrument' ? numberOf(member as Instrument, legs) : toPlain(member, legs)
  }
  return plain
}

/** Makes the value again; an instrument is that of the leg. Text that is no decimal stays text. */
export function fromPlain(plain: unknown, legs: readonly StrategyLeg[]): unknown {
  if (typeof plain !== 'object' || plain === null) return plain
  if (Array.isArray(plain)) return plain.map((each) => fromPlain(each, legs))
  const value: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(plain)) {
    if (name === 'instrument') value[name] = instrumentOf(member, legs)
    else value[name] = isDecimal(name, member) ? new Decimal(member) : fromPlain(member, legs)
  }
  return value
}

function numberOf(instrument: Instrument, legs: readonly StrategyLeg[]): number | Instrument {
  const leg = legs.findIndex((known) => isSameInstrument(known.instrument, instrument))
  return leg < 0 ? instrument : leg
}

function instrumentOf(plain: unknown, legs: readonly StrategyLeg[]): unknown {
  return typeof plain === 'number' ? legs[plain]?.instrument : plain
}

function isDecimal(name: string, member: unknown): member is string {
  return typeof member === 'string' && DECIMALS.has(name)
}
