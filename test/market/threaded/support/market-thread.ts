import { type KnownVenue, loadDriver } from '../../../../src/drivers/registry.ts'
import { marketThread } from '../../../../src/market/thread/index.ts'
import { nodePorts } from '../../../../src/runtime/node/index.ts'
import type { ThreadListener, ThreadProgram } from '../../../../src/runtime/ports.ts'

/** How a thread is told to end. */
export type Ending = 'exit' | 'throw' | 'hang'

/** Keeps market data as the package's own program does, and ends as it is told. */
export const thread: ThreadProgram = (link) => {
  const program = marketThread({
    loadDriver: async (venue) => await loadDriver(venue as KnownVenue),
    ports: () => nodePorts(),
  })(link) as ThreadListener
  return {
    onMessage(message) {
      const { ending } = message as { readonly ending?: Ending }
      if (ending === 'exit') process.exit(3)
      if (ending === 'throw') throw new Error('told to')
      if (ending === 'hang') for (;;);
      program.onMessage(message)
    },
  }
}
