import { isPeriod } from './bars.ts'
import type { HtxProduct } from './products.ts'

/** What a socket is for. */
type SocketKind = 'market' | 'feed' | 'index' | 'notification' | 'center'

/** A socket of the venue. */
export interface Socket {
  /** What it is for. */
  readonly kind: SocketKind
  /** Whose instruments it tells of. */
  readonly products: readonly HtxProduct[]
  /** Whether it is of the spot host. */
  readonly isSpot: boolean
}

const SPOT = { products: ['spot'], isSpot: true } as const
const LINEAR = { products: ['linear-swap', 'linear-futures'], isSpot: false } as const
const COIN_SWAP = { products: ['coin-swap'], isSpot: false } as const
const ALL_FUTURES = {
  products: [...LINEAR.products, 'coin-swap', 'coin-futures'],
  isSpot: false,
} as const

/** Sockets of the spot host by path. */
export const SPOT_SOCKETS: Readonly<Record<string, Socket>> = {
  '/ws': { kind: 'market', ...SPOT },
  '/feed': { kind: 'feed', ...SPOT },
}
/** Sockets of the futures host by path. */
export const FUTURES_SOCKETS: Readonly<Record<string, Socket>> = {
  '/linear-swap-ws': { kind: 'market', ...LINEAR },
  '/swap-ws': { kind: 'market', ...COIN_SWAP },
  '/ws': { kind: 'market', products: ['coin-futures'], isSpot: false },
  '/ws_index': { kind: 'index', ...ALL_FUTURES },
  '/linear-swap-notification': { kind: 'notification', ...LINEAR },
  '/swap-notification': { kind: 'notification', ...COIN_SWAP },
  '/center-notification': { kind: 'center', ...ALL_FUTURES },
}

/** What a topic of a market socket asks for; `of` is a symbol, a code or an index. */
export type TopicPlan =
  | {
      readonly kind: 'chain' | 'refresh' | 'highFreq' | 'step'
      readonly of: string
      readonly depth: number
    }
  | {
      readonly kind: 'bbo' | 'trades' | 'detail' | 'ticker' | 'mark' | 'index'
      readonly of: string
    }
  | { readonly kind: 'kline'; readonly of: string; readonly period: string }
  | { readonly kind: 'tickers'; readonly of: '' }

const CHAIN_DEPTHS = [5, 20, 150, 400]
const REFRESH_DEPTHS = [5, 10, 20]
const HIGH_FREQ_DEPTHS = [20, 150]

/** Reads a topic as a socket does; `undefined` where it has none of that name. Merged depths are not simulated. */
export function readTopic(topic: string, { kind, isSpot }: Socket): TopicPlan | undefined {
  if (topic === 'market.tickers') {
    return kind === 'market' && isSpot ? { kind: 'tickers', of: '' } : undefined
  }
  const [, of = '', channel = ''] = /^market\.([^.]+)\.(.+)$/u.exec(topic) ?? []
  if (of === '') return undefined
  if (kind === 'index') return indexPlan(of, channel)
  if (kind === 'feed') return depthPlan('chain', of, channel, /^mbp\.(\d+)$/, CHAIN_DEPTHS)
  if (kind !== 'market') return undefined
  if (channel === 'bbo' || channel === 'detail') return { kind: channel, of }
  if (channel === 'trade.detail') return { kind: 'trades', of }
  if (channel.startsWith('kline.')) return klinePlan(of, channel.slice('kline.'.length))
  if (channel === 'depth.step0') return { kind: 'step', of, depth: 150 }
  return isSpot ? spotPlan(of, channel) : futuresPlan(of, channel)
}

function spotPlan(of: string, channel: string): TopicPlan | undefined {
  if (channel === 'ticker') return { kind: 'ticker', of }
  return depthPlan('refresh', of, channel, /^mbp\.refresh\.(\d+)$/, REFRESH_DEPTHS)
}

function futuresPlan(of: string, channel: string): TopicPlan | undefined {
  if (channel === 'depth.step6') return { kind: 'step', of, depth: 20 }
  return depthPlan('highFreq', of, channel, /^depth\.size_(\d+)\.high_freq$/, HIGH_FREQ_DEPTHS)
}

function indexPlan(of: string, channel: string): TopicPlan | undefined {
  if (channel === 'mark_price.1min') return { kind: 'mark', of }
  return channel === 'index.1min' ? { kind: 'index', of } : undefined
}

function klinePlan(of: string, period: string): TopicPlan | undefined {
  return isPeriod(period) ? { kind: 'kline', of, period } : undefined
}

function depthPlan(
  kind: 'chain' | 'refresh' | 'highFreq',
  of: string,
  channel: string,
  form: RegExp,
  depths: readonly number[],
): TopicPlan | undefined {
  const depth = Number(form.exec(channel)?.[1])
  return depths.includes(depth) ? { kind, of, depth } : undefined
}

/** What a topic of a notification socket asks for; `of` is a contract's code, or `*`. */
export interface NoticePlan {
  /** What is told. */
  readonly kind: 'funding_rate' | 'liquidation_orders' | 'contract_info' | 'heartbeat'
  /** Of whom. */
  readonly of: string
}

const NOTICE = /^public\.([^.]+)\.(funding_rate|liquidation_orders|contract_info|heartbeat)$/u

/** Reads a topic as a notification socket does. */
export function readNotice(topic: string, { kind }: Socket): NoticePlan | undefined {
  const [, of, name] = NOTICE.exec(topic) ?? []
  if (of === undefined || name === undefined) return undefined
  if ((name === 'heartbeat') !== (kind === 'center')) return undefined
  // The form allows these words alone.
  return { kind: name as NoticePlan['kind'], of }
}
