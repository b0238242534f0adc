/** Spot's SBE schemas by id; the header of every message names one. */
const SCHEMA_IDS = [1, 2, 3]
/** High byte of the templates of market-data streams, 10000 to 10003; those of the WebSocket API are below 2048. */
const STREAM_TEMPLATES = 0x27
const API_TEMPLATES_BELOW = 8

/**
 * Whether a frame starts with an SBE message header: block length, template id, schema id, version, each a little-endian
 * 16-bit integer. Such frames come only to who asked for them with a key; this driver speaks JSON.
 *
 * @see docs/venues/binance.md, binary streams; checked 2026-11-21
 */
export function isSbe(frame: Uint8Array): boolean {
  const [, , , templateHigh = 0, schemaLow = 0, schemaHigh, , versionHigh] = frame
  const isTemplate = templateHigh === STREAM_TEMPLATES || templateHigh < API_TEMPLATES_BELOW
  return isTemplate && SCHEMA_IDS.includes(schemaLow) && schemaHigh === 0 && versionHigh === 0
}
