/**
 * What takes shapes is loaded when the first frame that may have one was read key by key (docs/decisions/0012): whoever reads none
 * does not pay for it. Until it is there frames are read key by key, to the same outcome.
 */
import type { learn } from './frame-lessons.ts'

let loaded: typeof learn | undefined
let loading: Promise<void> | undefined

/** What takes shapes; `undefined`, and on its way, before it is loaded. */
export function lessonsNow(): typeof learn | undefined {
  if (loaded === undefined) void shapesReady()
  return loaded
}

/** Loads it: for tests and benchmarks, which wait. Where that fails, frames are read key by key as before. */
export function shapesReady(): Promise<void> {
  loading ??= import('./frame-lessons.ts').then(
    (module) => {
      loaded = module.learn
    },
    () => {},
  )
  return loading
}
