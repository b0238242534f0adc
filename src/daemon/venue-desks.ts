import { CrossbookError, type ExchangeDriver } from '../core/index.ts'
import { type KnownVenue, knownVenue } from '../drivers/registry.ts'
import type { Markets } from '../market/index.ts'
import type { Ports, TimerHandle } from '../runtime/ports.ts'
import type { FrameTap } from '../transport/index.ts'
import type { VenueConfig } from './config.ts'
import { VenueDesk } from './venue-desk.ts'

/** What {@link VenueDesks} are made of. */
export interface VenueDesksParts {
  /** Everything ambient. */
  readonly ports: Ports
  /** Opens market data. */
  readonly markets: Markets
  /** Loads the driver of a venue. */
  readonly loadDriver: (venue: KnownVenue) => Promise<ExchangeDriver>
  /** Sees every frame of a venue. */
  readonly tap?: ((venue: string) => FrameTap) | undefined
  /** A desk was opened; it is among the others already. */
  readonly onOpened: (desk: VenueDesk) => void
}

/** A venue that cannot be reached is tried again after this; nothing else waits for it. */
export const REOPEN_AFTER_MS = 5_000

/** The venues of a daemon: those that are open, and those that are tried again until they are. */
export class VenueDesks {
  readonly #parts: VenueDesksParts
  readonly #desks = new Map<string, VenueDesk>()
  readonly #waiting = new Map<string, string>()
  readonly #opening = new Set<Promise<unknown>>()
  readonly #reopenTimers = new Set<TimerHandle>()
  readonly #giveUp = new AbortController()

  /** Opens nothing yet. */
  constructor(parts: VenueDesksParts) {
    this.#parts = parts
  }

  /**
   * Tries each venue once; those that cannot be reached are tried again by themselves.
   *
   * @throws CrossbookError of a venue whose configuration can never work, once all were tried
   */
  async open(venues: readonly VenueConfig[]): Promise<void> {
    const trying = Promise.allSettled(venues.map((venue) => this.#open(venue, true)))
    this.#opening.add(trying)
    const tried = await trying
    this.#opening.delete(trying)
    for (const result of tried) if (result.status === 'rejected') throw result.reason
  }

  /** The desk of a venue; `undefined` where it is not open. */
  get(venue: string): VenueDesk | undefined {
    return this.#desks.get(venue)
  }

  /** The desks that are open, in the order in which they were opened. */
  all(): readonly VenueDesk[] {
    return [...this.#desks.values()]
  }

  /** Venues that cannot be reached yet, with the reason. */
  get waiting(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#waiting)
  }

  /** Tries no venue any more; resolves when nothing is being opened. Idempotent. */
  async stop(): Promise<void> {
    for (const timer of this.#reopenTimers) timer.cancel()
    this.#giveUp.abort()
    await Promise.all(this.#opening)
  }

  /** Closes every desk. Idempotent. */
  async close(): Promise<void> {
    await this.stop()
    await Promise.all(this.all().map((desk) => desk.close()))
  }

  async #open(venue: VenueConfig, isFirst: boolean): Promise<void> {
    const { ports, markets, tap, loadDriver, onOpened } = this.#parts
    const { signal } = this.#giveUp
    try {
      const desk = await VenueDesk.open(markets, {
        driver: await loadDriver(knownVenue(venue.venue)),
        environment: venue.environment,
        ...(venue.region !== undefined && { region: venue.region }),
        ...(venue.urls !== undefined && {
          urls: { streams: venue.urls.streams ?? {}, rest: venue.urls.rest ?? {} },
        }),
        ...(venue.products !== undefined && { products: venue.products }),
        ...(tap && { tap: tap(venue.venue) }),
        pool: { redundancy: venue.redundancy },
        signal,
      })
      if (signal.aborted) return await desk.close()
      this.#desks.set(venue.venue, desk)
      this.#waiting.delete(venue.venue)
      onOpened(desk)
    } catch (error) {
      if (signal.aborted) return
      // A configuration that can never work is told to who starts the daemon; later nobody would hear it.
      if (!(error instanceof CrossbookError) || (isFirst && error.retry === 'never')) throw error
      this.#waiting.set(venue.venue, error.message)
      ports.log.warn('A venue cannot be opened yet', () => ({
        venue: venue.venue,
        error: error.message,
      }))
      this.#reopenLater(venue)
    }
  }

  #reopenLater(venue: VenueConfig): void {
    const timer = this.#parts.ports.timers.after(REOPEN_AFTER_MS, () => {
      this.#reopenTimers.delete(timer)
      const opening = this.#open(venue, false).finally(() => this.#opening.delete(opening))
      this.#opening.add(opening)
    })
    this.#reopenTimers.add(timer)
  }
}
