import type { StrategyId } from '../../core/index.ts'
import type {
  AddStrategy,
  CommandRefused,
  HostInput,
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
  /** Runs the strategies. */
  readonly host: () => StrategyHost
}

/** Has the markets watched that strategies trade, whenever a command changes which these are. */
export class StrategyMarkets {
  readonly #parts: StrategyMarketsParts

  /** Watches nothing yet. */
  constructor(parts: StrategyMarketsParts) {
    this.#parts = parts
  }

  /** Before an input: watches what is traded from it on. Its refusal where that cannot be. */
  prepare(input: HostInput): CommandRefused | undefined {
    if (input.type !== 'addStrategy' && input.type !== 'startStrategy') return undefined
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

  #setupAfter(command: AddStrategy | StartStrategy): StrategySetup | undefined {
    return command.type === 'addStrategy' ? command.setup : this.#known(command.strategy)
  }

  /** `undefined` where there is no such strategy: the host has words for that. */
  #known(strategy: StrategyId): StrategySetup | undefined {
    const known = this.#parts.host().status()
    return known.find(({ setup }) => setup.strategy === strategy)?.setup
  }
}
