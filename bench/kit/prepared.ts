import type { Ready } from './task.ts'

/** Work that is ready to be timed and was shown to be right. */
export interface Prepared {
  readonly ready: Ready
  /** Brings books back to their snapshots; not timed. */
  reset(): void
  /** Takes every frame once. */
  pass(): void
}
