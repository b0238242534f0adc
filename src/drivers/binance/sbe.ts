/** Spot's SBE schemas by id; the header of every message names one. */
const SCHEMA_IDS = [1, 2, 3]

/**
 * Whether a frame starts with an SBE message header: block length, template id, schema id, version, each a little-endian
 * 16-bit integer. Such frames come only to who asked for them with a key; this driver speaks JSON.
 *
 * @see docs/venues/binance.md, binary streams; checked 2026-11-21
 */
export function isSbe(frame: Uint8Array): boolean {
  const [, , , templateHigh = 0, schemaLow = 0, schemaHigh, , versionHigh] = frame
  return SCHEMA_IDS.includes(schemaLow) && schemaHigh === 0 && versionHigh === 0 && templateHigh < 8
}
