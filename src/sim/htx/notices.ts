import type { LiveInstrument } from '../live-instrument.ts'
import type { PerpetualState } from '../perpetual-state.ts'
import { repeat } from '../sim-ports.ts'
import type { HtxState, StatusPart } from './htx-state.ts'
import { contractRow } from './instrument-rows.ts'
import type { OpenTopic } from './open-topic.ts'
import { fundingRow, heartbeatData } from './stat-messages.ts'
import { readNotice, type Socket } from './topics.ts'
import { liquidationRow } from './trade-messages.ts'
import { packed, timeOf, type WireValue } from './wire-text.ts'

const FUNDING_MS = 5000
const PARTS: readonly StatusPart[] = ['linear-swap', 'swap', 'futures']

/** Makes the sources of the topics of notification sockets. */
export class HtxNotices {
  readonly #state: HtxState

  /** The topics of a venue. */
  constructor(state: HtxState) {
    this.#state = state
  }

  /** The topic of a name on a socket; `undefined` where it has none, or none of its contract. */
  open(topic: string, socket: Socket): OpenTopic | undefined {
    const plan = readNotice(topic, socket)
    if (plan === undefined) return undefined
    if (plan.kind === 'heartbeat') {
      const part = PARTS.find((known) => known === plan.of)
      return part === undefined ? undefined : this.#heartbeat(topic, part)
    }
    const isAll = plan.of === '*'
    const live = isAll ? undefined : this.#find(plan.of, socket)
    if (!isAll && live === undefined) return undefined
    const concerns = (each: LiveInstrument): boolean =>
      each === live || (isAll && isOf(each, socket))
    switch (plan.kind) {
      case 'funding_rate':
        return live === undefined || live.spec.kind === 'perpetual'
          ? this.#funding(topic, concerns)
          : undefined
      case 'liquidation_orders':
        return this.#liquidations(topic, concerns)
      case 'contract_info':
        return this.#contracts(topic, concerns)
    }
  }

  /** Why a topic cannot be opened. */
  refusal(topic: string, socket: Socket): { readonly code: number; readonly text: string } {
    return readNotice(topic, socket) === undefined
      ? { code: 2010, text: 'Topic error.' }
      : { code: 2011, text: "Contract doesn't exist." }
  }

  #find(code: string, socket: Socket): LiveInstrument | undefined {
    const live = this.#state.find(code)
    return live !== undefined && isOf(live, socket) ? live : undefined
  }

  #funding(topic: string, concerns: (live: LiveInstrument) => boolean): OpenTopic {
    const message = (): Uint8Array => {
      const nowUs = this.#state.clock.nowUs()
      const rows = this.#swaps(concerns).map(([live, state]) => fundingRow(live, state, nowUs))
      return this.#notify(topic, rows)
    }
    return {
      source: (emit) => {
        const timer = repeat(this.#state.ports.timers, FUNDING_MS, () => emit(message()))
        return () => timer.cancel()
      },
      first: message,
    }
  }

  #swaps(
    concerns: (live: LiveInstrument) => boolean,
  ): readonly (readonly [LiveInstrument, PerpetualState])[] {
    return this.#state.market.instruments().flatMap((live) => {
      const { perpetual, spec } = live
      if (perpetual === undefined || spec.kind !== 'perpetual' || !concerns(live)) return []
      return [[live, perpetual] as const]
    })
  }

  #liquidations(topic: string, concerns: (live: LiveInstrument) => boolean): OpenTopic {
    return {
      source: (emit) =>
        this.#state.market.listen(({ instrument, liquidation }) => {
          if (liquidation === undefined || !concerns(instrument)) return
          emit(this.#notify(topic, [liquidationRow(instrument, liquidation)]))
        }),
      first: () => undefined,
    }
  }

  #contracts(topic: string, concerns: (live: LiveInstrument) => boolean): OpenTopic {
    const row = (live: LiveInstrument): WireValue => {
      const settlementMs = live.perpetual?.nextFundingTimeMs ?? 0
      return contractRow(live, this.#state.contractStatusOf(live), settlementMs)
    }
    return {
      source: (emit) =>
        this.#state.onContract((live) => {
          if (concerns(live)) emit(this.#notify(topic, [row(live)], 'update'))
        }),
      first: () => {
        const rows = this.#state.market.instruments().filter(concerns).map(row)
        return this.#notify(topic, rows, 'init')
      },
    }
  }

  #heartbeat(topic: string, part: StatusPart): OpenTopic {
    const message = (event: string): Uint8Array =>
      this.#notify(topic, heartbeatData(this.#state, part), event)
    return {
      source: (emit) =>
        this.#state.onStatus((changed) => {
          if (changed === part) emit(message('update'))
        }),
      first: () => message('init'),
    }
  }

  #notify(topic: string, data: WireValue, event?: string): Uint8Array {
    const ts = timeOf(this.#state.clock.nowUs())
    return packed({ op: 'notify', topic, ts, ...(event === undefined ? {} : { event }), data })
  }
}

function isOf({ spec }: LiveInstrument, { products }: Socket): boolean {
  return products.some((product) => product === spec.product)
}
