import { type AccountId, ConfigError, type Instrument, type StrategyId } from '../../core/index.ts'
import {
  type BookedFill,
  bookFill,
  bookLateFee,
  isSameFee,
  isSameFill,
  readFill,
  seenFill,
} from './book-fill.ts'
import type {
  AdjustEvent,
  AssetMarkEvent,
  BalanceAdjustEvent,
  FillEvent,
  FundingEvent,
  InstrumentMarkEvent,
  LockEvent,
  PortfolioEvent,
  PortfolioOutcome,
  PositionAdjustEvent,
  TransferEvent,
} from './events.ts'
import { minus, taken, takenMark, takenPositive } from './exact.ts'
import type { Line, LineSum } from './line.ts'
import type { PortfolioState } from './portfolio-state.ts'
import { fillKey, type SeenFill } from './seen-events.ts'
import { shareFunding } from './share-funding.ts'
import {
  instrumentKey,
  isSameKind,
  keyOf,
  priced,
  type TradedInstrument,
  tradedInstrument,
} from './traded-instrument.ts'

/** What became of an event, and what is left to do once nothing can fail any more: lists and ids, which are not taken back. */
export interface Booked {
  /** What became of it. */
  readonly outcome: PortfolioOutcome
  /** Remembers it. */
  readonly remember?: () => void
}

/** Books an event. @throws ConfigError where it cannot be booked; the caller takes back what was changed */
export function bookEvent(state: PortfolioState, event: PortfolioEvent): Booked {
  switch (event.type) {
    case 'fill':
      return bookFillEvent(state, event)
    case 'funding':
      return bookPayment(state, 'funding', { ...event, id: event.paymentId })
    case 'transfer':
      return bookPayment(state, 'transfers', { ...event, id: event.transferId })
    case 'opened':
      return bookOpened(state, event)
    case 'lock':
      return bookLock(state, event)
    case 'assetMark':
      return bookAssetMark(state, event)
    case 'instrumentMark':
      return bookInstrumentMark(state, event)
    case 'balanceAdjust':
      return bookBalanceAdjust(state, event)
    case 'positionAdjust':
      return bookPositionAdjust(state, event)
  }
}

/** The epoch µs of an event. */
export function timeOf(event: PortfolioEvent): number {
  return event.type === 'fill' ? event.fill.venueTimeUs : event.timeUs
}

function bookFillEvent(state: PortfolioState, event: FillEvent): Booked {
  const { fillId, account, side, venueOrderId: order, venueTimeUs: timeUs } = event.fill
  const key = instrumentKey(event.fill.instrument)
  const fill = readFill(event, learn(state, key, event.fill.instrument))
  const scope = keyOf(account, key)
  const known = state.seenFills.recall(scope, fillKey(fillId, side), timeUs)
  const remember = (told: SeenFill): void =>
    state.seenFills.remember(scope, fillKey(fillId, side), { told, timeUs })
  if (known === 'beyondMemory') return { outcome: known }
  const other = state.seenFills.recall(
    scope,
    fillKey(fillId, side === 'buy' ? 'sell' : 'buy'),
    timeUs,
  )
  // An order has one side.
  if (typeof other === 'object' && other.order === order) return { outcome: 'contradicted' }
  if (known === 'new') {
    const before = state.netted.position(fill.place).realised
    state.lossWatch.trade(fill)
    for (const line of linesOf(state, event.strategy)) bookFill(line, fill, line === state.netted)
    const ownResult = minus(state.netted.position(fill.place).realised, before)
    moved(state, account, timeUs)
    return {
      outcome: 'applied',
      remember: () => remember(seenFill(fill, event, ownResult)),
    }
  }
  if (!isSameFill(known, fill)) return { outcome: 'contradicted' }
  return completeFill(state, known, fill, { moved: () => moved(state, account, timeUs), remember })
}

/** A fill that is known is told again: with its fee, or with what the venue says it realised. */
function completeFill(
  state: PortfolioState,
  known: SeenFill,
  fill: BookedFill,
  then: { readonly moved: () => void; readonly remember: (told: SeenFill) => void },
): Booked {
  const { fee, realised } = fill
  if (fee !== undefined && known.fee !== undefined && !isSameFee(known.fee, fee))
    return { outcome: 'contradicted' }
  const isFeeNew = fee !== undefined && known.fee === undefined
  const { ownResult, ...settled } = known
  const isResultNew = realised !== undefined && ownResult !== undefined
  if (!isFeeNew && !isResultNew) return { outcome: 'duplicate' }
  // What was told first says whose it is and which position: a query may know less than the stream.
  const complete = { ...fill, place: { ...fill.place, side: known.side } }
  if (isFeeNew) for (const line of linesOf(state, known.strategy)) bookLateFee(line, complete, fee)
  if (isResultNew) state.netted.restate(complete.place, minus(realised, ownResult))
  then.moved()
  return {
    outcome: 'completed',
    remember: () => then.remember({ ...(isResultNew ? settled : known), ...(isFeeNew && { fee }) }),
  }
}

