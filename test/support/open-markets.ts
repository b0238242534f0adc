import { Markets } from '../../src/market/index.ts'
import { nodeThreads } from '../../src/runtime/node/index.ts'
import type { Ports } from '../../src/runtime/ports.ts'
import { threadModule } from '../runtime/support/threads.ts'

/** Threads that market data are kept in, where a test does not say: `CROSSBOOK_THREADS=2 npm run test:interop`. */
const THREADS = Number(process.env['CROSSBOOK_THREADS'] ?? 0)

/** Market data in that many threads; with none, in this one. */
export async function openMarkets(ports: Ports, marketData: number = THREADS): Promise<Markets> {
  if (marketData === 0) return new Markets({ ports })
  const program = new URL('../market/threaded/support/market-thread.ts', import.meta.url)
  return new Markets({
    ports,
    threads: { marketData, module: await threadModule(program) },
    threadPort: nodeThreads({ keepAlive: true, maxHeapMb: 512 }),
  })
}
