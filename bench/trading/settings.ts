/** Instruments that are watched, and traded in turn. */
export const INSTRUMENTS = 100
/** The key of the simulated account. */
export const API_KEY = {
  key: 'KEY00000000000000001',
  secret: 'secret-of-the-simulated-account-0001',
}
/** How often each changes a second: each is told nearly every time that it can be, fifty times a second. */
export const EVENTS_PER_SECOND = 250
/** Levels of each side that are watched. */
export const DEPTH = 50
/** Frames a second at most; what the venue tells in one turn is spread over the time. */
export const PER_SECOND = 8_000
