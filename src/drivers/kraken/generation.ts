import type { FrameDecoder, FrameFault, FrameOutcome, FrameSink } from '../../core/index.ts'
import { END, JsonReader, KeySet } from '../../wire/index.ts'

/**
 * Which derivatives API is spoken: `legacy` (Derivatives WebSocket v1 and REST v3, shut down on 2027-03-01) or its
 * successor `uws` (Unified WebSocket: the messages of spot's WebSocket v2 with `asset_class`).
 */
export type Generation = 'legacy' | 'uws'

/** 2027-03-01T00:00:00Z, when the legacy API is shut down. */
export const UWS_CUT_OVER_US = 1_803_859_200_000_000

const KEYS = new KeySet(['event', 'feed', 'channel', 'method'])
const OWNERS: readonly Generation[] = ['legacy', 'legacy', 'uws', 'uws']

/** The generation that a frame names by its first telling key; `undefined` where none tells. */
function generationOfFrame(frame: Uint8Array): Generation | undefined {
  const reader = new JsonReader()
  reader.reset(frame)
  if (!reader.isObject() || !reader.enterObject()) return undefined
  for (let key = reader.nextKey(KEYS); key !== END; key = reader.nextKey(KEYS)) {
    if (key >= 0) return OWNERS[key]
    reader.skipValue()
  }
  return undefined
}

/**
 * The decoder of one futures connection. Both generations greet first, and the greeting tells which one it is; a
 * recording without its greeting is settled by its first telling frame, and by the date until then.
 */
export class FuturesDecoder implements FrameDecoder {
  readonly #create: (generation: Generation) => FrameDecoder
  readonly #uwsFromTimeUs: number
  readonly #made: Partial<Record<Generation, FrameDecoder>> = {}
  #current: FrameDecoder | undefined
  #isSettled = false

  /** Chooses at the first frame. */
  constructor(create: (generation: Generation) => FrameDecoder, uwsFromTimeUs: number) {
    this.#create = create
    this.#uwsFromTimeUs = uwsFromTimeUs
  }

  get ignoredReason(): string {
    return this.#current?.ignoredReason ?? ''
  }

  get fault(): FrameFault | undefined {
    return this.#current?.fault
  }

  decode(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    const current =
      this.#isSettled && this.#current !== undefined
        ? this.#current
        : this.#choose(frame, localTimeUs)
    return current.decode(frame, localTimeUs, sink)
  }

  #choose(frame: Uint8Array, localTimeUs: number): FrameDecoder {
    const told = generationOfFrame(frame)
    const generation = told ?? (localTimeUs >= this.#uwsFromTimeUs ? 'uws' : 'legacy')
    const chosen = (this.#made[generation] ??= this.#create(generation))
    this.#isSettled = told !== undefined
    this.#current = chosen
    return chosen
  }
}
