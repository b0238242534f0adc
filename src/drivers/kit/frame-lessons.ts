/**
 * What a frame that was read key by key teaches: a shape, kept if by it the frame says what it said key by key. Cold, and
 * loaded on use.
 */
import { BookUpdate } from '../../core/index.ts'
import type { FrameBatch, ShapedKind } from './frame-batch.ts'
import type { FrameLayout } from './frame-roles.ts'
import { frameShapeOf, isSameUpdate, joinedShape } from './frame-shape.ts'
import { LearnedShape } from './learned-shape.ts'

/** A frame that was read key by key, and what it said. */
interface Lesson {
  readonly frame: Uint8Array
  readonly localTimeUs: number
  readonly batch: FrameBatch
  readonly expected: string
}

/** Takes the shape of a frame, which `batch` still has and may be written over, to those that are known. */
export function learn(
  shapes: LearnedShape[],
  frame: Uint8Array,
  layout: FrameLayout,
  batch: FrameBatch,
  kind: ShapedKind,
): void {
  const updates = batch.updates()
  const [update] = updates
  if (update === undefined) return
  const { feed, isSnapshot } =
    update instanceof BookUpdate ? update : { feed: '', isSnapshot: false }
  const told = { kind, feed, isSnapshot }
  const taken = frameShapeOf(frame, told, layout.roles, layout.levels)
  if (taken === undefined) return
  const { localTimeUs, slot } = update
  const lesson: Lesson = { frame, localTimeUs, batch, expected: JSON.stringify(updates) }
  for (const known of shapes) {
    const { shape } = known
    const joined = known.layout === layout ? joinedShape(shape, taken) : undefined
    // It knows such frames, and this one is odd in what it says.
    if (joined?.program === shape.program) return
    if (joined === undefined) continue
    known.shape = { ...shape, ...joined }
    if (isReadAs(known, lesson)) return
    known.shape = shape
  }
  const isKnown = ({ shape }: LearnedShape) =>
    shape.program === taken.program && isSameUpdate(shape.told, told)
  if (shapes.some(isKnown)) return
  const own = new LearnedShape(taken, layout, slot)
  if (isReadAs(own, lesson)) shapes.unshift(own)
}

/** Whether a frame says by a shape what it said key by key. */
function isReadAs(known: LearnedShape, { frame, localTimeUs, batch, expected }: Lesson): boolean {
  batch.clear()
  const isRead = known.shape.kernel.load(frame) && known.read(frame, localTimeUs)
  return isRead && JSON.stringify([known.update, ...batch.updates()]) === expected
}
