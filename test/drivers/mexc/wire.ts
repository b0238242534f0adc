import { encodeFrame } from '../../support/mexc-proto.ts'
import { type Fixture, frameOf } from '../run-fixtures.ts'

/** Whether a fixture is the JSON form of a protobuf frame: spot's own JSON are answers, and what is legacy. */
export function isProto({ market, frame }: Fixture): boolean {
  const isObject = typeof frame === 'object' && frame !== null
  return market === 'spot' && isObject && String(Reflect.get(frame, 'channel')).startsWith('spot@')
}

/** A fixture's frame as it comes off the wire. */
export function wireOf(fixture: Fixture): string | Uint8Array {
  return isProto(fixture) ? encodeFrame(fixture.frame as object) : frameOf(fixture)
}

/** The same as bytes. */
export function bytesOf(fixture: Fixture): Uint8Array {
  const wire = wireOf(fixture)
  return typeof wire === 'string' ? Buffer.from(wire) : wire
}
