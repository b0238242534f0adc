import { expect } from 'vitest'
import {
  BboUpdate,
  BookUpdate,
  InstrumentSlot,
  instrumentIndex,
  TradeUpdate,
} from '../../src/core/index.ts'
import {
  frameProgram,
  type ListForm,
  type Op,
  type Step,
} from '../../src/drivers/kit/frame-program.ts'
import { FrameKernel, IS_NAMED, IS_READ, KERNEL_CODE } from '../../src/wire/index.ts'
import { instrument } from '../support/instrument.ts'

/** The kernel of a test. */
export const kernel: FrameKernel = new FrameKernel(KERNEL_CODE)
/** Bytes of a frame. */
export const encode = (text: string): Uint8Array => Buffer.from(text, 'latin1')
/** A value, and what stands before it. */
export const step = (op: Op, before: string): Step => ({ op, before: encode(before) })

const SIDES = [encode('buy"'), encode('sell"')] as const

/** A program of a frame of these parts, the name of an instrument before them, and of levels of those. */
export function program(
  frame: readonly Step[],
  level: readonly Step[] = [],
  list: ListForm = 'steps',
): number {
  const named = frame.map(({ op, before }, i) => ({
    op,
    before: i === 0 ? encode(`",${Buffer.from(before).toString('latin1').slice(1)}`) : before,
  }))
  return addProgram([step('symbol', '{"s":"'), ...named], level, list)
}

/** A program of all these parts. */
export function addProgram(
  frame: readonly Step[],
  level: readonly Step[] = [],
  list: ListForm = 'steps',
): number {
  const head = { list, nameStop: 34, beforeName: undefined, sides: SIDES }
  const bytes = frameProgram(head, frame, level)
  if (bytes === undefined) throw new Error('no program')
  return kernel.addProgram(bytes)
}

/** The instrument of what is filled; its scales do not matter. */
export const slot: InstrumentSlot = new InstrumentSlot(
  instrumentIndex(0),
  instrument({ priceScale: 0, sizeScale: 0 }),
)

/** Whether a frame is read by a program. It names an instrument of those scales. */
function isRead(text: string, by: number, scale = 0, sizeScale = scale): boolean {
  expect(kernel.load(encode(`{"s":"${scale}x${sizeScale}",${text.slice(1)}`))).toBe(true)
  let outcome = kernel.scan(by, 1)
  if (outcome === IS_NAMED) {
    kernel.keepName(scale * 100 + sizeScale, scale, sizeScale)
    outcome = kernel.scan(by, 1)
  }
  if (outcome === IS_READ) expect(kernel.instrument).toBe(scale * 100 + sizeScale)
  return outcome === IS_READ
}

/** What it says of a book; `undefined` where it is odd. */
export function read(
  text: string,
  by: number,
  scale = 0,
  sizeScale = scale,
): BookUpdate | undefined {
  if (!isRead(text, by, scale, sizeScale)) return undefined
  const update = new BookUpdate(slot)
  update.begin(slot, 'feed', false, 0)
  kernel.fillBook(update)
  return update
}

/** What it says of best prices. */
export function readBbo(
  text: string,
  by: number,
  scale = 0,
  sizeScale = scale,
): BboUpdate | undefined {
  if (!isRead(text, by, scale, sizeScale)) return undefined
  const update = new BboUpdate(slot)
  kernel.fillBbo(update)
  return update
}

/** What it says of a trade. */
export function readTrade(text: string, by: number, scale = 0): TradeUpdate | undefined {
  if (!isRead(text, by, scale)) return undefined
  const update = new TradeUpdate(slot)
  kernel.fillTrade(update, encode(`{"s":"${scale}x${scale}",${text.slice(1)}`))
  return update
}
