import type { Timers } from '../../runtime/ports.ts'
import type { SimPeer } from '../fault-link.ts'
import type { DeskPlan } from './trading-desk.ts'

/** What a socket's dialect says: the answer to what was done, or its words for a status that it failed with. */
export interface DeskWords<Result> {
  /** Writes the answer. */
  readonly write: (result: Result) => string
  /** Writes a failure; maintenance is a 503 where the dialect has no other word. */
  readonly failure: (status: number, retryAfterSeconds: number | undefined) => string
  /** Writes that the venue is being maintained. @defaultValue as a 503 */
  readonly maintenance?: () => string
}

/** A plan over a socket, as `deskAnswer` has it over HTTP: says it in time, says nothing, or cuts the connection. */
export function deskReply<Result>(
  plan: DeskPlan<Result>,
  { peer, timers }: { readonly peer: SimPeer; readonly timers: Timers },
  { write, failure, maintenance = () => failure(503, undefined) }: DeskWords<Result>,
): void {
  const say = (text: string, delayMs: number): void =>
    void timers.after(delayMs, () => peer.control(text))
  switch (plan.kind) {
    case 'answer':
      return say(write(plan.result), plan.delayMs)
    case 'status':
      return say(failure(plan.status, plan.retryAfterSeconds), plan.delayMs)
    case 'maintenance':
      return say(maintenance(), plan.delayMs)
    case 'silence':
      return
    case 'cut':
      return peer.terminate()
  }
}
