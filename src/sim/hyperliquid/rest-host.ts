import type { HttpResponse } from '../../core/index.ts'
import type { HostAnswer, HostRequest } from '../../runtime/virtual/host.ts'
import { type Dialect, jsonResponse, type RequestContext } from '../venue-host.ts'
import { WindowBudget } from '../window-budget.ts'
import type { HyperliquidState } from './hyperliquid-state.ts'
import { answerInfo } from './info-answers.ts'
import type { HyperliquidLimits } from './limits.ts'
import { isRecord } from './subscriptions.ts'

const MINUTE_MS = 60_000
/** Cost of a question; those not named cost 20. */
const WEIGHTS: Readonly<Record<string, number>> = { l2Book: 2, allMids: 2, exchangeStatus: 2 }
const USUAL_WEIGHT = 20

/** The REST host: one path, `POST /info`. */
export function restHost(state: HyperliquidState, limits: HyperliquidLimits): Dialect {
  const budget = new WindowBudget(state.clock, limits.restWeightPerMinute, MINUTE_MS)
  return {
    accept: () => ({ refuse: 404 }),
    request(request, context): HostAnswer {
      const response = answer(state, limits, budget, request, context)
      return { kind: 'response', response, delayMs: limits.restDelayMs }
    },
    failure: (status) => refusal(status, status === 429 ? 'null' : 'Internal Server Error'),
  }
}

function answer(
  state: HyperliquidState,
  limits: HyperliquidLimits,
  budget: WindowBudget,
  { method, target, body }: HostRequest,
  context: RequestContext,
): HttpResponse {
  if (new URL(target, 'http://host').pathname !== '/info') return refusal(404, 'Not Found')
  if (method !== 'POST') return refusal(405, '')
  const question = parsed(body)
  const unread = (): HttpResponse =>
    refusal(422, 'Failed to deserialize the JSON body into the target type')
  if (!isRecord(question)) return unread()
  const type = String(question['type'])
  if (!budget.spend(WEIGHTS[type] ?? USUAL_WEIGHT)) return refusal(429, 'null')
  const found = answerInfo({ state, limits, question, context })
  if (found === undefined) return unread()
  // Rows count when they were sent.
  budget.spend(found.rowWeight)
  return jsonResponse(200, found.body)
}

/** Refusals are plain texts. */
function refusal(status: number, text: string): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: new TextEncoder().encode(text),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Answered as what cannot be read.
    return undefined
  }
}
