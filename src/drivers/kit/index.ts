/**
 * What drivers read and write with: byte-level readers for hot frames, field readers for cold ones, the slots that a
 * frame fills. Published as `crossbook/driver-kit` for drivers outside this package; `docs/adding-a-driver.md` builds one.
 *
 * Its names and behaviour change only with a line in the changelog, and until 1.0 only with a minor version.
 *
 * @packageDocumentation
 */
export { startAt } from '../../book/index.ts'
export { notSent, queryText, refused, type SaidRefusal, unanswered } from '../../core/index.ts'
export {
  crc32,
  END,
  inflateFrame,
  JsonNumber,
  type JsonObject,
  JsonReader,
  type JsonValue,
  KeySet,
  readLevels,
  readObjectLevels,
  readPrice,
  readSize,
  readTimestampUs,
  type ScaleKeeper,
  UNKNOWN,
  type WireFault,
} from '../../wire/index.ts'
export { readBestLevel } from './best-level.ts'
export { channelFacts, depthOf } from './channels.ts'
export { chunkTopics } from './chunk-topics.ts'
export { type ColdResult, coldFault, ignored } from './cold.ts'
export { fillLevels, fillSides, fillTrade, type Level, type TradeText } from './cold-updates.ts'
export { type JsonMessageRules, jsonMessages } from './drift.ts'
export { eventHead } from './event-head.ts'
export { dateSuffix, expiryOfSuffix } from './expiry.ts'
export {
  arrayAt,
  asArray,
  asDecimal,
  asInteger,
  asObject,
  asText,
  decimalAt,
  given,
  integerAt,
  isArray,
  isObject,
  msTimeAt,
  objectAt,
  optionalDecimalAt,
  optionalIntegerAt,
  optionalMsTimeAt,
  optionalTextAt,
  parseJson,
  textAt,
} from './fields.ts'
export { FrameBatch, type ShapedKind } from './frame-batch.ts'
export {
  type FrameLayout,
  type FrameRole,
  type FrameRoles,
  type LevelKeys,
  PAIRS,
  type SymbolRole,
} from './frame-roles.ts'
export { FrameVerdict, type StoppedReader } from './frame-verdict.ts'
export { createInstrumentTable, type InstrumentTableOptions } from './instrument-table.ts'
export { isHalf, lacksValue } from './lacks-value.ts'
export { splitByQuote } from './naming.ts'
export { type Refusal, refusalCode, refusalOf } from './refusal.ts'
export { retryAfterMs } from './retry-after.ts'
export { ShapedFrames } from './shaped-frames.ts'
export { readTakerSide, readTextId } from './trade-parts.ts'
