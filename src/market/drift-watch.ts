import {
  type FrameOutcome,
  type KnownMessages,
  unknownFeatures,
  type VenueDrift,
  type VenueId,
} from '../core/index.ts'
import type { Counter, Log, Metrics } from '../runtime/ports.ts'
import { DriftSampler } from './drift-sampler.ts'

/** Frames looked at in a second, of all endpoints together. */
const LOOKS_PER_SECOND = 100
/** Things told of one venue; whoever sends more invents them. */
const MAX_TOLD = 200
const SAMPLE_CHARACTERS = 200
const MAX_PATH_CHARACTERS = 200
/** Frames kept while what is known is being loaded. */
const MAX_WAITING = 64
const MAX_WAITING_BYTES = 65_536

interface Looked {
  readonly frame: Uint8Array
  readonly outcome: FrameOutcome
  readonly localTimeUs: number
}

/** What a {@link DriftWatch} is made of. */
export interface DriftWatchOptions {
  /** The venue. */
  readonly venue: VenueId
  /** Loads what is known; called when the first frame is looked at. */
  readonly load: () => Promise<KnownMessages>
  /** Takes what is new. */
  readonly tell: (event: VenueDrift) => void
  /** Counters. */
  readonly metrics: Metrics
  /** Told once of each new thing. */
  readonly log: Log
}

/**
 * Watches for fields, values and messages that the driver does not know, and tells each once. Data is not its business:
 * it reads frames that were decoded already, a bounded number of them, and nothing that it finds stops anything. Cold.
 */
export class DriftWatch {
  readonly #options: DriftWatchOptions
  readonly #samplers = new Map<string, DriftSampler>()
  readonly #told = new Set<string>()
  readonly #found: Counter
  #known: KnownMessages | undefined
  #waiting: Looked[] | undefined
  #isOff = false
  #second = 0
  #looks = 0

  /** A watch that has seen nothing yet. */
  constructor(options: DriftWatchOptions) {
    const { metrics, venue } = options
    this.#options = options
    this.#found = metrics.counter('venue_drift', { venue })
  }

  /** Chooses the frames of an endpoint that are handed to {@link DriftWatch.look}. */
  sampler(endpoint: string): DriftSampler {
    const sampler = this.#samplers.get(endpoint) ?? new DriftSampler()
    this.#samplers.set(endpoint, sampler)
    return sampler
  }

  /** Looks at one frame that had this outcome. Never throws; the frame is borrowed. */
  look(frame: Uint8Array, outcome: FrameOutcome, localTimeUs: number): void {
    if (this.#isOff) return
    const second = Math.floor(localTimeUs / 1e6)
    if (second !== this.#second) this.#looks = 0
    this.#second = second
    this.#looks += 1
    if (this.#looks > LOOKS_PER_SECOND) return
    if (this.#known !== undefined)
      return this.#compare(this.#known, { frame, outcome, localTimeUs })
    if (this.#waiting === undefined) {
      this.#waiting = []
      void this.#load()
    }
    if (this.#waiting.length < MAX_WAITING && frame.length <= MAX_WAITING_BYTES)
      this.#waiting.push({ frame: frame.slice(), outcome, localTimeUs })
  }

  async #load(): Promise<void> {
    try {
      const known = await this.#options.load()
      this.#known = known
      for (const looked of this.#waiting ?? []) this.#compare(known, looked)
    } catch (error) {
      this.#giveUp(error)
    }
    this.#waiting = []
  }

  #compare(known: KnownMessages, { frame, outcome, localTimeUs }: Looked): void {
    try {
      for (const feature of unknownFeatures(known, frame, outcome)) {
        if (this.#told.has(feature) || this.#told.size >= MAX_TOLD) continue
        this.#told.add(feature)
        this.#tell(feature, sampleOf(known.textOf(frame), feature), localTimeUs)
      }
    } catch (error) {
      // Of a driver that breaks its word; data flows on without the watch.
      this.#giveUp(error)
    }
  }

  #tell(feature: string, sample: string, localTimeUs: number): void {
    const { venue, tell, log } = this.#options
    const path = feature.slice(0, MAX_PATH_CHARACTERS)
    this.#found.add()
    log.warn('The venue sends something that this version does not know', () => ({ venue, path }))
    tell(Object.freeze({ type: 'venueDrift', venue, path, sample, localTimeUs }))
  }

  #giveUp(error: unknown): void {
    const { venue, log } = this.#options
    this.#isOff = true
    log.error('Changes of the venue are not watched for', () => ({ venue, error: String(error) }))
  }
}

/** The part of a frame around what is new, where its name can be found; else the frame's head. */
function sampleOf(text: string, feature: string): string {
  const isValue = feature.includes('=')
  const name = feature.slice(feature.lastIndexOf(isValue ? '=' : '.') + 1).replace(/(?:\[\])+$/, '')
  const quoted = text.indexOf(`"${name}"`)
  const at = quoted < 0 ? text.indexOf(name) : quoted
  const start = Math.max(0, Math.min(at - SAMPLE_CHARACTERS / 2, text.length - SAMPLE_CHARACTERS))
  return text.slice(start, start + SAMPLE_CHARACTERS)
}
