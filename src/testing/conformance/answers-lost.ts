import type { ExchangeDriver, Instrument } from '../../core/index.ts'
import { decodeAlone } from './capture.ts'

/** Whether a frame tells that a subscription was taken, by itself or with market data. */
export function isAcknowledgement(
  driver: ExchangeDriver,
  instruments: readonly Instrument[],
  frame: Uint8Array,
): boolean {
  const { session, facts } = driver
  const outcomes = (['spot', 'futures'] as const).map(
    (market) => decodeAlone(driver, instruments, market, frame).outcome,
  )
  const read = outcomes.includes('control')
    ? session.readControl
    : outcomes.includes('event')
      ? session.readEvent
      : undefined
  if (read === undefined) return false
  return facts.streams.some(({ id }) =>
    read(frame, id).some(({ type }) => type === 'ack' || type === 'carried'),
  )
}
