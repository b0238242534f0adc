import { describe, expect, test } from 'vitest'
import { strategyId } from '../../../src/core/index.ts'
import type { StrategySetup, StrategyStatus } from '../../../src/trader/index.ts'
import { setupCommands } from '../../../src/trader/shell/setup-commands.ts'
import { legOf, PERPETUAL, SPOT } from '../strategy/support/toy-world.ts'

const setup = (over: Partial<StrategySetup> = {}): StrategySetup => ({
  strategy: strategyId('one'),
  kind: 'grid',
  legs: [legOf(SPOT)],
  events: ['book'],
  params: { lower: '1' },
  ...over,
})
const known = (over: Partial<StrategyStatus> = {}): StrategyStatus => ({
  setup: setup(),
  state: 'running',
  addedBy: 'configuration',
  ...over,
})
const traded = (): undefined => undefined

describe('A strategy that the journal knows, and nobody configures', () => {
  test.each([
    ['is stopped where the configuration had added it', known(), 'not configured any more'],
    [
      'is stopped where nobody knows who added it',
      { setup: setup(), state: 'running' } as const,
      'not configured any more',
    ],
    [
      'is stopped where somebody else added it, and it cannot be traded',
      known({ addedBy: 'operator' }),
      'there is no gateway',
    ],
  ])('%s', (_, status, why) => {
    expect(setupCommands([status], [], () => 'there is no gateway')).toEqual([
      { type: 'stopStrategy', strategy: 'one', by: 'configuration', why },
    ])
  })

  test.each([
    ['goes on where somebody else added it', known({ addedBy: 'operator' })],
    ['stays as it is where it does not run', known({ state: 'stopped' })],
  ])('%s', (_, status) => {
    expect(setupCommands([status], [], traded)).toEqual([])
  })
})

describe('A strategy that is configured otherwise', () => {
  const change = (over: Partial<StrategySetup>) => setupCommands([known()], [setup(over)], traded)
  const rest = { legs: [legOf(SPOT)], events: ['book'] }

  test('is not touched where only the listing of an instrument changed', () => {
    expect(change({ legs: [legOf({ ...SPOT, status: 'halted' })] })).toEqual([])
  })

  test('is handed other parameters', () => {
    const params = { lower: '2' }
    expect(change({ params })).toEqual([
      { type: 'configureStrategy', strategy: 'one', params, by: 'configuration' },
    ])
  })

  test.each([
    ['kind', { kind: 'marketMaking' }, 'keep'],
    ['events', { events: ['book', 'trade'] }, 'keep'],
    ['depth', { depth: 20 }, 'keep'],
    ['signal amount', { signalAmount: '0.1' }, 'keep'],
    ['legs, which are new to it', { legs: [legOf(PERPETUAL)] }, 'drop'],
  ] as const)('is replaced where it is of another %s', (_, over, memory) => {
    const { kind = 'grid', ...others } = over as Partial<StrategySetup>
    expect(change(over)).toEqual([
      {
        ...{ type: 'replaceStrategy', strategy: 'one', kind, memory, by: 'configuration' },
        params: { lower: '1' },
        setup: { ...rest, ...others },
      },
    ])
  })

  test('is replaced after others were added, which may trade what it leaves', () => {
    const another = setup({ strategy: strategyId('another') })
    const commands = setupCommands([known()], [setup({ kind: 'marketMaking' }), another], traded)
    expect(commands.map(({ type }) => type)).toEqual([
      'addStrategy',
      'startStrategy',
      'replaceStrategy',
    ])
  })
})
