import type { ProvenAbsent } from '../../core/index.ts'
import { hasHole, type Order, wasSeen } from './order.ts'
import type { UnknownOptions } from './unknown-options.ts'
import type { QuestionSubject, UnknownAnswer, UnknownQuestion } from './unknown-question.ts'

/**
 * One order about which the venue is asked, and how far that has come. Plain data; `stepUnknown` moves it.
 *
 * A round asks for the order, then the open orders, then its fills, then history. The order matters: what was open when
 * the list was made, and ended before history was read, is in history; the other way round it could be in neither.
 */
export interface UnknownCase {
  /** The order, as it is now. */
  readonly order: Order
  /** Rounds that are over. */
  readonly round: number
  /** Questions of this round that are over. */
  readonly step: number
  /** Questions that were asked. */
  readonly questions: number
  /** The question that waits for its answer. */
  readonly asked:
    | {
        readonly question: number
        readonly subject: QuestionSubject
        readonly timeUs: number
      }
    | undefined
  /** The venue's time when its open orders, in this round and late enough to prove it, did not have the order. */
  readonly notOpenVenueTimeUs: number | undefined
  /** Whether its fills were read in this round. */
  readonly areFillsRead: boolean
  /** When to call again, epoch µs of our clock. */
  readonly wakeTimeUs: number
}

/** What a case is told: that time has passed, that the order has changed, or what came of a question. */
export type UnknownInput =
  | { readonly type: 'time'; readonly timeUs: number }
  | { readonly type: 'order'; readonly timeUs: number; readonly order: Order }
  | UnknownAnswer

/** A case after an input, with what is to be asked, and the proof if there is one. */
export interface UnknownStep {
  /** The case; `undefined`: the venue's evidence has ended it. */
  readonly next: UnknownCase | undefined
  /** What is to be asked now. */
  readonly question?: UnknownQuestion
  /** The proof that the order is not there; it goes to the order like every event. */
  readonly event?: ProvenAbsent
}

const WHOLE_ROUND: readonly QuestionSubject[] = ['order', 'openOrders', 'fills', 'history']
const FILLS_ROUND: readonly QuestionSubject[] = ['fills']

/** Whether the venue has to be asked about an order: for its fate, or for fills that it has told as a sum only. */
export function hasQuestions(order: Order): boolean {
  return order.isLookupWanted || hasHole(order)
}

/** Starts to ask about an order. */
export function openUnknown(
  order: Order,
  timeUs: number,
  options: Required<UnknownOptions>,
): UnknownCase {
  return {
    order,
    round: 0,
    step: 0,
    questions: 0,
    asked: undefined,
    notOpenVenueTimeUs: undefined,
    areFillsRead: false,
    wakeTimeUs: timeUs + options.firstDelayMs * 1000,
  }
}

/**
 * What follows from an input. However often nobody answers, that says nothing about the order: the questions come more
 * slowly, and go on.
 */
export function stepUnknown(
  open: UnknownCase,
  input: UnknownInput,
  options: Required<UnknownOptions>,
): UnknownStep {
  if (input.type === 'order') {
    const { order } = input
    return { next: hasQuestions(order) ? { ...open, order } : undefined }
  }
  if (input.type === 'time') {
    if (input.timeUs < open.wakeTimeUs) return { next: open }
    // A question whose answer did not come in time counts as failed; a late answer to it is not waited for.
    if (open.asked !== undefined) return goOn(open, input.timeUs, options)
    return ask(open, input.timeUs, options)
  }
  if (open.asked === undefined || input.question !== open.asked.question) return { next: open }
  if (input.type === 'answered' && open.asked.subject === 'fills')
    return goOn({ ...open, areFillsRead: true }, input.timeUs, options)
  if (input.type !== 'absent') return goOn(open, input.timeUs, options)
  return weigh(open, input, options)
}

/** What an absence is worth: nothing before the deadline and a margin have passed on the venue's clock. */
function weigh(
  open: UnknownCase,
  absent: UnknownAnswer & { readonly type: 'absent' },
  options: Required<UnknownOptions>,
): UnknownStep {
  const { venueTimeUs, isComplete, timeUs } = absent
  const subject = open.asked?.subject
  const isLateEnough = venueTimeUs !== undefined && venueTimeUs >= provableUs(open.order, options)
  if (!isComplete || !isLateEnough) return goOn(open, timeUs, options)
  if (subject === 'openOrders')
    return goOn({ ...open, notOpenVenueTimeUs: venueTimeUs }, timeUs, options)
  const { notOpenVenueTimeUs, order, areFillsRead } = open
  if (subject !== 'history' || notOpenVenueTimeUs === undefined) return goOn(open, timeUs, options)
  // What the venue had may have been filled.
  if (wasSeen(order) && !areFillsRead) return goOn(open, timeUs, options)
  return {
    ...goOn(open, timeUs, options),
    event: {
      type: 'provenAbsent',
      order: { clientOrderId: order.clientOrderId },
      timeUs,
      venueTimeUs,
      openOrdersVenueTimeUs: notOpenVenueTimeUs,
      historyVenueTimeUs: venueTimeUs,
    },
  }
}

/** The question that waits is over: the next one, or the next round after a while. */
function goOn(open: UnknownCase, timeUs: number, options: Required<UnknownOptions>): UnknownStep {
  const next = { ...open, asked: undefined, step: open.step + 1 }
  if (next.step < subjectsOf(open.order).length) return ask(next, timeUs, options)
  const round = open.round + 1
  const { firstDelayMs, maxDelayMs } = options
  const delayUs = Math.min(firstDelayMs * 2 ** round, maxDelayMs) * 1000
  // What can be proven as soon as the deadline has passed is not left waiting.
  const provable = provableUs(open.order, options)
  const soonestUs = timeUs + firstDelayMs * 1000
  const wakeTimeUs =
    timeUs < provable ? Math.max(soonestUs, Math.min(timeUs + delayUs, provable)) : timeUs + delayUs
  return {
    next: {
      ...next,
      round,
      step: 0,
      notOpenVenueTimeUs: undefined,
      areFillsRead: false,
      wakeTimeUs,
    },
  }
}

function ask(open: UnknownCase, timeUs: number, options: Required<UnknownOptions>): UnknownStep {
  const { order } = open
  const { clientOrderId, terms, venueOrderIds, placedTimeUs } = order
  const question = open.questions + 1
  const subject = subjectOf(open)
  return {
    next: {
      ...open,
      questions: question,
      asked: { question, subject, timeUs },
      wakeTimeUs: timeUs + options.answerTimeoutMs * 1000,
    },
    question: {
      question,
      subject,
      clientOrderId,
      venueOrderId: venueOrderIds.at(-1),
      account: terms.account,
      instrument: terms.instrument,
      sinceUs: placedTimeUs - options.marginMs * 1000,
    },
  }
}

function provableUs(order: Order, options: Required<UnknownOptions>): number {
  return order.deadlineUs + options.marginMs * 1000
}

function subjectsOf(order: Order): readonly QuestionSubject[] {
  return order.isLookupWanted ? WHOLE_ROUND : FILLS_ROUND
}

/** What the question in turn asks for; a round that became shorter starts over at its first. */
function subjectOf({ order, step }: UnknownCase): QuestionSubject {
  return subjectsOf(order)[step] ?? 'fills'
}
