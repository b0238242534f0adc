import type { Ports } from '../../../src/runtime/index.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'

/** The ports of a virtual process, and its time to move. */
export type TestPorts = Ports & {
  /** Lets so many ms of virtual time pass. */
  readonly advance: (ms: number) => Promise<void>
}

/** 2026-01-02T03:00:00Z. */
export const START_US = 1_767_322_800_000_000

/** Ports under virtual time from {@link START_US} on; ids are `b1`, `b2`, … */
export function testPorts(seed = 1): TestPorts {
  const runtime = new VirtualRuntime({ seed, startTimeUs: START_US })
  let lastId = 0
  const next = (): string => {
    lastId += 1
    return `b${lastId}`
  }
  return {
    ...runtime.ports(),
    ids: { next },
    advance: (ms) => runtime.run({ forMs: ms }),
  }
}
