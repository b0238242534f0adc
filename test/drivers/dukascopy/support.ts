import { InstrumentSlot, instrumentIndex } from '../../../src/core/index.ts'
import { dukascopy } from '../../../src/drivers/dukascopy/index.ts'

/** A slot of an instrument that nobody listed: its scales start at 0. */
export function slotOf(code: string): InstrumentSlot {
  const instrument = dukascopy().inferInstrument('spot', code)
  if (instrument === undefined) throw new Error(`${code} names no instrument`)
  return new InstrumentSlot(instrumentIndex(0), instrument)
}

/** Epoch µs of a moment written as in the dossier. */
export const us = (text: string): number => Date.parse(text) * 1000

export const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'))
