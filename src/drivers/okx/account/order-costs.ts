import type { OrderCall, VenueRequest } from '../../../core/index.ts'
import { POINTS, type Service } from './facts.ts'

/** What every order request costs and when it ends, whichever way it goes: the venue counts both ways together. */

/** What it costs of the limits on orders; each order of a batch counts, cancels do not. */
export function spendsOf(service: Service, orders: number): OrderCall['spends'] {
  return service === 'cancel' ? {} : { newAndAmended: orders }
}

/** What it costs of its service, by how many calls or orders its endpoint takes in 2 s. */
export function weightOf(limit: number): number {
  return POINTS / limit
}

/** `expTime`: the first deadline of those in it, epoch ms. */
export function expiryOf(requests: readonly VenueRequest[]): string {
  return String(Math.floor(Math.min(...requests.map(({ deadlineUs }) => deadlineUs)) / 1000))
}
