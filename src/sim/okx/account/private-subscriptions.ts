import type { TimerHandle } from '../../../runtime/ports.ts'
import type { FoundKey } from '../../account/sim-accounts.ts'
import { repeat } from '../../sim-ports.ts'
import type { ChannelArgument, SocketPath } from '../channels.ts'
import { instTypeOf } from '../okx-state.ts'
import { balanceRow, positionRow } from './account-rows.ts'
import { login } from './doorkeeper.ts'
import type { Row } from './order-row.ts'
import type { PrivateChannel, PrivatePush } from './private-feeds.ts'
import type { PrivateParts } from './private-parts.ts'
import { WALLET } from './rules.ts'

/** Where each private channel is asked for. */
const PATHS: Readonly<Record<PrivateChannel, SocketPath>> = {
  orders: 'private',
  account: 'private',
  positions: 'private',
  'orders-algo': 'business',
}

/** Balances and positions are told again this often, in ms. */
const PERIOD_MS = 5000

/** Sends a frame that fault rules find by a name. */
export type SendPrivate = (frame: string, stream: string) => void

/** Whether a channel needs a login. */
export function isPrivate({ channel }: ChannelArgument): boolean {
  return Object.hasOwn(PATHS, channel)
}

/** What one connection hears of an account once it has logged in. */
export class PrivateSubscriptions {
  readonly #parts: PrivateParts
  readonly #send: SendPrivate
  readonly #wanted = new Map<string, ChannelArgument>()
  #found: FoundKey | undefined
  #stopListening: (() => void) | undefined
  #timer: TimerHandle | undefined

  /** Nobody has logged in. */
  constructor(parts: PrivateParts, send: SendPrivate) {
    this.#parts = parts
    this.#send = send
  }

  /** Logs in; what is wrong with it, where it is refused. */
  login(argument: Readonly<Record<string, unknown>>): readonly [string, string] | undefined {
    const { accounts, feeds, state } = this.#parts
    const found = login(accounts, argument, state.clock.nowUs())
    if (!('account' in found)) return found
    this.#stopListening?.()
    this.#found = found
    this.#stopListening = feeds.listen(found.account, (push) => this.#push(push))
    this.#timer ??= repeat(state.ports.timers, PERIOD_MS, () => this.#tellAgain())
    return undefined
  }

  /** Who has logged in. */
  get found(): FoundKey | undefined {
    return this.#found
  }

  /** Why a channel cannot be had on a path now; `undefined` where it can. */
  refusal(argument: ChannelArgument, path: SocketPath): 'login' | 'path' | undefined {
    const channel = channelOf(argument)
    if (channel === undefined || PATHS[channel] !== path) return 'path'
    return this.#found === undefined ? 'login' : undefined
  }

  /** Adds a channel; call {@link first} once that was answered. */
  add(argument: ChannelArgument): void {
    this.#wanted.set(nameOf(argument), argument)
  }

  /** Removes a channel; whether it was there. */
  remove(argument: ChannelArgument): boolean {
    return this.#wanted.delete(nameOf(argument))
  }

  /** Balances and positions begin with all there are. */
  first(argument: ChannelArgument): void {
    this.#tellWhole(argument, 'snapshot')
  }

  /** The connection is gone. */
  close(): void {
    this.#stopListening?.()
    this.#timer?.cancel()
  }

  #push({ channel, row, stream }: PrivatePush): void {
    for (const argument of this.#wanted.values()) {
      const { instType, instId } = argument
      const isWanted =
        argument.channel === channel &&
        (instType === undefined || instType === 'ANY' || row['instType'] === instType) &&
        (instId === undefined || row['instId'] === instId)
      if (isWanted) this.#tell(argument, [row], stream, 'event_update')
    }
  }

  #tellAgain(): void {
    for (const argument of this.#wanted.values()) this.#tellWhole(argument, 'event_update')
  }

  #tellWhole(argument: ChannelArgument, eventType: string): void {
    const account = this.#found?.account
    if (account === undefined) return
    const nowUs = this.#parts.state.clock.nowUs()
    const { channel, instType = 'ANY' } = argument
    if (channel === 'account') {
      const rows = [balanceRow(account.balances(WALLET), nowUs)]
      this.#tell(argument, rows, 'private/account', eventType)
    } else if (channel === 'positions') {
      const rows = account
        .positions()
        .filter(
          ({ quantity, instrument }) =>
            quantity !== 0 && (instType === 'ANY' || instTypeOf(instrument) === instType),
        )
        .map((position) => positionRow(position, nowUs))
      if (rows.length > 0) this.#tell(argument, rows, 'private/positions', eventType)
    }
  }

  #tell(argument: ChannelArgument, data: readonly Row[], stream: string, eventType: string): void {
    const { channel } = argument
    const isPaged = channel === 'account' || channel === 'positions'
    const pages = eventType === 'snapshot' ? { curPage: 1, lastPage: true } : {}
    const arg = { ...argument, uid: '614488474791936' }
    this.#send(JSON.stringify({ arg, ...(isPaged ? { eventType, ...pages } : {}), data }), stream)
  }
}

function channelOf({ channel }: ChannelArgument): PrivateChannel | undefined {
  return isKnown(channel) ? channel : undefined
}

function isKnown(channel: string): channel is PrivateChannel {
  return Object.hasOwn(PATHS, channel)
}

function nameOf({ channel, instType = '', instId = '' }: ChannelArgument): string {
  return `${channel} ${instType} ${instId}`
}
