import type { DriverName } from './driver-name.ts'

/** `index.ts` of a new driver: the driver. */
export function indexTemplate({ call, title }: DriverName): string {
  return `import { type ContinuityRule, type ExchangeDriver, judgeConsecutive } from 'crossbook'
import { createDecoder } from './decode.ts'
import { inferInstrument } from './instruments.ts'
import { rest } from './rest.ts'
import { session, topics } from './session.ts'
import { FACTS } from './venue.ts'

/** The stream brings a snapshot after each subscribe; then \`seq\` rises by one a message. */
const RULE: ContinuityRule = { snapshot: 'stream', judge: judgeConsecutive, crossed: 'corrupt' }

/** The driver of ${title}. Hand it to \`MarketData.open\`. */
export function ${call}(): ExchangeDriver {
  const continuity = () => RULE
  return { facts: FACTS, session, rest, topics, inferInstrument, createDecoder, continuity }
}
`
}
