import {
  type AccountId,
  type Asset,
  asset,
  ConfigError,
  Decimal,
  type DepthChoice,
  parseDecimal,
} from '../../core/index.ts'
import type { MarketSource } from '../../market/index.ts'
import type { Ports } from '../../runtime/ports.ts'
import type { JournalOptions } from '../journal/index.ts'
import { crossModel } from './cross-model.ts'
import type { FillModel } from './fill-model.ts'
import { queueModel } from './queue-model.ts'

/** What a trade on paper costs, in basis points as decimal text; below 0 is a rebate. */
export interface PaperFees {
  /** For an order that rested. @defaultValue `'10'` */
  readonly makerBps?: string
  /** For an order that took. @defaultValue `'10'` */
  readonly takerBps?: string
}

/** What a paper account is made of. */
export interface PaperOptions {
  /** The account's name. */
  readonly account: AccountId
  /** The market that it trades on; opened and closed by the caller. */
  readonly market: MarketSource
  /** Pairs that can be traded: spot, and linear futures. Their books and trades are subscribed. */
  readonly pairs: readonly string[]
  /** What it begins with, by asset, as decimal text; the first time only. */
  readonly balances: Readonly<Record<string, string>>
  /**
   * Where the paper venue writes down its books, so that they outlive the process; a folder of its own, not the trader's.
   * `false`: they end with it.
   */
  readonly journal: JournalOptions | false
  /** Everything ambient. */
  readonly ports: Pick<
    Ports,
    'wallClock' | 'monotonicClock' | 'timers' | 'files' | 'log' | 'metrics'
  >
  /** Fees. */
  readonly fees?: PaperFees
  /** How many times its margin a future's value may be. @defaultValue 1 */
  readonly leverage?: number
  /** After how long a request is decided and answered, in ms. @defaultValue 50 */
  readonly latencyMs?: number
  /** When resting orders are filled: a model by name, or what makes one for an instrument. @defaultValue `'queue'` */
  readonly fills?: 'queue' | 'cross' | (() => FillModel)
  /** The depth of the books. @defaultValue `'full'` */
  readonly depth?: DepthChoice
}

/** Options with every default filled in, and read. */
export interface ResolvedPaperOptions
  extends Omit<Required<PaperOptions>, 'balances' | 'fees' | 'fills'> {
  /** What it begins with. */
  readonly balances: readonly { readonly asset: Asset; readonly amount: Decimal }[]
  /** Parts of a value that are paid. */
  readonly fees: { readonly maker: Decimal; readonly taker: Decimal }
  /** Makes the model of an instrument. */
  readonly fills: () => FillModel
}

const DEFAULTS = { leverage: 1, latencyMs: 50, depth: 'full' } as const
const MODELS = { queue: queueModel, cross: crossModel }
const BPS = new Decimal('0.0001')

/** Fills in the defaults. @throws ConfigError `INVALID_OPTIONS` listing every problem at once; `INVALID_ID` */
export function resolvePaperOptions(options: PaperOptions): ResolvedPaperOptions {
  const { balances, fees = {}, fills = 'queue' } = options
  const resolved = { ...DEFAULTS, ...options }
  const { makerBps = '10', takerBps = '10' } = fees
  const { leverage, latencyMs, pairs } = resolved
  const problems = [
    ...Object.entries(balances)
      .filter(([, text]) => parseDecimal(text) === undefined || text.startsWith('-'))
      .map(([name, text]) => `balances.${name}: expected a decimal of at least 0, was "${text}"`),
    ...Object.entries({ makerBps, takerBps })
      .filter(([, text]) => parseDecimal(text) === undefined)
      .map(([name, text]) => `fees.${name}: expected a decimal, was "${text}"`),
    ...(Number.isFinite(leverage) && leverage >= 1
      ? []
      : [`leverage: expected a number of at least 1, was ${leverage}`]),
    ...(Number.isFinite(latencyMs) && latencyMs >= 0
      ? []
      : [`latencyMs: expected a number of at least 0, was ${latencyMs}`]),
    ...(pairs.length > 0 ? [] : ['pairs: expected at least one, were none']),
    ...(typeof fills === 'function' || Object.hasOwn(MODELS, fills)
      ? []
      : [`fills: expected 'queue', 'cross' or a function, was '${String(fills)}'`]),
  ]
  if (problems.length > 0)
    throw new ConfigError('INVALID_OPTIONS', `Opening a paper account: ${problems.join('; ')}`, {
      context: { problems: problems.length },
    })
  return Object.freeze({
    ...resolved,
    balances: Object.entries(balances).map(([name, text]) => ({
      asset: asset(name),
      amount: new Decimal(text),
    })),
    fees: { maker: BPS.times(makerBps), taker: BPS.times(takerBps) },
    fills: typeof fills === 'function' ? fills : MODELS[fills],
  })
}
