import type { VenueUrls } from '../../core/index.ts'

/**
 * Production by region: a key of one is refused with 10003 at the hosts of another. docs/venues/bybit.md §Endpoints.
 *
 * @param urls - addresses at a host of sockets and one of REST
 */
export function productionOf(
  urls: (socketHost: string, restHost: string) => VenueUrls,
): Readonly<Record<string, VenueUrls>> {
  return {
    default: urls('stream.bybit.com', 'api.bybit.com'),
    tr: urls('stream.bybit.tr', 'api.bybit.tr'),
    kz: urls('stream.bybit.kz', 'api.bybit.kz'),
    ge: urls('stream.bybitgeorgia.ge', 'api.bybitgeorgia.ge'),
    id: urls('stream.bybit.id', 'api.bybit.id'),
    jp: urls('stream.manepa.jp', 'api.manepa.jp'),
  }
}
