import {
  type CandleInterval,
  type ChannelKind,
  type ChannelRequest,
  CrossbookError,
  DEPTH_CHOICES,
  pair as readPair,
  venueId,
} from '../core/index.ts'
import type { SubscriptionTask } from './subscription-task.ts'

/** What is wrong with a task list, at one place of it. */
export interface TaskProblem {
  /** Where, as in `subscriptions[2].channels[0].depth`. */
  readonly path: string
  /** What was expected and what was found. */
  readonly message: string
}

/** A task list as it was read: all of it, or everything that is wrong with it. */
export type ReadTasks =
  | { readonly type: 'tasks'; readonly tasks: readonly SubscriptionTask[] }
  | { readonly type: 'problems'; readonly problems: readonly TaskProblem[] }

const CHANNELS: Readonly<Record<ChannelKind, true>> = {
  book: true,
  bbo: true,
  trade: true,
  ticker: true,
  candle: true,
  funding: true,
  markPrice: true,
  indexPrice: true,
  openInterest: true,
  liquidation: true,
  instrument: true,
  status: true,
}

const INTERVALS: Readonly<Record<CandleInterval, true>> = {
  '1s': true,
  '1m': true,
  '3m': true,
  '5m': true,
  '15m': true,
  '30m': true,
  '1h': true,
  '2h': true,
  '4h': true,
  '6h': true,
  '8h': true,
  '12h': true,
  '1d': true,
  '2d': true,
  '3d': true,
  '5d': true,
  '1w': true,
  '15d': true,
  '1M': true,
  '3M': true,
}

/**
 * Reads a task list: `{"subscriptions":[{"venue":"V","pair":"BTC/USDT","channels":["trade",{"channel":"book","depth":20}]}]}`.
 *
 * `pairs` may stand in place of `pair`. Every problem is listed, not only the first; unknown keys are problems, because
 * a misspelt key is a subscription that silently never comes.
 */
export function readTasks(value: unknown): ReadTasks {
  const reader = new TaskReader()
  const tasks = reader.document(value)
  if (reader.problems.length > 0) return { type: 'problems', problems: reader.problems }
  return { type: 'tasks', tasks }
}

/** Problems as one text, for an error's message. */
export function problemsText(problems: readonly TaskProblem[]): string {
  return problems.map(({ path, message }) => `${path}: ${message}`).join('; ')
}

class TaskReader {
  readonly problems: TaskProblem[] = []

  document(value: unknown): readonly SubscriptionTask[] {
    const document = this.#object(value, '', ['subscriptions'])
    if (document === undefined) return []
    const rows = this.#array(document['subscriptions'], 'subscriptions')
    return rows.flatMap((row, i) => this.#row(row, `subscriptions[${i}]`))
  }

  #row(value: unknown, path: string): readonly SubscriptionTask[] {
    const row = this.#object(value, path, ['venue', 'pair', 'pairs', 'channels'])
    if (row === undefined) return []
    const venue = this.#checked(row['venue'], `${path}.venue`, venueId)
    const pairs = this.#pairs(row, path)
    const channels = this.#array(row['channels'], `${path}.channels`)
    if (Array.isArray(row['channels']) && channels.length === 0) {
      this.#problem(`${path}.channels`, 'expected one channel or more, was none')
    }
    const requests = channels.flatMap(
      (channel, i) => this.#request(channel, `${path}.channels[${i}]`) ?? [],
    )
    if (venue === undefined) return []
    return pairs.flatMap((pair) => requests.map((request) => ({ venue, pair, request })))
  }

  #pairs(row: Readonly<Record<string, unknown>>, path: string): readonly string[] {
    if ('pair' in row && 'pairs' in row) this.#problem(path, 'expected pair or pairs, was both')
    if (!('pairs' in row)) {
      const one = this.#checked(row['pair'], `${path}.pair`, readPair)
      return one === undefined ? [] : [one]
    }
    const found = this.#array(row['pairs'], `${path}.pairs`)
    return found.flatMap((pair, i) => this.#checked(pair, `${path}.pairs[${i}]`, readPair) ?? [])
  }

  #request(value: unknown, path: string): ChannelRequest | undefined {
    const channel = typeof value === 'string' ? { channel: value } : value
    const given = this.#object(channel, path, ['channel', 'depth', 'interval'])
    if (given === undefined) return undefined
    const kind = this.#oneOf(given['channel'], `${path}.channel`, keysOf(CHANNELS))
    if (kind === undefined) return undefined
    if (kind !== 'book' && 'depth' in given)
      this.#problem(`${path}.depth`, `a ${kind} channel has no depth`)
    if (kind !== 'candle' && 'interval' in given)
      this.#problem(`${path}.interval`, `a ${kind} channel has no interval`)
    if (kind === 'candle') {
      const interval = this.#oneOf(given['interval'], `${path}.interval`, keysOf(INTERVALS))
      return interval === undefined ? undefined : { channel: kind, interval }
    }
    if (kind !== 'book') return { channel: kind }
    if (!('depth' in given)) return { channel: kind, depth: 'full' }
    const depth = this.#oneOf(given['depth'], `${path}.depth`, DEPTH_CHOICES)
    return depth === undefined ? undefined : { channel: kind, depth }
  }

  #object(
    value: unknown,
    path: string,
    keys: readonly string[],
  ): Readonly<Record<string, unknown>> | undefined {
    if (!isRecord(value)) {
      this.#problem(path === '' ? 'the list' : path, `expected an object, was ${shown(value)}`)
      return undefined
    }
    for (const key of Object.keys(value)) {
      if (keys.includes(key)) continue
      this.#problem(
        path === '' ? key : `${path}.${key}`,
        `there is no such key; there are ${keys.join(', ')}`,
      )
    }
    return value
  }

  #array(value: unknown, path: string): readonly unknown[] {
    if (Array.isArray(value)) return value
    this.#problem(path, `expected a list, was ${shown(value)}`)
    return []
  }

  #oneOf<T extends string | number>(
    value: unknown,
    path: string,
    choices: readonly T[],
  ): T | undefined {
    const found = choices.find((choice) => choice === value)
    if (found === undefined)
      this.#problem(path, `expected one of ${choices.join(', ')}, was ${shown(value)}`)
    return found
  }

  #checked<T>(value: unknown, path: string, read: (text: string) => T): T | undefined {
    if (typeof value !== 'string') {
      this.#problem(path, `expected a text, was ${shown(value)}`)
      return undefined
    }
    try {
      return read(value)
    } catch (error) {
      // The constructors of ids throw; here their sentence is one problem among others.
      if (!(error instanceof CrossbookError)) throw error
      this.#problem(path, error.message)
      return undefined
    }
  }

  #problem(path: string, message: string): void {
    this.problems.push({ path, message })
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function keysOf<K extends string>(table: Readonly<Record<K, true>>): readonly K[] {
  // The table has exactly the keys of its type; `Object.keys` forgets them.
  return Object.keys(table) as K[]
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : (JSON.stringify(value) ?? typeof value).slice(0, 60)
}
