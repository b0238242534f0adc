import type { Decimal, StrategyId } from '../../core/index.ts'
import type { TradingCore } from '../engine/index.ts'
import {
  type AdaptationRefusal,
  type Adapted,
  type KnobTarget,
  limitSetting,
  paramValue,
  withParam,
} from '../feedback/index.ts'
import { limitProblems } from '../risk/limit-book.ts'
import type { StrategySetup } from '../strategy/index.ts'
import type { EffectRunner } from './effect-runner.ts'
import type { StrategyDesk } from './strategy-desk.ts'

/** What a {@link KnobPanel} is made of. */
export interface KnobPanelParts {
  /** Has the limits. */
  readonly core: TradingCore
  /** Has the strategies and their parameters. */
  readonly strategies: () => StrategyDesk
  /** Does what follows, and keeps it. */
  readonly runner: () => EffectRunner
}

/** Who changes what the adaptor changes. */
const BY = 'adaptor'

/** What the adaptor's knobs are connected to: reads what is in force, and turns them by the commands that a person gives. */
export class KnobPanel {
  readonly #parts: KnobPanelParts

  /** Changes nothing yet. */
  constructor(parts: KnobPanelParts) {
    this.#parts = parts
  }

  /** What is in force; `undefined` where nothing is. */
  inForce(target: KnobTarget): Decimal | undefined {
    if (target.type === 'param')
      return paramValue(this.#setup(target.strategy)?.params, target.name)
    const value = this.#parts.core.risk.limitOf(target.name, target.scope)
    return value === false ? undefined : value
  }

  /** Gives the command; why there is none, or it was refused. */
  turn({ target, to, timeUs }: Adapted): AdaptationRefusal | undefined {
    if (target.type === 'limit') {
      const setting = limitSetting(target, to)
      if (limitProblems(setting).length > 0) return 'INVALID_VALUE'
      const { core, runner } = this.#parts
      runner().run(core.command({ type: 'setLimit', ...setting, by: BY, timeUs }))
      return undefined
    }
    const { strategy, name } = target
    const params = withParam(this.#setup(strategy)?.params, name, to)
    if (params === undefined) return 'INEXACT_NUMBER'
    const command = { type: 'configureStrategy', strategy, params, by: BY } as const
    this.#parts.strategies().take(command)
    return this.inForce(target)?.eq(to) === true ? undefined : 'COMMAND_REFUSED'
  }

  #setup(strategy: StrategyId): StrategySetup | undefined {
    const { host } = this.#parts.strategies()
    return host.status().find(({ setup }) => setup.strategy === strategy)?.setup
  }
}
