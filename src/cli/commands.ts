import type { Terminal } from './terminal.ts'
import type { CommandSpec, Given } from './usage.ts'

/** A command: what it is called with, and how it runs. */
export interface Command {
  /** Its options and help. */
  readonly spec: CommandSpec
  /** Runs it; resolves to the exit code: 0 ok, 1 the work failed. */
  readonly run: (given: Given, terminal: Terminal) => Promise<number>
}

/** Every command by name, loaded on use: `crossbook --help` should not pay for the daemon. */
export const COMMANDS: Readonly<
  Record<string, { readonly summary: string; readonly load: () => Promise<Command> }>
> = {
  decode: { summary: 'recorded frames to unified events', load: () => import('./decode.ts') },
  book: { summary: 'recorded frames to books, with verdicts', load: () => import('./book.ts') },
  instruments: { summary: 'the listing of a venue', load: () => import('./instruments.ts') },
  record: { summary: 'market data to segment files', load: () => import('./record.ts') },
  replay: { summary: 'segment files back to events or books', load: () => import('./replay.ts') },
  request: {
    summary: 'the signed request of an account method, unsent',
    load: () => import('./request.ts'),
  },
  journal: { summary: 'a trading journal, checked and shown', load: () => import('./journal.ts') },
  sim: { summary: 'simulated venues on loopback ports', load: () => import('./sim.ts') },
  'create-driver': {
    summary: 'the folder of a new driver, with its test',
    load: () => import('./create-driver.ts'),
  },
  bench: {
    summary: 'what decoding, books and signing cost here',
    load: () => import('./bench.ts'),
  },
  daemon: { summary: 'the reference daemon', load: () => import('./daemon.ts') },
}
