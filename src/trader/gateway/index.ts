export type {
  AccountGateway,
  AccountStatement,
  GatewayHandlers,
  OpenOrders,
  StatementWish,
  UnnamedOrder,
} from './account-gateway.ts'
export {
  type GatewayChoice,
  type LiveGatewayChoice,
  openGateway,
  type PaperGatewayChoice,
} from './open-gateway.ts'
export { VenueGateway } from './venue-gateway.ts'
export type { VenueGatewayOptions } from './venue-gateway-options.ts'
