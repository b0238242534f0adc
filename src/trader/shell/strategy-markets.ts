import type { Instrument, StrategyId } from '../../core/index.ts'
import type { TradingCore } from '../engine/index.ts'
import { instrumentKey } from '../risk/index.ts'
import type {
  AddStrategy,
  CommandRefused,
  HostInput,
  ReplaceStrategy,
  StartStrategy,
  StrategyHost,
  StrategySetup,
} from '../strategy/index.ts'
import { wordsOf } from '../strategy/words-of.ts'
import { legProblems, type TradingGround } from './leg-problems.ts'
import type { MarketDesk } from './market-desk.ts'

/** What a {@link StrategyMarkets} is made of. */
export interface StrategyMarketsParts {
  /** Markets. */
  readonly desk: MarketDesk
  /** What there is to trade with. */
  readonly ground: TradingGround
  /** Orders and money. */
  readonly core: TradingCore
  /** Runs the strategies. */
  readonly host: () => StrategyHost
}

type SetupCommand = AddStrategy | StartStrategy | ReplaceStrategy

/** Has the markets watched that strategies trade, whenever a command changes which these are. */
export class StrategyMarkets {
  readonly #parts: StrategyMarketsParts

  /** Watches nothing yet. */
  constructor(parts: StrategyMarketsParts) {
    this.#parts = parts
  }

  /** Before an input: watches what is traded from it on. Its refusal where that cannot be. */
  prepare(input: HostInput): CommandRefused | undefined {
    if (!isOfSetup(input)) return undefined
    const setup = this.#setupAfter(input)
    const why = setup && this.watch(setup)
    return why === undefined ? undefined : { type: 'commandRefused', command: input, why }
  }

  /** Watches what a strategy trades. Why that cannot be; `undefined` where it can. */
  watch(setup: StrategySetup): string | undefined {
    const problems = legProblems(setup, this.#parts.ground)
    if (problems.length > 0) return problems.join('; ')
    try {
      this.#parts.desk.watch([setup])
      return undefined
    } catch (error) {
      return wordsOf(error)
    }
  }

  /** Lets go of the markets that no strategy trades any more, and in which nothing is held. */
  tidy(): void {
    const traded = this.#parts
      .host()
      .status()
      .flatMap(({ setup }) => setup.legs)
    const needed = new Set(traded.map(({ instrument }) => instrumentKey(instrument)))
    this.#parts.desk.retain(
      (instrument) => needed.has(instrumentKey(instrument)) || this.#isHeld(instrument),
    )
  }

  /** What is held or may be filled goes on being valued. */
  #isHeld(instrument: Instrument): boolean {
    const { oms, portfolio } = this.#parts.core
    const key = instrumentKey(instrument)
    const isOf = (one: Pick<Instrument, 'venue' | 'product' | 'symbol'>): boolean =>
      instrumentKey(one) === key
    const { positions, holdings } = portfolio.netted()
    return (
      [...oms.active.values()].some(({ terms }) => isOf(terms.instrument)) ||
      positions.some((position) => !position.quantity.isZero() && isOf(position.instrument)) ||
      (instrument.market === 'spot' &&
        holdings.some(({ asset, amount }) => asset === instrument.base && !amount.isZero()))
    )
  }

  #setupAfter(command: SetupCommand): StrategySetup | undefined {
    if (command.type === 'addStrategy') return command.setup
    const known = this.#known(command.strategy)
    return known && command.type === 'replaceStrategy' ? { ...known, ...command.setup } : known
  }

  /** `undefined` where there is no such strategy: the host has words for that. */
  #known(strategy: StrategyId): StrategySetup | undefined {
    const known = this.#parts.host().status()
    return known.find(({ setup }) => setup.strategy === strategy)?.setup
  }
}

function isOfSetup(input: HostInput): input is SetupCommand {
  const { type } = input
  return type === 'addStrategy' || type === 'startStrategy' || type === 'replaceStrategy'
}
