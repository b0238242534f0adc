import type { ChannelRequest, Instrument, Topic } from '../../core/index.ts'
import { channelFacts } from '../kit/channels.ts'
import { FACTS } from './venue.ts'

/** The topic that serves a request: quotes, deals and the symbol's terms all come with its ticks. */
export function topics({ product, symbol }: Instrument, request: ChannelRequest): readonly Topic[] {
  channelFacts(FACTS, product, request)
  return [{ name: symbol, endpoint: 'bridge', channel: 'bbo', symbol }]
}
