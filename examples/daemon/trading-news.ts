import type { Fill, Order, TraderEvent } from 'crossbook/trader'

/** What is told of an event: data for programs, with numbers as decimal text, and words where a person should look. */
export interface News {
  readonly data: object
  readonly text?: string
}

const UNKNOWN: ReadonlySet<string> = new Set(['unknown', 'amendUnknown', 'cancelUnknown'])

/** Picks what is worth telling of all that a trader tells. */
export function tradingNews(): (event: TraderEvent) => News | undefined {
  const unknown = new Set<string>()
  const newsOfOrder = ({ clientOrderId, strategy, status }: Order): News | undefined => {
    const wasUnknown = unknown.has(clientOrderId)
    const isUnknown = UNKNOWN.has(status)
    if (isUnknown === wasUnknown) return undefined
    if (isUnknown) unknown.add(clientOrderId)
    else unknown.delete(clientOrderId)
    const text = isUnknown
      ? `${strategy}: nobody knows what became of order ${clientOrderId} (${status})`
      : `${strategy}: by the venue's evidence order ${clientOrderId} is ${status}`
    return { data: { type: 'order', strategy, clientOrderId, status }, text }
  }
  return (event) => {
    if (event.type === 'fill')
      return { data: { type: 'fill', strategy: event.strategy, ...fillData(event.fill) } }
    if (event.type === 'publish') return newsOfOrder(event.order)
    if (event.type !== 'account') return alertNews(event)
    const { type, account, state, detail } = event
    const data = { type, account, state, detail }
    return state === 'connected' ? { data } : { data, text: `${account}: ${state} ${detail}` }
  }
}

/** What somebody should look at, in words. */
function alertNews(event: TraderEvent): News | undefined {
  const words = alertWords(event)
  if (words === undefined) return undefined
  const { type } = event
  return { data: { type, text: words }, text: `${type}: ${words}` }
}

function alertWords(event: TraderEvent): string | undefined {
  if (event.type === 'alarm') return `${event.code} ${event.clientOrderId} ${event.found}`
  if (event.type === 'lostOrder') return `${event.code} ${event.clientOrderId}`
  if (event.type === 'strategyFaulted') return `${event.strategy} ${event.code} ${event.found}`
  if (event.type === 'strategyHalted') return `${event.strategy} ${event.why}`
  if (event.type === 'commandRefused') return event.why
  if (event.type === 'journalFailed') return event.detail
  if (event.type === 'moneyDiffers' || event.type === 'orderVanished')
    return `${event.account} ${event.found}`
  if (event.type === 'openingAdopted') return `${event.account} held before us: ${event.found}`
  if (event.type === 'reconcileFailed') return `${event.account} ${event.found}`
  if (event.type !== 'breakerTripped') return undefined
  const { breaker, subject, found, limit } = event.tripped
  return `${breaker} of ${subject}: ${found}, limit ${limit}`
}

function fillData({
  clientOrderId,
  account,
  instrument,
  side,
  price,
  quantity,
  fee,
}: Fill): object {
  return {
    clientOrderId,
    account,
    venue: instrument.venue,
    pair: instrument.pair,
    side,
    price: price.toFixed(),
    quantity: quantity.toFixed(),
    ...(fee !== undefined && { fee: fee.amount.toFixed(), feeAsset: fee.asset }),
  }
}
