import type { LiveInstrument } from '../live-instrument.ts'
import type { PerpetualState } from '../perpetual-state.ts'
import { repeat } from '../sim-ports.ts'
import { push } from './book-messages.ts'
import type { OkxState } from './okx-state.ts'
import type { OpenChannel } from './open-channel.ts'
import { fundingRow, indexRow, interestRow, markRow } from './stat-rows.ts'

/** A channel that tells a contract's state. */
export type StatisticKind = 'index' | 'mark' | 'openInterest' | 'funding'

interface StatisticRule {
  readonly channel: string
  /** How often it is told where it changed, in ms. */
  readonly everyMs: number
  /** After how long it is told again without a change, in ms. */
  readonly againMs: number
  readonly row: (live: LiveInstrument, state: PerpetualState, nowUs: number) => unknown
}

const RULES: Readonly<Record<StatisticKind, StatisticRule>> = {
  index: { channel: 'index-tickers', everyMs: 100, againMs: 60_000, row: indexRow },
  mark: { channel: 'mark-price', everyMs: 200, againMs: 10_000, row: markRow },
  openInterest: { channel: 'open-interest', everyMs: 3000, againMs: 60_000, row: interestRow },
  // 30 to 90 s on the venue.
  funding: { channel: 'funding-rate', everyMs: 60_000, againMs: 60_000, row: fundingRow },
}

/** Opens such a channel for an instrument, or an index; `undefined` where it has no such state. */
export function statisticChannel(
  state: OkxState,
  kind: StatisticKind,
  of: string,
): OpenChannel | undefined {
  const live = kind === 'index' ? state.ofIndex(of) : state.find(of)
  const contract = live?.perpetual
  if (live === undefined || contract === undefined) return undefined
  if (kind === 'funding' && !hasFunding(live)) return undefined
  const { channel, everyMs, againMs, row } = RULES[kind]
  const nowUs = (): number => state.clock.nowUs()
  const message = (): string => push(channel, of, [row(live, contract, nowUs())])
  const seen = (): string =>
    `${contract.markPrice}/${contract.indexPrice}/${contract.openInterest}/${contract.fundingRate}`
  return {
    source(emit) {
      let told = seen()
      let toldUs = nowUs()
      const timer = repeat(state.ports.timers, everyMs, () => {
        if (seen() === told && nowUs() - toldUs < againMs * 1000) return
        told = seen()
        toldUs = nowUs()
        emit(message())
      })
      return () => timer.cancel()
    },
    first: message,
  }
}

/** Whether funding is exchanged on an instrument: on swaps, and on the futures that behave like them. */
export function hasFunding({ spec }: LiveInstrument): boolean {
  return spec.product === 'swap' || spec.product === 'xperp'
}
