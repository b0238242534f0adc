import { expectTypeOf, test } from 'vitest'
import type { GatewayChoice, LiveGatewayChoice } from '../../src/trader/index.ts'

declare const live: Omit<LiveGatewayChoice, 'confirmLive'>

test('going live has to be confirmed, word for word', () => {
  expectTypeOf({ ...live, confirmLive: true as const }).toExtend<GatewayChoice>()
  // @ts-expect-error -- nobody has said that it is meant
  const unsaid: GatewayChoice = live
  // @ts-expect-error -- false is not a confirmation
  const denied: GatewayChoice = { ...live, confirmLive: false }
  expectTypeOf([unsaid, denied]).toExtend<readonly GatewayChoice[]>()
})