function bookPayment(
  state: PortfolioState,
  sum: Extract<LineSum, 'funding' | 'transfers'>,
  event: (FundingEvent | TransferEvent) & { readonly id: string | undefined },
): Booked {
  const { account, asset, timeUs, id } = event
  const amount = taken('a payment', event.amount)
  const scope = keyOf(account, sum)
  if (id !== undefined) {
    const known = state.seenPayments.recall(scope, id, timeUs)
    if (known === 'beyondMemory') return { outcome: known }
    if (known !== 'new') {
      const isSame = known.asset === asset && known.amount.eq(amount)
      return { outcome: isSame ? 'duplicate' : 'contradicted' }
    }
  }
  const parts = event.type === 'funding' ? shareFunding(state, event, amount) : [{ amount }]
  for (const { strategy, amount: part } of parts)
    state.line(strategy).add(sum, { account, asset, amount: part })
  state.netted.add(sum, { account, asset, amount })
  if (sum === 'transfers') {
    state.performance.payIn(asset, amount)
    state.lossWatch.payIn(asset, amount)
  }
  moved(state, account, timeUs)
  if (id === undefined) return { outcome: 'applied' }
  return {
    outcome: 'applied',
    remember: () => state.seenPayments.remember(scope, id, { told: { asset, amount }, timeUs }),
  }
}

function bookOpened(
  state: PortfolioState,
  { account, timeUs }: PortfolioEvent & { readonly type: 'opened' },
): Booked {
  if (state.openedUs.has(account)) return { outcome: 'duplicate' }
  state.changes.put(state.openedUs, account, timeUs)
  return { outcome: 'applied' }
}

function bookLock(state: PortfolioState, event: LockEvent): Booked {
  const { account, asset, timeUs } = event
  const [key, amount] = [keyOf(account, asset), taken('a lock', event.amount)]
  const known = state.locks.get(key)
  if (known !== undefined && known.timeUs > timeUs) return { outcome: 'outdated' }
  state.changes.put(state.locks, key, { account, asset, amount, timeUs })
  return { outcome: 'applied' }
}

function bookAssetMark(state: PortfolioState, { asset, price, timeUs }: AssetMarkEvent): Booked {
  const found = takenMark(price)
  const mark = (): boolean => state.marks.markAsset(asset, found, timeUs)
  if (!state.lossWatch.markAsset(asset, mark)) return { outcome: 'outdated' }
  state.performance.settle(asset)
  return { outcome: 'applied' }
}

function bookInstrumentMark(state: PortfolioState, event: InstrumentMarkEvent): Booked {
  const key = instrumentKey(event.instrument)
  const instrument = learn(state, key, event.instrument)
  const mark = { price: takenMark(event.price), timeUs: event.timeUs }
  return state.lossWatch.markInstrument(key, () => {
    if (!state.marks.markInstrument(key, instrument, mark)) return { outcome: 'outdated' }
    state.exposure.remark(key)
    return { outcome: 'applied' }
  })
}

function bookBalanceAdjust(state: PortfolioState, event: BalanceAdjustEvent): Booked {
  const { account, asset } = event
  const amount = taken('an adjustment', event.amount)
  for (const line of linesOf(state, undefined)) line.add('adjustments', { account, asset, amount })
  return adjusted(state, { ...event, amount })
}

function bookPositionAdjust(state: PortfolioState, event: PositionAdjustEvent): Booked {
  const { account, positionSide: side = 'net' } = event
  const instrument = learn(state, instrumentKey(event.instrument), event.instrument)
  const quantity = taken('an adjustment', event.quantity)
  const price = takenPositive('the price of an adjustment', event.price)
  if (!quantity.isZero()) {
    const at = priced(instrument, price)
    for (const line of linesOf(state, undefined)) {
      line.trade({ account, instrument, side }, quantity, at)
    }
  }
  return adjusted(state, { ...event, instrument, quantity, price })
}

function adjusted(state: PortfolioState, event: AdjustEvent): Booked {
  moved(state, event.account, event.timeUs)
  const remember = (): void => {
    state.adjustments.push(event)
    if (state.adjustments.length > state.options.maxAdjustments) state.adjustments.shift()
  }
  return { outcome: 'applied', remember }
}

/** The line concerned, and the one of all lines together. */
function linesOf(state: PortfolioState, strategy: StrategyId | undefined): readonly Line[] {
  return [state.line(strategy), state.netted]
}

function moved(state: PortfolioState, account: AccountId, timeUs: number): void {
  const latestUs = Math.max(timeUs, state.latestUs.get(account) ?? timeUs)
  state.changes.put(state.latestUs, account, latestUs)
}

/** The terms under a key: as they were first told; another multiplier is taken where nothing of it is held. */
function learn(
  state: PortfolioState,
  key: string,
  instrument: Instrument | TradedInstrument,
): TradedInstrument {
  const [told, known] = [tradedInstrument(instrument), state.instruments.get(key)]
  if (known !== undefined) {
    const isSame = isSameKind(known, told)
    if (isSame && known.multiplier === told.multiplier) return known
    if (!isSame || isHeld(state, key)) throw otherTerms(known, told)
  }
  state.changes.put(state.instruments, key, told)
  const mark = state.marks.instruments.get(key)
  if (mark !== undefined) {
    state.changes.put(state.marks.instruments, key, { ...mark, ...priced(told, mark.price) })
  }
  return told
}

function isHeld({ netted, foreign, strategies }: PortfolioState, key: string): boolean {
  return [netted, foreign, ...strategies.values()].some(({ positions }) =>
    [...positions.values()].some(
      ({ instrument, quantity }) => instrumentKey(instrument) === key && !quantity.isZero(),
    ),
  )
}

function otherTerms(known: TradedInstrument, told: TradedInstrument): ConfigError {
  return new ConfigError(
    'INVALID_OPTIONS',
    `Booking ${told.symbol} of ${told.venue}: expected ${termsText(known)} as before, was ${termsText(told)}; ` +
      'only the multiplier may change, while no position is open',
    { context: { venue: told.venue, symbol: told.symbol } },
  )
}

function termsText({ direction, multiplier, base, quote, settle }: TradedInstrument): string {
  return `${direction} ${base}/${quote}, multiplier ${multiplier}, settled in ${settle}`
}
