/** Instruments that are watched, and traded in turn. */
export const INSTRUMENTS = 100
/** One update in so many is answered with an order. */
export const UPDATES_PER_ORDER = 50
/** The key of the simulated account. */
export const API_KEY = {
  key: 'KEY00000000000000001',
  secret: 'secret-of-the-simulated-account-0001',
}
/** Frames a second at most; what the venue tells in one turn is spread over the time. */
export const PER_SECOND = 8_000
