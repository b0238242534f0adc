import type { Instrument, InstrumentTable } from '../../core/index.ts'
import type { AccountStatement } from './account-gateway.ts'

/**
 * A statement with instruments as they are listed. Lists of a whole product name symbols, which a driver reads by the venue's
 * naming rule: what a contract stands for is in the listing alone.
 */
export function withListed(statement: AccountStatement, table: InstrumentTable): AccountStatement {
  const listed = <Row extends { readonly instrument: Instrument }>(row: Row): Row => {
    const { market, symbol } = row.instrument
    const known = row.instrument.isInferred ? table.bySymbol(market, symbol) : undefined
    return known === undefined ? row : { ...row, instrument: known.instrument }
  }
  const { openOrders, orders, fills, positions } = statement
  return {
    ...statement,
    openOrders: openOrders.map(listed),
    orders: orders.map(listed),
    fills: fills.map(listed),
    positions: positions?.map(listed),
  }
}
