import { ConfigError } from '../core/index.ts'
import { divideRounded, toScaled, writtenDigits } from './fixed-text.ts'
import { DEFAULT_FLOW, type FlowOptions } from './flow-options.ts'

/** What an instrument of a simulated venue is, in the words of its listing. */
export interface SimInstrumentOptions {
  /** Product line it belongs to; with the symbol it names the instrument. */
  readonly product: string
  /** The venue's own name, as its wire spells it. */
  readonly symbol: string
  /** What is bought and sold. */
  readonly base: string
  /** What a price is quoted in. */
  readonly quote: string
  /** What profit is paid in; absent on spot. */
  readonly settle?: string
  /** Contract kind. @defaultValue `'spot'` */
  readonly kind?: 'spot' | 'perpetual' | 'dated'
  /** Smallest price step. Its written digits are the digits of a price on the wire: `0.10` pads to two. */
  readonly tickSize: string
  /** Smallest price step that it may get while it is listed. @defaultValue `tickSize` */
  readonly finestTickSize?: string
  /** Smallest size step, written likewise. */
  readonly lotSize: string
  /** Where the fair value starts. */
  readonly startPrice: string
  /** Quote per contract of an inverse contract; absent on spot and linear contracts, whose sizes count base. */
  readonly inverseContractSize?: string
  /** Expiry of a dated contract, epoch ms. */
  readonly expiryTimeMs?: number
  /** Time between two fundings of a contract, in ms. @defaultValue 8 hours */
  readonly fundingEveryMs?: number
  /** Smallest order value, in quote. @defaultValue `'5'` */
  readonly minNotional?: string
  /** First update id. @defaultValue 1000 */
  readonly firstUpdateId?: number
  /** Most ids that a book change may skip; 0 makes every change exactly one id. @defaultValue 0 */
  readonly updateIdJump?: number
  /** First trade id. @defaultValue 1 */
  readonly firstTradeId?: number
  /** What the listing says of its state, in place of the venue's word (or flag, or number) for what is traded. */
  readonly status?: string
  /** How its orders flow; what is absent comes from `DEFAULT_FLOW`. */
  readonly flow?: Partial<FlowOptions>
}

/**
 * A listed instrument with its rules as integers. Prices are `value × 10^priceScale`, sizes `value × 10^sizeScale`.
 *
 * Its price step may change while it is listed, and nothing else: see `LiveInstrument.changeTick`.
 */
export interface SimInstrument extends SimInstrumentOptions {
  /** Contract kind. */
  readonly kind: 'spot' | 'perpetual' | 'dated'
  /** Smallest order value, in quote. */
  readonly minNotional: string
  /** Digits that prices are held with: those of the finest step. */
  readonly priceScale: number
  /** Digits of its step as written, and of a price on the wire where the venue pads it. */
  readonly tickDigits: number
  /** Digits of a size on the wire. */
  readonly sizeScale: number
  /** Price step as a scaled integer. */
  readonly tick: number
  /** Size step as a scaled integer. */
  readonly lot: number
  /** Start price as a scaled integer. */
  readonly start: number
  /** Scale of `valueOf`. */
  readonly valueScale: number
  /** What a print is worth: quote, or base on an inverse contract (rounded to 8 digits). At `valueScale`. */
  valueOf(price: number, size: number): bigint
  /** How its orders flow. */
  readonly flow: FlowOptions
}

const INVERSE_VALUE_SCALE = 8

/**
 * Checks an instrument's options and works out its integers.
 *
 * @throws ConfigError `INVALID_NUMBER` for a number that is none, `INVALID_OPTIONS` for a start price off the grid.
 */
export function listInstrument(options: SimInstrumentOptions): SimInstrument {
  const { tickSize, finestTickSize = tickSize } = options
  const tickDigits = writtenDigits(tickSize)
  const priceScale = Math.max(tickDigits, writtenDigits(finestTickSize))
  const sizeScale = writtenDigits(options.lotSize)
  const tick = toScaled(options.tickSize, priceScale)
  const start = toScaled(options.startPrice, priceScale)
  if (tick <= 0 || start <= 0 || start % tick !== 0) {
    throw new ConfigError(
      'INVALID_OPTIONS',
      `Listing ${options.symbol}: start price ${options.startPrice} is no multiple of tick ${options.tickSize}`,
    )
  }
  const value = valueRule(options, priceScale, sizeScale)
  return {
    ...options,
    kind: options.kind ?? 'spot',
    minNotional: options.minNotional ?? '5',
    priceScale,
    tickDigits,
    sizeScale,
    tick,
    lot: toScaled(options.lotSize, sizeScale),
    start,
    ...value,
    flow: Object.freeze({ ...DEFAULT_FLOW, ...options.flow }),
  }
}

type Changeable = { -readonly [K in 'tickSize' | 'tick' | 'tickDigits']: SimInstrument[K] }

/**
 * Gives a listed instrument another price step: all who hold it see the new one.
 *
 * @throws ConfigError `INVALID_NUMBER` for a step that is none, or finer than `finestTickSize`.
 */
export function changeTick(spec: SimInstrument, tickSize: string): void {
  const changed: Changeable = {
    tickSize,
    tick: toScaled(tickSize, spec.priceScale),
    tickDigits: Math.max(spec.tickDigits, writtenDigits(tickSize)),
  }
  Object.assign(spec, changed)
}

function valueRule(
  options: SimInstrumentOptions,
  priceScale: number,
  sizeScale: number,
): Pick<SimInstrument, 'valueOf' | 'valueScale'> {
  if (options.inverseContractSize === undefined) {
    const valueOf = (price: number, size: number): bigint => BigInt(price) * BigInt(size)
    return { valueScale: priceScale + sizeScale, valueOf }
  }
  // contracts × quote per contract ÷ price, brought to 8 digits of base.
  const perContract = BigInt(toScaled(options.inverseContractSize, 0))
  const up = 10n ** BigInt(INVERSE_VALUE_SCALE + priceScale)
  const down = 10n ** BigInt(sizeScale)
  const valueOf = (price: number, size: number): bigint =>
    divideRounded(BigInt(size) * perContract * up, BigInt(price) * down)
  return { valueScale: INVERSE_VALUE_SCALE, valueOf }
}
