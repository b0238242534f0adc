/**
 * What recorded messages of today have that no driver knows, and why that is right. Patterns of whole features, by
 * venue; each was read by a person. Fields of public channels do not belong here: they get a fixture.
 */
export const DRIFT_EXCEPTIONS: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  binance: [
    [/^(?:trade|ticker)_all$/, 'channels of options as they were in 2021, out of scope'],
    [
      /^message\.(?:result|status|rateLimits|error\.data)/,
      'answers of the WebSocket API, which is not spoken',
    ],
  ],
  bybit: [
    [/^op\.(?:auth|order\.create|pong)/, 'the trade socket, out of scope'],
    [/^op\.(?:un)?subscribe\.args$/, 'a request of the client, marked as received'],
  ],
  coinbase: [
    [/^fakechan$/, 'a channel that a test made up'],
    [/^type\.$/, 'an answer of REST, marked as a message'],
  ],
  gate: [
    [/^options\./, 'options, out of scope'],
    [/^futures\.(?:reduce_risk_limits|liquidates|auto_deleverages)$/, 'private channels'],
  ],
  htx: [[/^market\.depth\.status$/, 'an answer of REST, marked as a message']],
  hyperliquid: [[/^post$/, 'answers of the request channel, which is not used']],
  kraken: [[/^method\.batch_add$/, 'trading, out of scope']],
  kucoin: [
    [/^\/(?:contract\/positionAll|contractAccount\/wallet|margin\/position)$/, 'private channels'],
    [/^(?:leverage|lw)\.FUTURES$/, 'private channels'],
    [/^\/(?:indicator\/markPrice|contractMarket\/level3v2)$/, 'channels that are not subscribed'],
  ],
  mexc: [
    [/^push\.personal\./, 'private channels'],
    [/^rs\.sub\.[\w.]+\.param$/, 'a request of the client, marked as received'],
  ],
  okx: [
    [/^(?:sprd-[\w-]+|liquidation-warning)$/, 'spreads and private channels, out of scope'],
    [/^message$/, 'no message of the venue: a piece of one, of a test of numbers'],
  ],
}
