import fc from 'fast-check'
import type { Fee, OrderInput } from '../../../../src/core/index.ts'
import { decimal, fillOf, of, VENUE_ID } from './small-orders.ts'

/** How long a request is of force. */
const FORCE_US = 99

/** One thing that happens at the venue, in the venue's own order, or that we ask of it. */
type Deed =
  | { readonly do: 'fill'; readonly quantity: number; readonly price: number; readonly fee: Fee }
  | { readonly do: 'amend'; readonly by: number; readonly isAccepted: boolean }
  | { readonly do: 'list' }

/** What an order's life is made of. */
export interface Life {
  readonly quantity: number
  readonly deeds: readonly Deed[]
  /** Whether we ask for its end, when all else has been asked for. */
  readonly isCancelAsked: boolean
  /** What ends it at the venue, if anything but its fills does. */
  readonly end: 'cancelled' | 'expired' | 'none'
  /** Whether the placing, and each amend, has an answer that is lost, and told as such. */
  readonly isAnswerLost: boolean
}

/** An event with those that have to come before it: a venue answers nothing that it was not asked. */
export interface HistoryItem {
  readonly make: (timeUs: number, askedTimeUs: number) => OrderInput
  readonly after: readonly number[]
  /** The last thing asked of the venue that it had carried out by then; its time is the earliest of a question. */
  readonly sent: number | undefined
  /** Who speaks: we, the venue, or nobody (an answer that does not come). */
  readonly by: 'us' | 'venue' | 'nobody'
}

const asset = fc.constantFrom('USDT', 'BNB')
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('fill' as const),
      quantity: fc.integer({ min: 1, max: 6 }),
      price: fc.integer({ min: 90, max: 110 }),
      fee: fc.record({ amount: fc.integer({ min: -3, max: 9 }).map(decimal), asset }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('amend' as const),
      by: fc.integer({ min: -6, max: 6 }),
      isAccepted: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'list' as const }) },
)

export const life: fc.Arbitrary<Life> = fc.record({
  quantity: fc.integer({ min: 1, max: 20 }),
  deeds: fc.array(deed, { maxLength: 12 }),
  isCancelAsked: fc.boolean(),
  end: fc.constantFrom('cancelled', 'expired', 'none'),
  isAnswerLost: fc.boolean(),
})

