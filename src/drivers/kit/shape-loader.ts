/**
 * What takes shapes is loaded when the first book frame was read key by key (docs/decisions/0012): whoever reads no books
 * does not pay for it. Until it is there frames are read key by key, to the same outcome.
 */
import type { bookShapeOf } from './book-shape.ts'

let take: typeof bookShapeOf | undefined
let loading: Promise<void> | undefined

/** What takes a shape; `undefined`, and on its way, before it is loaded. */
export function shapeTaker(): typeof bookShapeOf | undefined {
  if (take === undefined) void shapesReady()
  return take
}

/** Loads it: for tests and benchmarks, which wait. Where that fails, frames are read key by key as before. */
export function shapesReady(): Promise<void> {
  loading ??= import('./book-shape.ts').then(
    (module) => {
      take = module.bookShapeOf
    },
    () => {},
  )
  return loading
}
