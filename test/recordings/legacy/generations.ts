import type { KnownVenue } from '../../../src/drivers/registry.ts'
import type { FrameReplayOptions } from '../../../src/market/frame-replay.ts'
import type { RecordedLine } from '../folder.ts'
import { BYBIT_2021, isBybit2021 } from './bybit-2021.ts'
import { DYDX_V3, isDydxV3 } from './dydx-v3.ts'
import { isKrakenV1, KRAKEN_V1 } from './kraken-v1.ts'
import { isOkx2022, OKX_2022 } from './okx-2022.ts'

/** A wire format of the past that recordings still hold, read by a decoder or a rule that only tests have. */
export interface Generation {
  /** Its name. */
  readonly name: string
  /** Whether today's driver must refuse its frames. */
  readonly isRefused: boolean
  /** What takes the place of today's driver or rules. */
  readonly options: Partial<FrameReplayOptions>
}

/** The past generation that a recording is of; `undefined` where it is today's. Decided by content, not by name. */
export function generationOf(
  venue: KnownVenue,
  lines: readonly RecordedLine[],
): Generation | undefined {
  if (venue === 'bybit' && isBybit2021(lines)) return BYBIT_2021
  if (venue === 'dydx' && isDydxV3(lines)) return DYDX_V3
  if (venue === 'kraken' && isKrakenV1(lines)) return KRAKEN_V1
  if (venue === 'okx' && isOkx2022(lines)) return OKX_2022
  return undefined
}