/** Lives the life at a venue that makes no mistakes, and writes down all that it says. */
export function historyOf({
  quantity,
  deeds,
  isCancelAsked,
  end,
  isAnswerLost,
}: Life): HistoryItem[] {
  const items: HistoryItem[] = []
  const add = (
    after: readonly (number | undefined)[],
    make: HistoryItem['make'],
    by: HistoryItem['by'] = 'venue',
  ): number => {
    const known = after.filter((each): each is number => each !== undefined)
    items.push({ make, after: known, sent, by })
    return items.length - 1
  }
  let sent: number | undefined
  let requests = 1
  let whole = quantity
  let filled = 0
  let fills = 0
  const acknowledged = add([], (timeUs) => ({
    type: 'acknowledged',
    order: of,
    timeUs,
    venueOrderId: VENUE_ID,
  }))
  let settled = acknowledged
  if (isAnswerLost)
    add([], (timeUs) => ({ type: 'outcomeUnknown', order: of, timeUs, cause: 'timeout' }), 'nobody')
  for (const each of deeds) {
    if (filled === whole) break
    if (each.do === 'list') {
      const facts = {
        filledQuantity: decimal(filled),
        quantity: decimal(whole),
        price: decimal(100),
      }
      add([sent], (timeUs, askedTimeUs) => ({
        type: 'foundOpen',
        order: of,
        timeUs,
        venueOrderId: VENUE_ID,
        askedTimeUs,
        ...facts,
      }))
    } else if (each.do === 'fill') {
      const part = Math.min(each.quantity, whole - filled)
      filled += part
      fills += 1
      const fill = fillOf(`f${fills}`, part, { price: decimal(each.price), fee: each.fee })
      const { fee: _, ...bare } = fill
      const told = (timeUs: number): OrderInput => ({ type: 'fill', order: of, timeUs, fill })
      add([sent], told)
      // The other way, without a fee and from memory later.
      if (each.price % 2 === 0)
        add([sent], (timeUs) => ({ type: 'fill', order: of, timeUs, fill: bare }))
    } else {
      const wanted = whole + each.by
      if (wanted <= filled || wanted < 1) continue
      requests += 1
      const request = requests
      const price = decimal(100)
      sent = add(
        [acknowledged, settled, sent],
        (timeUs) => ({
          type: 'amendSent',
          order: of,
          timeUs,
          deadlineUs: timeUs + FORCE_US,
          price,
          quantity: decimal(wanted),
        }),
        'us',
      )
      if (isAnswerLost)
        add(
          [sent],
          (timeUs) => ({
            type: 'amendUnknown',
            order: of,
            timeUs,
            request,
            cause: 'timeout',
          }),
          'nobody',
        )
      if (each.isAccepted) whole = wanted
      const answer = { order: of, request } as const
      settled = add([sent], (timeUs) =>
        each.isAccepted
          ? { ...answer, timeUs, type: 'amended', price, quantity: decimal(wanted) }
          : { ...answer, timeUs, type: 'amendRejected', code: 'no', text: 'no' },
      )
    }
  }
  if (isCancelAsked && filled < whole)
    sent = add(
      [sent, settled],
      (timeUs) => ({ type: 'cancelSent', order: of, timeUs, deadlineUs: timeUs + FORCE_US }),
      'us',
    )
  if (end === 'none' && filled < whole) return items
  const last = decimal(filled)
  if (filled < whole && end !== 'none')
    add([sent], (timeUs) => ({ type: end, order: of, timeUs, filledQuantity: last }))
  const as = filled === whole ? 'filled' : end === 'none' ? 'cancelled' : end
  add([sent], (timeUs) => ({ type: 'foundEnded', order: of, timeUs, as, filledQuantity: last }))
  return items
}

/**
 * The history as it may arrive: in any order that has each thing after what it answers, with things told twice. `dice`
 * has to have numbers enough.
 */
export function arrivals(items: readonly HistoryItem[], dice: readonly number[]): OrderInput[] {
  const events: OrderInput[] = []
  const sentUs = new Map<number, number>()
  const toldUs = new Map<number, number>()
  const done = new Set<number>()
  const repeatable: number[] = []
  for (let i = 0; done.size < items.length; i += 1) {
    const roll = dice[i % dice.length] ?? 0
    const timeUs = (i + 2) * 1000
    const ready = items.flatMap((item, index) =>
      !done.has(index) && item.after.every((each) => done.has(each)) ? [index] : [],
    )
    const isRepeat = roll % 5 === 0 && repeatable.length > 0 && i < dice.length
    const pool = isRepeat ? repeatable : ready
    const index = pool[roll % pool.length] as number
    const item = items[index] as HistoryItem
    const earliestUs = item.sent === undefined ? 1000 : (sentUs.get(item.sent) ?? 1000)
    // At the latest just before anything was told that happened later at the venue, and before the end of what it carried out
    // later: it carries nothing out that comes too late.
    const later = [...toldUs].flatMap(([each, us]) => (each >= index ? [us] : []))
    const ends = [...sentUs].flatMap(([each, us]) => (each > index ? [us + FORCE_US] : []))
    const latestUs = Math.min(timeUs, ...later, ...ends) - 1
    const coin = dice[(i * 7 + 3) % dice.length] ?? 0
    const asked = coin % 2 === 0 ? earliestUs : Math.max(earliestUs, latestUs)
    if (item.by === 'venue' && !toldUs.has(index)) toldUs.set(index, timeUs)
    events.push(item.make(timeUs, asked))
    done.add(index)
    if (item.by === 'us') sentUs.set(index, timeUs)
    else if (!isRepeat) repeatable.push(index)
  }
  return events
}
